"""What all drawings share: axes, runs without gaps, and lengths as text.

Lengths are in units of a drawing's viewBox, y grows downwards. Numbers leave as text, ready for an attribute.
"""

from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from indicators.figures import PERCENT

TICKS = 5
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# Room that a letter takes, for words that must not touch.
LETTER = 7


def scale(low, high, start, end):
    """A function from values between low and high to lengths between start and end; a flat range lies in the middle."""
    if high == low:
        return lambda value: Decimal(start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def ticks(values, unit, from_zero):
    """Round numbers from below the least value to above the greatest.

    Columns start at zero, or their lengths would mislead. So does a line, unless it stays in the upper half of its
    axis: there it would lie flat, and a month's change be lost.
    """
    highest, lowest = max(values), min(values)
    if from_zero or lowest * 2 < highest:
        lowest, highest = min(lowest, Decimal(0)), max(highest, Decimal(0)) if from_zero else highest
    else:
        room = (highest - lowest) / 5 or highest / 10
        lowest, highest = lowest - room, highest + room
    is_share = unit == PERCENT and max(values) <= 100
    if is_share:
        highest = min(highest, Decimal(100))
    rough = (highest - lowest) / TICKS or Decimal(1) / TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(round_step * power for round_step in ROUND_STEPS if round_step * power >= rough)
    first, last = -ceiling(-lowest / step), -ceiling(-highest / step)
    while step * last < highest or last == first:
        last += 1
    if is_share and step * last > 100:
        # A step of 15 or so can't end at 100: the last tick stands there all the same.
        return [*(step * n for n in range(first, last)), Decimal(100)]
    return [step * n for n in range(first, last + 1)]


def ceiling(value):
    return int(value.to_integral_value(ROUND_CEILING))


def every_so_many(words, slot):
    """Of so many labels side by side, each `slot` wide, how many to a label that has room."""
    return max(1, ceiling((max(map(len, words)) + 1) * LETTER / slot))


def runs(kinds, placed):
    """The places of each run of one kind; None is a gap. What is of another kind is not joined."""
    pairs = groupby(zip(kinds, placed, strict=True), key=lambda pair: pair[0])
    return [[place for _, place in run] for kind, run in pairs if kind is not None]


def polylines(kinds, placed):
    """A polyline for each run of two points or more; one that stands alone is no line."""
    return tuple(polyline(run) for run in runs(kinds, placed) if len(run) > 1)


def polyline(places):
    return " ".join(f"{text(x)},{text(y)}" for x, y in places)


def spread(heights, gap, low, high):
    """The heights moved as little as it takes to be `gap` apart and between low and high, in the same order."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, n in zip([None, *order], order, strict=False):
        moved[n] = max(heights[n], low if before is None else moved[before] + gap)
    for after, n in zip([None, *reversed(order)], reversed(order), strict=False):
        moved[n] = min(moved[n], high if after is None else moved[after] - gap)
    return moved


def text(length):
    return f"{length:.1f}"
