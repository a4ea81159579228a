"""Reading's progress report whole: the real layout and figures, and damaged files.

`TABLE` was taken from the report by hand; the naive reading below, which knows nothing of the parser, finds the
same: every line of seven cells with a title is a row.
"""

import re
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.documents import read_document
from importers.records import Refused
from importers.sources import croydon, reading

pytestmark = pytest.mark.usefixtures("read_here")

ROOT = Path(__file__).parent.parent.parent
FIXTURE = ROOT / "fixtures" / "reports" / "reading-2017-06.txt"
PUBLISHED = ROOT.parent / "shared" / "reports"
ORIGINAL = PUBLISHED / "reading-2017-06.txt"
WEEKS = ("2017-04-02", "2017-04-09", "2017-04-16", "2017-04-23", "2017-04-30")
TABLE = (
    ("No. of open cases", "1864 1852 1848 1824 1784", ""),
    ("No. of Looked After Children", "265 267 270 266 264", ""),
    ("No. of children subject to a CP Plan", "352 349 361 371 370", ""),
    ("No. of unallocated cases", "58 68 60 61 0", ""),
    ("No. of Contacts received", "181 121 114 100 146", ""),
    ("No. of Referrals received", "31 21 15 21 36", ""),
    ("Referrals not progressed to a single assessment", "0 10 1 5 2", "improving"),
    ("Single Assessments completed in week", "47 41 16 22 24", ""),
    ("Single Assessments Outstanding and Overdue", "36 43 40 24 17", "improving"),
    ("No. of cases closed in the week", "80 45 41 45 7", "worsening"),
    ("No. of Child Protection Visits outstanding", "108 96 61 75 0", "improving"),
    ("No. of looked after children visits outstanding", "94 98 105 109 121", "worsening"),
    ("CIN Visits outstanding", "351 365 351 350 367", ""),
    ("Highest caseload in A&A Teams", "31 28 34 34 26", "improving"),
    ("Highest caseload in Safeguarding Teams", "32 31 33 30 30", "improving"),
    ("Highest caseload in LAC Teams", "22 23 23 24 24", ""),
    ("Highest caseload in Disabled Children Team", "28 28 27 27 27", "no_change"),
    ("Highest caseload in Care Leaving Team", "19 18 27 27 27", ""),
)
POSTS = "Social work posts filled with permanent staff (point in time)"
MANAGERS = "Social work management posts filled with permanent staff (point in time)"
CASES = "Open cases (point in time)"
NARRATIVE = {
    (POSTS, "2017-04"): "56%",
    (MANAGERS, "2017-04"): "20%",
    (CASES, "2017-03"): "1986",
    (CASES, "2017-05"): "1778",
}


@pytest.fixture(
    scope="module",
    params=[
        FIXTURE,
        pytest.param(
            ORIGINAL,
            marks=pytest.mark.skipif(not ORIGINAL.exists(), reason=f"{ORIGINAL.name} as published is not here"),
        ),
    ],
    ids=["fixture", "published"],
)
def lines(request):
    return request.param.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def report(lines):
    return parse(lines)


@pytest.fixture(scope="module")
def ours():
    """The lines of the fixture: what damage does is the same in both."""
    return FIXTURE.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def our_figures(ours):
    return figures(parse(ours))


def parse(lines):
    return reading.parse(read_document("paper.txt", "\n".join(lines).encode()))


def figures(report):
    return {
        (indicator.title, figure.period.key): figure for indicator in report.indicators for figure in indicator.figures
    }


def values(report):
    return {key: (figure.value, figure.published_direction) for key, figure in figures(report).items()}


def naive_rows(lines):
    """(line number, cells) of each row."""
    split = ((number, line.split("\t")) for number, line in enumerate(lines, 1))
    return [(number, cells) for number, cells in split if len(cells) == 7 and cells[0]]


def replaced(lines, number, line):
    """The report with one line, counted from 1, replaced by another or, for None, taken out."""
    return lines[: number - 1] + ([] if line is None else [line]) + lines[number:]


def with_cell(lines, number, at, text):
    cells = lines[number - 1].split("\t")
    cells[at] = text
    return replaced(lines, number, "\t".join(cells))


def swapped(lines, one, other):
    lines = list(lines)
    lines[one - 1], lines[other - 1] = lines[other - 1], lines[one - 1]
    return lines


def table_lines(lines):
    """The numbers of the lines from the heading row to the last row, blank lines and debris included."""
    header = next(number for number, line in enumerate(lines, 1) if line.endswith("Direction of Travel"))
    return list(range(header, naive_rows(lines)[-1][0] + 1))


def assert_nothing_wrong(damaged, known):
    """Refused, or every figure is as it was; one may be missing."""
    try:
        report = parse(damaged)
    except Refused as refused:
        assert all(problem.locator.startswith("line:") for problem in refused.problems if problem.locator)
        return
    assert values(report).items() <= known.items()


# The report


def test_every_value_of_the_table(lines, report):
    rows = naive_rows(lines)
    assert [(cells[0], " ".join(cells[1:6])) for _, cells in rows] == [row[:2] for row in TABLE]
    weekly = [indicator for indicator in report.indicators if indicator.frequency == "weekly"]
    assert len(weekly) == 18
    assert sum(len(indicator.figures) for indicator in weekly) == 90
    for indicator, (number, cells), (title, stated, direction) in zip(weekly, rows, TABLE, strict=True):
        assert (indicator.title, indicator.ref, indicator.unit) == (title, "", "number")
        assert indicator.section == "Summary of Key Performance Indicators"
        assert indicator.basis == ("in_period" if "in week" in title or "in the week" in title else "")
        assert [figure.period.key for figure in indicator.figures] == list(WEEKS)
        assert [figure.text for figure in indicator.figures] == cells[1:6] == stated.split()
        assert [figure.value for figure in indicator.figures] == [Decimal(text) for text in stated.split()]
        assert [figure.published_direction for figure in indicator.figures] == ["", "", "", "", direction]
        assert {figure.locator for figure in indicator.figures} == {f"line:{number}"} == {indicator.locator}


def test_the_figures_in_sentences(lines, report):
    found = {key: figure for key, figure in figures(report).items() if key[0] in (POSTS, MANAGERS, CASES)}
    assert {key: figure.text for key, figure in found.items()} == NARRATIVE
    for (title, _), figure in found.items():
        line = lines[int(figure.locator.removeprefix("line:")) - 1]
        (note,) = (passage for passage in report.passages if passage.refs == (title,))
        assert (note.kind, note.named, note.locator) == ("data_note", True, figure.locator)
        assert note.text in line
        assert figure.text in note.text
    assert len(report.indicators) == 21


def test_totals(lines, report):
    assert {total.name: total.count for total in report.totals} == {
        "priorities": 3,
        "outcomes": 18,
        "actions": 60,
        "complete": 12,
        "watch-months": 6,
    }
    for total in report.totals:
        assert total.text in lines[int(total.locator.removeprefix("line:")) - 1]


def test_the_plan_and_the_summaries(lines, report):
    told = {passage.theme: passage for passage in report.passages if passage.kind in ("plan", "summary")}
    assert list(told) == [
        "PURPOSE OF THE REPORT AND EXECUTIVE SUMMARY",
        "1. People and Leadership",
        "2. Practice and Systems",
        "3. Governance and Accountability",
        "Conclusion",
    ]
    numbers = [re.findall(r"^[0-9]\.[0-9]", passage.text, re.MULTILINE) for passage in told.values()]
    assert [" ".join(each) for each in numbers] == [
        "1.1 1.2 1.3 1.4 1.5",
        "2.1 2.2 2.3 2.4",
        "3.1 3.2 3.3 3.4 3.5",
        "4.1 4.2 4.3 4.4 4.5",
        "6.1 6.2 6.3 6.4 6.5",
    ]
    # The page breaks in the middle of 2.4.
    first, second = (line.removeprefix("- ") for line in (lines[92], lines[94]))
    assert told["1. People and Leadership"].text.endswith(f"{first} {second}")


def test_findings_title_and_period(lines, report):
    assert [(problem.code, problem.ref) for problem in report.findings] == [
        ("span-differs", CASES),
        ("narrative-differs", CASES),
        ("narrative-differs", CASES),
    ]
    march, may = (problem.message for problem in report.findings[1:])
    assert "1986" in march
    assert "1864 on 2 April 2017, 2 days later" in march
    assert "1778" in may
    assert "1784 on 30 April 2017, 1 day earlier" in may
    assert report.period.key == "2017-04"
    assert report.title == lines[3].split("\t")[1]


def test_every_line_is_used_or_listed(lines, report):
    """Taking out any line that is not listed as unused changes what is read, or is refused."""
    unused = set()
    for problem in report.unused:
        first, _, last = problem.locator.removeprefix("line:").partition("-")
        unused |= set(range(int(first), int(last or first) + 1))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            other = parse(replaced(lines, number, " "))
        except Refused:
            continue
        if number in unused:
            assert (other.indicators, other.passages) == (report.indicators, report.passages)
            assert (other.totals, other.title) == (report.totals, report.title)
        else:
            assert (other.indicators, other.passages, other.totals, other.title) != (
                report.indicators,
                report.passages,
                report.totals,
                report.title,
            ), line


def test_only_reading_recognises_it(lines):
    document = read_document("paper.txt", "\r\n".join(lines).encode("utf-16"))
    assert reading.recognises(document)
    assert not croydon.recognises(document)


def test_reading_recognises_no_other_report():
    folders = [folder for folder in (FIXTURE.parent, PUBLISHED) if folder.exists()]
    others = [file for folder in folders for file in folder.glob("*.txt") if file.name != FIXTURE.name]
    assert others
    for file in others:
        assert not reading.recognises(read_document(file.name, file.read_bytes()))


# Damage


def test_changing_a_value_changes_that_figure_alone(ours, our_figures):
    for number, cells in naive_rows(ours):
        for at in range(1, 6):
            new = "88" if cells[at] != "88" else "77"
            after = figures(parse(with_cell(ours, number, at, new)))
            changed = {key for key in our_figures | after if our_figures.get(key) != after.get(key)}
            assert changed == {(cells[0], WEEKS[at - 1])}
            assert after[cells[0], WEEKS[at - 1]].text == new


@pytest.mark.parametrize("key", NARRATIVE)
def test_changing_a_figure_in_a_sentence_changes_that_figure_alone(ours, our_figures, key):
    figure = our_figures[key]
    number = int(figure.locator.removeprefix("line:"))
    new = "88%" if "%" in figure.text else "88"
    after = figures(parse(replaced(ours, number, ours[number - 1].replace(figure.text, new))))
    assert {key for key in our_figures | after if our_figures.get(key) != after.get(key)} == {key}
    assert after[key].text == new


def test_changing_a_total_changes_it(ours):
    before = parse(ours).totals
    for total in before:
        number = int(total.locator.removeprefix("line:"))
        for old in (str(total.count), "Three"):
            changed = re.sub(rf"\b{old}(?= (?:key|outcomes|actions|months))", "9", ours[number - 1])
            if changed == ours[number - 1]:
                continue
            after = parse(replaced(ours, number, changed)).totals
            assert [one.name for one, other in zip(before, after, strict=True) if one.count != other.count] == [
                total.name
            ]


def test_a_lost_line_of_the_table_yields_no_wrong_figure(ours, our_figures):
    known = values(parse(ours))
    rows = {number for number, _ in naive_rows(ours)}
    for number in table_lines(ours):
        assert_nothing_wrong(replaced(ours, number, None), known)
        if number in rows:
            after = values(parse(replaced(ours, number, None)))
            assert {title for title, _ in known.keys() - after.keys()} == {ours[number - 1].split("\t")[0]}


def test_any_two_lines_of_the_table_swapped_yield_no_wrong_figure(ours):
    known = values(parse(ours))
    around = [min(table_lines(ours)) - 2, *table_lines(ours), max(table_lines(ours)) + 2]
    for one, other in combinations(around, 2):
        assert_nothing_wrong(swapped(ours, one, other), known)


def test_rows_in_another_order_are_the_same_figures(ours):
    known = values(parse(ours))
    numbers = [number for number, _ in naive_rows(ours)]
    for one, other in combinations(numbers, 2):
        assert values(parse(swapped(ours, one, other))) == known


def test_a_row_with_a_cell_dropped_or_added_is_refused(ours):
    for number, cells in naive_rows(ours):
        for at in range(7):
            for damaged in (cells[:at] + cells[at + 1 :], [*cells[:at], "5", *cells[at:]]):
                with pytest.raises(Refused) as caught:
                    parse(replaced(ours, number, "\t".join(damaged)))
                (problem,) = caught.value.problems
                assert (problem.code, problem.locator) == ("row-cells", f"line:{number}")


def test_a_row_given_twice_is_refused(ours):
    for number, _ in naive_rows(ours):
        with pytest.raises(Refused) as caught:
            parse([*ours[:number], *ours[number - 1 :]])
        (problem,) = caught.value.problems
        assert (problem.code, problem.locator) == ("title-repeated", f"line:{number + 1}")


def test_a_cell_dropped_or_changed_in_the_heading_row_is_refused(ours):
    header = table_lines(ours)[0]
    cells = ours[header - 1].split("\t")
    for at in range(7):
        with pytest.raises(Refused):
            parse(replaced(ours, header, "\t".join(cells[:at] + cells[at + 1 :])))
    for at in range(1, 7):
        with pytest.raises(Refused):
            parse(with_cell(ours, header, at, "2/5/17"))


def test_a_row_torn_by_a_page_break_is_refused(ours):
    """Wherever a row is broken in two, with and without a blank line between."""
    for number, cells in naive_rows(ours):
        for at in range(1, 7):
            parts = ["\t".join(cells[:at]), "\t".join(cells[at:])]
            for between in ([], [""]):
                damaged = [*ours[: number - 1], parts[0], *between, parts[1], *ours[number:]]
                with pytest.raises(Refused) as caught:
                    parse(damaged)
                assert caught.value.problems[0].locator == f"line:{number}"


def test_the_debris_at_the_page_break_may_read_otherwise_or_be_gone(ours):
    known = values(parse(ours))
    debris = [number for number in table_lines(ours) if len(ours[number - 1].split("\t")) == 4]
    assert len(debris) == 3
    for number in debris:
        assert values(parse(replaced(ours, number, None))) == known
        assert values(parse(replaced(ours, number, "|\tPge 5\t-\tx"))) == known
    gone = [line for number, line in enumerate(ours, 1) if number not in debris]
    assert values(parse(gone)) == known


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_read_or_refused(data):
    """Lines moved and words replaced: never another kind of error, never a problem without a place."""
    lines = FIXTURE.read_text(encoding="utf-8").split("\n")
    words = st.sampled_from(["", "\t", "x", "1", "30/4/17", "5. Heading", "three key priorities", "99999999", "\x0c"])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[at].split("\t")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(words)
        lines[at] = "\t".join(cells)
        if data.draw(st.booleans()):
            lines.insert(data.draw(st.integers(0, len(lines))), lines.pop(at))
    try:
        report = parse(lines)
    except Refused as refused:
        problems = refused.problems
    else:
        problems = (*report.findings, *report.unused)
    for problem in problems:
        assert problem.message.endswith(".")
        assert problem.locator.startswith("line:") or problem.code == "format-unknown"
