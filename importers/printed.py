"""The words of a cell or sentence, as read and as compared; and words put together for a message."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from indicators.periods import Period
from indicators.suppression import status_of

# A year outside this century is taken for a slip.
CENTURY = range(2000, 2100)

# For patterns. Only plain digits count, with commas in place; whoever looks for them in a sentence has to say
# what may stand before and after them.
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"

# Written out, small counts are words: "three key priorities".
COUNT_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip

_NUMBER = re.compile(rf"(?P<sign>-?)(?P<digits>{DIGITS})(?P<percent>%?)(?:\s*\((?P<qualifier>[^()]+)\))?")
_COUNT = re.compile(r"[0-9]{1,4}")
_LONGEST = 80


@dataclass(frozen=True)
class Number:
    """A number as printed: `79.5% (6m+)` is Number(Decimal("79.5"), 1, True, "6m+")."""

    value: Decimal
    decimals: int
    is_percent: bool
    qualifier: str = ""


def read_number(text, *, signed=False, qualified=False):
    """The Number, or None when the text is anything else.

    A minus sign is read only where `signed`, words in brackets behind the number only where `qualified`.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign, digits, qualifier = match["sign"], match["digits"].replace(",", ""), match["qualifier"]
    if (sign and not signed) or (qualifier and not (qualified and qualifier.strip())):
        return None
    decimals = len(digits.partition(".")[2])
    return Number(Decimal(sign + digits), decimals, bool(match["percent"]), (qualifier or "").strip())


def read_status(text):
    """The status of a symbol that is printed in place of a figure, or "". A capital is taken for a slip."""
    return status_of(text) if text == text.casefold() else ""


def read_count(word):
    """The whole number that `six` or `14` states, up to twenty in a word, or None."""
    if word.casefold() in COUNT_WORDS:
        return COUNT_WORDS.index(word.casefold())
    return int(word) if _COUNT.fullmatch(word) else None


def read_month(text):
    """The month in words such as `Apr-17` or `April 2017`, or None."""
    try:
        month = Period.from_month_heading(text)
    except ValueError:
        return None
    return month if month.start.year in CENTURY else None


@lru_cache(maxsize=4096)
def tidy(words):
    """Words as printed, with runs of spaces collapsed."""
    return " ".join(words.split())


def same(words):
    """Words as compared: spaces collapsed, letters' case ignored."""
    return tidy(words).casefold()


def bare_title(title):
    """A title as compared: letters and digits only."""
    return "".join(c for c in title.casefold() if c.isalnum())


def shortened(words, longest=_LONGEST):
    """The words on one line, cut to a length that fits a message."""
    words = tidy(words)
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def listed(words):
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def counted(count, word):
    """`1 month`, `2 months`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
