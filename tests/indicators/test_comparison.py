"""What a figure is compared with, by each rule: against a naive second reading, and where there is no comparison."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.comparison import LAST_FOUR, PREVIOUS, WORDS, YEAR_BEFORE, YEAR_START, Base, Stated, base_of
from indicators.periods import Period

D = Decimal


def stated(key, value, **measured):
    return Stated(Period.parse(key), D(value), **{"unit": "percent", **measured})


YEAR = [stated(f"2016-{month:02}", 60 + month) for month in range(4, 13)]
YEAR += [stated(f"2017-{month:02}", 72 + month) for month in range(1, 13) if month != 5]


@pytest.mark.parametrize(
    ("rule", "value", "against"),
    [
        (PREVIOUS, "83", "November 2017, the figure before"),
        (YEAR_BEFORE, "72", "December 2016, a year before"),
        (YEAR_START, "76", "April 2017, the first figure of 2017/18"),
        (LAST_FOUR, "81.5", "the average of the four figures from August 2017 to November 2017"),
    ],
)
def test_each_rule(rule, value, against):
    assert base_of(YEAR[-1], YEAR[:-1], rule) == Base(D(value), against=against)


@pytest.mark.parametrize(
    ("rule", "earlier", "why_not"),
    [
        (PREVIOUS, [], "There is no figure for an earlier period to compare with."),
        (YEAR_BEFORE, YEAR[9:-1], "There is no figure for December 2016, a year before, to compare with."),
        (YEAR_START, YEAR[:12], "It is the first figure of 2017/18, so there is none to compare with."),
        (LAST_FOUR, YEAR[:3], "There are fewer than four earlier figures to take the average of."),
    ],
)
def test_what_is_missing_is_said(rule, earlier, why_not):
    assert base_of(YEAR[-1], earlier, rule) == Base(None, why_not=why_not)


@pytest.mark.parametrize("rule", WORDS)
@pytest.mark.parametrize("changed", [{"qualifier": "6m+"}, {"unit": "number"}])
def test_nothing_is_compared_across_a_change_of_what_is_measured(rule, changed):
    figure = stated("2017-12", 84, **changed)
    found = base_of(figure, YEAR[:-1], rule)
    assert found.value is None
    assert found.why_not.startswith("What is measured changed after ")


@pytest.mark.parametrize("rule", WORDS)
def test_nothing_is_compared_across_a_break_that_a_person_recorded(rule):
    since = date(2017, 12, 1)
    found = base_of(stated("2017-12", 84, since=since), YEAR[:-1], rule)
    assert found == Base(None, why_not="What it measures changed on 1 December 2017: no comparison across that.")
    earlier = [stated(each.period.key, each.value, since=since) for each in YEAR[:-1]]
    assert base_of(stated("2017-12", 84, since=since), earlier, rule) == base_of(YEAR[-1], YEAR[:-1], rule)


def test_another_basis_is_another_measure_but_an_unstated_one_is_not():
    figure, before = stated("2017-12", 84, basis="snapshot"), stated("2017-11", 83)
    assert base_of(figure, [before], PREVIOUS).value == 83
    rolling = stated("2017-11", 83, basis="rolling_12_months")
    assert base_of(figure, [rolling], PREVIOUS).value is None


def test_one_of_four_that_measured_another_thing_spoils_the_average():
    earlier = [stated("2017-08", 1, qualifier="6m+"), *YEAR[-4:-1]]
    assert base_of(YEAR[-1], earlier, LAST_FOUR).why_not == (
        "What is measured changed after August 2017: no comparison across it."
    )


def test_the_start_of_the_year_is_its_first_figure_even_where_april_has_none():
    earlier = [stated("2017-03", 1), stated("2017-06", 5), stated("2017-07", 9)]
    assert base_of(stated("2017-08", 3), earlier, YEAR_START).value == 5


def test_weeks_and_quarters_have_a_year_before():
    week, quarter = Period.parse("2017-04-30"), Period.parse("2018-Q2")
    for period, year_ago in ((week, week.shifted(-52)), (quarter, Period.parse("2017-Q2"))):
        figure, before = Stated(period, D(4)), Stated(year_ago, D(7))
        assert base_of(figure, [before], YEAR_BEFORE).value == 7


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="no direction rule 'yesterday'"):
        base_of(YEAR[-1], [], "yesterday")


@given(
    figures=st.lists(st.tuples(st.integers(0, 40), st.integers(-500, 500)), unique_by=lambda pair: pair[0], min_size=1),
    rule=st.sampled_from(list(WORDS)),
)
def test_agrees_with_a_naive_reading(figures, rule):
    """By month number, with floats of quarters, which are exact."""
    *earlier, (now, value) = sorted(figures)
    by_month = dict(earlier)
    years = {month: (month // 12) for month in [now, *by_month]}
    expected = {
        PREVIOUS: by_month.get(max(by_month, default=None)),
        YEAR_BEFORE: by_month.get(now - 12),
        YEAR_START: next((by_month[month] for month in sorted(by_month) if years[month] == years[now]), None),
        LAST_FOUR: sum(list(by_month.values())[-4:]) / 4 if len(by_month) >= 4 else None,
    }[rule]
    april = Period.month(2015, 4)
    rows = [Stated(april.shifted(month), D(v)) for month, v in earlier]
    found = base_of(Stated(april.shifted(now), D(value)), rows, rule)
    assert found.value == expected
    assert bool(found.why_not) == (expected is None)
    assert bool(found.against) == (expected is not None)
