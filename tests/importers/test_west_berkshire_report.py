"""West Berkshire's slides whole: the real layout and figures, and what damage to them does.

The naive reading knows nothing of the parser: every line of ten cells that is no heading is a row, every line
between a section's heading and the sentence on the figures is a title, and `CP Plan Numbers - DCT` has no row.
"""

import json
import random
from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from importers.documents import read_document
from importers.records import Refused
from importers.sources import west_berkshire
from tests.importers.west_berkshire_slides import document, parse, texts

pytestmark = pytest.mark.usefixtures("read_here")

ROOT = Path(__file__).parent.parent.parent
NAME = "west-berkshire-2017-04"
FIXTURE = ROOT / "fixtures" / "reports" / f"{NAME}.txt"
ORIGINAL = ROOT.parent / "shared" / "reports" / f"{NAME}.txt"
CONFIRMED = json.loads((ROOT / "fixtures" / "confirmed" / f"{NAME}.json").read_text(encoding="utf-8"))
WITHOUT_ROW = "CP Plan Numbers - DCT"
MONTHS = [f"2016-{month:02}" for month in range(4, 13)]
QUARTERS = {"2016-06": "2016-Q1", "2016-09": "2016-Q2"}
PROVEN = 32  # series, of 60
PUBLISHED = pytest.param(
    ORIGINAL,
    marks=pytest.mark.skipif(not ORIGINAL.exists(), reason=f"{ORIGINAL.name} as published is not here"),
)


@pytest.fixture(scope="module", params=[FIXTURE, PUBLISHED], ids=["fixture", "published"])
def lines(request):
    return read(request.param)


@pytest.fixture(scope="module")
def report(lines):
    return parse(lines, CONFIRMED)


@pytest.fixture(scope="module")
def unconfirmed(lines):
    return parse(lines)


def read(file):
    return file.read_text(encoding="utf-8").split("\n")


# The naive reading


def row_numbers(lines):
    """The places, from 0, of the rows of each table."""
    tables = []
    for at, line in enumerate(lines):
        if line.startswith("Apr-16"):
            tables.append([])
        elif line.count("\t") == 9:
            tables[-1].append(at)
    return tables


def title_numbers(lines):
    """The places of the titles of each section."""
    sections, inside = [], False
    for at, line in enumerate(lines):
        if line.startswith("### "):
            sections.append([])
            inside = True
        elif line.endswith(".") or line.startswith("#"):
            inside = False
        elif inside and line:
            sections[-1].append(at)
    return sections


def naive_pairs(lines):
    """[(place of the title, place of its row), …]."""
    pairs = []
    for titles, rows in zip(title_numbers(lines), row_numbers(lines), strict=True):
        with_row = [at for at in titles if lines[at] != WITHOUT_ROW]
        pairs += zip(with_row, rows, strict=True)
    return pairs


def naive_texts(lines):
    wanted = {}
    for title, row in naive_pairs(lines):
        stated = zip(MONTHS, lines[row].split("\t"), strict=False)
        is_quarterly = lines[title].startswith("Sickness")
        wanted[lines[title]] = [(QUARTERS[month] if is_quarterly else month, cell) for month, cell in stated if cell]
    return wanted


OURS = read(FIXTURE)
TRUTH = naive_texts(OURS)
ROWS = row_numbers(OURS)
TITLES = title_numbers(OURS)


# The report


def test_every_figure(lines, report):
    wanted = naive_texts(lines)
    assert texts(report) == wanted
    assert (len(wanted), sum(map(len, wanted.values()))) == (60, 517)
    for indicator in report.indicators:
        for figure in indicator.figures:
            number = figure.text.rstrip("%")
            assert figure.value == Decimal(number)
            assert figure.decimals == len(number.partition(".")[2])
            assert (figure.status, figure.qualifier, figure.published_rag) == ("", "", "")


def test_every_place(lines, report):
    places = {lines[title]: (title + 1, row + 1) for title, row in naive_pairs(lines)}
    for indicator in report.indicators:
        title, row = places[indicator.title]
        assert indicator.locator == f"line:{title}"
        assert {figure.locator for figure in indicator.figures} == {f"line:{row}"}


def test_the_report_itself(lines, report):
    assert report.title == next(line.removeprefix("# ") for line in lines if line.startswith("# "))
    assert (report.source, report.period.key) == ("west-berkshire-slides", "2016-12")
    assert Counter(indicator.section for indicator in report.indicators) == {
        "OBJECTIVE 1 - TO CREATE A STABLE, HEALTHY & WELL-MANAGED WORKFORCE": 8,
        "OBJECTIVE 2 - TO SAFEGUARD CHILDREN": 21,
        "CONTEXT/VOLUME": 31,
    }
    assert not any(i.targets or i.methodology or i.polarity or i.owner or i.ref for i in report.indicators)


def test_units_and_bases(report):
    indicators = report.indicators
    assert Counter(i.unit for i in indicators) == {
        "number": 30, "percent": 19, "rate_per_10000": 5, "days": 4, "weeks": 2,
    }  # fmt: skip
    assert Counter(i.basis for i in indicators) == {
        "": 26, "year_to_date": 14, "in_period": 13, "snapshot": 6, "quarterly": 1,
    }  # fmt: skip
    assert [i.title for i in indicators if i.frequency == "quarterly"] == [
        "Sickness Absence - days lost in Quarter",
        "Sickness Absence - days lost year to date",
    ]
    assert all((i.unit == "percent") == ("%" in i.figures[0].text) for i in indicators)


def test_findings(report):
    assert [(problem.code, problem.ref) for problem in report.findings] == [
        ("month-without-values", ""),
        ("complement-differs", "Single Assessments % Completed and Inside 45 Days"),
        ("title-without-row", WITHOUT_ROW),
        ("running-total-differs", "Referral Numbers - Tiers 3&4 - total referrals year to date"),
        ("running-total-differs", "Enquiry Numbers - total year to date"),
        ("running-total-differs", "Section 47 Enquiries initiated YTD"),
        ("rate-differs", "LAC Numbers"),
    ]
    said = " ".join(problem.message for problem in report.findings)
    for words in (
        "January 2017",
        "April 2016 76% and 27%, 103%",
        "May 2016 259 against 247",
        "December 2016 394 against 376",
        "September 2016 130, while 42 per 10,000 means about 149",
    ):
        assert words in said


def test_passages_and_what_is_not_used(lines, report):
    remark, again, table = report.passages
    assert remark.text == again.text
    assert table.theme.startswith("LAC - medicals due (")
    labelled = [line.split("\t") for line in lines if line.count("\t") == 1]
    assert table.text.replace("\n\n", "\n").split("\n") == [
        f"{label}: {figure}" if figure else label for label, figure in labelled
    ]
    unused = set()
    for problem in report.unused:
        first, _, last = problem.locator.removeprefix("line:").partition("-")
        unused |= set(range(int(first), int(last or first) + 1))
    used = {1 + at for pair in naive_pairs(lines) for at in pair}
    assert not unused & used
    assert all(
        number in unused
        for number, line in enumerate(lines, 1)
        if line.lstrip().startswith("- ") or line.startswith("Social Worker") or line == "COUNCIL"
    )


def test_without_a_pairing(unconfirmed, report):
    loaded = texts(unconfirmed)
    assert len(loaded) == PROVEN
    assert loaded.items() <= texts(report).items()
    waiting = [problem.ref for problem in unconfirmed.findings if problem.code == "pairing-needed"]
    assert {*waiting, *loaded} == set(texts(report))
    assert len(waiting) == 60 - PROVEN
    others = [problem for problem in unconfirmed.findings if problem.code != "pairing-needed"]
    assert others == list(report.findings)


def test_the_confirmed_pairing(lines):
    proposals = west_berkshire.propose(document(lines))
    assert [(p.title, p.fingerprint) for p in proposals] == [
        (entry["title"], entry["fingerprint"]) for entry in CONFIRMED["pairing"]
    ]
    (nothing,) = (entry for entry in CONFIRMED["pairing"] if entry["fingerprint"] is None)
    assert nothing["title"] == WITHOUT_ROW
    assert nothing["why"]


@pytest.mark.parametrize("file", [FIXTURE, PUBLISHED])
def test_the_pairing_names_the_files_that_it_is_for(file):
    assert read_document(file.name, file.read_bytes()).sha256 in CONFIRMED["sha256"]


# Damage


def damaged(lines):
    """What a damaged report loads without and with the pairing; None when refused. Whatever loads must be true."""
    loads = []
    for confirmed in (None, CONFIRMED):
        try:
            report = parse(lines, confirmed)
        except Refused as refused:
            assert refused.problems
            loads.append(None)
            continue
        loaded = texts(report)
        for title, stated in loaded.items():
            assert stated == TRUTH[title], title
        loads.append(loaded)
    return loads


def without(at):
    return OURS[:at] + OURS[at + 1 :]


def swapped(one, other):
    lines = list(OURS)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def sample(groups, count):
    """So many pairs of each group that are no neighbours; the same ones in every run."""
    chance = random.Random(517)  # noqa: S311
    for group in groups:
        pairs = [(one, other) for one, other in combinations(group, 2) if (one, other) not in pairwise(group)]
        yield from chance.sample(pairs, min(count, len(pairs)))


@pytest.mark.parametrize("table", ROWS, ids=["objective-1", "objective-2", "context"])
def test_a_row_taken_out_never_yields_a_wrong_figure(table):
    for at in table:
        unconfirmed, confirmed = damaged(without(at))
        assert unconfirmed
        assert confirmed is None


@pytest.mark.parametrize("table", ROWS, ids=["objective-1", "objective-2", "context"])
def test_two_neighbouring_rows_swapped_never_yield_a_wrong_figure(table):
    for one, other in pairwise(table):
        unconfirmed, confirmed = damaged(swapped(one, other))
        assert unconfirmed
        assert confirmed is None


def test_any_two_rows_of_a_table_swapped_never_yield_a_wrong_figure():
    for one, other in sample(ROWS, 25):
        assert damaged(swapped(one, other))[1] is None


def test_two_rows_of_different_tables_swapped_never_yield_a_wrong_figure():
    for one, other in zip(ROWS[1], ROWS[2], strict=False):
        assert damaged(swapped(one, other))[1] is None


def test_a_row_given_twice_never_yields_a_wrong_figure():
    for at in ROWS[2]:
        assert damaged([*OURS[: at + 1], *OURS[at:]])[1] is None


def test_a_title_taken_out_never_yields_a_wrong_figure():
    for section in TITLES:
        for at in section:
            assert damaged(without(at))[1] is None


def test_two_titles_swapped_never_yield_a_wrong_figure():
    """Only the title without a row may change places: its neighbours keep their rows."""
    for one, other in [pair for section in TITLES for pair in pairwise(section)] + list(sample(TITLES, 8)):
        confirmed = damaged(swapped(one, other))[1]
        assert (confirmed is None) == (WITHOUT_ROW not in (OURS[one], OURS[other]))


@pytest.mark.parametrize("change", ["{}\t", "\t{}", "{}\t5"])
def test_a_row_with_a_cell_too_many_is_refused(change):
    for at in ROWS[0] + ROWS[2]:
        check_cells(at, change.format(OURS[at]))


def test_a_row_with_a_cell_too_few_is_refused():
    for at in ROWS[0] + ROWS[1]:
        check_cells(at, OURS[at].partition("\t")[2])


def check_cells(at, row):
    lines = [*OURS[:at], row, *OURS[at + 1 :]]
    with pytest.raises(Refused) as caught:
        parse(lines)
    assert [(p.code, p.locator) for p in caught.value.problems] == [("row-cells", f"line:{at + 1}")]


def test_a_changed_figure_changes_or_waits():
    """Without a pairing the changed figure loads as changed, or not at all; with it, nothing does."""
    for number, (title_at, at) in enumerate(naive_pairs(OURS)):
        title, cells = OURS[title_at], OURS[at].split("\t")
        filled = [place for place, cell in enumerate(cells) if cell]
        place = filled[number % len(filled)]
        cells[place] = f"1{cells[place]}"
        lines = [*OURS[:at], "\t".join(cells), *OURS[at + 1 :]]
        loaded = texts(parse(lines))
        stated = loaded.pop(title, None)
        assert loaded.items() <= TRUTH.items()
        if stated:
            changed = [new for new, old in zip(stated, TRUTH[title], strict=True) if new != old]
            assert [text for _, text in changed] == [cells[place]]
        with pytest.raises(Refused) as caught:
            parse(lines, CONFIRMED)
        assert [(p.code, p.ref) for p in caught.value.problems] == [("pairing-differs", title)]
