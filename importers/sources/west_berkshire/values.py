"""The words of one cell or title: numbers, months, units, bases."""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.periods import Period

# The statistical symbols of DfE tables; the code is the status, and never a number.
SYMBOLS = ("c", "x", "z", "k", "low", "u", ":")

# Counts, shares, lengths of time and rates: nothing here can be negative.
_NUMBER = re.compile(r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimals>[0-9]+))?)(?P<percent>%?)")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099

# The first words found in a title say its unit; a title with none of them leaves it to its values' % signs.
# `within 15 days` is a limit and no unit, so days are told by the whole phrase.
_UNITS = (
    ("%", "percent"),
    ("percentage", "percent"),
    ("per 10,000", "rate_per_10000"),
    ("days lost", "days"),
    ("average days", "days"),
    ("number of weeks", "weeks"),
    ("number", "number"),
)
# `snapshot` comes first: a snapshot `in the last month` is one still.
_BASES = (
    ("snapshot", "snapshot"),
    ("year to date", "year_to_date"),
    ("ytd", "year_to_date"),
    ("in quarter", "quarterly"),
    ("in the month", "in_period"),
    ("during the month", "in_period"),
    ("each month", "in_period"),
    ("this month", "in_period"),
)


@dataclass(frozen=True)
class Number:
    """A number as printed: `100.00%` is Number(Decimal("100.00"), 2, True)."""

    value: Decimal
    decimals: int
    is_percent: bool


def read_number(text):
    """The Number, or None when the text is anything else. Only plain digits count, with commas in place."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    return Number(value, len(match["decimals"] or ""), bool(match["percent"]))


def looks_like_value(text):
    return text[:1].isdigit() and len(text.split()) == 1


def read_month(text):
    """The month, or None. A year outside this century is taken for a slip."""
    try:
        month = Period.from_month_heading(text)
    except ValueError:
        return None
    return month if _FIRST_YEAR <= month.start.year <= _LAST_YEAR else None


def title_unit(title):
    """The unit that a title's words give, or "" where they give none."""
    return _first(_UNITS, title)


def title_basis(title):
    """The basis that a title's words give, or ""."""
    return _first(_BASES, title)


def _first(words, title):
    title = title.casefold()
    return next((meaning for word, meaning in words if word in title), "")


def bare(title):
    """A title as compared: letters, digits and % only."""
    return "".join(c for c in title.casefold() if c.isalnum() or c == "%")


def tidy(words):
    """Words as printed, with runs of spaces collapsed."""
    return " ".join(words.split())
