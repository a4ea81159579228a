from decimal import Decimal

import pytest
from hypothesis import given, settings

from indicators import figures
from indicators.methodology import read
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import (
    AMBER,
    GREEN,
    NOT_RATED,
    RED,
    Band,
    Bands,
    NotARule,
    contradicts,
    describe,
    direction_of,
    from_json,
    rate,
    to_json,
)
from tests.indicators.croydon import RATED_OTHERWISE, ROWS
from tests.indicators.naive_rating import naive_rate
from tests.indicators.strategies import rules, rules_and_values

D = Decimal

CONTACTS = read("90% or above Green 85%-89% Amber 84% and below Red").rule
CASELOADS = read("17 or below Green 18.1-20 Amber 20.1 and above Red").rule
RE_REFERRALS = read("22% or below Green 21% - 25% Amber 26% and above Red").rule
MIDDLE = Bands(
    (
        Band(RED, None, D(5), high_open=True),
        Band(AMBER, D(5), D(10), high_open=True),
        Band(GREEN, D(10), D(20)),
        Band(AMBER, D(20), D(25), low_open=True),
        Band(RED, D(25), None, low_open=True),
    ),
    decimals=0,
    percent=False,
)


@pytest.mark.parametrize("row", [row for row in ROWS if row[4]], ids=lambda row: row[0])
def test_croydons_november_is_rated_as_published(row):
    ref, unit, _polarity, target, value, published, words = row
    rating = rate(D(value), read(words).rule, D(target) if target else None, unit)
    assert rating.colour == RATED_OTHERWISE.get(ref, published)


@given(rules_and_values())
@settings(max_examples=500)
def test_agrees_with_the_naive_rating(rule_and_value):
    rule, value = rule_and_value
    rating = rate(value, rule, unit="percent" if rule.percent else "number")
    assert (rating.colour, rating.distance) == naive_rate(value, rule)


@pytest.mark.parametrize(
    ("value", "rule", "unit", "reason"),
    [
        (
            "82",
            CONTACTS,
            "percent",
            "82% is red: 84% or below is red. 3 percentage points below amber, which starts at 85%.",
        ),
        (
            "82.00000",
            CONTACTS,
            "percent",
            "82% is red: 84% or below is red. 3 percentage points below amber, which starts at 85%.",
        ),
        (
            "89",
            CONTACTS,
            "percent",
            "89% is amber: 85% to 89% is amber. 1 percentage point below green, which starts at 90%.",
        ),
        (
            "93.5",
            CONTACTS,
            "percent",
            "93.5% is green: 90% or above is green. It can fall by 3.5 percentage points and stay green.",
        ),
        (
            "90",
            CONTACTS,
            "percent",
            "90% is green: 90% or above is green. It is on the edge of green: if it falls it leaves green.",
        ),
        (
            "89.7",
            CONTACTS,
            "percent",
            "89.7% is amber: it falls between 89% (amber) and 90% (green), finer than the bands are written, "
            "and the worse one holds. 0.3 percentage points below green, which starts at 90%.",
        ),
        (
            "18",
            CASELOADS,
            "number",
            "18 is amber: no band is given between 17 (green) and 18.1 (amber), and the worse one holds. "
            "1 above green, which ends at 17.",
        ),
        (
            "21",
            RE_REFERRALS,
            "percent",
            "21% is green: green (22% or below) and amber (21% to 25%) both apply, and the better one holds. "
            "It can rise by 1 percentage point and stay green.",
        ),
        (
            "1609",
            read("558 or below Green 559 to 1,608 Amber 1,609 and above Red").rule,
            "days",
            "1,609 is red: 1,609 or above is red. 1 day above amber, which ends at 1,608.",
        ),
        (
            "16",
            read("< 16 green, more than 16 red").rule,
            "number",
            "16 is red: no band is given at 16, between green and red, and the worse one holds. "
            "Just above green, which ends below 16.",
        ),
        (
            "15",
            read("< 16 green, at least 16 red").rule,
            "weeks",
            "15 is green: less than 16 is green. It can rise by less than 1 week and stay green.",
        ),
    ],
)
def test_the_reason_names_the_band_and_the_distance(value, rule, unit, reason):
    assert rate(D(value), rule, unit=unit).reason == reason


def test_without_a_rule_nothing_is_rated():
    rating = rate(D(82), None)
    assert (rating.colour, rating.distance) == (NOT_RATED, None)
    assert rating.reason == "82% is not rated: no rule in force."


def test_shares_of_a_cohort_are_not_rated():
    rule = read("10% of cohort or below Green 10-15% Amber 16% and above Red").rule
    rating = rate(D(14), rule, unit="number")
    assert rating.colour == NOT_RATED
    assert "the size of the cohort is not given" in rating.reason


def test_a_count_is_not_rated_by_percentages():
    rating = rate(D(14), CONTACTS, unit="number")
    assert rating.colour == NOT_RATED
    assert rating.reason == "14 is not rated: the bands are percentages, and the figure is not."


def test_percentages_may_be_rated_by_bands_without_the_sign():
    assert rate(D(91), read("90 or above green 89 or below red").rule, unit="percent").colour == GREEN


def test_outside_every_band_is_not_rated():
    rule = read("90-100 green 80-89 amber 0-79 red").rule
    rating = rate(D(120), rule, unit="number")
    assert rating == type(rating)(NOT_RATED, "120 is not rated: it lies outside every band.", None)


def test_beside_a_gap_the_better_of_two_bands_that_end_or_start_together_is_the_neighbour():
    # At 5 amber and red overlap, so amber holds there; the gap from 5 to 8 lies between amber and green.
    ends = read("4-5 Red 3-5 Amber 8 or above Green").rule
    starts = read("7-9 Red 7-8 Amber 4 or below Green").rule
    assert rate(D(6), ends, unit="number").colour == AMBER
    assert rate(D(6), starts, unit="number").colour == AMBER


def test_the_end_of_the_scale_is_no_edge_of_green():
    rule = read("90-100 green 80-89 amber 0-79 red").rule
    assert rate(D(99), rule, unit="number").distance == 9


def test_the_middle_has_two_edges():
    assert rate(D(12), MIDDLE, unit="number").distance == 2
    assert rate(D(19), MIDDLE, unit="number").distance == 1
    assert rate(D(27), MIDDLE, unit="number").reason.endswith("2 above amber, which ends at 25.")


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_only_numbers_are_rated(value):
    with pytest.raises(ValueError, match="no number"):
        rate(D(value), CONTACTS)


@given(rules)
def test_a_rule_survives_json(rule):
    assert from_json(to_json(rule)) == rule


def test_decimals_are_strings_in_json():
    assert to_json(CASELOADS)["kind"] == "bands"
    assert to_json(CASELOADS)["bands"][1] == {
        "colour": "amber",
        "low": "18.1",
        "high": "20",
        "low_open": False,
        "high_open": False,
    }


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"kind": "bands"},
        {"kind": "magic"},
        {"kind": ["bands"]},
        to_json(CONTACTS) | {"bands": [{"colour": "green"}]},
        to_json(CONTACTS) | {"bands": ["green"]},
        to_json(CONTACTS) | {"bands": []},
        to_json(CONTACTS) | {"decimals": "0"},
        to_json(CONTACTS) | {"bands": [to_json(CONTACTS)["bands"][0] | {"low": "ninety"}]},
    ],
)
def test_other_json_is_no_rule(data):
    with pytest.raises(NotARule):
        from_json(data)


@pytest.mark.parametrize(
    "values",
    [
        ("blue", D(1), None),
        (RED, None, None),
        (RED, D(2), D(1)),
        (RED, D("NaN"), None),
        (RED, 1.5, None),
        (RED, D(1), D(1), True),
    ],
)
def test_a_band_holds_something(values):
    with pytest.raises(NotARule):
        Band(*values)


@pytest.mark.parametrize(
    ("bands", "decimals"),
    [
        ((Band(GREEN, D(1), None),), 0),
        ((Band(RED, D(1), None), Band(AMBER, None, D(0))), 0),
        ((Band(GREEN, D(1), None), Band(GREEN, None, D(0))), 0),
        ((Band(GREEN, D("1.5"), None), Band(RED, None, D(1))), 0),
        ((Band(GREEN, D(1), None), Band(RED, None, D(0))), -1),
    ],
)
def test_a_rule_has_one_green_band_and_bounds_as_precise_as_it_says(bands, decimals):
    with pytest.raises(NotARule):
        Bands(bands, decimals, percent=False)


@pytest.mark.parametrize(
    ("rule", "pointing"),
    [
        (CONTACTS, BIB),
        (CASELOADS, SIB),
        (RE_REFERRALS, SIB),
        (MIDDLE, NEARER),
        (read("90 or above green 85 or above amber 84 or below red").rule, BIB),
        (Bands((Band(GREEN, D(0), D(9)), Band(RED, D(3), D(4))), 0, percent=False), NEUTRAL),
    ],
)
def test_bands_point_to_green(rule, pointing):
    assert direction_of(rule) == pointing


def test_only_a_stated_polarity_can_be_contradicted():
    assert contradicts(CONTACTS, SIB)
    assert contradicts(CASELOADS, BIB)
    assert contradicts(MIDDLE, BIB)
    assert not contradicts(CONTACTS, BIB)
    assert not contradicts(CONTACTS, NEUTRAL)
    assert not contradicts(None, BIB)


@pytest.mark.parametrize(
    ("words", "described"),
    [
        (
            "84% and below Red 90% or above Green 85%-89% Yellow",
            "Green 90% or above, amber 85% to 89%, red 84% or below",
        ),
        ("less than 16 green more than 1,600 red", "Green less than 16, red more than 1,600"),
        (
            "10% of cohort or below Green 10-15% Amber 16% and above Red",
            "Green 10% or below, amber 10% to 15%, red 16% or above, as shares of the cohort",
        ),
    ],
)
def test_a_rule_in_words(words, described):
    assert describe(read(words).rule) == described


def test_the_middle_in_words():
    assert describe(MIDDLE) == (
        "Green 10 to 20, amber 5 to less than 10, amber more than 20 and up to 25, red less than 5, red more than 25"
    )


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        ("82", "percent", None, "82%"),
        ("82.00000", "percent", None, "82%"),
        ("63.90", "percent", None, "63.9%"),
        ("63.9", "percent", 0, "64%"),
        ("82", "percent", 1, "82.0%"),
        ("0.5", "number", 0, "1"),
        ("1074", "number", None, "1,074"),
        ("1E+3", "number", None, "1,000"),
        ("460", "days", None, "460"),
        ("1074.25", "rate_per_10000", 1, "1,074.3"),
        ("-0.04", "number", 1, "0.0"),
        ("-0.00", "number", None, "0"),
        ("-3", "number", None, "-3"),
    ],
)
def test_a_figure_is_written_the_same_everywhere(value, unit, decimals, written):
    assert figures.format_value(D(value), unit, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("82.00000", "82"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("63.90", "63.9"),
        ("-0.0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_plain(value, written):
    assert figures.plain(D(value)) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("1", "percent", "1 percentage point"),
        ("0.3", "percent", "0.3 percentage points"),
        ("98.00", "days", "98 days"),
        ("1.0", "weeks", "1 week"),
        ("3.2", "rate_per_10000", "3.2 per 10,000"),
        ("1074", "number", "1,074"),
    ],
)
def test_a_difference_has_its_unit(value, unit, written):
    assert figures.format_difference(D(value), unit) == written
