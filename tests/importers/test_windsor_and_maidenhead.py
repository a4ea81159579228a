"""Windsor and Maidenhead's progress statements, on small excerpts: rows, dates, proposals, acceptances."""

from decimal import Decimal

import pytest

from importers.documents import read_document
from importers.records import Refused
from importers.sources import croydon
from importers.sources import windsor_and_maidenhead as windsor
from importers.sources.windsor_and_maidenhead.dates import date_at, find_dates
from indicators.periods import Period

pytestmark = pytest.mark.usefixtures("read_here")

SEPTEMBER = Period.month(2018, 9)
AREA = "**Service Area Children's Social Care****Service Area Description**"
HEADER = "No.|Baseline|Progress|Next Steps|New arrangement added ..."
A1 = "A.1|In August 2017 we had 1,074 open cases to social care services|Reduced to 734 at end of September.|More|New"
A2 = "A.2|In August 2017: 56 young people being supported.|By September 2018: 78 young people being supported.||"
CASES = "Open cases to social care services"
LEAVERS = "Care leavers being supported"
ACCEPT_A1 = {"statement": "A.1", "measure": CASES, "baseline": "2017-08", "latest": "2018-09", "inferred": True}
ACCEPT_A2 = {
    "statement": "A.2", "measure": LEAVERS, "baseline": "2017-08", "latest": "2018-09", "inferred": False,
}  # fmt: skip


def confirmed(*accepted):
    return {"report": "a report", "source": windsor.NAME, "accepted": list(accepted)}


def pages(*rows, area=AREA, header=HEADER, before=("What it does.",)):
    return ["", area, "", *before, "", header, *(rows or (A1, A2)), ""]


def document(lines):
    return read_document("report.txt", "\n".join(lines).replace("|", "\t").encode())


def parse(lines, *accepted):
    return windsor.parse(document(lines), confirmed(*accepted) if accepted else None)


def refusals(lines, acceptances=None):
    with pytest.raises(Refused) as caught:
        windsor.parse(document(lines), acceptances)
    for problem in caught.value.problems:
        assert problem.message.endswith("."), problem
    return caught.value.problems


def refusal(lines, at):
    """The code and message of the only refusal, which must be on the line that begins with `at`."""
    (problem,) = refusals(lines)
    assert lines[int(problem.locator.removeprefix("line:")) - 1].startswith(at)
    return problem.code, problem.message


def findings(report, code):
    found = [problem for problem in report.findings if problem.code == code]
    for problem in found:
        assert problem.message.endswith("."), problem
    return found


def finding(report, code):
    (problem,) = findings(report, code)
    return problem


def statement(progress, baseline="In August 2017 nothing", ref="A.3"):
    return f"{ref}|{baseline}|{progress}||"


def values(report):
    return {i.title: [(f.period.key, f.text) for f in i.figures] for i in report.indicators}


# Statements


def test_a_statement_is_loaded_as_it_stands():
    first, second = parse(pages()).statements
    assert (first.ref, first.area, first.locator) == ("A.1", "Children's Social Care", "line:7")
    assert first.baseline == "In August 2017 we had 1,074 open cases to social care services"
    assert (first.progress, first.next_steps) == ("Reduced to 734 at end of September.", "More")
    assert (first.arrangement, second.arrangement, first.measures) == ("New", "", ())


def test_a_row_goes_on_over_a_page():
    rest = "|| being supported.||and more"
    report = parse(pages(A1, "A.2|In August 2017|By September 2018: 78 young people||Some", "", HEADER, rest))
    assert report.statements[1].progress == "By September 2018: 78 young people being supported."
    assert report.statements[1].arrangement == "Some and more"
    assert report.statements[1].baseline == "In August 2017"


def test_a_figure_s_locator_is_the_line_that_prints_it():
    split = (
        "A.2|In August 2017|By September 2018:||",
        "",
        HEADER,
        "|56 young people being supported|78 young people being supported||",
    )
    (indicator,) = parse(pages(A1, *split), ACCEPT_A2).indicators
    assert [figure.locator for figure in indicator.figures] == ["line:11", "line:11"]


def test_markup_is_removed_and_paragraphs_are_kept():
    lines = pages(A1, "<b>A.2</b>|We are 39 <sup>th</sup>  and proud|<b>In September 2018</b>||")
    assert parse(lines).statements[1].baseline == "We are 39th\nand proud"
    assert parse(lines).statements[1].progress == "In September 2018"


def test_what_an_area_says_of_itself():
    (passage,) = parse(pages(before=("What it does.", "", "What it was."))).passages
    assert (passage.kind, passage.theme, passage.locator) == ("summary", "Children's Social Care", "line:4")
    assert passage.text == "What it does.\n\nWhat it was."


def test_lines_between_the_parts_are_not_used():
    report = parse(["Page 1", *pages(), "Page 2"])
    assert [(p.code, p.locator) for p in report.unused] == [("unused", "line:1"), ("unused", "line:11")]


def test_two_areas():
    report = parse([*pages(), *pages("B.1|x|September 2018||", area="**Service Area Youth**")])
    assert [s.area for s in report.statements] == ["Children's Social Care", "Children's Social Care", "Youth"]


@pytest.mark.parametrize(
    ("rows", "code", "at"),
    [
        ((A1, "A.2|x|September 2018|"), "row-cells", "A.2"),
        ((A1, "A.2|x|September 2018||||"), "row-cells", "A.2"),
        ((A1, "|x|September 2018|"), "row-cells", "|x"),
        ((A1, "A.1|x|y||"), "ref-repeated", "A.1|x"),
        ((A1, "B.2|x|y||"), "ref-astray", "B.2"),
        ((A1, "A2|x|y||"), "ref-unreadable", "A2"),
        ((A1, "A.02|x|y||"), "ref-unreadable", "A.02"),
        (("|x|y||", A1, A2), "row-astray", "|x"),
        ((A1, A2, "and the rest of it"), "row-broken", "and the rest"),
        ((A1, A2, "No.|Baseline|Progress|Next Stops|New arrangement added ..."), "header-columns", "No."),
    ],
)
def test_rows_out_of_form_are_refused(rows, code, at):
    assert refusal(pages(*rows), at)[0] == code


def test_areas_out_of_form_are_refused():
    assert refusal([HEADER, *pages()], "No.")[0] == "area-missing"
    assert refusal([*pages(), "**Service Area Youth**", "", "Text"], "**Service Area Youth")[0] == "area-empty"
    twice = refusals([*pages(), *pages("B.1|x|y||")])
    assert [problem.code for problem in twice] == ["area-repeated"]
    lost = refusals([*pages(), *pages("A.3|x|y||", area="**Service Area Youth**")])
    assert [problem.code for problem in lost] == ["ref-astray"]


def test_rows_without_a_heading_row_are_refused():
    assert [problem.code for problem in refusals(pages(header=""))] == ["row-astray", "row-astray"]


def test_all_refusals_are_told_together():
    assert [p.code for p in refusals(pages("A.1|x", A2, A2))] == ["row-cells", "ref-repeated"]


def test_a_file_of_another_kind():
    assert not windsor.recognises(document(["Ref|Title", "FD 3|x"]))
    assert windsor.recognises(document(pages()))
    assert not croydon.recognises(document(pages()))
    assert refusals(["nothing"])[0].code == "format-unknown"


# Sequence


def test_a_number_passed_over():
    report = parse(pages(A1, statement("x", ref="A.4"), A2))
    assert (finding(report, "sequence-gap").ref, finding(report, "sequence-gap").locator) == ("A.3", "line:8")
    assert finding(report, "sequence-order").ref == "A.2"


def test_the_first_number_and_a_letter_passed_over():
    report = parse([*pages(A2), *pages("C.1|x|y||", area="**Service Area Youth**")])
    assert [problem.ref for problem in findings(report, "sequence-gap")] == ["A.1", "B"]


# Dates


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("In August 2017 we", "month", "2017-08"),
        ("At Sept 2018", "month", "2018-09"),
        ("at end of September which", "no-year", "2018-09"),
        ("by December.", "no-year", "2017-12"),
        ("2016-17 results", "year", "2016-FY"),
        ("2016 -17 results", "year", "2016-FY"),
        ("2018/19: 15", "year", "2018-FY"),
        ("2017-2018", "year", "2017-FY"),
        ("2017-16 80%", "backwards", "2016-FY"),
        ("in Q1 2017 for", "quarter", "2017-Q1"),
        ("Since Sept 2017 we", "beginning", None),
        ("from August 17 through", "unreadable", None),
        ("May 20188", "unreadable", None),
        ("2017-19", "unreadable", None),
    ],
)
def test_a_date(text, kind, key):
    (date,) = find_dates(text, SEPTEMBER)
    assert (date.kind, date.period and date.period.key) == (kind, key)


@pytest.mark.parametrize("text", ["it may be", "March on", "19-25 age", "9 - 5 passes", "3,877", "in 2018", "12 month"])
def test_no_date(text):
    assert find_dates(text, SEPTEMBER) == ()


def test_a_date_holds_up_to_the_next():
    text = "One. In May 2017 two, since June 2017 three, in July 2018 four"
    dates = find_dates(text, SEPTEMBER)
    held = [date_at(dates, text.index(word)).text for word in ("One", "two", "three", "four")]
    assert held == ["May 2017", "May 2017", "May 2017", "July 2018"]
    assert date_at(find_dates("since May 2017, 5", SEPTEMBER), 16) is None


def test_the_report_s_month_is_the_one_most_statements_name():
    rows = [A2, statement("In May 2018 and May 2018", ref="A.1"), statement("At May 2018 or September 2018")]
    assert parse(pages(*rows)).period == SEPTEMBER
    assert parse(pages(statement("May 2018", ref="A.1"))).period == Period.month(2018, 5)


def test_a_report_without_a_month_is_refused():
    assert refusal(pages(A1), "**Service")[0] == "period-missing"


def test_a_date_after_the_report():
    late = statement("In December 2018 well; December 2018 too")
    problem = finding(parse(pages(A1, A2, late, statement("By September 2018", ref="A.4"))), "date-after-report")
    assert (problem.ref, problem.locator) == ("A.3", "line:9")
    assert "December 2018" in problem.message
    assert "September 2018" in problem.message


def test_a_year_backwards_and_a_date_that_cannot_be_read():
    report = parse(pages(A1, A2, statement("For 2017-16, and August 17")))
    assert "2016/17 is inferred" in finding(report, "year-backwards").message
    assert "August 17" in finding(report, "date-unreadable").message


# Proposals


def test_without_acceptances_a_proposal_is_a_finding_and_no_figure():
    report = parse(pages())
    assert report.indicators == ()
    first, second = findings(report, "proposal")
    assert (first.ref, first.locator, second.ref) == ("A.1", "line:7", "A.2")
    for words in (CASES, "1,074", "August 2017", "734", "September 2018", "2017-08", "2018-09", "inferred true"):
        assert words in first.message
    assert not findings(report, "acceptance-unused")


def test_an_accepted_proposal():
    report = parse(pages(), ACCEPT_A1)
    (indicator,) = report.indicators
    assert (indicator.ref, indicator.title, indicator.section) == ("", CASES, "Children's Social Care")
    assert (indicator.unit, indicator.frequency, indicator.locator) == ("number", "monthly", "line:7")
    before, after = indicator.figures
    assert (before.period.key, before.value, before.text) == ("2017-08", Decimal(1074), "1,074")
    assert (after.period.key, after.value, after.text) == ("2018-09", Decimal(734), "734")
    assert report.statements[0].measures == (CASES,)
    assert [problem.ref for problem in findings(report, "proposal")] == ["A.2"]
    notes = [passage for passage in report.passages if passage.kind == "data_note"]
    assert [note.text for note in notes] == [
        "In August 2017 we had 1,074 open cases to social care services",
        "Reduced to 734 at end of September.",
    ]
    assert {(note.named, note.refs) for note in notes} == {(True, (CASES,))}


def test_the_sentence_reaches_from_the_date_to_the_figure():
    rows = (
        A1,
        "A.2|Bad. In August 2017: so. There were 56 young people being supported. End."
        "|September 2018  Now 78 young people being supported. End.||",
    )
    report = parse(pages(*rows), ACCEPT_A2)
    assert [p.text for p in report.passages if p.kind == "data_note"] == [
        "In August 2017: so. There were 56 young people being supported.",
        "September 2018\nNow 78 young people being supported.",
    ]


def test_a_date_that_was_inferred_is_a_finding():
    assert "only 'September'" in finding(parse(pages()), "date-missing").message
    undated = A2.replace("By September 2018: ", "")
    report = parse(pages(A1, undated, statement("September 2018")))
    assert "no date for 78; September 2018" in findings(report, "date-missing")[1].message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("56", "over 56"), ("56", "5,6"), ("56", "1 056"), ("56", "-56"), ("56", "−56"), ("56", "056"),
        ("56", "£56"), ("56", "56%"), ("56", "56+"), ("56", "٥٦"), ("56", "5.6.1"), ("56", "no"), ("56", "fifty"),
        ("56 young people being supported.", "56 young people being supported, not 57 young people being supported."),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_stated_outright_is_not_proposed(old, new):
    report = parse(pages(A1, A2.replace(old, new, 1)), ACCEPT_A2)
    assert report.indicators == ()
    assert finding(report, "figure-unclear").ref == "A.2"
    assert "do not propose" in finding(report, "acceptance-unused").message


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("August 2017", "August 17", "can't be read"),
        ("In August 2017: ", "", "the baseline has no date"),
        ("August 2017", "2017-18", "different lengths"),
        ("August 2017", "September 2018", "does not lie before"),
        ("August 2017", "October 2018", "does not lie before"),
    ],
)
def test_dates_that_do_not_fit_are_not_proposed(old, new, why):
    report = parse(pages(A1, A2.replace(old, new)), ACCEPT_A2)
    assert report.indicators == ()
    assert why in finding(report, "dates-unclear").message


def test_a_rolling_year_is_said_to_be_one():
    row = "A.3|In the year to May 2017 23 episodes|In the year to May 2018, 17 episodes||"
    title = "Episodes of children missing from home"
    accept = {"statement": "A.3", "measure": title, "baseline": "2017-05", "latest": "2018-05", "inferred": False}
    (indicator,) = parse(pages(A1, A2, row), accept).indicators
    assert indicator.basis == "rolling_12_months"
    assert parse(pages(A1, A2, row.replace("the year to ", "")), accept).indicators == ()


APPEALS = (
    "A.3|Many|Held by 15%. 2018/19: 15 of 146 total appeals heard (10%) 2017/18: 36 of 141 total appeals heard (25%)||"
)
COUNT = "Infant class size appeals heard"
SHARE = "Infant class size appeals as a share of all appeals heard"
ACCEPT_D2 = [
    {"statement": "A.3", "measure": title, "baseline": "2017-FY", "latest": "2018-FY", "inferred": False}
    for title in (COUNT, SHARE)
]


def test_the_latest_value_may_stand_before_the_baseline():
    report = parse(pages(A1, A2, APPEALS), *ACCEPT_D2)
    assert values(report) == {
        COUNT: [("2017-FY", "36"), ("2018-FY", "15")],
        SHARE: [("2017-FY", "25%"), ("2018-FY", "10%")],
    }
    assert finding(report, "year-unfinished").ref == "A.3"
    assert not findings(report, "percentage-differs")


@pytest.mark.parametrize(
    ("percent", "differs"), [("24%", 1), ("25%", 0), ("26%", 0), ("27%", 1), ("25.4%", 1), ("25.5%", 0)]
)
def test_a_share_is_checked_to_within_rounding_either_way(percent, differs):
    report = parse(pages(A1, A2, APPEALS.replace("25%", percent)))
    assert len(findings(report, "percentage-differs")) == differs


@pytest.mark.parametrize(
    ("stated", "differs"), [("Increase of 37%", 0), ("Increase of 38%", 0), ("Increase of 27%", 1), ("Fall of 37%", 1)]
)
def test_a_stated_change_is_checked(stated, differs):
    row = f"A.3|In May 2017 132 children and their families|{stated} to 181 children and their families by May 2018||"
    assert len(findings(parse(pages(A1, A2, row)), "percentage-differs")) == differs


def test_a_share_above_100():
    row = "A.3|In May 2017 12 month review - 57%|In May 2018 12 month review - 157%||"
    assert "157%" in finding(parse(pages(A1, A2, row)), "out-of-range").message


def test_a_label_carries_its_statement_s_number():
    row = "A.3|2016-17 Phonics – 84% KS1- Writing 74%|2017-18 Phonics – 86% KS1 – Writing 73.5%||"
    accept = [
        {"statement": "A.3", "measure": title, "baseline": "2016-FY", "latest": "2017-FY", "inferred": False}
        for title in ("A.3 Phonics", "A.3 KS1 Writing")
    ]
    report = parse(pages(A1, A2, row), *accept)
    assert values(report)["A.3 KS1 Writing"] == [("2016-FY", "74%"), ("2017-FY", "73.5%")]
    assert {f.qualifier for i in report.indicators for f in i.figures} == {"school year"}
    assert [f.decimals for f in report.indicators[1].figures] == [0, 1]
    assert report.indicators[0].frequency == "yearly"


def test_figures_that_only_look_alike_are_never_proposed():
    row = "A.3|2016 -17 at grade 4 or above is 72%.|2017-18 50.8% of pupils achieved 9 - 5 passes||"
    report = parse(pages(A1, A2, row))
    assert "72% and 50.8%" in finding(report, "not-comparable").message
    assert [problem.ref for problem in findings(report, "proposal")] == ["A.1", "A.2"]


def test_numbers_in_no_proposal_are_listed():
    (problem,) = parse(pages(A1, A2, statement("3877 on time, 94.63% in May 2018, KS2"))).unused
    assert (problem.code, problem.ref, problem.locator) == ("unused", "A.3", "line:9")
    assert "A.3: 3877; 94.63%." in problem.message


# Acceptances


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"statement": "A.9"}, "no such statement"),
        ({"statement": "A.2"}, "do not propose that measure"),
        ({"measure": "Cases"}, "do not propose that measure"),
        ({"baseline": "2017-07"}, "it is for July 2017 and September 2018"),
        ({"latest": "2018-Q2"}, "the sentences say August 2017 and September 2018"),
        ({"inferred": False}, "a date had to be inferred"),
    ],
)
def test_an_acceptance_that_does_not_fit(change, why):
    report = parse(pages(), {**ACCEPT_A1, **change})
    assert report.indicators == ()
    assert why in finding(report, "acceptance-unused").message
    assert [problem.ref for problem in findings(report, "proposal")] == ["A.1", "A.2"]


def test_an_acceptance_that_infers_what_is_printed():
    assert (
        "both dates are printed"
        in finding(parse(pages(), {**ACCEPT_A2, "inferred": True}), "acceptance-unused").message
    )


@pytest.mark.parametrize(
    "acceptances",
    [
        [],
        {},
        {"source": windsor.NAME, "accepted": {}},
        {"source": "other", "accepted": []},
        {"accepted": []},
        confirmed("A.1"),
        confirmed({**ACCEPT_A1, "statement": 1}),
        confirmed({key: text for key, text in ACCEPT_A1.items() if key != "measure"}),
        confirmed({**ACCEPT_A1, "inferred": "yes"}),
        confirmed({**ACCEPT_A1, "latest": "September 2018"}),
        confirmed(ACCEPT_A1, ACCEPT_A1),
        confirmed(ACCEPT_A1, {**ACCEPT_A2, "measure": CASES}),
    ],
)
def test_acceptances_that_cannot_be_read(acceptances):
    (problem,) = refusals(pages(), acceptances)
    assert (problem.code, problem.locator) == ("acceptances-unreadable", "")


def test_acceptances_hold_no_values():
    report = parse(pages(A1.replace("1,074", "2,000"), A2), {**ACCEPT_A1, "value": "7", "note": "seen"})
    assert values(report) == {CASES: [("2017-08", "2,000"), ("2018-09", "734")]}
