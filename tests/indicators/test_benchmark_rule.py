"""Rules that are set against what others reached: their words, their bands, and the year that holds for a period."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.methodology import TOLERANCE_UNCLEAR, contradictions, read
from indicators.methodology.explaining import explain
from indicators.models import BenchmarkBatch, Measure, RagThreshold, Target
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.querysets import Supposed
from indicators.rating import (
    AMBER,
    ENGLAND,
    GREEN,
    NEIGHBOURS_MEAN,
    NEIGHBOURS_MEDIAN,
    NOT_RATED,
    POINTS,
    RED,
    REGION,
    SHARE,
    UNITS,
    AgainstBenchmark,
    NotARule,
    Reach,
    Tolerance,
    Yardstick,
    describe,
    from_json,
    rate,
    to_json,
)
from indicators.rule_forms import FORMS, initial_of
from indicators.series import load_figures
from indicators.surroundings import lazily
from indicators.whatif import Proposed, compare, effects
from tests.indicators.strategies import numbers, tolerances
from tests.national import neighbours_of, publish
from tests.reports.made import NOVEMBER, indicator_of, series_of, state

D = Decimal
MEASURE = "icpc-within-15-days"
WORDS = "Green if better than England, amber within 2 percentage points, red otherwise"
FY2017 = Yardstick("England, year to 31 March 2017", D("77.2"))


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (WORDS, AgainstBenchmark(ENGLAND, Tolerance(Reach(D(0), D(2)), POINTS), strictly=True)),
        ("At or above the regional average Green; within 5% of its value Amber; else Red",
         AgainstBenchmark(REGION, Tolerance(Reach(D(0), D(5)), SHARE, BIB))),
        ("Green at or better than the national average, amber up to 3 points worse than it, red worse than that",
         AgainstBenchmark(ENGLAND, Tolerance(Reach(D(0), D(3)), POINTS))),
        ("Green: at or below our statistical neighbours’ median; Amber: no more than 1 above it; Red: else",
         AgainstBenchmark(NEIGHBOURS_MEDIAN, Tolerance(Reach(D(0), D(1)), UNITS, SIB))),
        ("Green: above the average of our neighbours; Red: otherwise",
         AgainstBenchmark(NEIGHBOURS_MEAN, Tolerance(Reach(D(0)), UNITS, BIB), strictly=True)),
        ("Green no more than 1 percentage point below England, amber no more than 5 percentage points below England, "
         "red otherwise", AgainstBenchmark(ENGLAND, Tolerance(Reach(D(1), D(5)), POINTS, BIB))),
    ],
)  # fmt: skip
def test_as_councils_write_them(words, rule):
    assert read(words).rule == rule
    assert read(words).defects == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Green: better than our statistical neighbours; Red: otherwise", "doesn't say what is meant"),
        ("Green: above England; Amber: within 2 of the region; Red: else", "more than one benchmark"),
        ("Green: above England; Amber: within 2 of target; Red: else", "it names a target beside"),
        ("Green: above England; Amber: 5 points; Red: else", "'5 points' is no distance from England"),
    ],
)
def test_what_can_mean_two_things_is_refused(words, why):
    (defect,) = read(words).defects
    assert read(words).rule is None
    assert why in defect.message


def test_a_percentage_of_a_percentage_is_unclear():
    (defect,) = read("Green at or above England, amber within 5%, red else", "percent").defects
    assert defect.code == TOLERANCE_UNCLEAR
    assert "a share of England" in defect.message


def against():
    """Rules against a benchmark, strict ones too."""
    lenient = st.builds(AgainstBenchmark, st.sampled_from([ENGLAND, REGION, NEIGHBOURS_MEAN]), tolerances())
    exact = tolerances().filter(lambda rule: not rule.reach.green and rule.better != NEARER)
    return lenient | st.builds(AgainstBenchmark, st.just(NEIGHBOURS_MEDIAN), exact, st.just(True))


@given(against())
def test_what_describe_writes_is_read_back(rule):
    assert read(describe(rule)).rule == rule
    assert from_json(to_json(rule)) == rule


@given(numbers(100), numbers(100), st.integers(0, 5).map(Decimal), st.sampled_from([BIB, SIB]), st.booleans())
def test_naively_rated(value, benchmark, room, better, strictly):
    """Worse by nothing, by no more than the room, by more: by subtraction alone."""
    reach = Reach(D(0), room) if room else Reach(D(0))
    rule = AgainstBenchmark(ENGLAND, Tolerance(reach, POINTS if room else UNITS, better), strictly)
    behind = benchmark - value if better == BIB else value - benchmark
    is_green = behind < 0 or (behind == 0 and not strictly)
    expected = GREEN if is_green else AMBER if room and behind <= room else RED
    assert rate(value, rule, unit="percent", polarity=better, yardstick=Yardstick("E", benchmark)).colour == expected


def test_the_reason_names_the_benchmark_its_date_and_its_value():
    rating = rate(D(76), read(WORDS).rule, unit="percent", polarity=BIB, yardstick=FY2017)
    assert rating.colour == AMBER
    assert rating.reason.endswith("The bands follow from England, year to 31 March 2017: 77.2%.")
    assert rating.distance == D("1.2")


@pytest.mark.parametrize(
    ("polarity", "yardstick", "why"),
    [
        (BIB, None, "there is no national statistic to rate it by"),
        (BIB, Yardstick("", None, "its figure is suppressed"), "set against England, and its figure is suppressed"),
        (NEUTRAL, FY2017, "nobody has said which way is better"),
        (NEARER, FY2017, "neither way is better"),
    ],
)
def test_what_cannot_be_worked_out_is_not_rated(polarity, yardstick, why):
    rating = rate(D(76), read(WORDS).rule, unit="percent", polarity=polarity, yardstick=yardstick)
    assert rating.colour == NOT_RATED
    assert why in rating.reason


def test_a_strict_rule_tolerates_nothing():
    with pytest.raises(NotARule):
        AgainstBenchmark(ENGLAND, Tolerance(Reach(D(1)), POINTS), strictly=True)
    with pytest.raises(NotARule):
        AgainstBenchmark("wales", Tolerance(Reach(D(0)), UNITS))


def test_an_explanation_needs_no_figure_of_the_benchmark():
    found = explain(WORDS, None, BIB, "percent")
    assert (found.why_not, found.scale, found.defects) == ("", None, ())
    assert found.sentence.startswith("Green better than England")


def test_a_rule_that_points_the_other_way_is_a_finding():
    (defect,) = contradictions(read("Green: above England; Red: otherwise").rule, SIB, None, "percent")
    assert "by the bands bigger is better" in defect.message


@pytest.mark.parametrize("polarity", [BIB, SIB])
def test_the_form_makes_its_words_and_starts_with_its_rule(polarity):
    data = {"benchmark": REGION, "strictly": "", "measure": POINTS, "green": "1", "amber": "4"}
    form = FORMS["benchmark"](data, unit="percent", polarity=polarity)
    assert form.is_valid(), form.errors
    assert form.rule == AgainstBenchmark(REGION, Tolerance(Reach(D(1), D(4)), POINTS, polarity))
    initial = initial_of(form.rule)
    assert (initial["benchmark"], initial["green"], initial["amber"], initial["strictly"]) == (REGION, 1, 4, False)


def test_the_form_says_why_strictly_and_a_tolerance_do_not_go_together():
    data = {"benchmark": ENGLAND, "strictly": "on", "measure": POINTS, "green": "1", "amber": ""}
    form = FORMS["benchmark"](data, unit="percent", polarity=BIB)
    assert not form.is_valid()
    assert "can't be allowed to miss it" in form.non_field_errors()[0]


@pytest.fixture
def rated(croydon):
    """Croydon's share of conferences in time, 76% in each month of the year to November, with a rule by hand."""
    made = indicator_of("x-1", measure=Measure.objects.get(slug=MEASURE), polarity=BIB)
    state(made, ["76"] * 12)
    record_by_hand(model=RagThreshold, indicator=made, starts_on=Period.parse("2016-FY").start, by=None, words=WORDS)
    return made


def test_a_period_takes_the_newest_year_that_had_ended(rated):
    publish(MEASURE, 2016, {"England": "75.0"})
    publish(MEASURE, 2017, {"England": "77.2"})
    publish(MEASURE, 2018, {"England": "10.0"})
    series = series_of(rated)
    before, on, after = (series.at(Period.parse(key)) for key in ("2017-02", "2017-03", "2017-11"))
    assert [point.rag for point in (before, on, after)] == [GREEN, AMBER, AMBER]
    assert "year to 31 March 2016: 75%" in before.rating.reason
    assert "year to 31 March 2017: 77.2%" in on.rating.reason


def test_without_a_statistic_it_is_not_rated_and_says_why(rated):
    assert "no national statistic of a year that had ended by 30 November 2017" in _reason(rated)
    publish(MEASURE, 2017, {"England": "c", "Croydon": "70.0"})
    assert "the figure of England for the year to 31 March 2017 is suppressed" in _reason(rated)


def test_the_neighbours_that_are_suppressed_are_left_out_and_counted(rated):
    words = "Green at or above the statistical neighbours' mean, red otherwise"
    record_by_hand(model=RagThreshold, indicator=rated, starts_on=Period.parse("2016-FY").start, by=None, words=words)
    publish(MEASURE, 2017, {"Ay": "70.0", "Bee": "c", "Cee": "81.3"})
    assert "no set of statistical neighbours is loaded" in _reason(rated)
    neighbours_of("Croydon", ["Ay", "Bee", "Cee", "Dee"])
    reason = _reason(rated)
    assert "the statistical neighbours' mean, year to 31 March 2017 (2 of 4 neighbours): 75.65%" in reason


def test_another_unit_is_never_a_yardstick(rated):
    publish(MEASURE, 2017, {"England": "77.2"})
    made = indicator_of("x-2", measure=rated.measure, unit="number", polarity=BIB)
    state(made, ["76"], number=98)
    record_by_hand(
        model=RagThreshold, indicator=made, starts_on=NOVEMBER.start, by=None, words="Green: above England; Red: else"
    )
    assert "in another unit (number) than the statistic (per cent)" in _reason(made)


def test_the_past_is_rated_by_what_was_known_then(rated):
    first = publish(MEASURE, 2017, {"England": "77.2"})
    publish(MEASURE, 2017, {"England": "70.0"})
    assert series_of(rated).at(NOVEMBER).rag == GREEN
    (then,) = load_figures([rated.authority], as_of=first.committed_at, slug="x-1").series
    assert then.at(NOVEMBER).rag == AMBER


def test_a_preview_says_which_ratings_a_new_edition_would_change(rated):
    publish(MEASURE, 2016, {"England": "75.0"})
    before = load_figures([rated.authority])
    assert series_of(rated).at(NOVEMBER) == before.series[0].at(NOVEMBER)
    publish(MEASURE, 2017, {"England": "77.2"})
    after = before.beside(lazily([rated.authority]))
    changes = compare(before, after).changes
    assert [change.period.key for change in changes] == [f"2017-{month:02}" for month in range(3, 12)]
    assert {(change.before.colour, change.after.colour) for change in changes} == {(GREEN, AMBER)}


def test_a_staged_set_of_neighbours_is_tried(rated):
    words = "Green at or above the statistical neighbours' median, red otherwise"
    record_by_hand(model=RagThreshold, indicator=rated, starts_on=NOVEMBER.start, by=None, words=words)
    publish(MEASURE, 2017, {"England": "77.2", "Ay": "70.0", "Bee": "80.0"})
    neighbours_of("Croydon", ["Ay"])
    batch = neighbours_of("Croydon", ["Bee"], version="2026").batch
    BenchmarkBatch.objects.filter(pk=batch.pk).update(state="staged", commit_number=None, committed_at=None)
    now = load_figures([rated.authority])
    (change,) = compare(now, now.beside(lazily([rated.authority], supposing=Supposed(batch.pk, counts=True)))).changes
    assert (change.period, change.before.colour, change.after.colour) == (NOVEMBER, GREEN, RED)


def test_a_set_of_neighbours_is_read_as_if_it_were_undone(rated):
    words = "Green at or above the statistical neighbours' median, red otherwise"
    record_by_hand(model=RagThreshold, indicator=rated, starts_on=NOVEMBER.start, by=None, words=words)
    publish(MEASURE, 2017, {"England": "77.2", "Ay": "70.0", "Bee": "80.0"})
    neighbours_of("Croydon", ["Ay"])
    newer = neighbours_of("Croydon", ["Bee"], version="2026").batch
    now = load_figures([rated.authority])
    without = lazily([rated.authority], supposing=Supposed(newer.pk, counts=False))
    (change,) = compare(now, now.beside(without)).changes
    assert (change.period, change.before.colour, change.after.colour) == (NOVEMBER, RED, GREEN)


def test_trying_the_first_rule_against_a_benchmark_shows_its_effects(rated):
    publish(MEASURE, 2017, {"England": "70.0"})
    made = indicator_of("x-2", measure=rated.measure, polarity=BIB)
    state(made, ["76"], number=98)
    found = effects(
        load_figures([rated.authority], slug="x-2"), [Proposed(RagThreshold, made, NOVEMBER.start, {"words": WORDS})]
    )
    assert [change.after.colour for change in found.changes] == [GREEN]


def test_statistics_are_read_only_where_a_rule_asks(rated, django_assert_num_queries):
    publish(MEASURE, 2017, {"England": "70.0"})
    with django_assert_num_queries(9):
        (series,) = load_figures([rated.authority], slug="x-1").series
    with django_assert_num_queries(3):
        assert len(series.points) == 12
    RagThreshold.objects.all().delete()
    Target.objects.all().delete()
    with django_assert_num_queries(9):
        assert len(series_of(rated).points) == 12


def _reason(indicator):
    return series_of(indicator).at(NOVEMBER).rating.reason
