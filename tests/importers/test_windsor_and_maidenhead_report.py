"""Windsor and Maidenhead's progress statements whole: the real layout and figures, damaged files, other editions.

`expected/windsor-and-maidenhead-2018-09.json` was written from the report by hand. The naive reading below knows
nothing of the parser: every tabbed line of five cells is a statement or goes on with the one before it.
"""

import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from importers.documents import read_document
from importers.records import Refused
from importers.sources import windsor_and_maidenhead as windsor
from tests.samples import sample

pytestmark = pytest.mark.usefixtures("read_here")

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAME = "windsor-and-maidenhead-2018-09"
FIXTURE = ROOT / "fixtures" / "reports" / f"{NAME}.txt"
ORIGINAL = ROOT.parent / "shared" / "reports" / f"{NAME}.txt"
CONFIRMED = json.loads((ROOT / "fixtures" / "confirmed" / f"{NAME}.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((HERE / "expected" / f"{NAME}.json").read_text(encoding="utf-8"))
HEADER = "No.\t"
# The last statement of each area: nothing after it shows that it is gone.
LAST = ("A.9", "B.7", "C.9", "D.5", "E.4")


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
    """The lines of the fixture: what damage to rows does is the same in both."""
    return FIXTURE.read_text(encoding="utf-8").split("\n")


def parse(lines, confirmed=CONFIRMED):
    return windsor.parse(read_document("report.txt", "\n".join(lines).encode()), confirmed)


def figures(report):
    """{(title, period): (value, text)} of everything loaded."""
    return {(i.title, f.period.key): (f.value, f.text) for i in report.indicators for f in i.figures}


def codes(report):
    return [[problem.code, problem.ref] for problem in report.findings]


# The naive reading


def plain(text):
    return " ".join(re.sub(" ?<sup>|</?[a-z]+>", "", text).split())


def naive_statements(lines):
    """[[ref, baseline, progress, next steps, arrangement]] with markup and runs of spaces taken out."""
    statements = []
    for line in lines:
        cells = [plain(cell) for cell in line.split("\t")]
        if len(cells) == 5 and cells[0] not in ("", "No."):
            statements.append(cells)
        elif len(cells) == 5 and cells[0] == "":
            rejoined = zip(statements[-1], cells, strict=True)
            statements[-1] = [plain(f"{text} {more}") for text, more in rejoined]
    return statements


def rows(lines):
    """{ref: line number, counted from 0} of every row with a number."""
    cells = ((at, plain(line.split("\t")[0])) for at, line in enumerate(lines) if "\t" in line)
    return {ref: at for at, ref in cells if ref and ref != "No."}


def goes_on(lines, ref):
    """True when a page break splits the row: the next tabbed lines are a heading row and one without a number."""
    later = [line for line in lines[rows(lines)[ref] + 1 :] if line.strip()]
    return len(later) > 1 and later[0].startswith(HEADER) and later[1].startswith("\t")


# The report


def test_every_statement(lines, report):
    naive = naive_statements(lines)
    assert len(naive) == len(report.statements) == 33
    for statement, wanted in zip(report.statements, naive, strict=True):
        texts = (statement.baseline, statement.progress, statement.next_steps, statement.arrangement)
        assert [statement.ref, *map(plain, texts)] == wanted
        assert plain(lines[int(statement.locator.removeprefix("line:")) - 1]).startswith(statement.ref)


def test_rows_are_rejoined(report):
    texts = {statement.ref: statement for statement in report.statements}
    assert re.search("on a (child )?protection plan", texts["A.5"].progress + texts["A.5"].baseline)
    assert "summer 2018" in texts["B.4"].progress
    assert texts["C.4"].baseline.endswith("57%")
    assert "39th" in texts["B.3"].progress
    assert "D.5" in texts


def test_areas(report):
    found = {}
    for statement in report.statements:
        found[statement.area] = found.get(statement.area, 0) + 1
    assert [[area, count] for area, count in found.items()] == EXPECTED["areas"]
    summaries = [passage for passage in report.passages if passage.kind == "summary"]
    assert [passage.theme for passage in summaries] == list(found)


def test_every_figure(lines, report):
    naive = {ref: f"{baseline} {progress}" for ref, baseline, progress, *_ in naive_statements(lines)}
    assert len(figures(report)) == 56
    for indicator, (ref, title, *texts) in zip(report.indicators, EXPECTED["figures"], strict=True):
        assert (indicator.ref, indicator.title) == ("", title)
        assert [figure.text for figure in indicator.figures] == texts
        assert indicator.unit == ("percent" if texts[0].endswith("%") else "number")
        assert indicator.section == dict(zip("ABCDE", dict(EXPECTED["areas"]), strict=True))[ref[0]]
        for figure in indicator.figures:
            number = figure.text.rstrip("%")
            assert figure.value == Decimal(number)
            assert figure.decimals == len(number.partition(".")[2])
            assert figure.text in re.findall(r"[0-9][0-9.]*%?", naive[ref])
            assert figure.text in lines[int(figure.locator.removeprefix("line:")) - 1]


def test_periods(report):
    assert report.period.key == "2018-09"
    accepted = {entry["measure"]: [entry["baseline"], entry["latest"]] for entry in CONFIRMED["accepted"]}
    assert {i.title: [f.period.key for f in i.figures] for i in report.indicators} == accepted
    school_years = {i.section for i in report.indicators for f in i.figures if f.qualifier == "school year"}
    assert school_years == {"Education"}
    rolling = [i.title for i in report.indicators if i.basis]
    assert rolling == [title for ref, title, *_ in EXPECTED["figures"] if ref == "A.9"]


def test_statements_name_their_measures(report):
    named = [[statement.ref, title] for statement in report.statements for title in statement.measures]
    assert named == [[ref, title] for ref, title, *_ in EXPECTED["figures"]]


def test_every_figure_is_shown_with_its_sentence(lines, report):
    naive = {ref: [baseline, progress] for ref, baseline, progress, *_ in naive_statements(lines)}
    notes = [passage for passage in report.passages if passage.kind == "data_note"]
    for ref, title, *texts in EXPECTED["figures"]:
        sentences = [note.text for note in notes if note.refs == (title,)]
        assert len(sentences) == (1 if ref == "D.2" else 2)
        for text in texts:
            assert any(text in sentence for sentence in sentences)
        assert all(any(plain(sentence) in cell for cell in naive[ref]) for sentence in sentences)


def test_findings(report):
    assert codes(report) == EXPECTED["findings"]
    for problem in (*report.findings, *report.unused):
        assert problem.message.endswith(".")


def test_without_acceptances_every_proposal_is_a_finding(lines, report):
    bare = parse(lines, None)
    assert bare.indicators == ()
    assert len(bare.statements) == 33
    assert not any(statement.measures for statement in bare.statements)
    proposals = [problem.ref for problem in bare.findings if problem.code == "proposal"]
    accepted = [ref for ref, *_ in EXPECTED["figures"]]
    assert sorted(proposals) == sorted([*accepted, "B.3", "B.3"])


def test_every_number_is_a_figure_or_told(lines, report):
    """Each number of the two cells that hold figures is loaded, proposed, a date's, or listed as not used."""
    told = {p.ref: p.message for p in report.unused}
    offered = "".join(p.message for p in report.findings if p.code == "proposal")
    loaded = {ref: texts for ref, _, *texts in EXPECTED["figures"]}
    for ref, title, *texts in EXPECTED["figures"]:
        loaded.setdefault(ref, []).extend([title, *texts])
    dates = r"20[0-9]{2} ?[-/][0-9]{2}|(Q[1-4]|May|August|Sept|September|October|December) 20[0-9]{2}"
    for ref, baseline, progress, *_ in naive_statements(lines):
        words = re.sub(r"@8|72 hours|(15|36) of 14[16]", "", re.sub(dates, "", f"{baseline} {progress}"))
        for number in re.findall(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)*%?", words):
            known = " ".join([told.get(ref, ""), offered if ref == "B.3" else "", *loaded.get(ref, [])])
            assert number in known, (ref, number)


# Damage


def number_spans(line, text):
    """Where the line prints exactly this number."""
    whole = rf"(?<![\w.,]){re.escape(text)}(?![\w%]|[.,][0-9])"
    return [match.span() for match in re.finditer(whole, line)]


def test_changing_a_figure_changes_that_figure_alone(lines, report):
    before = figures(report)
    changed_count = 0
    for indicator in report.indicators:
        for figure in indicator.figures:
            at = int(figure.locator.removeprefix("line:")) - 1
            new = "3" + figure.text.rstrip("%")[1:] if figure.text[0] != "3" else "6" + figure.text.rstrip("%")[1:]
            new += "%" if figure.text.endswith("%") else ""
            outcomes = []
            for start, end in number_spans(lines[at], figure.text):
                damaged = [*lines[:at], lines[at][:start] + new + lines[at][end:], *lines[at + 1 :]]
                after = figures(parse(damaged))
                assert set(after) <= set(before)
                changed = {key for key in after if after[key] != before[key]}
                assert len(changed) <= 1
                assert all(after[key][1] == new for key in changed)
                outcomes += changed
            assert (indicator.title, figure.period.key) in outcomes, (indicator.title, figure.text)
            changed_count += 1
    assert changed_count == 56


def test_changing_any_number_changes_one_figure_or_drops_some(ours):
    """Dates, labels and denominators too: what is still loaded is what the sentence states."""
    before = figures(parse(ours))
    for at in rows(ours).values():
        for match in sample(re.finditer("[0-9]+", ours[at]), 3):
            new = "".join(str((int(digit) + 1) % 10) for digit in match[0])
            line = ours[at][: match.start()] + new + ours[at][match.end() :]
            try:
                after = figures(parse([*ours[:at], line, *ours[at + 1 :]]))
            except Refused:
                continue
            assert set(after) <= set(before), (line, match[0])
            changed = [key for key in after if after[key] != before[key]]
            assert len(changed) <= 1, (line, match[0])
            assert all(new in after[key][1] for key in changed)


def test_dropping_a_row_is_a_gap_and_no_wrong_figure(ours):
    before = figures(parse(ours))
    for ref, at in rows(ours).items():
        after = parse(ours[:at] + ours[at + 1 :])
        lost = [title for other, title, *_ in EXPECTED["figures"] if other == ref]
        assert figures(after).items() == {k: v for k, v in before.items() if k[0] not in lost}.items(), ref
        assert (["sequence-gap", ref] in codes(after)) == (ref not in LAST)
        assert codes(after).count(["acceptance-unused", ref]) == len(lost)


def test_swapping_two_rows_changes_no_figure(ours):
    """Where a row is parted from its rest on the next page, that row's figures aren't loaded."""
    before = figures(parse(ours))
    parted = [ref for ref in rows(ours) if goes_on(ours, ref)]
    assert parted == ["A.5", "B.4", "C.4"]
    for (ref, at), (other, to) in sample(pairwise(rows(ours).items()), 2):
        swapped = list(ours)
        swapped[at], swapped[to] = swapped[to], swapped[at]
        if ref[0] != other[0]:
            with pytest.raises(Refused):
                parse(swapped)
            continue
        after = figures(parse(swapped))
        if "C.4" in (ref, other):
            assert after.items() <= before.items()
        else:
            assert after == before
        assert ["sequence-order", ref] in codes(parse(swapped))


def test_dropping_a_cell_or_giving_a_row_twice_is_refused(ours):
    for ref, at in sample(rows(ours).items(), 3):
        cells = ours[at].split("\t")
        for less in range(5):
            with pytest.raises(Refused) as caught:
                parse([*ours[:at], "\t".join(cells[:less] + cells[less + 1 :]), *ours[at + 1 :]])
            assert [problem.locator for problem in caught.value.problems] == [f"line:{at + 1}"]
        with pytest.raises(Refused) as caught:
            parse([*ours[: at + 1], *ours[at:]])
        assert [problem.code for problem in caught.value.problems] == ["ref-repeated"], ref


def test_every_acceptance_is_needed(ours):
    before = figures(parse(ours))
    for entry in CONFIRMED["accepted"]:
        fewer = {**CONFIRMED, "accepted": [other for other in CONFIRMED["accepted"] if other is not entry]}
        after = parse(ours, fewer)
        assert set(before) - set(figures(after)) == {
            (entry["measure"], entry["baseline"]),
            (entry["measure"], entry["latest"]),
        }
        assert codes(after).count(["proposal", entry["statement"]]) == 1


# Other editions


def test_another_edition_of_the_same_layout(lines, report):
    """More pages, more debris, a statement D.3: the same figures."""
    at = rows(lines)["D.4"]
    header = next(line for line in lines if line.startswith(HEADER))
    new = "D.3\tNew in 2016-17\tGrew by September 2018\t\t"
    later = ["Page 1", "", *lines[:at], new, "", "Page 2", "", header, *lines[at:], "", "Page 3"]
    other = parse(later)
    assert figures(other) == figures(report)
    assert len(other.statements) == 34
    assert codes(other) == [code for code in EXPECTED["findings"] if code[0] != "sequence-gap"]
    assert [p.message.count("Page") for p in other.unused if not p.ref] == [1, 1, 1]


def test_the_edition_of_a_year_later(lines, report):
    """Its sentences have other dates, so no acceptance of ours applies and every pair is proposed anew."""
    years = {"2016": "2017", "2017": "2018", "2018": "2019"}
    later = [re.sub("201[678]", lambda match: years[match[0]], line) for line in lines]
    later = [re.sub("(201[789] ?[-/])(1[6789])", lambda m: m[1] + str(int(m[2]) + 1), line) for line in later]
    other = parse(later)
    assert other.period.key == "2019-09"
    assert other.indicators == ()
    assert [code for code, _ in codes(other)].count("acceptance-unused") == 28
    assert [code for code, _ in codes(other)].count("proposal") == 30
