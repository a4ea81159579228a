"""West Berkshire's slides on excerpts: rows, titles, proofs, the confirmed pairing, findings."""

from decimal import Decimal

import pytest

from importers.records import Figure, Passage, Problem
from importers.sources import west_berkshire
from indicators.periods import Period
from tests.importers.west_berkshire_slides import (
    AGENCY,
    ASSESSMENTS,
    CIN_RATE,
    CP,
    CP_DCT,
    CP_RATE,
    IN_TIME,
    LAC,
    LATE,
    MONTHS,
    RATES,
    STAFF,
    STARTERS,
    STARTERS_YTD,
    by_title,
    codes,
    document,
    line_of,
    pairing,
    parse,
    refusal,
    refusals,
    replaced,
    slides,
    texts,
)

pytestmark = pytest.mark.usefixtures("read_here")

APR, MAY, JUN, JUL = (Period.month(2016, month) for month in (4, 5, 6, 7))
OTHER = {"Supervision (snapshot)": "94%|96%|94%|83%|", "CP Visits - % seen": "97%|94%|93%|82%|"}


def test_a_report():
    more = ["", "# Next Steps", "", "- More", "- Less"]
    lines = slides(STAFF, more=more)
    report = parse(lines, pairing(STAFF))
    assert (report.source, report.title, report.period) == ("west-berkshire-slides", "Progress", JUL)
    assert codes(report.findings) == ["month-without-values"]
    starters, _, agency = report.indicators
    assert (starters.ref, starters.title, starters.section) == (
        "",
        STARTERS,
        "OBJECTIVE 1 - TO DO WELL",
    )
    assert starters.locator == f"line:{line_of(lines, STARTERS)}"
    assert (starters.unit, starters.basis, starters.frequency) == ("number", "in_period", "monthly")
    assert (agency.unit, agency.basis, agency.polarity, agency.targets) == ("percent", "snapshot", "", ())
    place = f"line:{line_of(lines, STAFF[AGENCY])}"
    assert agency.figures == (
        Figure(APR, Decimal(29), "29%", place),
        Figure(MAY, Decimal(26), "26%", place),
        Figure(JUN, Decimal("17.5"), "17.5%", place, decimals=1),
        Figure(JUL, Decimal(12), "12%", place),
    )
    remark = line_of(lines, "Figures are as they came out.")
    assert report.passages == (
        Passage("data_note", "Figures are as they came out.", f"line:{remark}", theme="Progress"),
    )
    last = len(lines)
    assert report.unused == (
        Problem("unused", "Nothing was taken from this line: '11 April 2017'.", "line:3"),
        Problem(
            "unused",
            f"Nothing was taken from lines {last - 3} to {last}: '# Next Steps' and on.",
            f"line:{last - 3}-{last}",
        ),
    )


def test_without_a_pairing_only_what_is_proven_loads():
    lines = slides(STAFF)
    report = parse(lines)
    assert list(by_title(report)) == [STARTERS, STARTERS_YTD]
    waits, _ = report.findings
    assert (waits.code, waits.ref) == ("pairing-needed", AGENCY)
    assert waits.locator == f"line:{line_of(lines, AGENCY)}"
    assert f"line {line_of(lines, STAFF[AGENCY])}" in waits.message


def test_it_is_recognised():
    assert west_berkshire.recognises(document(slides(STAFF)))


@pytest.mark.parametrize(
    "lines",
    [
        slides(STAFF, months="Indicator Number|Apr-16|May-16|Jun-16|Jul-16"),
        [line for line in slides(STAFF) if not line.startswith("###")],
        [*slides({}, months=""), MONTHS.replace("|", "\t")],
        ["### OBJECTIVE 1", "Starters", "", "Apr-16\tMay-16"],
    ],
    ids=["other-heading", "no-section", "no-titles", "too-few-months"],
)
def test_it_is_not_recognised(lines):
    assert not west_berkshire.recognises(document(lines))


def test_a_report_without_tables():
    assert refusal(["### A", "Starters"]).code == "format-unknown"


# Units, bases, figures


@pytest.mark.parametrize(
    ("title", "row", "unit", "basis"),
    [
        ("CP Visits - % cases where child seen within the last 10 days", "97%", "percent", ""),
        ("Percentage of LAC on time (snapshot)", "97%", "percent", "snapshot"),
        ("ICPCs held within 15 days of S47 (each month)", "89%", "percent", "in_period"),
        ("ICPCs held within 15 days of S47 (year to date)", "89%", "percent", "year_to_date"),
        ("Adoption Timescales (to a match) - average days", "513", "days", ""),
        ("The number of weeks taken to conclude proceedings (this month)", "25", "weeks", "in_period"),
        ("The number of weeks taken to conclude proceedings (Ytd)", "25", "weeks", "year_to_date"),
        ("Section 47 Enquiries per 10,000 population", "128", "rate_per_10000", ""),
        ("Section 47 Enquiries initiated YTD", "38", "number", "year_to_date"),
        ("Supervision - in the last month (snapshot)", "94%", "percent", "snapshot"),
        ("Numbers of missing children", "1,070", "number", ""),
        ("Leavers - during the month", "3", "number", "in_period"),
    ],
)
def test_units_and_bases_come_from_titles(title, row, unit, basis):
    block = {title: f"{row}||||"}
    (indicator,) = parse(slides(block), pairing(block)).indicators
    assert (indicator.unit, indicator.basis, indicator.frequency) == (unit, basis, "monthly")
    assert [figure.value for figure in indicator.figures] == [Decimal(row.rstrip("%").replace(",", ""))]


def test_quarters():
    title, total = "Sickness Absence - days lost in Quarter", "Sickness Absence - days lost year to date"
    months = "Apr-16|May-16|Jun-16|Jul-16|Aug-16|Sep-16"
    block = {title: "||275|||312.5", total: "||275|||587.5"}
    report = parse(slides(block, months=months))
    assert texts(report) == {
        title: [("2016-Q1", "275"), ("2016-Q2", "312.5")],
        total: [("2016-Q1", "275"), ("2016-Q2", "587.5")],
    }
    assert [indicator.unit for indicator in report.indicators] == ["days", "days"]
    assert [indicator.basis for indicator in report.indicators] == ["quarterly", "year_to_date"]
    assert {indicator.frequency for indicator in report.indicators} == {"quarterly"}
    assert report.period == Period.month(2016, 9)


def test_a_quarter_under_another_month():
    block = {"Sickness Absence - days lost in Quarter": "|275|||"}
    lines = slides(block)
    problem = refusal(lines, pairing(block))
    assert (problem.code, problem.locator) == ("quarter-misplaced", f"line:{len(lines)}")
    assert "May 2016" in problem.message


def test_symbols_are_statuses_and_blanks_are_nothing():
    block = {"Numbers of missing children": "c||3|low|:"}
    (indicator,) = parse(slides(block), pairing(block)).indicators
    assert [(figure.value, figure.status, figure.text) for figure in indicator.figures] == [
        (None, "c", "c"),
        (Decimal(3), "", "3"),
        (None, "k", "low"),
        (None, "x", ":"),
    ]


def test_a_row_without_values():
    block = {AGENCY: "||||"}
    report = parse(slides(block), pairing(block))
    assert by_title(report)[AGENCY].figures == ()
    assert "no-data" in codes(report.findings)


def test_a_share_over_100():
    block = {AGENCY: "101%||||"}
    assert "out-of-range" in codes(parse(slides(block), pairing(block)).findings)


@pytest.mark.parametrize(
    ("title", "row"), [("Number of legal cases", "5%||||"), ("Percentage of LAC", "5||||"), ("CP - %", "5||||")]
)
def test_a_row_in_another_unit_than_its_title(title, row):
    assert refusal(slides({title: row}), pairing({title: row})).code == "unit-differs"


# Rows and tables that can't be read


@pytest.mark.parametrize("text", ["n/k", "1,07", "٨٦%", "−5", "-5", "+5", ".5", "5.", "86 %", "1e3", "C", "£5"])
def test_values_out_of_form(text):
    lines = replaced(slides(STAFF), STAFF[AGENCY], f"29%|26%|{text}|12%|")
    problem = refusals(lines)[0]
    assert (problem.code, problem.locator) == ("value-unreadable", f"line:{len(lines)}")
    assert "June 2016" in problem.message


@pytest.mark.parametrize("row", ["29%|26%|17%|12%", "29%|26%|17%|12%||", "29%"])
@pytest.mark.parametrize("confirmed", [None, pairing(STAFF)], ids=["unconfirmed", "confirmed"])
def test_a_row_with_other_cells_than_its_heading(row, confirmed):
    lines = replaced(slides(STAFF), STAFF[AGENCY], row)
    problem = refusal(lines, confirmed)
    assert (problem.code, problem.locator) == ("row-cells", f"line:{len(lines)}")


def test_a_row_of_mixed_units():
    assert refusal(replaced(slides(STAFF), STAFF[AGENCY], "29%|26|17%|12%|")).code == "unit-mixed"


def test_a_row_outside_every_table():
    lines = [*slides(STAFF), "", "A caption", "1\t2\t3\t4\t5"]
    problem = refusal(lines)
    assert (problem.code, problem.locator) == ("table-unreadable", f"line:{len(lines)}")


def test_a_table_without_rows():
    assert "table-unreadable" in codes(refusals(slides(STAFF, ASSESSMENTS)[:-2]))


@pytest.mark.parametrize(
    ("months", "code"),
    [
        ("Apr-16|May-16|Junk-16|Jul-16|Aug-16", "month-unreadable"),
        ("Apr-16|May-16|Jul-16|Aug-16|Sep-16", "months-not-consecutive"),
        ("Apr-16|May-16|Jun-17|Jul-17|Aug-17", "months-not-consecutive"),
    ],
)
def test_months(months, code):
    assert refusal(slides(STAFF, months=months)).code == code


def test_a_title_twice():
    lines = replaced(slides(STAFF), AGENCY, STARTERS)
    problem = refusal(lines)
    assert (problem.code, problem.ref) == ("title-repeated", STARTERS)


@pytest.mark.parametrize(
    "line", ["### OBJECTIVE 2 - TO DO WELL", "\t".join(MONTHS.split("|"))], ids=["section", "table"]
)
def test_as_many_sections_as_tables(line):
    lines = slides(STAFF, ASSESSMENTS)
    at = max(number for number, words in enumerate(lines) if words == line)
    assert codes(refusals([*lines[:at], *lines[at + 1 :]])) == ["tables-differ"]


def test_more_rows_than_titles():
    problem = refusal(replaced(slides(STAFF), AGENCY, ""))
    assert problem.code == "rows-without-title"
    assert "3 rows" in problem.message


def test_all_reasons_come_together():
    lines = replaced(replaced(slides(STAFF), STAFF[AGENCY], "29%"), STAFF[STARTERS], "1|2|0|x1|")
    assert codes(refusals(lines)) == ["value-unreadable", "row-cells"]


def test_the_undated_table_is_text():
    more = ["", "## LAC - medicals *(all)*", "", "Overdue\t", "Total\t149", "", "By age\t", "On time\t100.00%"]
    lines = slides(STAFF, more=more)
    passage = parse(lines).passages[-1]
    assert passage == Passage(
        "data_note",
        "Overdue\nTotal: 149\n\nBy age\nOn time: 100.00%",
        f"line:{line_of(lines, 'Overdue|')}",
        theme="LAC - medicals (all)",
    )


# Proofs


def proven(*blocks, months=MONTHS):
    return list(by_title(parse(slides(*blocks, months=months))))


def with_row(block, title, row):
    return {**block, title: row}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        (STARTERS_YTD, "2|3|3|7|"),  # the first month is the same, or nothing is
        (STARTERS_YTD, "1|3|3|8|"),  # seven months' worth of cleansing is less than one
        (STARTERS_YTD, "1|3|3||"),  # other months
        (STARTERS_YTD, "1%|3%|3%|7%|"),
        (STARTERS, "1|3|3|7|"),
    ],
)
def test_running_totals_that_prove_nothing(title, row):
    assert proven(STAFF) == [STARTERS, STARTERS_YTD]
    assert proven(with_row(STAFF, title, row)) == []


def test_cleansed_running_totals_prove():
    block = {STARTERS: "100|100|100|100|", STARTERS_YTD: "100|215|321|428|"}
    report = parse(slides(block))
    assert len(report.indicators) == 2
    (finding,) = [problem for problem in report.findings if problem.code == "running-total-differs"]
    assert finding.ref == STARTERS_YTD
    assert "May 2016 215 against 200; June 2016 321 against 300" in finding.message
    assert "April" not in finding.message
    assert proven(with_row(block, STARTERS_YTD, "100|216|321|428|")) == []


def test_a_running_total_starts_again_in_april():
    block = {STARTERS: "5|1|2|0|4", STARTERS_YTD: "50|51|2|2|6"}
    assert proven(block, months="Feb-16|Mar-16|Apr-16|May-16|Jun-16") == [STARTERS, STARTERS_YTD]
    assert proven(block, months="Jul-16|Aug-16|Sep-16|Oct-16|Nov-16") == []


def test_one_month_proves_no_running_total():
    assert proven({STARTERS: "1||||", STARTERS_YTD: "1||||"}) == []


def test_a_chance_likeness_proves_nothing():
    """Two rows are the running totals of two; which is which can't be said."""
    assert proven({**STAFF, "Numbers of missing children": "1|2|0|4|"}) == []


def test_complements_prove():
    assert proven(ASSESSMENTS) == [IN_TIME, LATE]


@pytest.mark.parametrize(
    "rows",
    [
        ("76%|84%|97%|92%|", "24%|16%|4%|10%|"),  # 102
        ("76%|84%|97%|92%|", "24%|16%|4%||"),
        ("100%|100%|99%|100%|", "0%|0%|1%|0%|"),  # nothing telling
        ("24%|16%|4%|8%|", "76%|84%|97%|92%|"),  # they add up either way round
        ("49%|84%|97%|92%|", "51%|16%|4%|8%|"),
        ("76%|84%|97%||", "24%|16%|4%||"),  # three months
    ],
)
def test_complements_that_prove_nothing(rows):
    assert proven(dict(zip(ASSESSMENTS, rows, strict=True))) == []


def test_one_month_in_eight_may_be_out():
    months = "Apr-16|May-16|Jun-16|Jul-16|Aug-16|Sep-16|Oct-16|Nov-16"
    block = {IN_TIME: "76%|84%|97%|92%|97%|97%|98%|99%", LATE: "27%|16%|3%|8%|3%|3%|2%|0%"}
    report = parse(slides(block, months=months))
    (finding,) = report.findings
    assert (finding.code, finding.ref) == ("complement-differs", IN_TIME)
    assert "April 2016 76% and 27%, 103%" in finding.message
    assert proven(with_row(block, LATE, "27%|18%|3%|8%|3%|3%|2%|0%"), months=months) == []


def test_rates_prove_and_a_title_has_no_row():
    report = parse(slides(RATES))
    assert list(by_title(report)) == [title for title in RATES if title != CP_DCT]
    assert codes(report.findings) == ["title-without-row", "month-without-values"]
    assert report.findings[0].ref == CP_DCT


@pytest.mark.parametrize(
    ("title", "row"),
    [
        (CP_RATE, "45|42|52|48|"),  # another population in one month of four
        (CP_RATE, "50|47|55|53|"),  # … in all
        (CP_RATE, "45|42|50||"),
        (CP, "18|17|20|19|"),  # a rate that goes with a population of its own
    ],
)
def test_rates_that_prove_nothing(title, row):
    assert proven(with_row(RATES, title, row)) == []


def test_too_few_rates_prove_nothing():
    assert proven({title: row for title, row in RATES.items() if title not in (CP, CP_DCT, CP_RATE)}) == []


def test_rates_too_small_to_tell_rows_apart():
    assert proven({**RATES, CP: "30|28|34|32|", CP_RATE: "15|14|17|16|"}) == []


def test_a_count_that_does_not_go_with_its_rate():
    report = parse(slides(RATES), pairing(RATES))
    assert "rate-differs" not in codes(report.findings)
    block = with_row(RATES, LAC, "150|120|170|180|")
    (finding,) = [p for p in parse(slides(block), pairing(block)).findings if p.code == "rate-differs"]
    assert finding.ref == LAC
    assert "May 2016 120, while 80 per 10,000 means about 160" in finding.message
    assert "20,000 children" in finding.message


def test_a_row_too_few_leaves_its_neighbours_in_doubt():
    lines = slides({**STAFF, **OTHER})
    report = parse(replaced(lines, STAFF[AGENCY], None))
    assert list(by_title(report)) == [STARTERS, STARTERS_YTD]
    doubts = [problem for problem in report.findings if problem.code == "row-in-doubt"]
    assert [problem.ref for problem in doubts] == [AGENCY, *OTHER]
    assert "3 titles and 2 rows" in doubts[0].message


def test_rows_out_of_order_prove_nothing():
    """Each pair is whole, but the two stand in the wrong order, or too far apart for their titles."""
    leavers = {"Leavers - during the month": "3|0|0|1|", "Leavers - year to date": "3|3|3|4|"}
    block = {**STAFF, **leavers}
    lines = slides(block)
    assert len(parse(lines).indicators) == 4
    first, second = STAFF[STARTERS], leavers["Leavers - during the month"]
    swapped = replaced(replaced(lines, first, "here"), second, first)
    assert parse(replaced(swapped, "here", second)).indicators == ()


# The confirmed pairing


def test_a_pairing_speaks_for_the_whole_report():
    lines = slides({**STAFF, **OTHER})
    problem = refusal(lines, pairing(STAFF, {"Supervision (snapshot)": OTHER["Supervision (snapshot)"]}))
    assert (problem.code, problem.ref) == ("pairing-differs", "CP Visits - % seen")
    ours = pairing({**STAFF, **OTHER}, {"Another": None})
    assert refusal(lines, ours).ref == "Another"


def test_a_changed_figure_no_longer_fits():
    lines = replaced(slides(STAFF), STAFF[AGENCY], "29%|26%|18%|12%|")
    problem = refusal(lines, pairing(STAFF))
    assert (problem.code, problem.ref) == ("pairing-differs", AGENCY)
    assert f"line {len(lines)}" in problem.message


def test_swapped_rows_no_longer_fit():
    block = {**STAFF, **OTHER}
    lines = slides({**block, AGENCY: block["CP Visits - % seen"], "CP Visits - % seen": block[AGENCY]})
    problem = refusal(lines, pairing(block))
    assert problem.code == "pairing-differs"
    assert f"'{AGENCY}' and 'CP Visits - % seen'" in problem.message
    assert f"lines {len(lines) - 2} and {len(lines)}" in problem.message
    assert "Supervision" not in problem.message


def test_a_missing_row_no_longer_fits():
    block = {**STAFF, **OTHER}
    problem = refusal(replaced(slides(block), STAFF[AGENCY], None), pairing(block))
    assert (problem.code, problem.ref) == ("pairing-differs", AGENCY)
    assert "no row" in problem.message


def test_a_pairing_that_the_figures_disprove():
    wrong = pairing({**RATES, CP: None, CP_DCT: RATES[CP]})
    problem = refusal(slides(RATES), wrong)
    assert (problem.code, problem.ref) == ("pairing-contradicted", CP)


def test_the_order_and_spacing_of_a_pairing_do_not_matter():
    confirmed = pairing(STAFF)
    confirmed["pairing"].reverse()
    confirmed["pairing"][0]["title"] = AGENCY.upper().replace(" ", "  ")
    lines = replaced(slides(STAFF), STAFF[AGENCY], " 29%|26% |17.5%|12%| ")
    assert len(parse(lines, confirmed).indicators) == 3


def test_fingerprints_are_of_the_cells():
    assert west_berkshire.fingerprint(["29%", "", " 1"]) == west_berkshire.fingerprint(["29%", " ", "1 "])
    assert west_berkshire.fingerprint(["29%", "1", ""]) != west_berkshire.fingerprint(["29%", "", "1"])
    assert len(west_berkshire.fingerprint(["1"])) == 16


ENTRY = {"title": AGENCY, "fingerprint": "0123456789abcdef"}


@pytest.mark.parametrize(
    "confirmed",
    [
        [],
        "pairing",
        {},
        {"report": "x", "sha256": [], "pairing": []},
        {"report": "x", "sha256": [], "pairing": {}},
        {"report": "x", "sha256": "0" * 64, "pairing": [ENTRY]},
        {"report": "x", "sha256": ["0" * 63], "pairing": [ENTRY]},
        {"report": 1, "sha256": [], "pairing": [ENTRY]},
        {"report": "x", "sha256": [], "pairing": [ENTRY, ENTRY]},
        {"report": "x", "sha256": [], "pairing": ["title"]},
        {"report": "x", "sha256": [], "pairing": [{"title": AGENCY}]},
        {"report": "x", "sha256": [], "pairing": [{"title": "", "fingerprint": None}]},
        {"report": "x", "sha256": [], "pairing": [{"title": 1, "fingerprint": None}]},
        {"report": "x", "sha256": [], "pairing": [{"title": AGENCY, "fingerprint": "0123456789ABCDEF"}]},
        {"report": "x", "sha256": [], "pairing": [{"title": AGENCY, "fingerprint": 1}]},
    ],
)
def test_malformed_pairings(confirmed):
    problems = refusals(slides(STAFF), confirmed)
    assert set(codes(problems)) == {"pairing-unreadable"}


def test_proposals():
    lines = slides({**STAFF, **OTHER})
    proposals = west_berkshire.propose(document(replaced(lines, STAFF[STARTERS], "1|2|0|9|")))
    assert [proposal.standing for proposal in proposals] == ["in_doubt"] * 5
    assert proposals[2].cells == tuple(STAFF[AGENCY].split("|"))
    proposals = west_berkshire.propose(document(slides(RATES)))
    assert [proposal.standing for proposal in proposals] == [*["proven"] * 3, "no_row", *["proven"] * 3]
    assert (proposals[3].title, proposals[3].row_line, proposals[3].fingerprint) == (CP_DCT, None, None)
    assert proposals[1].title == CIN_RATE
    assert proposals[1].fingerprint == west_berkshire.fingerprint(RATES[CIN_RATE].split("|"))
