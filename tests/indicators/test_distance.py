from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.distance import distance

D = Decimal


@pytest.mark.parametrize(
    ("value", "target", "polarity", "short_by", "words"),
    [
        ("82", "90", "BIB", "8", "8 percentage points below"),
        ("94.7", "95", "BIB", "0.3", "0.3 percentage points below"),
        ("91", "90", "BIB", "-1", "met by 1 percentage point"),
        ("90", "90.0", "BIB", "0", "met exactly"),
        ("28", "20", "SIB", "8", "8 percentage points above"),
        ("13", "16", "SIB", "-3", "met by 3 percentage points"),
        ("105", "100", "TARGET", "5", "5 percentage points above"),
        ("100", "100", "TARGET", "0", "met exactly"),
        ("61", "98", "", None, "37 percentage points below"),
        ("98", "98", "", None, "on the target"),
    ],
)
def test_distance(value, target, polarity, short_by, words):
    found = distance(D(value), D(target), polarity)
    assert found.short_by == (short_by and D(short_by))
    assert found.in_words("percent") == words


def test_the_unit_is_the_indicators():
    assert distance(D(460), D(558), "SIB").in_words("days") == "met by 98 days"
    assert distance(D(28), D(20), "SIB").in_words("number") == "8 above"


def test_without_a_figure_or_a_target_there_is_none():
    assert distance(None, D(1), "BIB") is None
    assert distance(D(1), None, "BIB") is None


def test_an_unknown_polarity_is_refused():
    with pytest.raises(ValueError, match="no polarity 'up'"):
        distance(D(1), D(1), "up")


@given(value=st.integers(-99, 99), target=st.integers(-99, 99))
def test_bigger_is_better_mirrors_smaller_is_better(value, target):
    bigger, smaller = distance(D(value), D(target), "BIB"), distance(D(-value), D(-target), "SIB")
    assert (bigger.by, bigger.is_met, bigger.short_by) == (smaller.by, smaller.is_met, smaller.short_by)
    assert bigger.is_met == (value >= target)
