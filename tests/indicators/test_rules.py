"""The kinds of rule beyond absolute bands: around the target, two targets, shares of a cohort, none."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.methodology import read
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import (
    AMBER,
    GREEN,
    KINDS,
    NOT_RATED,
    POINTS,
    RED,
    SHARE,
    UNITS,
    Circumstances,
    Cohort,
    NotARule,
    NotRated,
    Reach,
    ShareOfCohort,
    Tolerance,
    TwoTargets,
    describe,
    from_json,
    rate,
    resolve,
    to_json,
)
from tests.indicators.naive_rating import naive_rate, naive_share, naive_tolerance, naive_two_targets
from tests.indicators.strategies import all_rules, near, numbers, shares, tolerances, two_targets

D = Decimal
ONE_TO_FIVE = Tolerance(Reach(D(1), D(5)), POINTS)
LONG_PLANS = ShareOfCohort(read("10% or below Green 11%-15% Amber 16% and above Red").rule, "cp-1")


def colour(value, rule, target=None, unit="percent", polarity=NEUTRAL, cohort=None):
    return rate(D(value), rule, None if target is None else D(target), unit, polarity, cohort).colour


def bounds_of(rule, *circumstances):
    bands = resolve(rule, Circumstances(*circumstances)).bands
    return [bound for band in bands.bands for bound in (band.low, band.high) if bound is not None]


@given(tolerances(), numbers(), st.sampled_from([BIB, SIB, NEARER]), st.data())
@settings(max_examples=300)
def test_a_tolerance_agrees_with_measuring_the_distance(rule, target, polarity, data):
    value = data.draw(near(bounds_of(rule, "percent", target, polarity)))
    rating = rate(value, rule, target, "percent", polarity)
    assert rating.colour == naive_tolerance(value, rule, target, polarity)
    bands = resolve(rule, Circumstances("percent", target, polarity)).bands
    assert (rating.colour, rating.distance) == naive_rate(value, bands)


@given(two_targets(), st.data())
def test_two_targets_agree_with_counting_those_that_are_met(rule, data):
    value = data.draw(near([rule.minimum, rule.stretch]))
    assert rate(value, rule, unit="percent").colour == naive_two_targets(value, rule)


@given(shares(), st.integers(1, 2000), st.data())
@settings(max_examples=300)
def test_a_share_agrees_with_working_it_out(rule, size, data):
    assume(rule.cohort)
    cohort = Cohort("CP 1", D(size))
    value = data.draw(near(bounds_of(rule, "number", None, "", cohort)))
    assert rate(value, rule, unit="number", cohort=cohort).colour == naive_share(value, rule, size)


@pytest.mark.parametrize(
    ("polarity", "colours"),
    [
        (BIB, {"84.9": RED, "85": AMBER, "88.9": AMBER, "89": GREEN, "90": GREEN, "100": GREEN}),
        (SIB, {"95.1": RED, "95": AMBER, "91.1": AMBER, "91": GREEN, "90": GREEN, "0": GREEN}),
        (NEARER, {"84.9": RED, "85": AMBER, "88.9": AMBER, "89": GREEN, "91": GREEN, "91.1": AMBER, "95.1": RED}),
    ],
)
def test_polarity_says_on_which_side_of_the_target_the_tolerance_lies(polarity, colours):
    assert {value: colour(value, ONE_TO_FIVE, "90", polarity=polarity) for value in colours} == colours


def test_per_cent_of_the_target_is_not_percentage_points():
    share, points = (Tolerance(Reach(D(0), D(5)), measure, BIB) for measure in (SHARE, POINTS))
    assert colour("76", share, "80") == AMBER
    assert colour("75.9", share, "80") == RED
    assert colour("75.9", points, "80") == AMBER
    assert colour("57", share, "60", unit="days") == AMBER


def test_both_sides_of_the_target_may_differ():
    rule = Tolerance(Reach(D(1), D(5)), UNITS, NEARER, above=Reach(D(2), D(3)))
    found = [colour(value, rule, "50", "number") for value in ("44", "45", "49", "52", "52.5", "53", "53.1")]
    assert found == [RED, AMBER, GREEN, GREEN, AMBER, AMBER, RED]


def test_of_a_target_of_nothing_no_share_is_left():
    rule = Tolerance(Reach(D(1), D(5)), SHARE, SIB)
    assert [colour(value, rule, "0", "number") for value in ("0", "1")] == [GREEN, RED]


def test_the_reason_names_the_target_that_the_bands_follow_from():
    assert rate(D(87), ONE_TO_FIVE, D(90), "percent", BIB).reason == (
        "87% is amber: 85% to less than 89% is amber. 2 percentage points below green, which starts at 89%. "
        "The bands follow from the target of 90%."
    )


@pytest.mark.parametrize(
    ("rule", "circumstances", "why"),
    [
        (ONE_TO_FIVE, {"polarity": BIB}, "there is no target in figures"),
        (ONE_TO_FIVE, {"target": D(90)}, "nobody has said which way is better"),
        (ONE_TO_FIVE, {"target": D(90), "polarity": BIB, "unit": "days"}, "and the figure is no percentage"),
        (
            TwoTargets(D(90), D(95), percent=True),
            {"unit": "number"},
            "the bands are percentages, and the figure is not",
        ),
        (LONG_PLANS, {"unit": "number"}, "there is no figure of cp-1"),
        (LONG_PLANS, {"unit": "percent", "cohort": Cohort("CP 1", D(400))}, "the figure is no count"),
        (LONG_PLANS, {"unit": "number", "cohort": Cohort("CP 1", None, "CP 1 is 0 for May")}, "and CP 1 is 0 for May"),
        (NotRated("a volume"), {}, "not rated: by decision: a volume"),
        (NotRated(), {}, "not rated: by decision"),
    ],
)
def test_what_cannot_be_worked_out_is_not_rated_and_says_why(rule, circumstances, why):
    rating = rate(D(14), rule, **circumstances)
    assert (rating.colour, rating.distance) == (NOT_RATED, None)
    assert why in rating.reason


def test_a_count_is_rated_by_its_share_of_the_cohort():
    rating = rate(D(14), LONG_PLANS, unit="number", cohort=Cohort("CP 1", D(400)))
    assert rating.reason == (
        "14 is green: 40 or below is green. It can rise by 26 and stay green. "
        "The bands are shares of CP 1, which is 400 in the same period."
    )
    assert colour("14", LONG_PLANS, unit="number", cohort=Cohort("CP 1", D(100))) == AMBER
    assert colour("14", LONG_PLANS, unit="number", cohort=Cohort("CP 1", D(80))) == RED


def test_two_targets_say_both():
    assert rate(D(92), TwoTargets(D(90), D(95), percent=True)).reason == (
        "92% is amber: 90% to less than 95% is amber. 3 percentage points below green, which starts at 95%. "
        "The minimum is 90%, the stretch target 95%."
    )


@given(all_rules)
def test_a_rule_survives_json(rule):
    assert from_json(to_json(rule)) == rule


@given(all_rules)
def test_the_sentence_of_a_rule_is_read_back_as_that_rule(rule):
    assert read(describe(rule)).rule == rule


def test_bands_kept_as_shares_before_a_cohort_could_be_named_are_still_read():
    kept = {**to_json(LONG_PLANS.shares), "share_of_cohort": True}
    assert from_json(kept) == ShareOfCohort(LONG_PLANS.shares)


@pytest.mark.parametrize("kind", KINDS)
def test_json_that_lacks_what_its_kind_needs_is_no_rule(kind):
    with pytest.raises(NotARule):
        from_json({"kind": kind})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Reach(D(-1)),
        lambda: Reach(D(5), D(5)),
        lambda: Reach(D("0.000001")),
        lambda: Tolerance(Reach(D(1)), "miles"),
        lambda: Tolerance(Reach(D(1)), POINTS, "up"),
        lambda: Tolerance(Reach(D(1)), POINTS, BIB, above=Reach(D(1))),
        lambda: Tolerance(Reach(D(1), D(2)), POINTS, NEARER, above=Reach(D(1))),
        lambda: TwoTargets(D(90), D(90), percent=True),
        lambda: TwoTargets(D("NaN"), D(90), percent=True),
        lambda: ShareOfCohort(read("10 or below Green 11 and above Red").rule, "cp-1"),
    ],
)
def test_values_that_make_no_rule(make):
    with pytest.raises(NotARule):
        make()
