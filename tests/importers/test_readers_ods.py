"""OpenDocument spreadsheets and the old Excel's: values, repeats, and what is hidden."""

from datetime import date
from decimal import Decimal

import pytest

from importers.records import Refused
from importers.sheets import BOOLEAN, DATE, ERROR, FORMULA, NUMBER, TEXT, Cell
from tests.importers.workbooks import archive, ods, ods_cell, ods_table, read


def refusal(data):
    with pytest.raises(Refused) as caught:
        read(data)
    (problem,) = caught.value.problems
    return problem.code, problem.message


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        (ods_cell("float", "0.853", "0.9"), Cell(NUMBER, "0.9", Decimal("0.853"))),
        (ods_cell("float", "12"), Cell(NUMBER, "12", Decimal(12))),
        (ods_cell("percentage", "0.853", "85.3%"), Cell(NUMBER, "85.3%", Decimal("0.853"), is_percent=True)),
        (ods_cell("currency", "5", "£5"), Cell(NUMBER, "£5", Decimal(5))),
        (ods_cell("float", "NaN", "?"), Cell(ERROR, "?")),
        (ods_cell("date", "2017-12-01", "Dec-17"), Cell(DATE, "2017-12-01", day=date(2017, 12, 1))),
        (ods_cell("date", "2017-12-01T10:30:00"), Cell(DATE, "2017-12-01 10:30:00", day=date(2017, 12, 1))),
        (ods_cell("date", "soon"), Cell(ERROR, "soon")),
        (ods_cell("boolean", "true", "WAHR"), Cell(BOOLEAN, "TRUE")),
        (ods_cell("string", shown="one\ntwo"), Cell(TEXT, "one\ntwo")),
        (ods_cell(attributes='table:formula="of:=1+1"'), Cell(FORMULA, "of:=1+1")),
        (ods_cell("string", shown="#DIV/0!", attributes='table:formula="of:=1/0"'), Cell(ERROR, "#DIV/0!")),
        (ods_cell("string", shown="#N/A", attributes='table:formula="of:=NA()"'), Cell(ERROR, "#N/A")),
        (ods_cell("string", shown="#1 in England"), Cell(TEXT, "#1 in England")),
    ],
)
def test_kinds(xml, cell):
    kind, (sheet,), notes = read(ods(ods_table([[xml]])))
    assert (kind, notes) == ("ods", [])
    assert sheet.rows == ((cell,),)


def test_text_with_spaces_links_and_notes():
    xml = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Late</text:p><text:p>returns</text:p>'
        '</office:annotation><text:p>a<text:s text:c="2"/>b<text:span>c<text:tab/></text:span><text:a>d</text:a>e'
        "</text:p></table:table-cell>"
    )
    _, (sheet,), _ = read(ods(ods_table([[xml]])))
    assert sheet.rows == ((Cell(TEXT, "a  bc\tde", comment="Late\nreturns"),),)


def test_repeats_merges_and_what_is_hidden():
    tables = (
        '<table:table table:name="Data" table:style-name="off"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-header-rows><table:table-row>'
        + ods_cell(attributes='table:number-columns-repeated="2"')
        + ods_cell("float", "1", attributes='table:number-columns-repeated="2"')
        + "</table:table-row></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        + ods_cell("float", "2", attributes='table:number-columns-spanned="2" table:number-rows-spanned="1"')
        + '<table:covered-table-cell office:value-type="float" office:value="3"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>" + ods_table([], "Other")
    )
    style = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    _, (sheet, other), notes = read(ods(tables, styles=style))
    assert [[cell.text for cell in row] for row in sheet.rows] == [["", "", "1", "1"], *[["2", "3", "", ""]] * 2]
    assert (sheet.is_hidden, other.is_hidden, other.rows) == (True, False, ())
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1, 2}, {2})
    assert sheet.rows[1][0].merged == "A2:B2"
    assert [note.code for note in notes] == ["merged-over"]


def test_a_table_within_a_cell_is_no_sheet():
    inner = f"<table:table-cell>{ods_table([[ods_cell('float', '9')]], 'inner')}</table:table-cell>"
    _, (sheet,), _ = read(ods(ods_table([[ods_cell("float", "1"), inner]])))
    assert sheet.rows == ((Cell(NUMBER, "1", Decimal(1)),),)


def test_a_row_repeated_without_end_is_refused_at_once():
    cell = ods_cell("float", "1", attributes='table:number-columns-repeated="2000000000"')
    assert refusal(ods(ods_table([[cell]])))[0] == "workbook-too-large"
    cell = ods_cell("float", "1", attributes='table:number-columns-repeated="many"')
    assert refusal(ods(ods_table([[cell]])))[0] == "file-damaged"


def test_encrypted_macros_and_other_documents():
    assert refusal(ods("", extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}))[0] == "file-encrypted"
    assert read(ods("", extra={"Basic/Standard/Module1.xml": ""}))[2][0].code == "macros-ignored"
    assert refusal(archive({"content.xml": "<office/>"}))[0] == "file-binary"
    assert refusal(archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}))[0] == (
        "file-binary"
    )
    assert refusal(archive({"word/document.xml": "<a/>"}))[0] == "file-binary"
    assert refusal(archive({"xl/workbook.xml": "<a/>"}))[0] == "file-damaged"


def ole(*names, after=b""):
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
        + b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in names)
        + after
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ole("Root Entry", "EncryptedPackage"), "file-encrypted"),
        (ole("Root Entry", "WordDocument"), "file-binary"),
        (ole("Root Entry"), "file-damaged"),
        (ole("Root Entry", "Workbook"), "file-damaged"),
        (
            ole("Root Entry", "Workbook", after=bytes.fromhex("0908100000060500") + bytes(12) + b"\x2f\x00\x36\x00"),
            "file-encrypted",
        ),
    ],
)
def test_old_office_documents(data, code):
    assert refusal(data)[0] == code
