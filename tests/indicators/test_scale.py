"""The drawn scale of a rule, held against the ratings themselves."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.methodology import read
from indicators.polarity import BIB, NEARER
from indicators.rating import NOT_RATED, POINTS, Circumstances, Reach, Tolerance, place, resolve
from indicators.scale import scale_of
from tests.indicators.strategies import rules_and_values

D = Decimal
CONTACTS = read("90% or above Green 85%-89% Amber 84% and below Red").rule


def scale(rule, target, polarity, value=None, unit="percent"):
    return scale_of(resolve(rule, Circumstances(unit, target, polarity)).bands, target, value, unit)


def drawn(words, **marks):
    return scale(read(words).rule, marks.pop("target", None), BIB, **marks)


@given(rules_and_values(), st.none() | st.integers(0, 100).map(Decimal))
def test_a_figure_lies_on_the_colour_it_has(rule_and_value, target):
    rule, value = rule_and_value
    found = scale_of(rule, target, value, "number")
    assert found.colour == place(value, rule.bands).colour
    at = float(found.value.at)
    there = [s.colour for s in found.stripes if float(s.start) - 0.02 <= at <= float(s.start) + float(s.width) + 0.02]
    assert found.colour in there


@given(rules_and_values(), st.none() | st.integers(0, 100).map(Decimal))
def test_the_stripes_fill_the_scale_in_order(rule_and_value, target):
    rule, value = rule_and_value
    stripes = scale_of(rule, target, value, "number").stripes
    assert float(stripes[0].start) == 0
    assert float(stripes[-1].start) + float(stripes[-1].width) == pytest.approx(100, abs=0.02)
    for one, after in pairwise(stripes):
        # A colour that holds at one value alone is drawn half a step wider on both sides, so that it can be seen.
        assert float(one.start) + float(one.width) == pytest.approx(float(after.start), abs=0.52)


def test_a_scale_says_in_words_what_it_draws():
    found = scale(CONTACTS, D(90), BIB, D(82))
    assert [(stripe.colour, stripe.words) for stripe in found.stripes] == [
        ("red", "less than 85%"),
        ("amber", "85% to less than 90%"),
        ("green", "90% or above"),
    ]
    assert found.words == (
        "Red: less than 85%; amber: 85% to less than 90%; green: 90% or above. "
        "The target is 90%. The figure is 82%, red."
    )
    assert [tick.text for tick in found.ticks] == ["85%", "90%"]
    assert (found.target.text, found.value.text) == ("90%", "82%")


def test_a_colour_that_only_nought_has_can_be_seen():
    found = scale(read("0 or below Green more than 0 Red").rule, D(0), BIB, D(0), "number")
    assert [stripe.colour for stripe in found.stripes] == ["green", "red"]


def test_percentages_end_at_nought_and_a_hundred():
    assert float(drawn("98% or above Green less than 98% Red", value=D(100)).value.at) == 100
    assert float(drawn("1% or below Green more than 1% Red", value=D(0)).value.at) == 0


def test_a_figure_far_off_stands_at_the_end_and_says_so():
    words = "90 or above Green less than 90 Red"
    assert drawn(words, value=D(5000), unit="number").value.beyond == "right"
    assert drawn("90 or above Green 85-89 Amber 84 or below Red", value=D(0), unit="number").value.beyond == "left"
    assert drawn(words, value=D(91), unit="number").value.beyond == ""


def test_labels_that_would_touch_stand_on_two_lines():
    found = drawn("90% or above Green 89%-89.9% Amber less than 89% Red", target=D(80))
    assert [tick.line for tick in found.ticks] == [0, 1]


def test_the_target_alone_can_be_seen():
    found = scale(Tolerance(Reach(D(0), D(5)), POINTS, NEARER), D(90), NEARER)
    green = next(stripe for stripe in found.stripes if stripe.colour == "green")
    assert float(green.width) == 1
    assert green.words == "exactly 90%"


def test_outside_every_band_is_drawn_too():
    found = drawn("90-100 Green 80-89 Amber 0-79 Red", value=D(120), unit="number")
    assert found.colour == NOT_RATED
    assert found.stripes[-1].colour == NOT_RATED
    assert found.words.endswith("The figure is 120, not rated.")


def test_the_targets_label_makes_room_for_the_figures():
    anchors = {value: scale(CONTACTS, D(90), BIB, D(value)).target.anchor for value in (82, 89, 90, 91)}
    assert anchors.pop(90) == "end"
    assert anchors == {82: "middle", 89: "start", 91: "end"}
