"""Excel workbooks: what each part of a sheet's XML becomes."""

import io
from datetime import date, datetime
from decimal import Context, Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from importers.readers.formats import stored_number
from importers.records import Refused
from importers.sheets import BOOLEAN, DATE, ERROR, FORMULA, NUMBER, TEXT, Cell
from tests.importers.workbooks import archive, read, xlsx, xlsx_parts


def cells(rows, **kwargs):
    _, (sheet,), _ = read(xlsx(f'<row r="1">{rows}</row>', **kwargs))
    return sheet.rows[0] if sheet.rows else ()


def refusal(data):
    with pytest.raises(Refused) as caught:
        read(data)
    (problem,) = caught.value.problems
    assert problem.message.endswith(".")
    return problem.code, problem.locator, problem.message


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("stored", "code", "number", "shown", "is_percent"),
    [
        ("0.853", "General", "0.853", "0.853", False),
        ("0.85299999999999998", "0.0%", "0.853", "85.3%", True),
        ("0.30000000000000004", "General", "0.3", "0.3", False),
        ("0.853", "0%", "0.853", "85%", True),
        ("0.8535", "0.0##%", "0.8535", "85.35%", True),
        ("12", "0.00", "12", "12.00", False),
        ("12.345", "0.0", "12.345", "12.3", False),
        ("12.25", "0.0", "12.25", "12.3", False),
        ("1234567.5", "#,##0.0", "1234567.5", "1,234,567.5", False),
        ("-1234", "#,##0;[Red]-#,##0", "-1234", "-1,234", False),
        ("1E3", "General", "1000", "1000", False),
        ("8.5E-1", "General", "0.85", "0.85", False),
        ("-0", "General", "0", "0", False),
        ("1500000", "0.0,,", "1500000", "1500000", False),
        ("85.3", '0.0"%"', "85.3", "85.3", False),
        ("85.3", "0.0\\%", "85.3", "85.3", False),
        ("7", '0" days"', "7", "7", False),
        ("3", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "3", "3", False),
    ],
)
def test_numbers(stored, code, number, shown, is_percent):
    (cell,) = cells(f'<c r="A1" s="1"><v>{stored}</v></c>', formats=[code])
    assert cell == Cell(NUMBER, shown, Decimal(number), is_percent)


@given(st.from_regex(r"[+-]?[0-9]{1,17}(\.[0-9]{0,17})?", fullmatch=True))
def test_a_number_is_the_same_with_an_exponent_of_nought(written):
    found, other = stored_number(written), stored_number(f"{written}E0")
    assert found == Context(prec=15).create_decimal(written)
    assert found.as_tuple() == other.as_tuple()


@pytest.mark.parametrize("stored", ["nan", "inf", "1_000", "１２", "1,5", "0x1A", "1E400", "one"])
def test_what_is_no_number(stored):
    (cell,) = cells(f'<c r="A1"><v>{stored}</v></c>')
    assert cell == Cell(ERROR, stored)


@pytest.mark.parametrize(
    ("stored", "code", "kind", "shown", "day"),
    [
        ("43070", "mmm-yy", DATE, "2017-12-01", date(2017, 12, 1)),
        ("43070", "[$-809]d mmmm yyyy;@", DATE, "2017-12-01", date(2017, 12, 1)),
        ("43070.4375", "dd/mm/yyyy hh:mm", DATE, "2017-12-01 10:30:00", date(2017, 12, 1)),
        ("43070.999999999", "dd/mm/yyyy", DATE, "2017-12-02", date(2017, 12, 2)),
        ("1", "dd/mm/yyyy", DATE, "1900-01-01", date(1900, 1, 1)),
        ("59", "dd/mm/yyyy", DATE, "1900-02-28", date(1900, 2, 28)),
        ("60", "dd/mm/yyyy", ERROR, "60", None),
        ("61", "dd/mm/yyyy", DATE, "1900-03-01", date(1900, 3, 1)),
        ("0", "dd/mm/yyyy", ERROR, "0", None),
        ("-5", "dd/mm/yyyy", ERROR, "-5", None),
        ("2958465", "dd/mm/yyyy", DATE, "9999-12-31", date(9999, 12, 31)),
        ("2958466", "dd/mm/yyyy", ERROR, "2958466", None),
        ("1E300", "dd/mm/yyyy", ERROR, "1" + "0" * 300, None),
        ("1E300", "[h]:mm", ERROR, "1" + "0" * 300, None),
        ("0.4375", "hh:mm", TEXT, "10:30:00", None),
        ("1.5", "h:mm", TEXT, "12:00:00", None),
        ("1.5", "[h]:mm", TEXT, "36:00:00", None),
    ],
)
def test_dates(stored, code, kind, shown, day):
    (cell,) = cells(f'<c r="A1" s="1"><v>{stored}</v></c>', formats=[code])
    assert (cell.kind, cell.text, cell.day, cell.number) == (kind, shown, day, None)


def test_dates_counted_from_1904():
    (cell,) = cells('<c r="A1" s="1"><v>41608</v></c>', formats=["mmm-yy"], workbook_extra='<workbookPr date1904="1"/>')
    assert cell.day == date(2017, 12, 1)


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', Cell(TEXT, "plain")),
        ('<c r="A1" t="s"><v>1</v></c>', Cell(TEXT, "rich text")),
        ('<c r="A1" t="s"><v>2</v></c>', Cell(TEXT, "a\r\nb_x000D_")),
        ('<c r="A1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>', Cell(TEXT, "inline")),
        ('<c r="A1" t="str"><f>A2</f><v>82%</v></c>', Cell(TEXT, "82%")),
        ('<c r="A1" t="b"><v>1</v></c>', Cell(BOOLEAN, "TRUE")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell(ERROR, "#DIV/0!")),
        ('<c r="A1" t="d"><v>2017-12-01</v></c>', Cell(DATE, "2017-12-01", day=date(2017, 12, 1))),
        ('<c r="A1" t="d"><v>10:30:00</v></c>', Cell(TEXT, "10:30:00")),
        ('<c r="A1" t="d"><v>soon</v></c>', Cell(ERROR, "soon")),
        ('<c r="A1"><f>SUM(B1:C1)</f><v>7</v></c>', Cell(NUMBER, "7", Decimal(7))),
        ('<c r="A1"><f>SUM(B1:C1)</f></c>', Cell(FORMULA, "=SUM(B1:C1)")),
        ('<c r="A1"><f>SUM(B1:C1)</f><v></v></c>', Cell(FORMULA, "=SUM(B1:C1)")),
        ('<c r="A1"><f t="shared" si="0"/></c>', Cell(FORMULA, "=")),
    ],
)
def test_kinds(xml, cell):
    texts = (
        "<si><t>plain</t></si>"
        "<si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh><t>reading aid</t></rPh></si>"
        "<si><t>a_x000D_\nb_x005F_x000D_</t></si>"
    )
    assert cells(xml, texts=texts) == (cell,)


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" s="1"/>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c>',
        '<c r="A1" t="str"><f>A2</f><v></v></c>',
    ],
)
def test_blank_cells_take_no_room(xml):
    assert cells(xml) == ()


def test_results_that_are_to_be_worked_out_are_none():
    # As xlsxwriter writes them: 0 for each result, and a word that it is none.
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_formula("A1", "=1+1")
    _, (sheet,), _ = read(file.getvalue())
    assert sheet.rows == ((Cell(FORMULA, "=1+1"),),)


def test_cells_and_rows_without_addresses():
    _, (sheet,), _ = read(xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c></row>"))
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["1", "2", ""],
        ["", "", ""],
        ["", "", ""],
        ["", "", "3"],
    ]
    assert sheet.locator(3, 2) == "Sheet1!C4"


def test_as_openpyxl_writes_it():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    sheet.append(["Ref", "Title", datetime(2017, 12, 1), "Notes"])
    sheet.append(["FD 3", "Re-referrals", 0.853, True])
    sheet["C2"].number_format = "0.0%"
    sheet["C2"].comment = Comment("Late returns", "An analyst")
    sheet["E2"].comment = Comment("On a blank cell", "An analyst")
    sheet.merge_cells("A4:C5")
    sheet["A4"] = "Front door"
    sheet["A6"] = "=1+1"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    book.create_chartsheet("Chart")

    kind, (figures, old), notes = read(saved(book))

    assert kind == "xlsx"
    assert [sheet.name for sheet in (figures, old)] == ["Figures", "Old"]
    assert (figures.is_hidden, old.is_hidden, old.rows) == (False, True, ())
    assert figures.rows[0][2] == Cell(DATE, "2017-12-01", day=date(2017, 12, 1))
    assert figures.rows[1] == (
        Cell(TEXT, "FD 3"),
        Cell(TEXT, "Re-referrals"),
        Cell(NUMBER, "85.3%", Decimal("0.853"), is_percent=True, comment="Late returns", comment_by="An analyst"),
        Cell(BOOLEAN, "TRUE"),
        Cell(comment="On a blank cell", comment_by="An analyst"),
    )
    assert figures.rows[2] == (Cell(),) * 5
    assert figures.rows[3][:4] == (Cell(TEXT, "Front door", merged="A4:C5"), *[Cell(merged="A4:C5")] * 2, Cell())
    assert figures.rows[4][2] == Cell(merged="A4:C5")
    assert figures.rows[5][0] == Cell(FORMULA, "=1+1")
    assert (figures.hidden_rows, figures.hidden_columns) == ({1}, {1})
    assert [(note.code, note.locator) for note in notes] == [("sheet-ignored", "Chart")]


def test_what_a_merged_cell_hides_is_said():
    merge = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="nonsense"/></mergeCells>'
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="D1"><v>3</v></c></row>'
    _, (sheet,), (note,) = read(xlsx(row, after=merge))
    assert [cell.merged for cell in sheet.rows[0]] == ["A1:C1", "A1:C1", "A1:C1", ""]
    assert (note.code, note.locator) == ("merged-over", "Sheet1!B1")


def test_a_comment_in_a_thread_without_its_preamble():
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        parts["_rels/.rels"]
        .replace("officeDocument", "comments", 2)
        .replace("comments/2006", "officeDocument/2006")
        .replace("xl/workbook.xml", "../comments1.xml")
    )
    parts["xl/comments1.xml"] = (
        '<comments><commentList><comment ref="A1"><text><t>[Threaded comment]\n\nYour version of Excel allows you to '
        "read this threaded comment.\n\nComment:\n    Late returns</t></text></comment></commentList></comments>"
    )
    _, (sheet,), _ = read(archive(parts))
    assert sheet.rows[0][0].comment == "Late returns"


def test_macros_are_ignored_and_said():
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>') | {"xl/vbaProject.bin": b"\xd0\xcf"}
    kind, _, (note,) = read(archive(parts))
    assert (kind, note.code) == ("xlsm", "macros-ignored")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="1"><c r="A1" t="s"><v>5</v></c></row>', "a text that is not there"),
        ('<row r="1"><c r="A1"><v>5</v></c><c r="A1"><v>6</v></c></row>', "two cells A1"),
        ('<row r="0"><c><v>5</v></c></row>', "no possible number"),
        ('<row r="9999999"><c><v>5</v></c></row>', "no possible number"),
        ('<row r="two"><c><v>5</v></c></row>', "“two” where a number should be"),
        ('<row r="1"><c r="ZZZ1"><v>5</v></c></row>', "no possible address"),
        ('<row r="1"><c r="1A"><v>5</v></c></row>', "no possible address"),
        ('<row r="1">', "not well-formed"),
    ],
)
def test_damage_is_refused(rows, said):
    code, _, message = refusal(xlsx(rows))
    assert code == "file-damaged"
    assert said in message


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(part, encoding):
    parts = xlsx_parts()
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    code, _, message = refusal(archive(parts | {part: bomb.encode(encoding)}))
    assert code == "file-damaged"
    assert "declares entities" in message


def test_a_cell_far_out_is_refused_with_its_place():
    code, locator, message = refusal(xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert (code, locator) == ("workbook-too-large", "Sheet1!XFD1048576")
    assert "17,179,869,184" in message


def test_far_out_formats_and_merges_cost_nothing():
    _, (sheet,), _ = read(
        xlsx(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>',
            after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    )
    assert len(sheet.rows) == len(sheet.rows[0]) == 1


def test_one_long_text_in_many_cells_is_counted_in_each():
    rows = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 2_000))
    code, _, message = refusal(xlsx(rows, texts=f"<si><t>{'a' * 32_000}</t></si>"))
    assert code == "workbook-too-large"
    assert "characters of text" in message
