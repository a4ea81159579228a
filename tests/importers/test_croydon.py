"""Croydon's board pack on excerpts: figures, rows and heading rows."""

from decimal import Decimal

import pytest

from importers.documents import read_document
from importers.records import Figure, Passage, Problem, Refused, StatedMethodology, StatedTarget
from importers.sources import croydon
from indicators.periods import Period
from tests.importers.croydon_pack import (
    COMMENTARY,
    FD3,
    FD9,
    HEADER,
    NOV,
    OCT,
    SEP,
    YEAR,
    finding,
    pack,
    parse,
    refusal,
    refusals,
    row,
)

pytestmark = pytest.mark.usefixtures("read_here")


def test_a_report():
    lines = pack(more=("", "Analysis of Performance - Demands", "", "More came.", "", "Note: less went."))
    report = parse(lines)
    assert (report.source, report.title, report.period) == ("croydon-board-pack", "Priority Indicators", NOV)
    assert report.findings == ()
    assert report.unused == (Problem("unused", "Nothing was taken from this line: 'OUR'.", "line:1"),)
    fd3, fd9 = report.indicators
    place = f"line:{lines.index(FD3) + 1}"
    assert (fd3.ref, fd3.title, fd3.section) == ("FD 3", "Percentage of contacts in the month", "FRONT DOOR")
    assert (fd3.unit, fd3.basis, fd3.frequency, fd3.polarity) == ("percent", "in_period", "monthly", "BIB")
    assert (fd3.owner, fd3.locator) == ("IL", place)
    assert fd3.figures == (
        Figure(SEP, Decimal(89), "89%", place),
        Figure(OCT, Decimal(86), "86%", place),
        Figure(NOV, Decimal(82), "82%", place, published_rag="red"),
    )
    assert fd3.targets == (StatedTarget(YEAR, Decimal(90), "90%", place),)
    assert fd3.methodology == StatedMethodology(YEAR, "90% or above Green", place)
    assert (fd9.unit, fd9.basis, fd9.methodology) == ("number", "snapshot", None)
    assert [figure.value for figure in fd9.figures] == [Decimal(1204), Decimal(7), Decimal("-3.5")]
    assert [figure.decimals for figure in fd9.figures] == [0, 0, 1]
    assert report.passages == (
        Passage("summary", "All is well.", "line:11", "Front Door"),
        Passage(
            "analysis",
            "More came.\n\nNote: less went.",
            f"line:{len(lines) - 2}",
            "Analysis of Performance - Demands",
        ),
    )
    (entry,) = report.actions
    assert (entry.ref, entry.text, entry.due_text) == ("Oct-01", "Two more teams.", "Dec-17")
    assert (entry.raised, entry.due) == (OCT, Period.month(2017, 12))
    assert (entry.complete, entry.status, entry.locator) == ("Ongoing", "ongoing", "line:16")


# Figures


@pytest.mark.parametrize(
    ("text", "value", "decimals", "qualifier"),
    [
        ("79% (6m+)", "79", 0, "6m+"),
        ("0%", "0", 0, ""),
        ("71.30%", "71.30", 2, ""),
        ("100.0%(all)", "100.0", 1, "all"),
    ],
)
def test_numbers(text, value, decimals, qualifier):
    figure = parse(pack(row(FD3, (4, text)), FD9)).indicators[0].figures[1]
    assert (str(figure.value), figure.decimals, figure.qualifier) == (value, decimals, qualifier)
    assert (figure.text, figure.status) == (text, "")


@pytest.mark.parametrize(
    ("symbol", "status"),
    [("c", "c"), ("x", "x"), ("z", "z"), ("k", "k"), ("low", "k"), ("u", "u"), (":", "x")],
)
def test_symbols_are_statuses(symbol, status):
    figure = parse(pack(row(FD3, (4, symbol)), FD9)).indicators[0].figures[1]
    assert (figure.value, figure.status, figure.text) == (None, status, symbol)


def test_a_blank_states_nothing():
    figures = parse(pack(row(FD3, (3, ""), (4, " ")), FD9)).indicators[0].figures
    assert [figure.period for figure in figures] == [NOV]


@pytest.mark.parametrize(
    "text",
    ["n/k", "12,34%", "1,2345%", "8 6%", "86 %", "٨٦%", "８６%", "−5%", "--5%", "+5%", ".5%", "5.%", "86%%"],
)
@pytest.mark.parametrize("spaces", ["", " "])
def test_numbers_out_of_form_are_refused(text, spaces):
    assert refusal(pack(row(FD3, (4, text + spaces)), FD9), "FD 3")[0] == "value-unreadable"


@pytest.mark.parametrize(
    "text", ["(86%)", "86% ()", "86% ( )", "86% (a", "1e3", "C", "Low", "awaiting", "one two three", "£86"]
)
def test_anything_else_is_refused(text):
    code, message = refusal(pack(row(FD3, (4, text)), FD9), "FD 3")
    assert code == "value-unreadable"
    assert "FD 3" in message
    assert "October 2017" in message


NOTE = "Data will be ready in January"


@pytest.mark.parametrize("changes", [[(3, NOTE), (4, ""), (5, "")], [(3, ""), (4, ""), (5, NOTE)]])
def test_a_sentence_in_place_of_figures(changes):
    report = parse(pack(row(FD3, (8, ""), *changes), FD9))
    assert report.indicators[0].figures == ()
    assert report.indicators[0].unit == "percent"
    (note,) = (passage for passage in report.passages if passage.kind == "data_note")
    assert (note.text, note.section, note.refs, note.named) == (NOTE, "FRONT DOOR", ("FD 3",), True)


def test_a_sentence_among_figures_is_refused():
    code, message = refusal(pack(row(FD3, (3, NOTE)), FD9), "FD 3")
    assert code == "value-unreadable"
    assert "September 2017" in message


@pytest.mark.parametrize(("changes", "odd"), [([(4, "86")], "October 2017"), ([(6, "90")], "its target")])
def test_mixed_units_are_refused(changes, odd):
    code, message = refusal(pack(row(FD3, *changes), FD9), "FD 3")
    assert code == "unit-mixed"
    assert odd in message


@pytest.mark.parametrize(
    ("title", "values", "target", "methodology", "unit"),
    [
        ("Days to move in (days)", ("1", "2", "3"), "9", "", "days"),
        ("Time taken (weeks)", ("1", "2", "3"), "", "9% or so", "weeks"),
        ("Vacancies", ("", "", ""), "24%", "", "percent"),
        ("Vacancies", ("", "", ""), "", "24% or below Green", "percent"),
        ("Vacancies", ("", "", ""), "", "", "number"),
        ("Percentage of vacancies", ("", "", ""), "", "", "percent"),
        ("Vacancies", ("1", "", ""), "<10% of cohort", "10% of cohort Green", "number"),
    ],
)
def test_units(title, values, target, methodology, unit):
    cells = ["FD 3", title, "", *values, target, "IL", "", methodology]
    assert parse(pack("|".join(cells), FD9)).indicators[0].unit == unit


def test_findings_about_figures():
    assert finding(pack(row(FD3, (4, "101%")), FD9), "FD 3")[:2] == ("out-of-range", "FD 3")
    assert finding(pack(row(FD3, (4, "-1%")), FD9), "FD 3")[:2] == ("out-of-range", "FD 3")
    assert "November 2017" in finding(pack(row(FD3, (5, "")), FD9), "FD 3")[2]
    assert finding(pack(row(FD3, (5, "")), FD9), "FD 3")[0] == "rag-without-value"
    plain = row(FD3, (3, "1"), (4, "2"), (5, "3"), (6, ""))
    assert finding(pack(plain, FD9), "FD 3")[0] == "unit-doubtful"


def test_targets():
    code, ref, message = finding(pack(row(FD3, (6, "<10% of Cohort")), FD9), "FD 3")
    assert (code, ref) == ("target-in-words", "FD 3")
    assert "'<10% of Cohort'" in message
    report = parse(pack(row(FD3, (6, "")), row(FD9, (6, "NA"))))
    assert report.findings == ()
    fd3, fd9 = report.indicators
    assert fd3.targets == ()
    assert [(target.value, target.text) for target in fd9.targets] == [(None, "NA")]


@pytest.mark.parametrize(("printed", "rag"), [("Yellow", "amber"), ("AMBER", "amber"), ("green", "green"), ("", "")])
def test_published_colours(printed, rag):
    assert parse(pack(row(FD3, (8, printed)), FD9)).indicators[0].figures[-1].published_rag == rag


@pytest.mark.parametrize(("at", "code"), [(2, "polarity-unknown"), (8, "rag-unknown")])
def test_unknown_words_are_refused(at, code):
    found, message = refusal(pack(row(FD3, (at, "Blue")), FD9), "FD 3")
    assert found == code
    assert "'Blue'" in message


# Rows and heading rows


def test_rows_that_are_not_whole_are_refused():
    code, message = refusal(pack(FD3 + "|", FD9), "FD 3")
    assert code == "row-cells"
    assert "11 cells" in message
    assert "has 10" in message
    assert refusal(pack(row(FD3, (0, "")), FD9), "|Perc")[0] == "row-unnamed"
    assert refusal(pack(row(FD3, (1, " ")), FD9), "FD 3")[0] == "row-unnamed"
    code, message = refusal(pack(FD3, row(FD9, (0, "fd3"))), "fd3")
    assert code == "ref-repeated"
    assert "lines 26 and 27" in message


def test_one_ref_in_two_tables_is_refused():
    lines = pack(more=("", "OTHER", HEADER, FD3))
    assert refusal(lines, "FD 3")[0] == "ref-repeated"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Oct-17", "Okt-17", "month-unreadable"),
        ("Oct-17", "", "month-unreadable"),
        ("Oct-17", "Oct-1017", "month-unreadable"),
        ("Oct-17", "Sep-17", "months-not-consecutive"),
        ("Oct-17", "Oct-16", "months-not-consecutive"),
        ("Polarity", "Polarty", "header-columns"),
        ("Target Owner", "Owner", "header-columns"),
        ("|Polarity", "", "header-columns"),
        ("|Sep-17|Oct-17|Nov-17", "", "header-columns"),
        ("2017-18 Target", "2017-19 Target", "target-year-unreadable"),
        ("2017-18 Target", "2017-18", "target-year-unreadable"),
        ("2017-18 Target", "9999-00 Target", "target-year-unreadable"),
    ],
)
def test_heading_rows_that_cannot_be_read_are_refused(old, new, code):
    assert refusal(pack(header=HEADER.replace(old, new)), "Indicator Number")[0] == code


def test_months_with_a_gap_are_refused():
    header = HEADER.replace("Sep-17", "Aug-17")
    code, message = refusal(pack(header=header), "Indicator Number")
    assert code == "months-not-consecutive"
    assert "October 2017 follows August 2017" in message


STRAY = "FD 7|Percentage of strays|BIB|1%|2%|3%|90%|IL||"


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"more": (STRAY,)}, "FD 7"),
        ({"after": (*COMMENTARY[:1], STRAY)}, "FD 7"),
        ({"after": (COMMENTARY[0], COMMENTARY[0])}, "Improvement"),
        ({"after": ("within timescales",)}, "within"),
        ({"after": (), "more": ("", "Graph 1", "", STRAY)}, "FD 7"),
        ({"more": ("", "OTHER", "", HEADER)}, "Indicator"),
        ({"more": ("", HEADER, STRAY)}, "Indicator"),
        ({"more": ("", "OTHER", "", HEADER, *COMMENTARY)}, "Indicator"),
    ],
)
def test_what_is_no_part_of_a_table_is_refused(changes, at):
    assert refusal(pack(**changes), at)[0] == "table-unreadable"


def test_all_refusals_are_told_together():
    lines = pack(
        row(FD3, (4, "??"), (8, "Blue")),
        FD9 + "|",
        header=HEADER,
        actions=("Oct-01|Text|soon|Y",),
    )
    assert [(p.code, p.ref) for p in refusals(lines)] == [
        ("due-unreadable", "Oct-01"),
        ("rag-unknown", "FD 3"),
        ("value-unreadable", "FD 3"),
        ("row-cells", "FD 9"),
    ]


def test_findings_about_periods():
    assert finding(pack(month="October 2017"), "October")[0] == "period-differs"
    assert finding(pack(month="Autumn"), "Autumn")[0] == "period-differs"
    header = HEADER.replace("2017-18", "2016-17")
    assert finding(pack(header=header), "Indicator")[0] == "target-year"
    later = HEADER.replace("Sep-17|Oct-17|Nov-17", "Aug-17|Sep-17|Oct-17")
    lines = pack(FD3, more=("", "FRONT DOOR", later, FD9))
    code, _, message = finding(lines, "Indicator")
    assert code == "months-differ"
    assert "August 2017 to October 2017" in message
    assert parse(lines).period == NOV


def test_a_report_without_a_summary():
    lines = [line for line in pack() if line != "Directors Summary"]
    report = parse(lines)
    assert [problem.code for problem in report.findings] == ["summary-missing"]
    assert {problem.locator for problem in report.unused} >= {"line:1", "line:3", "line:5"}


def test_recognition_needs_both_heading_rows():
    def recognises(lines):
        text = "\n".join(lines).replace("|", "\t")
        return croydon.recognises(read_document("pack.txt", text.encode()))

    lines = pack()
    assert recognises(lines)
    assert recognises(pack(header=HEADER.replace("Polarity", "Polarty")))
    assert not recognises([line for line in lines if not line.startswith("Indicator Number")])
    assert not recognises([line for line in lines if not line.startswith("Ref|")])


def test_a_document_without_tables_is_refused():
    with pytest.raises(Refused) as caught:
        croydon.parse(read_document("note.txt", b"a note"))
    assert [problem.code for problem in caught.value.problems] == ["format-unknown"]
