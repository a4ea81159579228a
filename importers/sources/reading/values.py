"""Weeks, and the forms of the numbers and counts that stand in this report's sentences."""

import re
from datetime import date

from importers.printed import CENTURY, COUNT_WORDS, DIGITS
from indicators.periods import Period

# A number ends where no further digit follows, so that 1,98 is never read as 1.
NUMBER = rf"(?<![0-9.,]){DIGITS}(?![0-9]|[.,][0-9])"
# In a word from one to twelve.
COUNT = rf"(?:[0-9]{{1,4}}|{'|'.join(COUNT_WORDS[1:13])})"

_WEEK = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})")


def is_like_a_week(text):
    """Written the way a heading dates a week, whether there is such a day or not."""
    return _WEEK.fullmatch(text) is not None


def read_week(text):
    """The week that ends on a day such as `30/4/17`, or None."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    year = year if len(match[3]) == 4 else 2000 + year
    try:
        last_day = date(year, month, day)
    except ValueError:
        return None
    return Period.week_ending(last_day) if year in CENTURY else None
