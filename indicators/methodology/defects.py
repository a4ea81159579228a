"""What is wrong with bands by themselves: values that none of them holds, or more than one.

Only values at the precision the bands are written in count: from 89% to 90% there is no gap, from 17 to 18.1 there is.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from indicators.figures import format_value
from indicators.rating import AMBER, GREEN, gaps, place, written_range

GAP, OVERLAP = "band-gap", "band-overlap"


@dataclass(frozen=True)
class Defect:
    """Something wrong with a rule. `message` is a sentence that a manager understands."""

    code: str
    message: str


def band_defects(rule, of=""):
    """Defects of Bands. `of` follows each value, where it isn't the figure itself: ` off the target`."""
    return (*_gaps(rule, of), *_overlaps(rule, of))


def _gaps(rule, of):
    for below, above in gaps(rule.bands):
        missed = written_range(below.high, above.low, not below.high_open, not above.low_open, rule.decimals)
        if missed:
            colour = place(missed[0], rule.bands).colour
            used = f"the worse of its neighbours is used: {colour}"
            yield Defect(GAP, f"{_values(*missed, rule)}{of} no band applies; {used}.")


def _overlaps(rule, of):
    for one, other in combinations(rule.bands, 2):
        shared = _shared(one, other, rule.decimals)
        if shared and one.colour != other.colour:
            colour = next(c for c in (GREEN, AMBER) if c in (one.colour, other.colour))
            both = f"both {one.colour} and {other.colour} apply"
            yield Defect(OVERLAP, f"{_values(*shared, rule)}{of} {both}; the better of them is used: {colour}.")


def _shared(one, other, decimals):
    """First and last written value that both bands hold, or None."""
    lows = [(band.low, band.low_open) for band in (one, other) if band.low is not None]
    highs = [(band.high, not band.high_open) for band in (one, other) if band.high is not None]
    low, low_open = max(lows, default=(None, False))
    high, high_closed = min(highs, default=(None, True))
    return written_range(low, high, low_open, not high_closed, decimals)


def _values(first, last, rule):
    """`At 10%`, `At 21% and 22%`, `From 17.1 to 18`, `From 90% up`: the written values from first to last."""
    low, high = (None if value is None else format_value(value, rule.unit) for value in (first, last))
    if low is None or high is None:
        return f"From {high} down" if low is None else f"From {low} up"
    if first == last:
        return f"At {low}"
    if last - first == Decimal(1).scaleb(-rule.decimals):
        return f"At {low} and {high}"
    return f"From {low} to {high}"
