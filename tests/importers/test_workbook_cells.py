"""Cells of figures: numbers, percentages, symbols, and everything that is refused."""

from datetime import date
from decimal import Decimal

import pytest

from importers.records import Refused
from importers.sheets import BOOLEAN, NUMBER, TEXT, Cell
from tests.importers.workbook_sheets import (
    all_values,
    error,
    findings,
    formula,
    known,
    merged,
    number,
    parse,
    percent,
    refusals,
    sheet,
    values,
)

PERCENT = known("FD 3", unit="percent")


def row(*figures, title="Cases"):
    headings = [f"{month}-17" for month in ("Apr", "May", "Jun", "Jul")[: len(figures)]]
    return sheet(["Ref", "Title", *headings], ["FD 3", title, *figures])


def figure(stated, **more):
    return parse(row(stated), **more).indicators[0].figures[0]


@pytest.mark.parametrize(
    ("stated", "value", "decimals"),
    [
        (1204, "1204", 0),
        ("1,204", "1204", 0),
        (" 7 ", "7", 0),
        ("71.30%", "71.30", 2),
        ("-3.5", "-3.5", 1),
        (number("0.1"), "0.1", 1),
        (percent("0.853", "85.3%"), "85.3", 1),
        (percent("0.8534", "85%"), "85.34", 0),
        (percent("1", "100%"), "100", 0),
        (Cell(NUMBER, "1,204.50", Decimal("1204.5")), "1204.5", 2),
        (Cell(NUMBER, "£12", Decimal("12.25")), "12.25", 2),
        (Cell(NUMBER, "0.3", Decimal("0.30000000000000004")), "0.3", 1),
    ],
)
def test_numbers(stated, value, decimals):
    read = figure(stated)
    assert (read.value, read.decimals, read.status) == (Decimal(value), decimals, "")


def test_a_qualifier():
    read = figure("79% (6m+)")
    assert (read.value, read.qualifier, read.text) == (Decimal(79), "6m+", "79% (6m+)")


def test_more_decimals_than_can_be_held():
    report = parse(
        row(percent("0.8533333333333334", "85.3%"), percent("0.25", "25%"), percent("0.333333333333", "33%"))
    )
    assert list(values(report.indicators[0]).values()) == [Decimal("85.33333"), Decimal(25), Decimal("33.33333")]
    assert findings(report) == [("value-rounded", "Data!C2")]
    assert "2 in all" in report.findings[0].message


@pytest.mark.parametrize(
    ("symbol", "status"), [("c", "c"), ("X", "x"), ("z", "z"), ("k", "k"), ("low", "k"), ("u", "u"), (":", "x")]
)
def test_symbols(symbol, status):
    read = figure(symbol)
    assert (read.value, read.status, read.text) == (None, status, symbol)


def test_blank_states_nothing():
    assert list(values(parse(row(5, "", "  ", None)).indicators[0])) == ["2017-04"]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (error(), "cell-error"),
        (error("#N/A"), "cell-error"),
        (formula(), "formula-without-value"),
        ("about 12", "value-unreadable"),
        ("TBC", "value-unreadable"),
        ("n/a", "value-unreadable"),
        ("１２", "value-unreadable"),
        ("1_000", "value-unreadable"),
        ("nan", "value-unreadable"),
        ("1e5", "value-unreadable"),
        ("12,34", "value-unreadable"),
        ("9" * 41, "value-unreadable"),
        (date(2017, 4, 1), "value-unreadable"),
        (Cell(BOOLEAN, "TRUE"), "value-unreadable"),
    ],
)
def test_cells_that_are_refused(stated, code):
    assert refusals(row(5, stated, error())) == [(code, "Data!D2"), ("cell-error", "Data!E2")]
    target = sheet(["Ref", "Title", "Nov-17", "Target"], ["A 1", "Cases", 5, stated])
    if not isinstance(stated, str):
        assert refusals(target) == [(code, "Data!D2")]


def test_merged_figures_are_refused_once_a_range():
    blank = merged("", "C2:D2")
    table = row(Cell(NUMBER, "5", Decimal(5), merged="C2:D2"), blank, merged("", "E2:F2"), merged("", "E2:F2"))
    assert refusals(table) == [("merged-value", "Data!C2")]


def test_a_target_in_words():
    report = parse(sheet("Ref|Title|Nov-17|Target", "A 1|Cases|5|<10% of Cohort", "A 2|Visits|6|N/A"))
    assert [target.value for i in report.indicators for target in i.targets] == [None, None]
    assert findings(report) == [("target-in-words", "Data!D2")]


# Percentages


def test_plain_numbers_of_a_known_percentage():
    report = parse(row(number("85.3"), 0, 12), known=(PERCENT,))
    assert (report.indicators[0].unit, values(report.indicators[0])["2017-04"]) == ("percent", Decimal("85.3"))


@pytest.mark.parametrize(
    "figures",
    [
        (number("0.853"), number("0.9")),
        (1, 0),
        (number("0.9"), 2),
        (percent("0.85", "85%"), number("0.9")),
        ("85%", "0.9"),
    ],
)
def test_a_known_percentage_with_plain_numbers_up_to_1_is_a_question(figures):
    table = row(*figures)
    ((code, place),) = refusals(table, known=(PERCENT,))
    assert code == "percent-unclear"
    points = parse(table, known=(PERCENT,), confirmed={"percent": {"fd3": "points"}})
    fractions = parse(table, known=(PERCENT,), confirmed={"percent": {"FD 3": "fraction"}})
    month = {"Data!C2": "2017-04", "Data!D2": "2017-05"}[place]
    assert values(fractions.indicators[0])[month] == 100 * values(points.indicators[0])[month]


def test_plain_numbers_beside_percentages():
    table = row(percent("0.853", "85.3%"), number("86.1"))
    assert all_values(parse(table, known=(PERCENT,)))["FD 3"]["2017-05"] == Decimal("86.1")
    assert refusals(table) == [("percent-unclear", "Data!D2")]
    assert all_values(parse(table, confirmed={"percent": {"FD 3": "points"}}))["FD 3"]["2017-05"] == Decimal("86.1")


def test_the_question_says_both_answers():
    with pytest.raises(Refused) as caught:
        parse(row(number("0.853")), known=(PERCENT,))
    (problem,) = caught.value.problems
    assert problem.ref == "FD 3"
    assert "0.853% (points)" in problem.message and "85.3%" in problem.message


def test_zeros_are_the_same_either_way():
    assert list(values(parse(row(0, percent("0.5", "50%")), known=(PERCENT,)).indicators[0]).values()) == [0, 50]


def test_a_percentage_in_another_unit_is_a_question():
    days = known("FD 3", unit="days")
    assert refusals(row("85%"), known=(days,)) == [("percent-unclear", "Data!C2")]
    report = parse(row("85%"), known=(days,), confirmed={"percent": {"FD 3": "points"}})
    assert report.indicators[0].unit == "percent"


def test_a_known_count_stays_one_whatever_its_title_says():
    assert parse(row(number("0.5"), title="% of it"), known=(known("FD 3"),)).indicators[0].unit == "number"


def target(figure, aim, **more):
    report = parse(sheet(["Ref", "Title", "Nov-17", "Target"], ["FD 3", "Cases", figure, aim]), **more)
    (target,) = report.indicators[0].targets
    return target


def test_targets_of_percentages():
    half = percent("0.5", "50%")
    assert target(half, percent("0.9", "90%")).value == 90
    assert target(half, "90%").value == 90
    assert target(half, 90).value == 90
    assert target(number("0.5"), number("0.9"), confirmed={"percent": {"FD 3": "fraction"}}).value == 90
    table = sheet(["Ref", "Title", "Nov-17", "Target"], ["FD 3", "Cases", half, number("0.9")])
    assert refusals(table) == [("percent-unclear", "Data!D2")]
    table = sheet(["Ref", "Title", "Nov-17", "Target"], ["FD 3", "Cases", 82, "90%"])
    assert refusals(table) == [("percent-unclear", "Data!D2")]
    assert target(82, "90%", known=(PERCENT,)).value == 90


def test_a_percentage_out_of_range_is_told():
    assert findings(parse(row("120%"))) == [("out-of-range", "Data!C2")]


# Rows


def test_rows_that_are_refused():
    table = sheet(
        ["Ref", "Title", "Polarity", "Nov-17", "RAG"],
        ["A 1", "Cases", "both", 5, "Blue"],
        ["A 1", "Cases", "BIB", 6, ""],
        ["", "", "", 7, ""],
        ["A 2", "", "", 8, ""],
    )
    assert refusals(table) == [
        ("polarity-unknown", "Data!C2"),
        ("rag-unknown", "Data!E2"),
        ("ref-repeated", "Data!A3"),
        ("row-unnamed", "Data!D4"),
        ("title-missing", "Data!A5"),
    ]


def test_rows_of_a_long_table_that_are_refused():
    table = sheet(
        "Ref|Title|Period|Value",
        "A 1|Cases|Nov-17|5",
        "A 1|Cases|November 2017|6",
        "A 1|Cases||7",
        "A 1|Cases|whenever|8",
        "A 1|Cases|Nov-17|5",
    )
    assert refusals(table) == [
        ("stated-twice", "Data!D3"), ("period-missing", "Data!C4"), ("period-unreadable", "Data!C5"),
    ]  # fmt: skip


def test_headings_are_told_before_rows():
    table = sheet(["Ref", "Title", "Nov-17", "Polarty"], ["A 1", "Cases", error(), ""])
    assert refusals(table) == [("header-suggestion", "Data!D1"), ("cell-error", "Data!C2")]


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("Red", "red"),
        ("AMBER", "amber"),
        ("yellow", "amber"),
        ("g", "green"),
        ("🟢", "green"),
        ("Grey", ""),
        ("N/A", ""),
    ],
)
def test_colours(said, colour):
    report = parse(sheet("Ref|Title|Oct-17|Nov-17|Status", f"A 1|Cases|4|5|{said}"))
    assert [figure.published_rag for figure in report.indicators[0].figures] == ["", colour]


def test_a_rating_without_a_figure_is_told():
    report = parse(sheet("Ref|Title|Oct-17|Nov-17|RAG", "A 1|Cases|4|5|Red", "A 2|Visits|4||Green"))
    assert findings(report) == [("rag-without-value", "Data!E3")]
    assert [figure.published_rag for figure in report.indicators[1].figures] == [""]


def test_months_to_come_are_blank_and_the_rating_is_of_the_last_figure():
    report = parse(sheet("Ref|Title|Oct-17|Nov-17|Dec-17|RAG", "A 1|Cases|4|5||Red"))
    assert [figure.published_rag for figure in report.indicators[0].figures] == ["", "red"]


@pytest.mark.parametrize(
    ("said", "polarity"),
    [("bib", "BIB"), ("Lower is better", "SIB"), ("Nearer the target is better", "TARGET"), ("neutral", ""), ("", "")],
)
def test_polarities(said, polarity):
    assert parse(sheet("Ref|Title|Polarity|Nov-17", f"A 1|Cases|{said}|5")).indicators[0].polarity == polarity


def test_text_that_is_no_figure_is_quoted_with_its_indicator():
    with pytest.raises(Refused) as caught:
        parse(row(Cell(TEXT, "about\n12")))
    (problem,) = caught.value.problems
    assert problem.message == (
        "'about 12' for FD 3 in April 2017 is no figure: it should be a number, a symbol such as c, or blank."
    )
