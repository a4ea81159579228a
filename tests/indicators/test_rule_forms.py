"""The small forms: each makes words, and the words make the rule that was meant."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.methodology import check, contradictions, read
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import (
    KINDS,
    POINTS,
    SHARE,
    UNITS,
    NotRated,
    Reach,
    Tolerance,
    TwoTargets,
    describe,
)
from indicators.rule_forms import FORMS, initial_of
from tests.indicators.strategies import numbers

D = Decimal
COHORTS = [("cp-1", "CP 1 Children with a plan")]


def filled(kind, data, unit="percent", polarity=BIB):
    return FORMS[kind](data, unit=unit, polarity=polarity, cohorts=COHORTS)


def errors(*args, **kwargs):
    form = filled(*args, **kwargs)
    assert not form.is_valid()
    return {name: found[0] for name, found in form.errors.items()}


def test_every_kind_has_a_form():
    assert FORMS.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("kind", "data", "unit", "polarity", "words"),
    [
        ("bands", {"green": "90", "amber": "85"}, "percent", BIB,
         "Green 90% or above, amber 85% to less than 90%, red less than 85%"),
        ("bands", {"green": "16", "amber": "18.5"}, "number", SIB,
         "Green 16 or below, amber more than 16 and up to 18.5, red more than 18.5"),
        ("bands", {"green": "16"}, "number", SIB, "Green 16 or below, red more than 16"),
        ("bands", {"green": "10", "green_to": "20", "amber": "5", "amber_to": "25"}, "days", NEARER,
         "Green 10 to 20, amber 5 to less than 10, amber more than 20 and up to 25, red less than 5, red more than 25"),
        ("bands", {"green": "16", "better": SIB}, "number", NEUTRAL, "Green 16 or below, red more than 16"),
        ("tolerance", {"green": "0", "amber": "5", "measure": POINTS}, "percent", BIB,
         "Green at or above the target, amber no more than 5 percentage points below the target, red otherwise"),
        ("tolerance", {"green": "1", "amber": "5", "measure": SHARE}, "days", SIB,
         "Green no more than 1% of its value above the target, amber no more than 5% of its value above the target, "
         "red otherwise"),
        ("tolerance", {"green": "0", "measure": POINTS}, "percent", BIB, "Green at or above the target, red otherwise"),
        ("tolerance", {"green": "1", "green_above": "2", "measure": UNITS}, "number", NEARER,
         "Green no more than 1 below or 2 above the target, red otherwise"),
        ("two_targets", {"minimum": "90", "stretch": "95"}, "percent", BIB,
         "Green at the stretch target of 95% or above, amber at the minimum of 90% or above, red below that"),
        ("share", {"green": "10", "amber": "15", "cohort": "cp-1"}, "number", SIB,
         "Green 10% or below, amber more than 10% and up to 15%, red more than 15%, as shares of the cohort cp-1"),
        ("none", {"reason": "a volume."}, "number", NEUTRAL, "Not rated: a volume"),
    ],
)  # fmt: skip
def test_what_is_filled_in_makes_the_words(kind, data, unit, polarity, words):
    form = filled(kind, data, unit, polarity)
    assert form.is_valid(), form.errors
    assert form.words == words
    assert describe(form.rule) == words
    assert read(words).defects == ()
    assert contradictions(form.rule, polarity or data.get("better", ""), None, unit) == () or kind == "none"


@pytest.mark.parametrize(
    ("kind", "data", "unit", "polarity", "field", "error"),
    [
        ("bands", {"green": "85", "amber": "90"}, "percent", BIB, "amber", "give a number below 85, or none"),
        ("bands", {"green": "85", "amber": "85"}, "percent", BIB, "amber", "give a number below 85"),
        ("bands", {"green": "18", "amber": "16"}, "number", SIB, "amber", "give a number above 18"),
        ("bands", {"green": "10"}, "number", NEARER, "green_to", "Say where green ends."),
        ("bands", {"green": "10", "green_to": "9"}, "number", NEARER, "green_to", "give a number above that"),
        ("bands", {"green": "16"}, "number", NEUTRAL, "better", "This field is required."),
        ("bands", {"green": "-1"}, "number", BIB, "green", "greater than or equal to 0"),
        ("bands", {"green": "ninety"}, "number", BIB, "green", "Enter a number."),
        ("tolerance", {"green": "5", "amber": "1", "measure": POINTS}, "percent", BIB, "amber", "above 5"),
        ("tolerance", {"green": "5", "measure": POINTS}, "days", BIB, "measure", "not one of the available choices"),
        ("tolerance", {"green": "1", "amber": "2", "green_above": "1", "measure": UNITS}, "days", NEARER,
         "amber_above", "on both sides of the target or on neither"),
        ("two_targets", {"minimum": "95", "stretch": "90"}, "percent", BIB, "stretch", "must lie above the minimum"),
        ("two_targets", {"minimum": "90", "stretch": "90"}, "percent", BIB, "__all__", "are the same"),
        ("two_targets", {"minimum": "9", "stretch": "8"}, "percent", NEARER, "__all__", "set a tolerance"),
        ("share", {"green": "10", "cohort": "fd-9"}, "number", SIB, "cohort", "not one of the available choices"),
        ("share", {"green": "10", "cohort": "cp-1"}, "percent", SIB, "__all__", "a percentage already"),
        ("share", {"green": "110", "cohort": "cp-1"}, "number", SIB, "green", "less than or equal to 100"),
        ("none", {"reason": "red for now"}, "number", SIB, "__all__", "Leave out the names of colours."),
        ("none", {"reason": ""}, "number", SIB, "reason", "This field is required."),
    ],
)  # fmt: skip
def test_what_makes_no_rule_says_why_at_its_field(kind, data, unit, polarity, field, error):
    found = errors(kind, data, unit, polarity)
    assert list(found) == [field]
    assert error in found[field]


@given(numbers(), st.none() | numbers(), st.sampled_from([BIB, SIB]), st.sampled_from(["percent", "number"]))
def test_bands_from_the_form_leave_no_gap_and_no_overlap(green, amber, polarity, unit):
    form = filled("bands", {"green": str(green), "amber": "" if amber is None else str(amber)}, unit, polarity)
    if form.is_valid():
        assert check(form.rule) == ()
        assert initial_of(form.rule) == {"green": green, "amber": amber}
        assert contradictions(form.rule, polarity, None, unit) == ()
    else:
        assert amber is not None
        assert amber >= green if polarity == BIB else amber <= green


@pytest.mark.parametrize(
    ("rule", "unit", "polarity"),
    [
        (read("90% or above Green, 85% to less than 90% Amber, less than 85% Red").rule, "percent", BIB),
        (read("Green 10 to 20, red less than 10, red more than 20").rule, "days", NEARER),
        (Tolerance(Reach(D(1), D(5)), SHARE, BIB), "percent", BIB),
        (Tolerance(Reach(D(1), D(5)), UNITS, NEARER, Reach(D(2), D(3))), "days", NEARER),
        (TwoTargets(D(90), D(95), percent=True), "percent", BIB),
        (read("Green 10% or below, red more than 10%, as shares of the cohort cp-1").rule, "number", SIB),
        (NotRated("a volume"), "number", NEUTRAL),
    ],
    ids=lambda value: getattr(value, "KIND", None),
)
def test_a_form_that_starts_with_a_rule_gives_it_back(rule, unit, polarity):
    data = {name: value for name, value in initial_of(rule).items() if value is not None}
    form = filled(rule.KIND, data, unit, polarity)
    assert form.is_valid(), form.errors
    assert form.words == describe(rule)
