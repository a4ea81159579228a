"""What is out of all proportion in a file that can be read: the slips that only a look at the figures finds.

Plain values in, sentences out. Nothing here refuses anything: a person looks, and decides.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

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


@dataclass(frozen=True)
class Cell:
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
    found = {}
    for (steps, down), words in _SHIFTS.items():
        for group in _groups(cells, steps, down, known, stated):
            same = [cell for cell, other in group if cell.value == other]
            if len(same) < _MANY or (same[0].is_new and len(same) < _MOST * len(group)):
                continue
            slip = "column" if steps else "row"
            for cell in same:
                whose = words.format(period=cell.period.shifted(steps).label)
                sentence = f"Repeats {whose}, as {len(same) - 1} others do. A shifted {slip}?"
                found.setdefault((cell.row, cell.period), sentence)
    return found


def _groups(cells, steps, down, known, stated):
    """[(cell, the neighbour's figure), …] for each period: new ones by table, restated ones all together."""
    groups = defaultdict(list)
    neighbours = {period: period.shifted(steps) for period in {cell.period for cell in cells}}
    for cell in cells:
        row, period = cell.row + down, neighbours[cell.period]
        if cell.says_little or not 0 <= row < len(stated):
            continue
        other = known[row].get(period)
        if cell.is_new and (other is None or down):
            other = stated[row].get(period)
        if other is not None:
            groups[cell.period, cell.is_new, cell.section if cell.is_new else ""].append((cell, other))
    return groups.values()


def _mean(values):
    return sum(values) / len(values)
