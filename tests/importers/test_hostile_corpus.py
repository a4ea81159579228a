"""Every file of the hostile corpus, and every real workbook, that is uploaded is read, or refused with a reason.

The files stand beside the project and not in it: in ../shared/data, or where SHARED_DATA says. What each of them
comes to is in expected/corpus.json: the kind it was read as, or the code of its refusal.
"""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.html import escape

from importers import operations, sandbox
from importers.documents import read_document
from importers.models import Reading
from importers.readers.grid import MAX_CELLS
from importers.records import Refused
from importers.sheets import DATE, EMPTY, ERROR, NUMBER
from indicators.models import Authority, Membership
from indicators.operations import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
EXPECTED = json.loads((Path(__file__).parent / "expected" / "corpus.json").read_text(encoding="utf-8"))

# A child that is ended by a limit has just reached it.
SLACK_SECONDS = 2


def needed(name):
    """The file, or the reason why its test is skipped."""
    return pytest.param(
        DATA / name, marks=pytest.mark.skipif(not (DATA / name).exists(), reason=f"{name} is not here"), id=name
    )


def read(name):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    return read_document("upload", (DATA / name).read_bytes())


@pytest.fixture(scope="module")
def analyst(django_db_setup, django_db_blocker):
    """(her browser, her authority). One for all files, since there are many; the database is put back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue()
        authority = Authority.objects.get(slug="croydon")
        user = get_user_model().objects.create(username="ana")
        Membership.objects.create(user=user, authority=authority, role="analyst")
        client = Client()
        client.force_login(user)
        yield client, authority
        transaction.set_rollback(True)


@pytest.fixture
def watched(monkeypatch):
    """What came of reading a file: the children that ended, and the documents or refusals."""
    ended, outcomes = [], []
    run_child, read_document = sandbox.run_child, operations.read_document

    def child(*args):
        ended.append(run_child(*args))
        return ended[-1]

    def reading(name, data):
        try:
            outcomes.append(read_document(name, data))
        except Refused as refused:
            outcomes.append(refused)
            raise
        return outcomes[-1]

    monkeypatch.setattr(sandbox, "run_child", child)
    monkeypatch.setattr(operations, "read_document", reading)
    return ended, outcomes


@pytest.mark.django_db
@pytest.mark.parametrize("file", [needed(name) for name in EXPECTED])
def test_read_or_refused_within_the_limits(file, analyst, watched):
    client, authority = analyst
    ended, outcomes = watched
    # Never by its name: each is given the wrong one.
    upload = SimpleUploadedFile("upload.txt", file.read_bytes())
    page = client.post("/uploads/", {"authority": authority.pk, "file": upload}, follow=True)
    assert page.status_code == 200
    assert not Reading.objects.filter(state=Reading.State.FAILED).exists()
    expected = EXPECTED[f"{file.parent.name}/{file.name}"]
    if not outcomes:
        assert expected == "refused: file-empty"
        assert page.context["form"].errors
        return
    for outcome in outcomes:
        check_outcome(outcome, expected)
    if expected.startswith("refused"):
        assert escape(outcomes[-1].problems[0].message) in page.content.decode()
    for child in ended:
        assert not child.overran
        assert child.seconds < sandbox.WALL_SECONDS
        assert child.cpu_seconds < sandbox.CPU_SECONDS + SLACK_SECONDS
        assert child.peak_kib * 1024 <= sandbox.MEMORY
        assert not child.overflowed


def check_outcome(outcome, expected):
    """`outcome` is a Document or a refusal, `expected` the kind of the one or the code of the other."""
    if isinstance(outcome, Refused):
        assert outcome.problems
        assert all(problem.message.endswith(".") for problem in outcome.problems)
        assert expected == f"refused: {outcome.problems[0].code}"
        return
    assert outcome.kind == expected
    assert outcome.lines or outcome.sheets
    assert sum(len(row) for sheet in outcome.sheets for row in sheet.rows) <= MAX_CELLS
    assert all(len(row) == len(sheet.rows[0]) for sheet in outcome.sheets for row in sheet.rows)


def test_no_file_is_left_out():
    if not DATA.exists():
        pytest.skip("the corpus is not here")
    files = {f"{folder}/{file.name}" for folder in ("hostile", "workbooks") for file in (DATA / folder).iterdir()}
    assert files - {"hostile/manifest.csv"} == set(EXPECTED)


def test_nothing_falls_to_the_limits_that_a_reader_can_refuse():
    assert "refused: unreadable-safely" not in EXPECTED.values()


def texts(document, sheet=0):
    return [[cell.text for cell in row] for row in document.sheets[sheet].rows]


def test_dates_of_both_systems():
    assert {cell.day for cell in read("hostile/poi__1904DateWindowing.xls").sheets[0].rows[0]} == {date(2000, 1, 1)}
    (cell,) = read("hostile/tidyxl__1900-02-29.xlsx").sheets[0].rows[0]
    assert cell.kind == ERROR  # there was no such day
    assert [row[0].text for row in read("hostile/calamine__date_iso.xlsx").sheets[0].rows[:3]] == [
        "2021-01-01",
        "2021-01-01 10:10:10",
        "10:10:10",
    ]


def test_percentages_and_big_numbers():
    rows = read("hostile/frictionless__preserve-formatting-percentage.xlsx").sheets[0].rows
    assert [(row[1].number, row[1].is_percent) for row in rows[1:]] == [
        (Decimal("0.52"), True),
        (Decimal("0.3"), True),
        (Decimal("0.06"), True),
    ]
    rows = read("hostile/tika__testEXCEL_big_numbers.xlsx").sheets[0].rows
    assert rows[0][0].number == Decimal("123456789012345")


def test_text_as_it_was_typed():
    assert texts(read("hostile/calamine__has_x000D_.xlsx")) == [["ABC\r\nDEF"]]
    assert texts(read("hostile/exceljs__shared_string_with_escape.xlsx")) == [["_x000D_"]]
    assert texts(read("hostile/csvspectrum__comma_in_quotes.csv"))[1][3] == "Anytown, WW"
    assert texts(read("hostile/csvspectrum__json.csv"))[1][1] == '{"type": "Point", "coordinates": [102.0, 0.5]}'
    assert texts(read("hostile/phpspreadshe__sep.csv")) == [["A", "1"], ["2", "3"]]
    assert texts(read("hostile/csvkit__test_utf16_little.csv"))[2] == ["4", "5", "ʤ"]
    latin = read("hostile/csvkit__test_latin1.csv")
    assert texts(latin)[2] == ["4", "5", "©"]
    assert [(note.code, note.locator) for note in latin.notes] == [("encoding-assumed", "line:3")]


def test_where_things_stand():
    rows = read("hostile/calamine__temperature-in-middle.xlsx").sheets[0].rows
    assert [[cell.kind == EMPTY for cell in row] for row in rows[:3]] == [[True] * 3] * 3
    with pytest.raises(Refused) as caught:
        read("hostile/tidyxl__xfd1048576.xlsx")
    assert caught.value.problems[0].locator == "Sheet1!XFD1048576"


def test_what_is_hidden():
    document = read("hostile/poi__TwoSheetsOneHidden.xlsx")
    assert [sheet.is_hidden for sheet in document.sheets] == [True, False]
    for name in ("hostile/phpspreadshe__HiddenMergeCellsTest.xlsx", "hostile/phpspreadshe__HiddenMergeCellsTest.ods"):
        assert [note.code for note in read(name).notes] == ["merged-over"] * 2


def test_errors():
    rows = read("hostile/calamine__errors.xlsx").sheets[0].rows
    assert {cell.kind for row in rows for cell in row} == {ERROR}
    assert rows[0][0].text == "#DIV/0!"


def test_a_real_workbook_as_openpyxl_reads_it():
    document = read("workbooks/lu-performance-data-almanac.xlsx")
    book = openpyxl.load_workbook(DATA / "workbooks" / "lu-performance-data-almanac.xlsx", data_only=True)
    count = 0
    for sheet in document.sheets:
        theirs = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in book[sheet.name].iter_rows()
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        }
        ours = {
            (at, column): cell
            for at, row in enumerate(sheet.rows)
            for column, cell in enumerate(row)
            if cell.kind != EMPTY
        }
        assert set(ours) == set(theirs)
        for place, cell in ours.items():
            if cell.kind == NUMBER:
                assert abs(float(cell.number) - theirs[place]) <= 1e-12 * max(1, abs(theirs[place]))
            elif cell.kind == DATE:
                assert cell.day == theirs[place].date()
            else:
                assert cell.text == str(theirs[place])
            count += 1
    assert count > 2_000
