"""A file given back with its problems: each at its cell, in the user's own workbook where that can be copied."""

import io
import os
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from importers import children, sandbox
from importers.annotations import copied, marks, rebuilt
from importers.annotations.annotated import annotate, annotated_name, has_cells
from importers.readers import workbook as workbook_reader
from importers.records import Problem, Refused
from importers.sheets import Sheet, cell_at
from tests.importers.workbooks import ods, ods_cell, ods_table, read

DATA = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")


def made(fill, **options):
    """The bytes of a workbook that openpyxl saves after `fill(workbook)`."""
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def figures(book):
    sheet = book.active
    sheet.title = "It's"
    sheet.append(["Ref", "Title", "Apr-17", "Total"])
    sheet.append(["FD 3", "Contacts", 0.853, "=C2+1"])
    sheet["C2"].number_format, sheet["C2"].font = "0.0%", Font(bold=True)
    sheet["D2"].comment = Comment("Ask Jo.", "An analyst")
    sheet.merge_cells("A4:B5")
    sheet["A4"] = "Notes"
    book.create_sheet("Hidden").sheet_state = "hidden"


def told(*places, message="Mend this."):
    return [("Its rows", [Problem("bad", message, place) for place in places])]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def is_marked(cell):
    """By a frame as well as by a ground."""
    frame, ground = cell.border.left, cell.fill.fgColor
    return bool(
        frame and frame.style == "medium" and frame.color.rgb[2:] == marks.LINE and ground.rgb[2:] == marks.WASH
    )


def test_a_copy_keeps_what_the_workbook_has():
    book = opened(annotate("november.xlsx", made(figures), told("It's!C2", "It's!D2", "It's!F9")))
    assert book.sheetnames == [marks.SHEET, "It's", "Hidden"]
    sheet = book["It's"]
    assert (sheet["C2"].value, sheet["C2"].number_format, sheet["C2"].font.bold) == (0.853, "0.0%", True)
    assert sheet["D2"].value == "=C2+1"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A4:B5"]
    assert book["Hidden"].sheet_state == "hidden"
    assert sheet["D2"].comment.text.startswith("Ask Jo.\n\n── Problems found ──\nMend this.")
    assert sheet["D2"].comment.author == "An analyst"
    assert all(is_marked(sheet[place]) and "Mend this." in sheet[place].comment.text for place in ("C2", "D2", "F9"))
    assert not is_marked(sheet["B2"])


def test_the_first_sheet_lists_all_with_links():
    groups = [("The file", [Problem("a", "It has macros.")]), *told("It's!C2", message="=SUM(A1)")]
    book = opened(annotate("=november.xlsx", made(figures), groups))
    sheet = book.worksheets[0]
    assert book.active is sheet
    assert sheet["A1"].value == "Problems found in =november.xlsx"
    rows = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4)]
    assert rows == [("The file", None), (None, "It has macros."), ("Its rows", None), ("It's!C2", "=SUM(A1)")]
    assert sheet["A7"].hyperlink.location == "'It''s'!C2"
    assert (sheet["B7"].data_type, sheet["B7"].quotePrefix) == ("s", True)


def test_a_problem_under_a_merged_cell_stands_at_the_cell_that_shows():
    sheet = opened(annotate("x.xlsx", made(figures), told("It's!B5", "It's!A4")))["It's"]
    assert "B5: Mend this.\nMend this." in sheet["A4"].comment.text


def test_what_comes_back_is_read_as_it_was_before():
    data = made(figures)
    groups = told("It's!C2", "It's!D2")
    for original in (data, as_xlsx_of_values(data)):
        _, before, _ = read(original)
        _, after, notes = read(annotate("november.xlsx", original, groups))
        assert [sheet.name for sheet in after] == [sheet.name for sheet in before]
        assert [cell.comment for row in after[0].rows for cell in row] == [
            cell.comment for row in before[0].rows for cell in row
        ]
        assert [(note.code, note.locator) for note in notes if note.locator == marks.SHEET] == [
            ("sheet-ignored", marks.SHEET)
        ]


def as_xlsx_of_values(data):
    """The workbook rebuilt, and without a list of problems."""
    _, grids, _ = workbook_reader.read(data)
    book = opened(rebuilt.write("x", [], "", grids))
    del book[marks.SHEET]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_annotating_again_takes_the_old_marks_off():
    once = annotate("x.xlsx", made(figures), told("It's!C2", "It's!D2", message="Old."))
    book = opened(annotate("x.xlsx", once, told("It's!D2", message="New.")))
    sheet = book["It's"]
    assert book.sheetnames.count(marks.SHEET) == 1
    assert sheet["C2"].comment is None
    assert not is_marked(sheet["C2"])
    assert sheet["D2"].comment.text == "Ask Jo.\n\n── Problems found ──\nNew.\n────────────────────"


def test_macros_and_drawings_are_dropped_and_that_is_said():
    if not (DATA / "hostile").exists():
        pytest.skip("the corpus is not here")
    data = (DATA / "hostile" / "calamine__vba.xlsm").read_bytes()
    out = annotate("vba.xlsm", data, told("Sheet1!A1"))
    assert b"vbaProject" not in out
    assert "lacks, and your own file still has: macros" in opened(out).worksheets[0]["A3"].value


def test_ods_and_csv_are_rebuilt_and_that_is_said():
    cells = [ods_cell("string", shown="Ref"), ods_cell("percentage", "0.853", "85.3%"), ods_cell("float", "5", "5")]
    data = ods(ods_table([cells], name="A/B: figures of November of this year"))
    groups = told("A/B: figures of November of this year!B1")
    book = opened(annotate("november.ods", data, groups))
    assert book.sheetnames == [marks.SHEET, "A_B_ figures of November of thi"]
    assert "an .ods workbook: without its formulas and formats" in book.worksheets[0]["A2"].value
    cell = book.worksheets[1]["B1"]
    assert (cell.value, cell.number_format, is_marked(cell)) == (0.853, "0.0%", True)
    assert "Mend this." in cell.comment.text
    assert book.worksheets[0]["A5"].hyperlink.location == "'A_B_ figures of November of thi'!B1"

    book = opened(annotate("november.csv", b"Ref,Apr-17\r\n=1+1,5\r\n", told("A2", "B2")))
    sheet = book.worksheets[1]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("=1+1", "s", True)
    assert is_marked(sheet["A2"])
    assert is_marked(sheet["B2"])


def test_where_no_copy_can_be_made_it_is_rebuilt_and_where_nothing_can_there_is_the_list(monkeypatch):
    make, refused = sandbox.make, set()

    def limited(maker, *args):
        if maker in refused:
            raise Refused([Problem("unreadable-safely", "Too large.")])
        return make(maker, *args)

    monkeypatch.setattr(sandbox, "make", limited)
    refused.add("copied")
    book = opened(annotate("x.xlsx", made(figures), told("It's!C2")))
    assert "could not be copied safely" in book.worksheets[0]["A2"].value
    assert "Mend this." in book["It's"]["C2"].comment.text
    refused.add("rebuilt")
    book = opened(annotate("x.xlsx", made(figures), told("It's!C2")))
    assert book.sheetnames == [marks.SHEET]
    assert [book.active["A5"].value, book.active["B5"].value] == ["It's!C2", "Mend this."]


@pytest.mark.parametrize(
    "name",
    [
        "calamine__nonstandard-xml-ns-prefix.xlsx",
        "exceljs__missing-bits.xlsx",
        "poi__60320-protected.xlsx",
        "poi__poc-xmlbomb-empty.xlsx",
        "messytables__excel_properties.xls",
        "csvkit__test_utf16_little.csv",
    ],
)
def test_a_hostile_file_comes_to_a_workbook_all_the_same(name):
    if not (DATA / "hostile" / name).exists():
        pytest.skip(f"{name} is not here")
    book = opened(annotate(name, (DATA / "hostile" / name).read_bytes(), told("Sheet1!B2")))
    assert book.sheetnames[0] == marks.SHEET
    assert "Mend this." in [cell.value for cell in book.worksheets[0]["B"]]


def test_the_child_makes_it_within_its_limits(monkeypatch):
    seen = []
    run_child = sandbox.run_child
    monkeypatch.setattr(sandbox, "run_child", lambda *args: seen.append(run_child(*args)) or seen[-1])
    annotate("x.xlsx", made(figures), told("It's!C2"))
    (ended,) = seen
    assert (ended.code, ended.overran) == (0, False)
    monkeypatch.setattr(sandbox, "MAKING", sandbox.Limits(cpu_seconds=8, wall_seconds=12, output=100))
    with pytest.raises(Refused, match="more than 0 MiB"):
        sandbox.make("copied", made(figures), marks.order("x.xlsx", [], "workbook"))


@pytest.mark.parametrize("output", [b"", b"{}", b"[]", b'{"failed": "KeyError"}', b"<html>"])
def test_what_is_no_workbook_is_refused(monkeypatch, output):
    monkeypatch.setattr(sandbox, "run_child", lambda *args: children.Ended(0, output, False, 0.1, 0.1, 100))
    with pytest.raises(Refused):
        sandbox.make("copied", b"", {})


SHEETS = ("Figures", "It's", "A!B", "7", "Ünï")
# How workbooks write what they can't hold: openpyxl leaves it as it is when it reads.
_ESCAPE = "_x"
_texts = st.text(st.characters(codec="utf-8"), max_size=60).filter(lambda text: _ESCAPE not in text)
_texts |= st.sampled_from(["=1+1", "+x", "-y", "@z", "\x01\x0b"])
_places = st.builds(
    Sheet.locator,
    st.sampled_from(SHEETS).map(lambda name: Sheet(name, ())),
    st.integers(0, 60),
    st.integers(0, 40),
)


@settings(max_examples=15)
@given(st.lists(st.tuples(_texts, _places), max_size=12))
def test_any_list_of_problems_lands_at_its_cells(stated):
    lines = [marks.Told("Its rows"), *(marks.Told("Its rows", f"Wrong: {text}", place) for text, place in stated)]
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name in SHEETS:
        book.create_sheet(name)["B2"] = "=A1"
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    order = marks.order("x.xlsx", lines, "workbook")
    for make in (copied.make, rebuilt.make):
        result = opened(make(order, workbook_reader.read, data))
        for line in lines[1:]:
            name, row, column = cell_at(line.locator)
            cell = result[name].cell(row + 1, column + 1)
            assert one_line(line.message) in one_line(cell.comment.text)
            assert is_marked(cell)
        listed = [one_line(str(cell.value)) for cell in result.worksheets[0]["B"] if cell.value is not None]
        assert listed[-len(stated) :] == [one_line(line.message) for line in lines[1:]] or not stated


def one_line(text):
    """As it is after a workbook has been through: line ends differ, and what can't be said is replaced."""
    return "".join(marks.fitted(text).split())


@given(st.sampled_from(SHEETS) | st.just(""), st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_an_address_is_read_back(name, row, column):
    assert cell_at(Sheet(name, ()).locator(row, column)) == (name, row, column)


@pytest.mark.parametrize("locator", ["", "line:3", "line:3-5", "Figures", "Data!5:7", "XFE1", "A1048577", "A0", "a1"])
def test_what_is_no_cell(locator):
    assert cell_at(locator) is None
    assert not has_cells(told(locator))


def test_the_name_of_the_copy():
    assert annotated_name("november.v2.xls") == "november.v2 - problems.xlsx"


def test_a_comment_is_cut_to_what_a_cell_holds():
    text = marks.with_ours("x" * 40_000, ["Mend this."])
    assert len(text) == 32_767
    assert marks.without_ours("Mine.\n\n── Problems found ──\ncut off") == "Mine."
    assert marks.without_ours(marks.with_ours("Mine.", ["a", "b"]) + "\nAnd mine.") == "Mine.\nAnd mine."
