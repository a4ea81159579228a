from decimal import Decimal

import pytest

from indicators.direction import direction
from indicators.methodology import read

D = Decimal

BIGGER = read("90% or above Green 80%-89% Amber 79% and below Red").rule


@pytest.mark.parametrize(
    ("value", "previous", "polarity", "word"),
    [
        ("82", "86", "BIB", "worsening"),
        ("87", "85", "BIB", "improving"),
        ("18", "17", "SIB", "worsening"),
        ("28", "30", "SIB", "improving"),
        ("188", "212", "", "down"),
        ("109", "98", "", "up"),
        ("43", "43.00", "SIB", "no_change"),
        ("109", "109", "", "no_change"),
        (None, "98", "BIB", ""),
        ("98", None, "BIB", ""),
        (None, None, "", ""),
    ],
)
def test_direction(value, previous, polarity, word):
    value, previous = (figure and D(figure) for figure in (value, previous))
    assert direction(value, previous, polarity).word == word


def test_zero_is_a_figure():
    assert direction(D(0), D(763), "SIB").word == "improving"


def test_bands_that_contradict_the_polarity_leave_up_or_down():
    # QA 1: published as smaller is better, while its bands reward bigger.
    found = direction(D(43), D(45), "SIB", BIGGER, against="October 2017", unit="percent")
    assert found.word == "down"
    assert found.reason == (
        "Down by 2 percentage points, from 45% (October 2017) to 43%: "
        "the polarity says that smaller is better, but the bands point another way."
    )
    assert direction(D(43), D(45), "BIB", BIGGER).word == "worsening"


@pytest.mark.parametrize(
    ("value", "previous", "target", "word"),
    [
        ("95", "80", "100", "improving"),
        ("105", "120", "100", "improving"),
        ("120", "95", "100", "worsening"),
        ("110", "90", "100", "up"),
        ("90", "110", "100", "down"),
        ("110", "110", "100", "no_change"),
        ("110", "90", None, "up"),
    ],
)
def test_nearer_the_target_is_better(value, previous, target, word):
    assert direction(D(value), D(previous), "TARGET", target=target and D(target)).word == word


@pytest.mark.parametrize(
    ("value", "previous", "polarity", "reason"),
    [
        ("18", "17", "SIB", "Up by 1, from 17 (October 2017) to 18: smaller is better."),
        ("17", "17", "SIB", "No change from 17 (October 2017)."),
        (
            "188",
            "212",
            "",
            "Down by 24, from 212 (October 2017) to 188: no polarity is stated, so neither way is called better.",
        ),
        ("18", None, "SIB", "There is no figure for October 2017 to compare with."),
        (None, "17", "SIB", "There is no figure to compare."),
    ],
)
def test_the_reason_says_against_what(value, previous, polarity, reason):
    value, previous = (figure and D(figure) for figure in (value, previous))
    assert direction(value, previous, polarity, against="October 2017", unit="number").reason == reason


def test_the_reason_without_words_for_the_other_period():
    assert direction(D(18), D(17), "SIB").reason == "Up by 1, from 17 to 18: smaller is better."
    assert direction(D(18), None, "SIB").reason == "There is no figure for an earlier period to compare with."


def test_an_unknown_polarity_is_refused():
    with pytest.raises(ValueError, match="no polarity 'NEARER'"):
        direction(D(1), D(2), "NEARER")
