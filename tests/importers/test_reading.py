"""Reading's progress report on excerpts: the weekly table, the sentences with figures, the plan's totals."""

from decimal import Decimal

import pytest

from importers.documents import read_document
from importers.records import Figure, Passage, Problem, Refused, StatedTotal
from importers.sources import reading
from indicators.periods import Period

pytestmark = pytest.mark.usefixtures("read_here")

HEADER = "|16/4/17|23/4/17|30/4/17|Direction of Travel"
OPEN = "No. of open cases|1,848|1824|1784|"
CLOSED = "No. of cases closed in the week|41|45|7|Ļ"
VISITS = "Visits outstanding|61|75|0|1"
DEBRIS = ("|-|-|", "Table 2|Prograss|30/04/2017", "|11091033|Jummar")
POSTS = (
    "As at end April 2017 56% social work posts were filled with permanent staff and 20% of social work "
    "management posts."
)
CASES = (
    "The number of open cases fell over the last 2 months from a position of 1986 as at end March 2017 to 1778 as "
    "the beginning of May 2017."
)
PRIORITIES = (
    "2. Progress against priority 1 - People",
    "",
    f"- 2.1 {POSTS} More is to come.",
    f"- 2.2 {CASES}",
    "",
    "3. Progress against priority 2 - Practice",
    "",
    "- 3.1 A review goes on where a",
    "",
    "decision is needed.",
)
SUMMARY = (
    "- 1.1 In April 2017 a total of 12 actions were rated as completed, these remain within the plan for 6 months.",
    "",
    "1.2 It has two key pillars of reform with 18 cascading outcomes, consisting of 60 actions.",
)
CONCLUSION = ("- 6.1 All goes well.",)


def paper(*rows, header=HEADER, summary=SUMMARY, priorities=PRIORITIES, conclusion=CONCLUSION, cover=()):
    """The lines of a small report; cells are written with bars."""
    return [
        "TO:|COMMITTEE",
        "TITLE:|HOW THE PLAN GOES|",
        *cover,
        "",
        "1. PURPOSE AND EXECUTIVE SUMMARY",
        "",
        *summary,
        "",
        "2 LEGAL",
        "",
        "2.1 None.",
        "",
        "1. Introduction",
        "",
        *priorities,
        "",
        "5. Indicators",
        "",
        "5.1 Table 2 is below.",
        "",
        header,
        *(rows or (OPEN, "", *DEBRIS, "", CLOSED, VISITS)),
        "",
        "6. Conclusion",
        "",
        *conclusion,
    ]


def document(lines):
    return read_document("paper.txt", "\n".join(lines).replace("|", "\t").encode())


def parse(lines):
    report = reading.parse(document(lines))
    assert all(problem.message.endswith(".") for problem in (*report.findings, *report.unused))
    return report


def refusals(lines):
    with pytest.raises(Refused) as caught:
        parse(lines)
    assert all(problem.message.endswith(".") for problem in caught.value.problems)
    return caught.value.problems


def refusal(lines, at):
    """The code and message of the only refusal, which must be on the line that begins with `at`."""
    (problem,) = refusals(lines)
    assert lines[int(problem.locator.removeprefix("line:")) - 1].startswith(at)
    return problem.code, problem.message


def findings(lines):
    """(code, ref) of each finding, without those that every small report has."""
    usual = {(problem.code, problem.ref) for problem in parse(paper()).findings}
    told = [(problem.code, problem.ref) for problem in parse(lines).findings]
    return [problem for problem in told if problem not in usual]


def line_of(lines, words):
    return next(f"line:{number}" for number, line in enumerate(lines, 1) if words in line)


def row(text, *changes):
    cells = text.split("|")
    for at, words in changes:
        cells[at] = words
    return "|".join(cells)


def indicator(lines, title):
    return next(stated for stated in parse(lines).indicators if stated.title == title)


def test_a_report():
    lines = paper()
    report = parse(lines)
    assert (report.source, report.title) == ("reading-improvement-plan", "HOW THE PLAN GOES")
    assert report.period == Period.month(2017, 4)
    posts, managers, cases, opened, closed, visits = report.indicators
    place = line_of(lines, OPEN)
    weeks = [Period.parse(key) for key in ("2017-04-16", "2017-04-23", "2017-04-30")]
    assert opened.figures == (
        Figure(weeks[0], Decimal(1848), "1,848", place),
        Figure(weeks[1], Decimal(1824), "1824", place),
        Figure(weeks[2], Decimal(1784), "1784", place),
    )
    assert (opened.ref, opened.title, opened.section) == ("", "No. of open cases", "Indicators")
    assert (opened.unit, opened.frequency, opened.basis, opened.polarity) == ("number", "weekly", "", "")
    assert (closed.basis, visits.basis) == ("in_period", "")
    assert [f.published_direction for f in closed.figures] == ["", "", "worsening"]
    assert [f.published_direction for f in visits.figures] == ["", "", "improving"]
    place = line_of(lines, POSTS)
    assert posts.title == "Social work posts filled with permanent staff (point in time)"
    assert (posts.unit, posts.frequency, posts.basis) == ("percent", "monthly", "snapshot")
    assert posts.section == "Progress against priority 1 - People"
    assert posts.figures == (Figure(Period.month(2017, 4), Decimal(56), "56%", place),)
    assert managers.figures == (Figure(Period.month(2017, 4), Decimal(20), "20%", place),)
    place = line_of(lines, CASES)
    assert cases.figures == (
        Figure(Period.month(2017, 3), Decimal(1986), "1986", place),
        Figure(Period.month(2017, 5), Decimal(1778), "1778", place),
    )


def test_passages():
    lines = paper()
    section = "Progress against priority 1 - People"
    titles = [stated.title for stated in parse(lines).indicators[:3]]
    first = line_of(lines, POSTS)
    assert parse(lines).passages == (
        Passage(
            "summary",
            SUMMARY[0].removeprefix("- ") + "\n\n" + SUMMARY[2],
            line_of(lines, SUMMARY[0]),
            "PURPOSE AND EXECUTIVE SUMMARY",
        ),
        Passage("plan", f"2.1 {POSTS} More is to come.\n\n2.2 {CASES}", first, "1. People"),
        Passage("data_note", POSTS, first, "", section, (titles[0],), True),
        Passage("data_note", POSTS, first, "", section, (titles[1],), True),
        Passage("data_note", CASES, line_of(lines, CASES), "", section, (titles[2],), True),
        Passage(
            "plan",
            "3.1 A review goes on where a decision is needed.",
            line_of(lines, "- 3.1"),
            "2. Practice",
        ),
        Passage("summary", "6.1 All goes well.", line_of(lines, "- 6.1"), "Conclusion"),
    )


def test_totals():
    lines = paper()
    first, third = (line_of(lines, SUMMARY[at]) for at in (0, 2))
    done, counts = SUMMARY[0].removeprefix("- 1.1 "), SUMMARY[2].removeprefix("1.2 ")
    assert parse(lines).totals == (
        StatedTotal("complete", 12, done, first),
        StatedTotal("watch-months", 6, done, first),
        StatedTotal("priorities", 2, counts, third),
        StatedTotal("outcomes", 18, counts, third),
        StatedTotal("actions", 60, counts, third),
    )


def test_unused_lines_are_told_by_section():
    assert [(problem.locator, problem.message) for problem in parse(paper()).unused] == [
        ("line:1", "Nothing was taken from this line of the cover."),
        ("line:10-12", "Nothing was taken from these 2 lines of section '2 LEGAL'."),
        ("line:14", "Nothing was taken from this line of section '1. Introduction'."),
        ("line:29", "Nothing was taken from this line of section '5. Indicators'."),
        ("line:34-36", "Nothing was taken from these 3 lines of section '5. Indicators'."),
    ]
    assert all(isinstance(problem, Problem) and problem.code == "unused" for problem in parse(paper()).unused)


# The table


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("23/4/17", "31/4/17", "week-unreadable"),
        ("23/4/17", "23/4/l7", "week-unreadable"),
        ("23/4/17", "", "week-unreadable"),
        ("23/4/17", "24/4/17", "weeks-not-consecutive"),
        ("23/4/17", "23/4/18", "weeks-not-consecutive"),
        ("23/4/17", "16/4/17", "weeks-not-consecutive"),
        ("Direction of Travel", "Direction", "header-columns"),
        ("|16/4/17", "Week|16/4/17", "header-columns"),
        ("|16/4/17|23/4/17|30/4/17", "", "header-columns"),
    ],
)
def test_heading_rows_that_cannot_be_read_are_refused(old, new, code):
    problems = refusals(paper(header=HEADER.replace(old, new)))
    assert problems[0].code == code
    assert "heading row" in problems[0].message


def test_weeks_may_have_four_figure_years_and_cross_a_year():
    lines = paper(header="|24/12/2017|31/12/17|7/1/18|Direction of Travel")
    opened = indicator(lines, "No. of open cases")
    assert [figure.period.key for figure in opened.figures] == ["2017-12-24", "2017-12-31", "2018-01-07"]


@pytest.mark.parametrize("change", [f"{OPEN}|", OPEN.replace("|1824", ""), OPEN.removesuffix("|"), "Open|1"])
def test_a_row_with_a_cell_too_few_or_many_is_refused(change):
    code, message = refusal(paper(change, CLOSED), change.split("|")[0])
    assert code == "row-cells"
    assert "has 5" in message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((0, ""), "row-unnamed"),
        ((2, "18 24"), "value-unreadable"),
        ((2, "-3"), "value-unreadable"),
        ((2, "1824 approx"), "value-unreadable"),
        ((2, "18,24"), "value-unreadable"),
        ((2, "١٨"), "value-unreadable"),
        ((2, "1824%"), "unit-mixed"),
    ],
)
def test_rows_that_cannot_be_read_are_refused(change, code):
    assert refusal(paper(row(OPEN, change), CLOSED), row(OPEN, change).split("|")[0])[0] == code


def test_rows_without_figures_or_with_a_title_again_are_refused():
    assert refusal(paper(OPEN, "Heading||||"), "Heading")[0] == "row-empty"
    code, message = refusal(paper(OPEN, CLOSED, "NO. OF OPEN CASES|1|2|3|"), "NO. OF")
    assert code == "title-repeated"
    assert "on lines 32 and 34" in message


def test_symbols_blanks_and_percentages():
    lines = paper(row(OPEN, (1, "c"), (2, "")), "Share|1.50%|2%|3%|")
    opened, share = parse(lines).indicators[-2:]
    assert [(f.period.key, f.status, f.value) for f in opened.figures] == [
        ("2017-04-16", "c", None),
        ("2017-04-30", "", Decimal(1784)),
    ]
    assert share.unit == "percent"
    assert (share.figures[0].value, share.figures[0].decimals) == (Decimal("1.50"), 2)


@pytest.mark.parametrize(("symbol", "status"), [("low", "k"), (":", "x")])
def test_symbols_that_are_not_their_own_code(symbol, status):
    figure = indicator(paper(row(OPEN, (1, symbol)), CLOSED), "No. of open cases").figures[0]
    assert (figure.value, figure.status, figure.text) == (None, status, symbol)


@pytest.mark.parametrize(
    ("glyph", "direction"),
    [
        ("1", "improving"),
        ("\u013b", "worsening"),
        ("L\u0327", "worsening"),
        ("\\leftrightarrow", "no_change"),
        ("", ""),
    ],
)
def test_directions(glyph, direction):
    lines = paper(row(OPEN, (4, glyph)), CLOSED)
    assert indicator(lines, "No. of open cases").figures[-1].published_direction == direction
    assert findings(lines) == []


@pytest.mark.parametrize("glyph", ["l", "2", "L", "\u013c", "\u00c4\u00bb", "leftrightarrow", "↑"])
def test_glyphs_that_nobody_knows(glyph):
    lines = paper(row(OPEN, (4, glyph)), CLOSED)
    assert indicator(lines, "No. of open cases").figures[-1].published_direction == ""
    assert findings(lines) == [("direction-unreadable", "No. of open cases")]


def test_a_direction_without_a_figure():
    lines = paper(row(VISITS, (3, "")), CLOSED)
    assert findings(lines) == [("direction-without-value", "Visits outstanding")]
    assert not any(f.published_direction for f in indicator(lines, "Visits outstanding").figures)


@pytest.mark.parametrize(
    "debris",
    [
        ("|-|-|",),
        ("Page|of the report",),
        ("Committee|||x",),
        ("|30",),
        (*DEBRIS, "", *DEBRIS),
        (HEADER,),
    ],
)
def test_what_a_page_break_leaves_is_known_by_its_form(debris):
    lines = paper(OPEN, "", *debris, "", CLOSED, VISITS)
    assert len(parse(lines).indicators) == 6
    if debris != (HEADER,):
        assert parse(lines).unused[-1].message.startswith("Nothing was taken from")


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ("No. of contacts|181", "row-cells"),
        ("|181|121|114", "row-cells"),
        ("No. of contacts|||", "table-unreadable"),
        ("No. of contacts", "table-unreadable"),
        ("7", "table-unreadable"),
        ("|-|-||||", "table-unreadable"),
        ("|23/4/17|30/4/17|7/5/17|Direction of Travel", "header-repeated"),
    ],
)
def test_what_could_be_left_of_a_row_is_no_debris(odd, code):
    assert refusal(paper(OPEN, "", odd, "", CLOSED), odd.split("|")[0])[0] == code
    problems = refusals(paper(OPEN, "", DEBRIS[0], odd, "", CLOSED))
    assert code in [problem.code for problem in problems]


def test_debris_stands_apart_and_between_rows():
    assert refusal(paper(OPEN, DEBRIS[0], CLOSED), "|-")[0] == "table-unreadable"
    assert refusal(paper(OPEN, "", DEBRIS[0], CLOSED), "|-")[0] == "table-unreadable"
    assert refusal(paper(OPEN, DEBRIS[0], "", CLOSED), "|-")[0] == "table-unreadable"
    assert refusal(paper(DEBRIS[0], "", OPEN), "|-")[0] == "table-unreadable"
    assert refusal(paper(OPEN, "", DEBRIS[0]), "|-")[0] == "table-unreadable"
    assert refusal(paper(OPEN, "", "It goes on.", "", CLOSED), "It goes")[0] == "table-unreadable"


@pytest.mark.parametrize(
    "changes", [{"cover": (OPEN,)}, {"conclusion": ("- 6.1 Well.", OPEN)}, {"conclusion": (HEADER,)}]
)
def test_rows_outside_the_table_are_refused(changes):
    (problem,) = refusals(paper(CLOSED, VISITS, **changes))
    assert problem.code == "row-outside-table"


def test_a_table_without_rows_is_refused():
    lines = paper()
    start, end = lines.index(OPEN), lines.index(VISITS) + 1
    assert refusal(lines[:start] + lines[end:], "|16/4/17")[0] == "table-unreadable"


# Figures in sentences


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("As at end", "Around"),
        ("56%", "56"),
        ("56%", "Most"),
        ("permanent", "temporary"),
        ("April 2017", "Avril 2017"),
        ("20% of", "several"),
        ("56%", "5,6%"),
    ],
)
def test_other_words_give_no_figure(old, new):
    lines = [line.replace(old, new) if POSTS in line else line for line in paper()]
    assert parse(lines).indicators[0].title == "Open cases (point in time)"
    assert not any("posts" in ref for passage in parse(lines).passages for ref in passage.refs)


def test_figures_only_stand_in_the_sections_on_priorities():
    lines = [line.replace("None.", CASES) for line in paper(priorities=PRIORITIES[:3] + PRIORITIES[4:])]
    assert "Open cases (point in time)" not in [stated.title for stated in parse(lines).indicators]


def test_a_sentence_on_the_second_line_of_a_paragraph_has_its_own_place():
    broken = (*PRIORITIES[:3], "- 2.2 On", "", f"the whole, things improved. {CASES}", *PRIORITIES[4:])
    lines = paper(priorities=broken)
    assert indicator(lines, "Open cases (point in time)").locator == line_of(lines, CASES)


def test_the_text_against_the_table():
    lines = paper()
    place = line_of(lines, CASES)
    span, first = (problem for problem in parse(lines).findings if problem.locator == place)
    assert (span.code, span.ref) == ("span-differs", "Open cases (point in time)")
    assert "last 2 months" in span.message
    assert "1 month apart" in span.message
    assert (first.code, first.ref) == ("narrative-differs", "Open cases (point in time)")
    assert "1778" in first.message
    assert "beginning of May 2017" in first.message
    assert "1784 on 30 April 2017, 1 day earlier" in first.message
    assert f"(line {line_of(lines, OPEN).removeprefix('line:')})" in first.message


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("1778", "1784", ["span-differs"]),
        ("last 2", "last 1", ["narrative-differs"]),
        (" over the last 2 months", "", ["narrative-differs"]),
        ("May 2017", "June 2017", []),
        ("the beginning of May", "the end of April", ["span-differs", "narrative-differs"]),
    ],
)
def test_what_agrees_is_no_finding(old, new, left):
    lines = [line.replace(old, new) if CASES in line else line for line in paper()]
    assert [problem.code for problem in parse(lines).findings] == left


def test_a_month_given_twice_has_no_figure():
    lines = [line.replace("end March", "beginning of May") if CASES in line else line for line in paper()]
    assert "Open cases (point in time)" not in [stated.title for stated in parse(lines).indicators]
    assert ("figure-repeated", "Open cases (point in time)") in findings(lines)


def test_a_figure_given_again_is_one():
    again = tuple(line.replace("More is to come.", POSTS) for line in PRIORITIES)
    assert findings(paper(priorities=again)) == []
    assert len(indicator(paper(priorities=again), parse(paper()).indicators[0].title).figures) == 1


def test_a_percentage_above_100():
    lines = [line.replace("56%", "156%") for line in paper()]
    assert findings(lines) == [("out-of-range", parse(paper()).indicators[0].title)]


# The plan


@pytest.mark.parametrize(
    "sentence",
    [
        "In April 13 actions were completed.",
        "The 3 key priority areas remain.",
        "They remain on the Improvement Plan for 7 months.",
    ],
)
def test_totals_that_differ(sentence):
    lines = paper(conclusion=(f"- 6.1 {sentence}",))
    assert findings(lines) == [("totals-differ", "")]
    assert parse(lines).totals == parse(paper()).totals


def test_counts_in_other_senses_are_no_totals():
    words = "- 1.1 We saw 1,060 actions were completed, 7 outcomes. There were 4 actions and 1/2 key priorities."
    lines = paper(summary=(words,), conclusion=())
    assert [(total.name, total.count) for total in parse(lines).totals] == []


def test_priorities_that_are_not_there():
    lines = paper(priorities=PRIORITIES[:4])
    assert findings(lines) == [("priorities-differ", "")]
    lines = [line.replace("priority 2 -", "priority 1 -") for line in paper()]
    code, message = refusal(lines, "3. Progress")
    assert code == "priority-repeated"
    assert "lines 16 and 21" in message


def test_paragraphs_of_another_section_are_refused():
    lines = [line for line in paper() if not line.startswith("3. Progress")]
    assert refusal(lines, "- 3.1")[0] == "paragraph-misplaced"
    lines = [line for line in paper() if line != "2 LEGAL"]
    assert refusal(lines, "2.1 None")[0] == "paragraph-misplaced"


def test_what_is_missing_is_found():
    assert findings([line for line in paper() if not line.startswith("TITLE")]) == [("title-missing", "")]
    lines = [line.replace("EXECUTIVE SUMMARY", "AIM").replace("6. Conclusion", "6. End") for line in paper()]
    assert findings(lines) == [("summary-missing", ""), ("summary-missing", "")]
    lines = paper(conclusion=("- 6.1 That is the position as at the end of March 2017.",))
    assert findings(lines) == [("period-differs", "")]


def test_all_refusals_are_told_together():
    lines = paper(row(OPEN, (1, "many"), (2, "few")), f"{CLOSED}|", cover=(VISITS,))
    assert [problem.code for problem in refusals(lines)] == [
        "row-outside-table",
        "value-unreadable",
        "value-unreadable",
        "row-cells",
    ]


def test_recognition_needs_a_weekly_table_and_a_priority():
    assert reading.recognises(document(paper()))
    assert reading.recognises(document(paper(header=HEADER.replace("Travel", "Trvel"))))
    assert reading.recognises(document(paper(header=HEADER.replace("23/4/17", "23/4/l7"))))
    assert not reading.recognises(document(paper(header="x|y|z")))
    assert not reading.recognises(document(paper(priorities=())))


def test_a_document_without_a_table_is_refused():
    with pytest.raises(Refused) as caught:
        reading.parse(read_document("note.txt", b"a note"))
    assert [problem.code for problem in caught.value.problems] == ["format-unknown"]
