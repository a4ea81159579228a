"""The words of one cell: numbers, symbols, sentences, colours, months and refs."""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.periods import NotAPeriod, Period

# The statistical symbols of DfE tables; the code is the status, and never a number.
SYMBOLS = ("c", "x", "z", "k", "low", "u", ":")

_NUMBER = re.compile(
    r"(?P<digits>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimals>[0-9]+))?)"
    r"(?P<percent>%?)"
    r"(?:\s*\((?P<qualifier>[^()]+)\))?"
)
_COLOURS = {"": "", "red": "red", "amber": "amber", "yellow": "amber", "green": "green"}
_SENTENCE_WORDS = 4
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Number:
    """A number as printed: `79.5% (6m+)` is Number(Decimal("79.5"), 1, True, "6m+")."""

    value: Decimal
    decimals: int
    is_percent: bool
    qualifier: str


def read_number(text):
    """The Number, or None when the text is anything else. Only plain digits count, with commas in place."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    qualifier = match["qualifier"]
    if qualifier is not None and not qualifier.strip():
        return None
    return Number(
        Decimal(match["digits"].replace(",", "")),
        len(match["decimals"] or ""),
        bool(match["percent"]),
        (qualifier or "").strip(),
    )


def is_sentence(text):
    """Words in place of a figure: begins with a letter and has at least four of them."""
    return text[:1].isalpha() and len(text.split()) >= _SENTENCE_WORDS


def read_colour(text):
    """red, amber, green or "" for a published rating; None when it is no colour."""
    return _COLOURS.get(text.casefold())


def read_month(text):
    """The month, or None. A year outside this century is taken for a slip."""
    try:
        month = Period.from_month_heading(text)
    except ValueError:
        return None
    return month if _FIRST_YEAR <= month.start.year <= _LAST_YEAR else None


def read_target_year(heading):
    """The financial year in a heading such as `2017-18 Target`, or None."""
    words, _, last = heading.strip().rpartition(" ")
    if last.casefold() != "target":
        return None
    try:
        year = Period.from_year_heading(words)
    except (NotAPeriod, ValueError):
        return None
    return year if _FIRST_YEAR <= year.start.year < _LAST_YEAR else None


def bare_ref(ref):
    """A ref as compared: `FD 3`, `FD3` and `fd 3` are one."""
    return "".join(ref.split()).casefold()


def bare_title(title):
    """A title as compared: letters and digits only."""
    return "".join(c for c in title.casefold() if c.isalnum())


def tidy(words):
    """Words as printed, with runs of spaces collapsed."""
    return " ".join(words.split())
