"""The words of one line: quarters and counts."""

from indicators.periods import NotAPeriod, Period

_COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_MOST_DIGITS = 4


def read_quarter(year, quarter):
    """The quarter that `18/19` and `Q2` name (of this century, as the report prints no other), or None."""
    try:
        financial_year = Period.from_year_heading(f"20{year}").start.year
        return Period.parse(f"{financial_year}-{quarter.upper()}")
    except NotAPeriod:
        return None


def read_count(word):
    """The whole number that `six` or `14` states, or None."""
    if word.casefold() in _COUNTS:
        return _COUNTS.index(word.casefold())
    is_number = word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS
    return int(word) if is_number else None
