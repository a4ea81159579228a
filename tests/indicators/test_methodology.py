from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.methodology import check, contradictions, read
from indicators.rating import AMBER, GREEN, RED, Band, ShareOfCohort, describe_band
from tests.indicators.croydon import DEFECTS, ROWS
from tests.indicators.naive_rating import naive_defects
from tests.indicators.strategies import tidy_rules, wild_rules

D = Decimal


def codes(defects):
    return {defect.code for defect in defects}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_croydons_methodologies_and_what_is_wrong_with_them(row):
    ref, unit, polarity, target, _value, _published, words = row
    methodology = read(words)
    assert methodology.rule
    found = methodology.defects + contradictions(methodology.rule, polarity, D(target) if target else None, unit)
    # 90% is QA 1's own target, and its bands agree with it: the polarity alone is wrong.
    assert codes(found) == DEFECTS.get(ref, set())


def test_a_methodology_becomes_bands():
    rule = read("16 or below Green 16.1-18 Amber 18.1 and above Red").rule
    assert rule.bands == (
        Band(GREEN, None, D(16)),
        Band(AMBER, D("16.1"), D(18)),
        Band(RED, D("18.1"), None),
    )
    assert (rule.decimals, rule.percent) == (1, False)


def test_shares_of_a_cohort():
    rule = read("10% of cohort or below Green 10-15% Amber 16% and above Red").rule
    assert rule == ShareOfCohort(read("10% or below Green 10%-15% Amber 16% and above Red").rule)


@pytest.mark.parametrize(
    ("words", "low", "high", "low_open", "high_open"),
    [
        ("21% - 25%", "21", "25", False, False),
        ("21%-25 %", "21", "25", False, False),
        ("10-15%", "10", "15", False, False),
        ("85%–89%", "85", "89", False, False),  # an en dash
        ("559 to 608", "559", "608", False, False),
        ("1,074 TO 2,000.5", "1074", "2000.5", False, False),
        ("18.1-20", "18.1", "20", False, False),
        ("84% and below", None, "84", False, False),
        ("84% or less", None, "84", False, False),
        ("up to 84", None, "84", False, False),
        ("<= 84", None, "84", False, False),
        ("90% Or Above", "90", None, False, False),
        ("90 and over", "90", None, False, False),
        ("at least 90", "90", None, False, False),
        ("≥90", "90", None, False, False),
        ("< 16", None, "16", False, True),
        ("less than 16", None, "16", False, True),
        ("under 16", None, "16", False, True),
        (">16", "16", None, True, False),
        ("more than 16", "16", None, True, False),
        ("over\t16", "16", None, True, False),
    ],
)
def test_ranges(words, low, high, low_open, high_open):
    sign = "%" if "%" in words else ""
    rule = read(f"5000{sign} or above Green {words} AMBER 1{sign} or below red").rule
    bounds = [D(bound) if bound else None for bound in (low, high)]
    assert rule.bands[1] == Band(AMBER, *bounds, low_open, high_open)


@pytest.mark.parametrize(
    "words",
    [
        "84% and below RED 85%-89% Yellow 90% or above GREEN",
        "90% or above: Green, 85%-89%: Amber; 84% and below: Red.",
        "90% or above\nGreen\n85% to 89%\nAmber\n84% and below\nRed",
        "Green 90% or above, amber 85% to 89%, red 84% or below.",
        "Green: 90%+; Amber = 85%-89%; and Red: if 84% or below",
    ],
)
def test_order_case_and_layout_do_not_matter(words):
    assert sorted(read(words).rule.bands, key=lambda band: band.colour) == [
        Band(AMBER, D(85), D(89)),
        Band(GREEN, D(90), None),
        Band(RED, None, D(84)),
    ]


def test_green_and_red_alone():
    methodology = read("90% or above Green less than 90% Red")
    assert len(methodology.rule.bands) == 2
    assert methodology.defects == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "green and red are missing"),
        ("to be agreed", "no colour follows 'to be agreed'"),
        ("90% or above Green", "red is missing"),
        ("about 90% Green 80% or below Red", "'about 90%' is no range"),
        ("90% Green 80% or below Red", "'90%' is no range"),
        ("90% or above Green 89%-85% Amber 84% or below Red", "the range '89%-85%' runs backwards"),
        (
            "90% or above Green 80% or below Red 70% or below Red",
            "red comes twice, the second time for '70% or below'",
        ),
        ("90 or above Green 80-89 Yellow 70-79 Amber 69 or below Red", "amber comes twice"),
        ("Green 90% or above Amber 85%-89% Red", "no range stands before 'Green'"),
        ("90% or above Green 84% or below Red of last year", "no colour follows 'of last year'"),
        ("90% or above Green 84 or below Red", "some of its bands are percentages and some are not"),
        ("1,07 or above Green 5 or below Red", "'1,07 or above' is no range"),
        ("९० or above Green 5 or below Red", "'९० or above' is no range"),
        ("9 or above Green .5 or below Red", "'.5 or below' is no range"),
        ("9 or above Green.5 or below Red", "'.5 or below' is no range"),
        ("-9 or above Green -10 or below Red", "'-9 or above' is no range"),
        ("1e3 or above Green 5 or below Red", "'1e3 or above' is no range"),
    ],
)
def test_what_cannot_be_read_is_quoted(words, why):
    methodology = read(words)
    assert methodology.rule is None
    (defect,) = methodology.defects
    assert defect.code == "methodology-unreadable"
    assert why in defect.message


@given(st.text() | st.text("0123456789.,%-<> greenredamberorbelow"))
def test_any_words_give_an_answer(words):
    methodology = read(words)
    assert methodology.rule or codes(methodology.defects) == {"methodology-unreadable"}


@given(tidy_rules())
def test_a_rule_written_out_reads_back(rule):
    words = " ".join(f"{describe_band(band, rule.unit)} {band.colour}" for band in rule.bands)
    assert read(words).rule.bands == rule.bands


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        ("90% or above Green 85%-89% Amber 84% and below Red", []),
        (
            "17 or below Green 18.1-20 Amber 20.1 and above Red",
            ["From 17.1 to 18 no band applies; the worse of its neighbours is used: amber."],
        ),
        (
            "90% or above Green 80%-88% Amber 78% and below Red",
            [
                "At 79% no band applies; the worse of its neighbours is used: red.",
                "At 89% no band applies; the worse of its neighbours is used: amber.",
            ],
        ),
        (
            "22% or below Green 21% - 25% Amber 26% and above Red",
            ["At 21% and 22% both green and amber apply; the better of them is used: green."],
        ),
        (
            "10% of cohort or below Green 10-15% Amber 16% and above Red",
            ["At 10% both green and amber apply; the better of them is used: green."],
        ),
        (
            "90% or above Green 85% or above Amber less than 85% Red",
            ["From 90% up both green and amber apply; the better of them is used: green."],
        ),
        (
            "5 or below Green 9 or below Red",
            ["From 5 down both green and red apply; the better of them is used: green."],
        ),
        (
            "less than 16 Green more than 16 Red",
            ["At 16 no band applies; the worse of its neighbours is used: red."],
        ),
        ("less than 16 Green at least 16 Red", []),
    ],
)
def test_gaps_and_overlaps_name_their_values(words, messages):
    assert [defect.message for defect in read(words).defects] == messages


@given(tidy_rules() | wild_rules())
def test_gaps_and_overlaps_are_those_that_counting_finds(rule):
    gaps, overlaps = naive_defects(rule)
    expected = {code for code, values in (("band-gap", gaps), ("band-overlap", overlaps)) if values}
    assert codes(check(rule)) == expected


def test_no_rule_has_no_defects():
    assert check(None) == ()


CONTACTS = read("90% or above Green 85%-89% Amber 84% and below Red").rule


def test_a_target_that_would_not_be_green():
    (defect,) = contradictions(CONTACTS, "BIB", D(75), "percent")
    assert defect.code == "target-contradicts-bands"
    assert defect.message == (
        "A figure that meets the target would be red, not green. "
        "75% is red: 84% or below is red. 10 percentage points below amber, which starts at 85%."
    )


def test_a_target_that_would_not_be_rated():
    rule = read("1-5 Green 6-9 Red").rule
    (defect,) = contradictions(rule, "SIB", D(0), "number")
    assert defect.message == (
        "A figure that meets the target would not be rated. 0 is not rated: it lies outside every band."
    )


def test_a_target_on_another_scale_is_not_judged():
    assert contradictions(CONTACTS, "BIB", D(75), "number") == ()


@pytest.mark.parametrize(
    ("polarity", "code"),
    [
        ("SIB", "polarity-contradicts-bands"),
        ("TARGET", "polarity-contradicts-bands"),
        ("", "polarity-missing"),
    ],
)
def test_polarity_against_the_bands(polarity, code):
    (defect,) = contradictions(CONTACTS, polarity, D(90), "percent")
    assert defect.code == code
    assert "bigger is better" in defect.message


def test_without_bands_a_missing_polarity_means_a_volume():
    (defect,) = contradictions(None, "", None, "number")
    assert defect.code == "polarity-missing"
    assert "treated as a volume" in defect.message


def test_nothing_to_contradict():
    assert contradictions(CONTACTS, "BIB", D(90), "percent") == ()
    assert contradictions(None, "SIB", D(90), "percent") == ()
