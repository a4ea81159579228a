"""Every file of the hostile corpus, and every real workbook, is read or refused with a reason, within the limits.

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

from importers import sandbox
from importers.documents import read_document
from importers.readers.grid import MAX_CELLS
from importers.records import Refused
from importers.sheets import DATE, EMPTY, ERROR, NUMBER

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


@pytest.mark.parametrize("file", [needed(name) for name in EXPECTED])
def test_read_or_refused_within_the_limits(file, monkeypatch):
    ended = []
    run_child = sandbox.run_child

    def watched(function, data):
        ended.append(run_child(function, data))
        return ended[-1]

    monkeypatch.setattr(sandbox, "run_child", watched)
    expected = EXPECTED[f"{file.parent.name}/{file.name}"]
    try:
        # Never by its name: each is given the wrong one.
        document = read_document("upload.txt", file.read_bytes())
    except Refused as refused:
        assert refused.problems
        assert all(problem.message.endswith(".") for problem in refused.problems)
        assert expected == f"refused: {refused.problems[0].code}"
    else:
        assert document.kind == expected
        assert document.lines or document.sheets
        assert sum(len(row) for sheet in document.sheets for row in sheet.rows) <= MAX_CELLS
        assert all(len(row) == len(sheet.rows[0]) for sheet in document.sheets for row in sheet.rows)
    for child in ended:
        assert not child.overran
        assert child.seconds < sandbox.WALL_SECONDS
        assert child.cpu_seconds < sandbox.CPU_SECONDS + SLACK_SECONDS
        assert child.peak_kib * 1024 <= sandbox.MEMORY
        assert len(child.output) <= sandbox.MAX_OUTPUT


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
