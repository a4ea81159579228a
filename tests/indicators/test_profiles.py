"""Targets that are a path: which value holds when, against a naive second implementation."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Indicator, Target
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.profiles import NotAPath, Path, Step, by_month, describe, evenly, from_json, to_json
from indicators.series import load_figures

YEAR = Period.parse("2018-FY")
JUNE, SEPTEMBER, MARCH = (Period.parse(key) for key in ("2018-06", "2018-09", "2019-03"))
STEPS = by_month({JUNE: Decimal(60), SEPTEMBER: Decimal(70), MARCH: Decimal(80)})

months = st.integers(0, 40).map(lambda n: Period.month(2018, 4).shifted(n))
values = st.decimals(0, 5000, places=1)
paths = st.builds(
    lambda steps, builds_up: by_month(steps, builds_up=builds_up),
    st.dictionaries(months, values, min_size=1),
    st.booleans(),
)


def test_each_step_holds_until_the_next():
    on = {day: STEPS.on(day) for day in (date(2018, 5, 31), date(2018, 6, 1), date(2018, 8, 31), date(2018, 9, 1))}
    assert list(on.values()) == [None, 60, 60, 70]
    assert STEPS.on(date(2030, 1, 1)) == 80


def test_what_builds_up_ends_with_its_year():
    path = evenly(Decimal(1200), YEAR)
    assert [path.on(Period.month(2018, month).end) for month in (4, 5, 12)] == [100, 200, 900]
    assert path.on(date(2019, 3, 31)) == 1200
    assert path.on(date(2019, 4, 1)) is None


def test_it_is_said_in_words():
    assert describe(STEPS, "percent") == "60% from June 2018, 70% from September 2018, 80% from March 2019"
    assert describe(evenly(Decimal(1200), YEAR), "number") == "Builds up to 1,200 by March 2019"
    five = by_month({Period.month(2018, 4 + n): Decimal(n) for n in range(5)})
    assert describe(five, "number") == "0 from April 2018 to 4 from August 2018, in 5 steps"


@given(st.dictionaries(months, values, min_size=1), st.booleans(), months)
def test_the_value_of_a_month_is_that_of_the_last_month_stated_before_it(stated, builds_up, month):
    path = by_month(stated, builds_up=builds_up)
    before = [other for other in stated if (other.start.year, other.start.month) <= (month.end.year, month.end.month)]
    expected = stated[max(before)] if before else None
    over = builds_up and month.start >= date(max(stated).end.year + (max(stated).end.month > 3), 4, 1)
    assert path.on(month.end) == (None if over else expected)


@given(st.decimals(0, 10**6, places=2))
def test_equal_parts_add_up_and_never_fall(total):
    built = [step.value for step in evenly(total, YEAR).aims]
    assert len(built) == 12
    assert built[-1] == total
    assert built == sorted(built)
    assert all(abs(part - total * n / 12) <= Decimal("0.5") for n, part in enumerate(built, 1))


@given(paths)
def test_it_travels_as_json(path):
    assert from_json(to_json(path)) == path


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step(date(2018, 4, 1), None),),
        (Step(date(2018, 4, 2), Decimal(1)),),
        (Step(date(2018, 4, 1), Decimal("NaN")),),
        (Step(date(2018, 5, 1), Decimal(1)), Step(date(2018, 4, 1), Decimal(2))),
        (Step(date(2018, 4, 1), Decimal(1)), Step(date(2018, 4, 1), Decimal(2))),
    ],
)
def test_what_is_no_path(steps):
    with pytest.raises(NotAPath):
        Path(steps)


@pytest.mark.parametrize("data", [None, {}, {"steps": [["soon", "1"]], "builds_up": False}, {"steps": []}])
def test_what_is_no_stored_path(data):
    with pytest.raises(NotAPath):
        from_json(data)


def test_each_month_has_the_target_of_its_step(croydon, batch, ada):
    fd3 = Indicator.objects.get(slug="fd-3")
    path = by_month({Period.month(2017, 6): Decimal(60), Period.month(2017, 9): Decimal(70)})
    record_by_hand(
        model=Target, indicator=fd3, starts_on=date(2017, 4, 1), by=ada, text=describe(path, "percent"),
        path=to_json(path),
    )  # fmt: skip
    (series,) = load_figures([croydon], slug="fd-3").series
    assert [str(point.target_value or "") for point in series.points] == ["", "", "60", "60", "60", "70", "70", "70"]
