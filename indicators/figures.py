"""How a figure is written: the same on every screen, in every export and in every reason.

Units are those of an indicator: percent, number, days, weeks, rate_per_10000. Values are Decimals in the
indicator's unit (82% is Decimal("82")); a float never comes near them.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

PERCENT = "percent"

# What follows a difference of exactly one, and of any other amount. A count has no word of its own.
_DIFFERENCES = {
    PERCENT: (" percentage point", " percentage points"),
    "days": (" day", " days"),
    "weeks": (" week", " weeks"),
    "rate_per_10000": (" per 10,000", " per 10,000"),
}
# Wide enough for any figure that an indicator can hold, so that rounding never fails for want of digits.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
# A page writes thousands of figures, many of them alike; as many as all percentages with one decimal place, and others.
_KEPT = 4096


def plain(value):
    """The Decimal without trailing zeros, exponent or commas: `82`, `63.9`, `1074`. Never `-0`."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(_KEPT)
def format_value(value, unit, decimals=None):
    """`82%` for percent, else a plain number with thousands commas: `18`, `1,074`, `460`.

    `decimals` fixes the number of decimal places, a half rounded away from zero, as people round;
    without it the value is written as held, without trailing zeros.
    """
    if decimals is not None:
        value = _WIDE.quantize(value, _last_place(decimals))
        value = value or abs(value)  # "-0.0" would look like a fall
        text = f"{value:,f}"
    else:
        text = plain(value)
        if not -1000 < value < 1000:
            text = f"{Decimal(text):,f}"
    return f"{text}%" if unit == PERCENT else text


@cache
def _last_place(decimals):
    return Decimal(1).scaleb(-decimals)


def format_difference(value, unit):
    """How far apart two values of the unit are: `3 percentage points`, `1 day`, `98 days`, `1,074`."""
    one, other = _DIFFERENCES.get(unit, ("", ""))
    return format_value(value, "") + (one if value == 1 else other)
