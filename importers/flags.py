"""What is out of all proportion in a file that can be read: the slips that only a look at the figures finds.

Plain values in, sentences out. Nothing here refuses anything: a person looks, and decides.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from itertools import compress, pairwise
from operator import eq
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
_EVERYTHING = Decimal(100)
# Four ways to be shifted: (steps in time, rows down), and whose figure it then is.
_SHIFTS = {
    (-1, 0): "the figure for {period}",
    (1, 0): "the figure for {period}",
    (0, -1): "the figure of the row above",
    (0, 1): "the figure of the row below",
}


class Row(NamedTuple):
    """One indicator of a file: its table and unit, and by period what counts now and what the file says.

    Values are None for a symbol. `new` and `restated` are the periods of which the file says something else.
    """

    section: str
    unit: str
    known: Mapping[Period, Decimal | None]
    stated: Mapping[Period, Decimal | None]
    new: Collection[Period] = ()
    restated: Collection[Period] = ()

    def telling(self, periods):
        """{period: value} of these. Nothing, and everything, are repeated by many indicators for good reasons."""
        told = {period: value for period in periods if (value := self.stated[period])}
        if self.unit != PERCENT:
            return told
        return {period: value for period, value in told.items() if value != _EVERYTHING}


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


def is_of_their_size(value, low, high):
    """Whether the value surely isn't about 100 times larger or smaller than what lies from `low` to `high`."""
    times, _ = _HUNDREDFOLD
    return low > 0 and high < value * times and value < low * times


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


def repeats(rows):
    """{(row, period): sentence} for figures that repeat a neighbouring month's or row's, as others do too.

    `rows` are the Rows of a file, in its order. Three are enough where older figures are restated. New figures stand
    still for good reasons, in small tables most of all: there most of the figures that could repeat their neighbour's
    have to.
    """

    columns = _Columns(rows)
    found = {}
    for period, is_new, numbers, values in _groups(rows):
        for (steps, down), words in _SHIFTS.items():
            neighbour = period.shifted(steps)
            column = columns.of(neighbour, is_new, is_beside=bool(down))
            if column is None:
                continue
            others = [column[number + down] for number in numbers]
            is_same = list(map(eq, values, others))
            if (many := sum(is_same)) < _MANY or (is_new and many < _MOST * sum(each is not None for each in others)):
                continue
            whose, slip = words.format(period=neighbour.label), "column" if steps else "row"
            sentence = f"Repeats {whose}, as {many - 1} others do. A shifted {slip}?"
            for number in compress(numbers, is_same):
                found.setdefault((number, period), sentence)
    return found


def _groups(rows):
    """(period, whether they are new, numbers of rows, their values): new ones by table, restated ones all together."""
    tables = defaultdict(dict)
    for number, row in enumerate(rows):
        tables[True, row.section][number] = row.telling(row.new)
        tables[False, ""][number] = row.telling(row.restated)
    for (is_new, _), table in tables.items():
        for period in dict.fromkeys(period for told in table.values() for period in told):
            members = {number: told[period] for number, told in table.items() if period in told}
            yield period, is_new, list(members), list(members.values())


class _Columns:
    """What a figure may repeat: those of a period in each row, or None, and None again for what is no row."""

    def __init__(self, rows):
        self.known = cache(lambda period: _column(row.known.get(period) for row in rows))
        self.stated = cache(lambda period: _column(row.stated.get(period) for row in rows))

    def of(self, period, is_new, *, is_beside):
        """The column, or None where no row has any figure."""
        known, stated = self.known(period), self.stated(period)
        if not is_new:
            return known
        if is_beside or not (known and stated):
            return stated if is_beside else known or stated
        return [new if now is None else now for now, new in zip(known, stated, strict=True)]


def _column(figures):
    column = [*figures, None]
    return column if any(figure is not None for figure in column) else None


def _mean(values):
    return sum(values) / len(values)
