"""Croydon's board pack whole: the real layout and figures, damaged files, and later editions.

`expected/croydon-2017-11.json` was made from the report by the naive reading below, which knows nothing of
the parser: every tabbed line of fifteen cells with a title is an indicator.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.documents import read_document
from importers.records import Refused
from importers.sources import croydon, find
from tests.importers.later_editions import a_month_later

pytestmark = pytest.mark.usefixtures("read_here")

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FIXTURE = ROOT / "fixtures" / "reports" / "croydon-2017-11.txt"
ORIGINAL = ROOT.parent / "shared" / "reports" / "croydon-2017-11.txt"
MONTHS = ("2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09", "2017-10", "2017-11")
COLOURS = {"Red": "red", "Yellow": "amber", "Amber": "amber", "Green": "green", "": ""}


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
def expected():
    return json.loads((HERE / "expected" / "croydon-2017-11.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours():
    """The lines of the fixture: what damage does is the same in both."""
    return FIXTURE.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def our_report(ours):
    return parse(ours)


def parse(lines):
    document = read_document("pack.txt", "\n".join(lines).encode())
    return find(document).parse(document)


def refusals(lines):
    with pytest.raises(Refused) as caught:
        parse(lines)
    return caught.value.problems


def codes(report):
    return [problem.code for problem in report.findings]


# The naive reading


def is_indicator(cells):
    return len(cells) == 15 and cells[1] != "" and cells[0] != "Indicator Number"


def naive_indicators(lines):
    rows = (line.split("\t") for line in lines)
    return [
        {
            "ref": cells[0],
            "title": cells[1],
            "polarity": cells[2],
            "values": [cell if "0" <= cell[:1] <= "9" else "" for cell in cells[3:11]],
            "target": cells[11],
            "owner": cells[12],
            "rag": cells[13],
            "methodology": cells[14],
        }
        for cells in rows
        if is_indicator(cells)
    ]


def naive_actions(lines):
    rows = (line.split("\t") for line in lines)
    return [[cells[0], cells[2], cells[3]] for cells in rows if len(cells) == 4 and cells[0][3:4] == "-"]


def value_cells(lines):
    """(line number, cell number) of every figure."""
    return [
        (number, at)
        for number, line in enumerate(lines, 1)
        if is_indicator(cells := line.split("\t"))
        for at in range(3, 11)
        if cells[at][:1].isdigit()
    ]


def replaced(lines, number, line):
    """The report with one line, counted from 1, replaced by another or, for None, taken out."""
    return lines[: number - 1] + ([] if line is None else [line]) + lines[number:]


def with_cell(lines, number, at, text):
    cells = lines[number - 1].split("\t")
    cells[at] = text
    return replaced(lines, number, "\t".join(cells))


def line_of(lines, start):
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def figures(report):
    return {
        (indicator.ref, figure.period.key): figure for indicator in report.indicators for figure in indicator.figures
    }


# The report


def test_the_expected_structure_is_the_naive_reading(lines, expected):
    assert naive_indicators(lines) == expected["indicators"]
    assert naive_actions(lines) == expected["actions"]


def test_every_indicator(lines, report, expected):
    assert len(report.indicators) == 34
    for indicator, wanted in zip(report.indicators, expected["indicators"], strict=True):
        stated = {name: getattr(indicator, name) for name in ("ref", "title", "polarity", "owner")}
        assert stated == {name: wanted[name] for name in stated}
        assert lines[int(indicator.locator.removeprefix("line:")) - 1].startswith(f"{indicator.ref}\t")
        assert "".join(target.text for target in indicator.targets) == wanted["target"]
        assert (indicator.methodology.words if indicator.methodology else "") == wanted["methodology"]
        assert all(target.starts.key == "2017-FY" for target in indicator.targets)
        assert indicator.figures == () or indicator.figures[-1].published_rag == COLOURS[wanted["rag"]]
        assert not any(figure.published_rag for figure in indicator.figures[:-1])
        assert (indicator.unit == "percent") == ("%" in "".join([*wanted["values"], wanted["target"]]).split("<")[0])


def test_every_value(report, expected):
    wanted = {
        (row["ref"], month): text
        for row in expected["indicators"]
        for month, text in zip(MONTHS, row["values"], strict=True)
        if text
    }
    found = figures(report)
    assert len(found) == 243
    assert {key: figure.text for key, figure in found.items()} == wanted
    for key, figure in found.items():
        number, _, qualifier = wanted[key].partition(" ")
        assert figure.value == Decimal(number.rstrip("%")), key
        assert figure.qualifier == qualifier.strip("()"), key
        assert figure.decimals == len(number.rstrip("%").partition(".")[2]), key


def test_targets(report, expected):
    for indicator, wanted in zip(report.indicators, expected["indicators"], strict=True):
        text = wanted["target"]
        if text[:1].isdigit():
            assert [target.value for target in indicator.targets] == [Decimal(text.rstrip("%"))]
        else:
            assert all(target.value is None for target in indicator.targets)


def test_actions_sections_and_themes(report, expected):
    assert len(report.actions) == 13
    assert [[entry.ref, entry.due_text, entry.complete] for entry in report.actions] == expected["actions"]
    assert list(dict.fromkeys(indicator.section for indicator in report.indicators)) == expected["sections"]
    assert [p.theme for p in report.passages if p.kind in ("summary", "analysis")] == expected["themes"]
    assert [[p.kind, *p.refs] for p in report.passages if p.named] == expected["named"]


def test_findings(report, expected):
    assert [[problem.code, problem.ref] for problem in report.findings] == expected["findings"]
    for problem in (*report.findings, *report.unused):
        assert problem.message.endswith(".")


def test_every_line_is_used_or_listed(lines, report):
    """Taking out any line that is not listed as unused changes what is read, or is refused."""
    unused = {problem.locator for problem in report.unused}
    optional = ("Improvement Activity", "Next Steps", "Priority Indicators Action Log")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(optional):
            continue
        try:
            other = parse(replaced(lines, number, " "))
        except Refused:
            continue
        if f"line:{number}" in unused:
            assert other.indicators == report.indicators
            assert other.passages == report.passages
        else:
            assert other != report, line


# Damage


def test_changing_a_value_changes_that_figure_alone(ours, our_report):
    before = figures(our_report)
    cells = value_cells(ours)
    assert len(cells) == 243
    for number, at in cells:
        old = ours[number - 1].split("\t")[at]
        new = ("88" if old[:2] != "88" else "77") + ("%" if "%" in old else "")
        after = figures(parse(with_cell(ours, number, at, new)))
        changed = {key for key in before | after if before.get(key) != after.get(key)}
        ref = ours[number - 1].split("\t")[0]
        assert changed == {(ref, MONTHS[at - 3])}
        assert after[ref, MONTHS[at - 3]].text == new


def test_dropping_any_cell_of_an_indicator_row_is_refused(ours):
    rows = [number for number, line in enumerate(ours, 1) if is_indicator(line.split("\t"))]
    assert len(rows) == 34
    for number in rows:
        for at in range(15):
            cells = ours[number - 1].split("\t")
            del cells[at]
            (problem,) = refusals(replaced(ours, number, "\t".join(cells)))
            assert (problem.code, problem.locator) == ("row-cells", f"line:{number}")


def test_a_row_given_twice_is_refused(ours):
    rows = [number for number, line in enumerate(ours, 1) if is_indicator(line.split("\t"))]
    for number in rows:
        (problem,) = refusals([*ours[:number], *ours[number - 1 :]])
        assert (problem.code, problem.locator) == ("ref-repeated", f"line:{number + 1}")


def test_a_misspelt_month_is_refused(ours):
    headers = [number for number, line in enumerate(ours, 1) if line.startswith("Indicator Number")]
    assert len(headers) == 14
    for number in headers:
        (problem,) = refusals(with_cell(ours, number, 5, "Jum-17"))
        assert (problem.code, problem.locator) == ("month-unreadable", f"line:{number}")


def test_a_lost_heading_row_is_refused(ours):
    headers = [number for number, line in enumerate(ours, 1) if line.startswith("Indicator Number")]
    for number in headers:
        problems = refusals(replaced(ours, number, "Indicator\tName\tMay\tJune"))
        assert any(problem.locator == f"line:{number}" or problem.code == "table-unreadable" for problem in problems)


# Later editions


@pytest.mark.parametrize("added", [True, False])
def test_the_next_month(ours, our_report, added):
    december = parse(a_month_later("\n".join(ours), added=added).split("\n"))
    assert december.period == our_report.period.next
    before, after = figures(our_report), figures(december)
    kept = {key for key in before if added or key[1] != "2017-04"}
    assert set(after) - set(before) == {(ref, "2017-12") for ref, month in before if month == "2017-11"}
    assert set(after) & set(before) == kept
    assert all(after[key].value == before[key].value for key in kept)
    assert codes(december) == codes(our_report)


def test_a_revised_renamed_dropped_and_new_indicator(ours, our_report):
    later = a_month_later("\n".join(ours)).split("\n")
    tabled = [number for number, line in enumerate(later, 1) if is_indicator(line.split("\t"))]
    renamed = next(number for number in tabled if later[number - 1].startswith("CIN 4\t"))
    later = with_cell(later, renamed, 1, "Visits to CIN")
    dropped = next(number for number in tabled if later[number - 1].startswith("LE 3\t"))
    new = "\t".join(["LE 4", "Cases issued (weeks)", "SIB", *["7"] * 8, "9", "MK", "Green", "9 or below Green"])
    later = replaced(later, dropped, new)
    revised = next(number for number in tabled if later[number - 1].startswith("AMT 2\t"))
    later = with_cell(later, revised, 9, "64.0%")
    december = parse(later)
    refs = {indicator.ref for indicator in our_report.indicators}
    assert {indicator.ref for indicator in december.indicators} == refs - {"LE 3"} | {"LE 4"}
    assert figures(december)["AMT 2", "2017-11"].value == Decimal("64.0")
    assert next(i.unit for i in december.indicators if i.ref == "LE 4") == "weeks"
    told = {(problem.code, problem.ref) for problem in december.findings}
    before = {(problem.code, problem.ref) for problem in our_report.findings}
    assert told - before == {("alias", "CIN 4"), ("index-only", "LE 3"), ("not-in-index", "LE 4")}


def test_sections_in_another_order(ours, our_report):
    first = next(n for n, line in enumerate(ours) if line == "WORKFORCE")
    last = line_of(ours, "QUALITY ASSURANCE\t" + "\t" * 13) - 1
    second = next(n for n, line in enumerate(ours) if line == "FRONT DOOR" + "\t" * 14)
    end = line_of(ours, "Analysis of Performance") - 1
    later = [*ours[:first], *ours[last:end], *ours[second:last], *ours[first:second], *ours[end:]]
    other = parse(later)
    assert other.indicators[0].ref == "QA 1"

    def stated(report):
        return {
            (i.ref, i.section, i.unit, i.polarity, *((f.period, f.value) for f in i.figures)) for i in report.indicators
        }

    assert stated(other) == stated(our_report)
    assert codes(other) == codes(our_report)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_read_or_refused(data):
    """Lines moved and words replaced: never another kind of error, never a problem without a place."""
    lines = FIXTURE.read_text(encoding="utf-8").split("\n")
    words = st.sampled_from(["", "\t", "x", "Ref", "(xx%)", "Dec-99", "2017-18 Target", "\x0c"])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[at].split("\t")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(words)
        lines[at] = "\t".join(cells)
        if data.draw(st.booleans()):
            lines.insert(data.draw(st.integers(0, len(lines))), lines.pop(at))
    document = read_document("pack.txt", "\n".join(lines).encode())
    try:
        report = croydon.parse(document)
    except Refused as refused:
        problems = refused.problems
    else:
        problems = (*report.findings, *report.unused)
    assert all(problem.message.endswith(".") and problem.locator.startswith("line:") for problem in problems)


def test_croydon_reads_it(ours):
    assert find(read_document("pack.txt", "\r\n".join(ours).encode("utf-16"))) is croydon
