"""What is out of all proportion in a file that can be read: the slips that only a look at the figures finds.

Plain values in, sentences out. Nothing here refuses anything: a person looks, and decides.
"""

from collections import defaultdict
from decimal import Decimal
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indicators.figures import PERCENT, format_value
from indicators.periods import Period

# Limits of a history: mean ± 2.66 × the mean moving range, as in an XmR chart. Fewer points say too little.
_FEWEST = 6
_WIDTH = Decimal("2.66")
# A percentage written as a fraction, or the other way round, is a hundred times out, give or take how much it moved.
_HUNDREDFOLD = (Decimal(50), Decimal(200))
# So many indicators repeat a neighbour's figure before it looks like a shifted column or row.
_MANY = 3
_MOST = Decimal("0.75")
# Four ways to be shifted: (steps in time, rows down), and whose figure it then is.
_SHIFTS = {
    (-1, 0): "the figure for {period}",
    (1, 0): "the figure for {period}",
    (0, -1): "the figure of the row above",
    (0, 1): "the figure of the row below",
}


class Cell(NamedTuple):
    """A new or changed figure: its place among the file's indicators, their table, and whether it restates another."""

    row: int
    section: str
    period: Period
    value: Decimal
    unit: str
    is_new: bool

    @property
    def says_little(self):
        """Nothing, and everything, are repeated by many indicators for good reasons."""
        return self.value == 0 or (self.unit == PERCENT and self.value == 100)


def beyond_limits(value, history, unit):
    """A sentence where the value lies outside the limits of its history (Decimals in order of time), else "".

    What was reached before isn't out of all proportion, whatever the limits say.
    """
    limits = limits_of(history)
    if limits is None or min(history) <= value <= max(history) or limits[0] <= value <= limits[1]:
        return ""
    low, high = (format_value(limit, unit, 1) for limit in limits)
    between = f"between {low} and {high}" if low != high else f"at {low}"
    side = "below" if value < limits[0] else "above"
    return f"Far {side} its history: its {len(history)} other figures put it {between}."


def limits_of(history):
    """(lowest, highest) that the history leads one to expect, or None where it is too short to say."""
    if len(history) < _FEWEST:
        return None
    margin = _WIDTH * _mean([abs(later - earlier) for earlier, later in pairwise(history)])
    middle = _mean(history)
    return middle - margin, middle + margin


def hundredfold(value, others, unit):
    """A sentence where the value is about 100 times larger or smaller than the others, else ""."""
    usual = median(others) if others else Decimal(0)
    if not value or not usual or min(others) <= value <= max(others):
        return ""
    ratio = value / usual
    low, high = _HUNDREDFOLD
    if low <= ratio <= high:
        size = "large"
    elif 1 / high <= ratio <= 1 / low:
        size = "small"
    else:
        return ""
    slip = " A percentage as a fraction?" if unit == PERCENT else ""
    return f"About 100 times too {size}: its other figures are near {format_value(usual, unit)}.{slip}"


def repeats(cells, known, stated):
    """{(row, period): sentence} for cells that repeat a neighbouring month's or row's figure, as others do too.

    `known` and `stated` are what counts now and what the file says: a {period: value} for each row of the file.
    Three are enough where older figures are restated. New figures stand still for good reasons, in small tables
    most of all: there most of the figures that could repeat their neighbour's have to.
    """

    @cache
    def figures(period, down, is_new):
        return _figures(period, down, is_new, known, stated)

    found = {}
    for (period, is_new, _), members in _groups(cells).items():
        for (steps, down), words in _SHIFTS.items():
            neighbour = period.shifted(steps)
            others = figures(neighbour, down, is_new)
            compared = [cell for cell in members if others[cell.row + down] is not None]
            same = [cell for cell in compared if cell.value == others[cell.row + down]]
            if len(same) < _MANY or (is_new and len(same) < _MOST * len(compared)):
                continue
            whose, slip = words.format(period=neighbour.label), "column" if steps else "row"
            sentence = f"Repeats {whose}, as {len(same) - 1} others do. A shifted {slip}?"
            for cell in same:
                found.setdefault((cell.row, period), sentence)
    return found


def _groups(cells):
    """The cells that say something, for each period: new ones by table, restated ones all together."""
    groups = defaultdict(list)
    for cell in cells:
        if not cell.says_little:
            groups[cell.period, cell.is_new, cell.section if cell.is_new else ""].append(cell)
    return groups


def _figures(period, down, is_new, known, stated):
    """What a cell may repeat: the figure of a period in each row, or None, and None again for what is no row."""
    figures = [row.get(period) for row in known]
    if is_new:
        said = [row.get(period) for row in stated]
        figures = said if down else [now if now is not None else new for now, new in zip(figures, said, strict=True)]
    return [*figures, None]


def _mean(values):
    return sum(values) / len(values)
