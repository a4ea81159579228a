"""What is out of all proportion: the arithmetic, on small tables."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.flags import Row, beyond_limits, hundredfold, is_of_their_size, limits_of, repeats
from indicators.periods import Period

OCTOBER, NOVEMBER = Period.month(2017, 10), Period.month(2017, 11)


def decimals(*values):
    return [Decimal(str(value)) for value in values]


def test_limits_are_the_mean_and_266_moving_ranges():
    # Mean 83, moving ranges 2, 4, 2, 4, 2: 2.8 on average.
    low, high = limits_of(decimals(82, 84, 80, 82, 86, 84))
    assert (low, high) == (Decimal(83) - Decimal("7.448"), Decimal(83) + Decimal("7.448"))
    assert limits_of(decimals(82, 84, 80, 82, 86)) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [("75.5", "Far below"), ("75.6", ""), ("90.4", ""), ("90.5", "Far above its history: its 6 other figures put it")],
)
def test_beyond_the_limits(value, says):
    told = beyond_limits(Decimal(value), decimals(82, 84, 80, 82, 86, 84), "percent")
    assert told.startswith(says)
    assert bool(told) == bool(says)


def test_what_was_reached_before_is_within_its_history():
    rising = decimals(10, 20, 30, 40, 50, 60, 70)
    assert limits_of(rising)[1] < 70
    assert not beyond_limits(Decimal(70), rising, "number")
    assert beyond_limits(Decimal(71), rising, "number")


@pytest.mark.parametrize(
    ("value", "says"),
    [("0.82", "too small"), ("8200", "too large"), ("82", ""), ("8.2", ""), ("0", ""), ("0.0082", "")],
)
def test_a_hundredfold_slip(value, says):
    told = hundredfold(Decimal(value), decimals(80, 86, 84), "percent")
    assert says in told
    assert bool(told) == bool(says)


def test_a_hundredfold_needs_something_to_compare_with():
    assert hundredfold(Decimal(1), [], "number") == ""
    assert hundredfold(Decimal(1), decimals(0, 0), "number") == ""
    assert hundredfold(Decimal(1), decimals(1, 100, 150), "number") == ""


_positive = st.integers(-3, 10**6).map(lambda cents: Decimal(cents) / 100)


@given(_positive, st.lists(_positive, min_size=1, max_size=6))
def test_what_is_of_their_size_is_no_hundredfold_slip(value, others):
    assert not (is_of_their_size(value, min(others), max(others)) and hundredfold(value, others, "number"))
    assert is_of_their_size(Decimal(80), Decimal(70), Decimal(90))


def rows(known, stated, *, new=(), restated=(), section="Front door"):
    """Rows of percentages, in one table."""
    return [Row(section, "percent", *pair, new, restated) for pair in zip(known, stated, strict=True)]


def table(*rows):
    """A {period: value} for each row, from (October, November)."""
    return [
        {p: Decimal(v) for p, v in zip((OCTOBER, NOVEMBER), row, strict=True) if v is not None} for row in rows
    ]  # fmt: skip


def test_three_new_figures_that_repeat_the_month_before():
    known = table((81, None), (82, None), (83, None))
    stated = table((81, 81), (82, 82), (83, 83))
    found = repeats(rows(known, stated, new=[NOVEMBER]))
    assert set(found) == {(0, NOVEMBER), (1, NOVEMBER), (2, NOVEMBER)}
    assert found[0, NOVEMBER] == "Repeats the figure for October 2017, as 2 others do. A shifted column?"


def test_a_few_among_many_that_stand_still_are_nothing():
    known = table(*((80 + n, None) for n in range(10)))
    stated = table(*((80 + n, 80 + n if n < 4 else 50 + n) for n in range(10)))
    assert repeats(rows(known, stated, new=[NOVEMBER])) == {}


def test_nothing_and_everything_may_stand_still():
    known = table((0, None), (100, None), (0, None), (100, None))
    stated = table((0, 0), (100, 100), (0, 0), (100, 100))
    assert repeats(rows(known, stated, new=[NOVEMBER])) == {}


def test_restated_figures_that_were_their_neighbours():
    """A row was left out, and each figure below it moved up by one."""
    known = table((None, 71), (None, 72), (None, 73), (None, 74))
    stated = table((None, 72), (None, 73), (None, 74), (None, 75))
    found = repeats(rows(known, stated, restated=[NOVEMBER]))
    assert set(found) == {(n, NOVEMBER) for n in range(3)}
    assert "of the row below, as 2 others do. A shifted row?" in found[0, NOVEMBER]


def test_two_are_not_enough():
    known, stated = table((81, 70), (82, 71)), table((81, 81), (82, 82))
    assert repeats(rows(known, stated, restated=[NOVEMBER])) == {}


_figure = st.sampled_from([None, Decimal(0), Decimal(1), Decimal(1), Decimal(2), Decimal(100)])
_figures = st.tuples(_figure, _figure, _figure).map(
    lambda row: {OCTOBER.shifted(n): value for n, value in enumerate(row) if value is not None}
)
_sections = st.sampled_from(["Front door", "Front door", "Care"])
_units = st.sampled_from(["number", "percent"])


@given(st.lists(st.tuples(_figures, _figures, _sections, _units, st.booleans()), min_size=3, max_size=8))
def test_repeats_are_those_that_are_found_one_by_one(drawn):
    some = [
        Row(section, unit, known, stated, **{"new" if is_new else "restated": tuple(stated)})
        for known, stated, section, unit, is_new in drawn
    ]
    assert repeats(some) == naive_repeats(some)


class Cell(NamedTuple):
    row: int
    section: str
    period: Period
    value: Decimal
    unit: str
    is_new: bool


def naive_repeats(rows):
    """Each cell beside each other cell of its group, for each of four neighbours; the first that it repeats tells."""
    known, stated = [row.known for row in rows], [row.stated for row in rows]
    cells = [
        Cell(number, row.section, period, row.stated[period], row.unit, period in row.new)
        for number, row in enumerate(rows)
        for period in (*row.new, *row.restated)
    ]
    found = {}
    for steps, down, slip in ((-1, 0, "column"), (1, 0, "column"), (0, -1, "row"), (0, 1, "row")):

        def neighbour(cell, steps=steps, down=down):
            row, period = cell.row + down, cell.period.shifted(steps)
            if cell.value == 0 or (cell.unit == "percent" and cell.value == 100) or row not in range(len(stated)):
                return None
            if not cell.is_new:
                return known[row].get(period)
            return stated[row].get(period) if down else known[row].get(period, stated[row].get(period))

        def group(cell):
            return cell.period, cell.is_new, cell.is_new and cell.section

        for cell in cells:
            others = [c for c in cells if group(c) == group(cell) and neighbour(c) is not None]
            same = [c for c in others if neighbour(c) == c.value]
            if cell not in same or len(same) < 3 or (cell.is_new and 4 * len(same) < 3 * len(others)):
                continue
            above = "above" if down < 0 else "below"
            whose = f"figure of the row {above}" if down else f"figure for {cell.period.shifted(steps).label}"
            sentence = f"Repeats the {whose}, as {len(same) - 1} others do. A shifted {slip}?"
            found.setdefault((cell.row, cell.period), sentence)
    return found
