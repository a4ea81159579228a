"""Stored numbers and their formats: what is a percentage or a date, and what a person sees of it.

cell_of("0.85299999999999998", "0.0%", base=BASE_1900) -> Cell("number", "85.3%", Decimal("0.853"), is_percent=True)
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import NamedTuple

from importers.sheets import DATE, ERROR, NUMBER, TEXT, Cell

# Excel keeps 15 significant digits; what a file states beyond them is how binary numbers end (0.85299999999999998
# was typed as 0.853), so the number is taken in decimal to where it means something.
_AS_TYPED = Context(prec=15)
_SHORT = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_STORED = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_LARGEST_EXPONENT = 308  # of a double; a larger one is no number that a spreadsheet holds

# Day 60 was put between 28 February and 1 March 1900, which no calendar has, for the sake of an older program.
BASE_1900, BASE_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_NO_DAY = 60
_LAST = datetime(9999, 12, 31, 23, 59, 59)

# What the formats mean that a workbook names by number alone. 27 to 36 and 50 to 58 are East Asian dates.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
} | dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-mm-dd")  # fmt: skip

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^]]*\]', re.IGNORECASE)
_PLAIN = re.compile(r"(?P<whole>[#0?,]+)(\.(?P<places>[0#?]*))?")


def stored_number(text):
    """The Decimal of a number as a file stores it, to 15 digits, or None where it is none."""
    if len(text) <= _AS_TYPED.prec and _SHORT.fullmatch(text):
        return Decimal(text)  # as most are: nothing to round, and no noughts to take away
    if not _STORED.fullmatch(text):
        return None
    number = _AS_TYPED.create_decimal(text).normalize()
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    if not number:
        return Decimal(0)
    # Without its noughts at the end 1000 is 1E+3.
    return Decimal(plain(number)) if number == number.to_integral_value() else number


def plain(number):
    """A number written out: `1000`, never `1E+3`."""
    return f"{number:f}"


def cell_of(text, code, base):
    """The Cell of a stored number in the format called `code`, dates counted from `base`."""
    number = stored_number(text)
    if number is None:
        return Cell(ERROR, text)
    shape = _shape(code)
    if shape.is_moment:
        return _moment(number, shape.section, base)
    if shape.is_percent:
        return Cell(NUMBER, _shown(number.scaleb(2), shape) + "%", number, is_percent=True)
    return Cell(NUMBER, _shown(number, shape), number)


class _Shape(NamedTuple):
    """What a format makes of figures that aren't negative. `places` is its decimals (`0#`), None where it isn't plain.

    `is_moment`: it shows dates or times of day.
    """

    section: str
    is_moment: bool
    is_percent: bool
    places: str | None
    has_commas: bool


@cache
def _shape(code):
    section = _LITERAL.sub("", code.partition(";")[0]).lower()
    is_moment = section.strip() != "general" and bool(re.search("[dmyhs]", section))
    plain_shape = _PLAIN.fullmatch(section.replace("%", "").strip())
    is_plain = plain_shape is not None and not plain_shape["whole"].endswith(",")
    places = (plain_shape["places"] or "") if is_plain else None
    return _Shape(section, is_moment, "%" in section, places, is_plain and "," in plain_shape["whole"])


def moment_cell(moment):
    """The Cell of a date, or of a date and time."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return Cell(DATE, moment.date().isoformat(), day=moment.date())
    return Cell(DATE, moment.strftime("%Y-%m-%d %H:%M:%S"), day=moment.date())


def duration_text(seconds):
    """`36:05:00`."""
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _moment(number, section, base):
    seconds = (number * 86_400).to_integral_value(ROUND_HALF_UP)
    if not re.search("[dy]", section) and re.search("[hs]", section):
        # A time of day, or ([h]) a length of time: no figure, and no date.
        if "[" not in section:
            seconds %= 86_400
        return Cell(TEXT, duration_text(int(seconds))) if 0 <= seconds < 10**9 else Cell(ERROR, plain(number))
    days, seconds = divmod(int(seconds), 86_400) if abs(number) < 10**7 else (-1, 0)
    if base == BASE_1900:
        if days < 1 or days == _NO_DAY:
            return Cell(ERROR, plain(number))
        days += days < _NO_DAY
    if days < 0 or days > (_LAST - base).days:
        return Cell(ERROR, plain(number))
    return moment_cell(base + timedelta(days=days, seconds=seconds))


def _shown(number, shape):
    """As the format shows it where that is plain (0, 0.0, #,##0); else the number in full."""
    places = shape.places
    if places is None or abs(number) >= 10**15:
        return plain(number)
    shown = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, Context(prec=50))
    text = f"{shown:,f}" if shape.has_commas else f"{shown:f}"
    for place in reversed(places):
        if place == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return text.removesuffix(".")
