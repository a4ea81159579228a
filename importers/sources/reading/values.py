"""The words of one cell or sentence: numbers, symbols, weeks, months and number words."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.periods import NotAPeriod, Period

# The statistical symbols of DfE tables; the code is the status, and never a number.
SYMBOLS = ("c", "x", "z", "k", "low", "u", ":")

# Written out, the report's small counts are words: "three key priorities".
_NUMBER_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

# For patterns on sentences. A number ends where no further digit follows, so that 1,98 is never read as 1.
NUMBER = r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9]|[.,][0-9])"
COUNT = rf"(?:[0-9]{{1,4}}|{'|'.join(_NUMBER_WORDS)})"

_CELL = re.compile(rf"(?P<digits>{NUMBER})(?P<percent>%?)")
_WEEK = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Number:
    """A number as printed: `79.5%` is Number(Decimal("79.5"), 1, True)."""

    value: Decimal
    decimals: int
    is_percent: bool


def read_number(text):
    """The Number, or None when the text is anything else. Only plain digits count, with commas in place."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    return Number(Decimal(digits), len(digits.partition(".")[2]), bool(match["percent"]))


def read_count(text):
    """A whole number in digits or, up to twelve, in a word."""
    word = text.casefold()
    return _NUMBER_WORDS.index(word) + 1 if word in _NUMBER_WORDS else int(text)


def is_like_a_week(text):
    """Written the way a heading dates a week, whether there is such a day or not."""
    return _WEEK.fullmatch(text) is not None


def read_week(text):
    """The week that ends on a day such as `30/4/17`, or None. A year outside this century is taken for a slip."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    year = year if len(match[3]) == 4 else 2000 + year
    try:
        last_day = date(year, month, day)
    except ValueError:
        return None
    return Period.week_ending(last_day) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def read_month(text):
    """The month in words such as `April 2017`, or None."""
    try:
        month = Period.from_month_heading(text)
    except (NotAPeriod, ValueError):
        return None
    return month if _FIRST_YEAR <= month.start.year <= _LAST_YEAR else None


def same(words):
    """Words as compared: spaces collapsed, letters' case ignored."""
    return tidy(words).casefold()


def bare_title(title):
    """A title as compared: letters and digits only."""
    return "".join(c for c in title.casefold() if c.isalnum())


def tidy(words):
    """Words as printed, with runs of spaces collapsed."""
    return " ".join(words.split())


def shortened(words, length=80):
    """The words on one line, cut to a length that fits a message."""
    words = tidy(words)
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
