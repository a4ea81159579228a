"""What a preview of targets, rules and definitions promises is what saving them does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import profiles
from indicators.methodology import read
from indicators.models import Definition, Indicator, RagThreshold, Target
from indicators.operations import record_by_hand, withdraw_by_hand
from indicators.periods import Period
from indicators.rating import describe, to_json
from indicators.series import load_figures
from indicators.whatif import Proposed, Tally, effects

APRIL, OCTOBER = date(2017, 4, 1), date(2017, 10, 1)
WORDS = "80% or above Green 70%-79% Amber 69% and below Red"


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


def save(proposed, by):
    for each in proposed:
        if each.facts:
            record_by_hand(
                model=each.model, indicator=each.indicator, starts_on=each.starts_on, by=by, reason="R", **each.facts
            )
        else:
            rows = each.model.objects.filter(indicator=each.indicator, starts_on=each.starts_on)
            withdraw_by_hand(rows=rows, by=by)


def seen(figures):
    """{(indicator, period): (rating, direction's word)} of every figure."""
    return {
        (series.indicator.slug, point.period): (point.rating, point.direction.word)
        for series in figures.series
        for point in series.points
    }


def tally(points):
    colours = [point[0].colour for point in points]
    return Tally(*(colours.count(colour) for colour in ("green", "amber", "red", "not_rated")))


def test_a_rule_from_october_rates_from_october(croydon, fd3):
    figures = load_figures([croydon])
    (change, *others) = effects(figures, [Proposed(RagThreshold, fd3, OCTOBER, {"words": WORDS})]).rerated
    assert (change.period, change.before.colour, change.after.colour) == (Period.month(2017, 10), "amber", "green")
    assert [(other.period, other.before.colour, other.after.colour) for other in others] == [
        (Period.month(2017, 11), "red", "green")
    ]


def test_its_words_and_counts(croydon, fd3):
    found = effects(load_figures([croydon]), [Proposed(RagThreshold, fd3, OCTOBER, {"words": WORDS})])
    assert found.sentence == "2 ratings of 1 indicator would change."
    assert found.latest == Period.month(2017, 11)
    assert found.latest_after.green == found.latest_before.green + 1
    assert (found.after.green, found.after.red) == (found.before.green + 2, found.before.red - 1)


def test_nothing_changes(croydon, fd3):
    found = effects(load_figures([croydon]), [Proposed(Target, fd3, date(2030, 4, 1), {"value": Decimal(1)})])
    assert found.changes_nothing
    assert found.sentence == "No rating and no direction would change."
    assert found.before == found.after


def test_a_polarity_changes_directions(croydon, fd3):
    stated = load_figures([croydon], slug="fd-3").series[0].definition
    facts = {name: getattr(stated, name) for name in ("title", "section", "unit", "frequency")} | {"polarity": ""}
    found = effects(load_figures([croydon]), [Proposed(Definition, fd3, APRIL, facts)])
    assert found.redirected
    assert {change.direction_after.word for change in found.redirected} <= {"up", "down"}


def test_nothing_is_written_and_a_preview_takes_few_queries(croydon, fd3, django_assert_num_queries):
    figures = load_figures([croydon])
    proposed = [Proposed(Target, fd3, APRIL), Proposed(RagThreshold, fd3, APRIL), Proposed(RagThreshold, fd3, OCTOBER)]
    with django_assert_num_queries(2):
        effects(figures, proposed)


VALUES = st.decimals(0, 100, places=1)
STARTS = st.sampled_from([APRIL, date(2017, 6, 1), OCTOBER, date(2017, 11, 1), date(2018, 4, 1)])
SHARES = replace(read("10% of cohort or below Green 10-15% Amber 16% and above Red").rule, cohort="w-1")
THRESHOLDS = st.sampled_from(
    [
        {"words": ""},
        {"words": WORDS},
        {"words": "50 or more Green less than 50 Red"},
        {"words": "Target or above Green; within 2 percentage points Amber; else Red"},
        {"words": describe(SHARES), "rule": to_json(SHARES)},
    ]
)
PATH = profiles.by_month({Period.month(2017, 6): Decimal(20), Period.month(2017, 10): Decimal(80)})
TARGETS = st.builds(lambda value: {"value": value, "text": str(value)}, VALUES) | st.just(
    {"value": None, "text": "a path", "path": profiles.to_json(PATH)}
)
DEFINITIONS = st.fixed_dictionaries(
    {"polarity": st.sampled_from(["", "BIB", "SIB", "TARGET"]), "unit": st.sampled_from(["number", "percent"])}
)
FACTS = st.one_of(
    st.tuples(st.just(Target), TARGETS | st.none()),
    st.tuples(st.just(RagThreshold), THRESHOLDS | st.none()),
    st.tuples(st.just(Definition), DEFINITIONS | st.none()),
)
ROWS = st.lists(st.tuples(STARTS, FACTS, st.integers(0, 3)), max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=ROWS, rows=ROWS)
def test_preview_then_save(croydon, batch, ada, earlier, rows):
    """Whatever was set by hand before, and whatever is set, corrected or withdrawn together."""
    four = [series for series in load_figures([croydon]).series if series.points][:4]

    def proposals(rows):
        for starts_on, (model, facts), place in rows:
            series = four[place]
            if model is Definition and facts is not None:
                names = ("title", "section", "position", "frequency")
                facts = {name: getattr(series.definition, name) for name in names} | facts
            yield Proposed(model, series.indicator, starts_on, facts)

    with transaction.atomic():
        save(proposals(earlier), ada)
        figures, proposed = load_figures([croydon]), list(proposals(rows))
        promised = effects(figures, proposed)
        before = seen(figures)
        save(proposed, ada)
        after = seen(load_figures([croydon]))
        differs = [
            key for key in after if (before[key][0].colour, before[key][1]) != (after[key][0].colour, after[key][1])
        ]
        assert {(change.series.indicator.slug, change.period) for change in promised.changes} == set(differs)
        for change in promised.changes:
            key = change.series.indicator.slug, change.period
            assert (change.before, change.direction_before.word) == before[key]
            assert (change.after, change.direction_after.word) == after[key]
        assert (promised.before, promised.after) == (tally(before.values()), tally(after.values()))
        latest = figures.latest
        assert promised.latest_after == tally(seen for (_, period), seen in after.items() if period == latest)
        transaction.set_rollback(True)
