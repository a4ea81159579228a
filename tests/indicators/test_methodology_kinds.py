"""Methodologies in words that are no absolute bands, as councils write them."""

from decimal import Decimal

import pytest

from indicators.methodology import check, contradictions, read
from indicators.methodology.explaining import explain
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import (
    POINTS,
    SHARE,
    UNITS,
    Cohort,
    NotRated,
    Reach,
    ShareOfCohort,
    Tolerance,
    TwoTargets,
)

D = Decimal
TO_TWO = Reach(D(0), D(2))
TO_FIVE = Reach(D(0), D(5))


def messages(words, unit=""):
    return [defect.message for defect in read(words, unit).defects]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Target or above Green; within 2 percentage points Amber; else Red", Tolerance(TO_TWO, POINTS, BIB)),
        ("Green: at or above target; Amber: within 2pp of target; Red: otherwise", Tolerance(TO_TWO, POINTS, BIB)),
        ("On target Green, within 5% of target Amber, anything else Red", Tolerance(TO_FIVE, SHARE)),
        ("Green target met, amber up to 5% below target, red more than 5% below target",
         Tolerance(TO_FIVE, SHARE, BIB)),
        ("Target or below Green; up to 2 days above target Amber; else Red", Tolerance(TO_TWO, UNITS, SIB)),
        ("Target or below Green; over target Red", Tolerance(Reach(D(0)), UNITS, SIB)),
        ("Green: within 1% of target; Amber: 1-5% below target; Red: worse than that",
         Tolerance(Reach(D(1), D(5)), SHARE, BIB)),
        ("Green: ±2 Amber: ±5 Red: else", Tolerance(Reach(D(2), D(5)), UNITS, NEARER)),
        ("Green no more than 1 below or 2 above the target, red otherwise",
         Tolerance(Reach(D(1)), UNITS, NEARER, Reach(D(2)))),
        ("Green: 95%+; Amber: 90% minimum; Red: below 90%", TwoTargets(D(90), D(95), percent=True)),
        ("Green: stretch target of 95%; Amber: minimum 90%; Red: below that", TwoTargets(D(90), D(95), percent=True)),
        ("5 (stretch) Green, 8 (maximum) Amber, above 8 Red", TwoTargets(D(8), D(5), percent=False)),
        ("Not rated", NotRated()),
        ("Not RAG rated: a volume.", NotRated("a volume")),
        ("No RAG rating because it is a volume", NotRated("it is a volume")),
    ],
)  # fmt: skip
def test_as_councils_write_them(words, rule):
    assert read(words).rule == rule


@pytest.mark.parametrize(
    "end", ["; cohort: CP 1", ". Cohort is CP 1.", " (cohort: cp-1)", ", as shares of the cohort cp-1"]
)
def test_the_words_may_name_the_cohort(end):
    words = "10% of cohort or below Green 11-15% Amber 16% and above Red"
    assert read(words + end).rule == ShareOfCohort(read(words).rule.shares, "cp-1")
    assert read(words).rule.cohort == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Target or above Green; 5% Amber; else Red", "'5%' is no distance from the target"),
        ("Target or above Green; less than 5% below target Amber; else Red", "leaves its own end to no colour"),
        ("Target or above Green; within 5% above target Amber; else Red", "its parts point different ways"),
        ("Within 1% of target Green; within 5 percentage points Amber; else Red", "measure the tolerance differently"),
        ("Within 5% of target Green; within 5% of target Amber; else Red", "amber reaches further from the target"),
        ("Target or above Green; within 5% of target Amber; 80% or below Red", "doesn't say how far from the target"),
        ("Target or above Green; within 5% of target Amber", "red is missing"),
        ("Green: 95% stretch; Red: below the minimum", "need one range each for green, amber and red"),
        ("Green: 95% stretch; Amber: 95% minimum; Red: below", "the minimum and the stretch target are the same"),
        ("Green: 95% or below (stretch); Amber: 90% minimum; Red: below that", "points another way"),
        ("Green: 95 stretch; Amber: 90% minimum; Red: below that", "some are not"),
        ("Green: 85%-95% stretch; Amber: 80% minimum; Red: below that", "'85%-95%' is no target"),
        ("10 of cohort or below Green 11 of cohort or above Red", "shares of a cohort are percentages"),
        ("Not rated: red until April", "no colour follows"),
    ],
)
def test_what_cannot_be_read_is_quoted(words, why):
    methodology = read(words)
    assert methodology.rule is None
    assert why in methodology.defects[0].message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Target or above Green; up to 5 days below target Amber; more than 5 days below target Red", []),
        (
            "Target or above Green; up to 5 days below target Amber; more than 8 days below target Red",
            ["From 6 to 8 off the target no band applies; the worse of its neighbours is used: red."],
        ),
        (
            "Green: within 1 percentage point; Amber: 1-5 percentage points below target; Red: else",
            [
                "At 1 off the target, in percentage points, both green and amber apply; "
                "the better of them is used: green."
            ],
        ),
        (
            "Green: within 1% of target; Amber: 3-5% below target; Red: 5% or more below target",
            [
                "At 2% off the target no band applies; the worse of its neighbours is used: amber.",
                "At 5% off the target both amber and red apply; the better of them is used: amber.",
            ],
        ),
        (
            "Green: 95%+; Amber: 90% minimum; Red: below 85%",
            ["From 85% to 89% no band applies; the worse of its neighbours is used: red."],
        ),
        (
            "Green: 95%+; Amber: 90% minimum; Red: below 92%",
            ["At 90% and 91% both amber and red apply; the better of them is used: amber."],
        ),
    ],
)
def test_gaps_and_overlaps_name_their_values(words, said):
    assert messages(words) == said


def test_a_tolerance_in_per_cent_of_a_percentage_may_mean_two_things():
    words = "Target or above Green; within 5% of target Amber; else Red"
    assert "may be meant as percentage points" in messages(words, "percent")[0]
    assert messages(words, "days") == messages(words) == []
    assert messages("Target or above Green; within 5% of its value Amber; else Red", "percent") == []


def contradiction_codes(rule, polarity, target, unit="percent"):
    return [defect.code for defect in contradictions(rule, polarity, target, unit)]


def test_a_target_between_minimum_and_stretch_contradicts_them():
    rule = TwoTargets(D(90), D(95), percent=True)
    assert contradiction_codes(rule, BIB, D(95)) == contradiction_codes(rule, BIB, D(90)) == []
    assert contradiction_codes(rule, BIB, D(92)) == ["target-contradicts-bands"]


def test_polarity_beside_every_kind():
    assert contradiction_codes(TwoTargets(D(90), D(95), percent=True), SIB, None) == ["polarity-contradicts-bands"]
    assert contradiction_codes(Tolerance(TO_TWO, POINTS, BIB), SIB, D(90)) == ["polarity-contradicts-bands"]
    assert contradiction_codes(Tolerance(TO_TWO, POINTS), SIB, D(90)) == []
    assert contradiction_codes(Tolerance(TO_TWO, POINTS), NEUTRAL, D(90)) == ["polarity-missing"]
    # A volume that is not rated by decision lacks nothing.
    assert contradiction_codes(NotRated("a volume"), NEUTRAL, None) == []


def test_only_bands_can_have_gaps_once_they_are_read():
    overlapping = read("10% of cohort or below Green 10-15% Amber 16% and above Red").rule
    assert [defect.code for defect in check(overlapping)] == ["band-overlap"]
    assert check(Tolerance(TO_TWO, POINTS)) == check(NotRated()) == ()


def test_words_are_explained_as_they_are_typed():
    found = explain("Target or above Green; within 2 percentage points Amber; else Red", D(90), BIB, "percent")
    assert found.sentence == (
        "Green at or above the target, amber no more than 2 percentage points below the target, red otherwise."
    )
    assert (found.defects, found.why_not) == ((), "")
    assert [stripe.words for stripe in found.scale.stripes] == ["less than 88%", "88% to less than 90%", "90% or above"]


def test_words_half_typed_are_quoted():
    found = explain("90% or above Gre", D(90), BIB, "percent")
    assert (found.sentence, found.scale) == ("", None)
    assert "no colour follows" in found.defects[0].message or "missing" in found.defects[0].message


def test_what_would_not_be_rated_says_why():
    tolerance = explain("Target or above Green; else Red", None, BIB, "percent")
    assert tolerance.why_not == (
        "Nothing would be rated: the rule is set around the target, and there is no target in figures."
    )
    share = "10% or below Green, more than 10% Red; cohort: CP 1"
    assert explain(share, None, SIB, "number").why_not == ""
    assert explain(share, None, SIB, "number", Cohort("CP 1", D(300))).scale.ticks[0].text == "30"
