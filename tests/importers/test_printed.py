"""The words of a cell or sentence."""

from decimal import Decimal

import pytest

from importers.printed import counted, listed, read_count, read_month, read_number, read_status, shortened
from indicators.periods import Period
from indicators.suppression import MEANINGS


@pytest.mark.parametrize(
    ("text", "value", "decimals", "is_percent"),
    [("0", "0", 0, False), ("1,074", "1074", 0, False), ("71.30%", "71.30", 2, True), ("007", "7", 0, False)],
)
def test_numbers(text, value, decimals, is_percent):
    number = read_number(text)
    assert (number.value, number.decimals, number.is_percent) == (Decimal(value), decimals, is_percent)
    assert number.qualifier == ""


@pytest.mark.parametrize("text", ["", "-", "%", "1,98", "1,0745", "12.", ".5", "5 %", "5%%", "١٨", "1 074", "abc"])
def test_other_words_are_no_numbers(text):
    assert read_number(text, signed=True, qualified=True) is None


def test_signs_and_qualifiers_are_read_where_they_are_asked_for():
    number = read_number("-3.5% ( 6m+ )", signed=True, qualified=True)
    assert (number.value, number.decimals, number.is_percent, number.qualifier) == (Decimal("-3.5"), 1, True, "6m+")
    assert read_number("-3", signed=True).value == -3
    assert read_number("3 (all)", qualified=True).qualifier == "all"
    assert read_number("-3", qualified=True) is None
    assert read_number("3 (all)", signed=True) is None
    assert read_number("3 ( )", qualified=True) is None


def test_symbols():
    assert [read_status(text) for text in ("low", ":", *MEANINGS)] == ["k", "x", *MEANINGS]
    assert [read_status(text) for text in ("", "C", "Low", "cx", "-", "n/a")] == [""] * 6


def test_months_are_of_this_century():
    assert read_month("Apr-17") == read_month("April 2017") == Period.month(2017, 4)
    assert [read_month(text) for text in ("April 1999", "April 2100", "Smarch 2017", "17")] == [None] * 4
    assert read_month("December 2099") == Period.month(2099, 12)


def test_counts():
    assert [read_count(word) for word in ("no", "Six", "twenty", "14", "2017")] == [0, 6, 20, 14, 2017]
    assert [read_count(word) for word in ("", "many", "thirty", "12345", "٤")] == [None] * 5


def test_words_for_messages():
    assert [listed(["a", "b", "c"][:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert [counted(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert shortened("two \n words") == "two words"
    assert shortened("x" * 80) == "x" * 80
    assert shortened("x" * 78 + "  yz") == "x" * 78 + "…"
