"""Whatever table is written comes back exactly: as .xlsx by two libraries, as .ods, and as delimited text."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.documents import read_document
from importers.readers import delimited
from importers.records import Refused
from importers.sheets import DATE, NUMBER, TEXT
from tests.importers.workbooks import ods, ods_cell, ods_table, read

texts = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), min_size=1, max_size=12
).filter(str.strip)
# Fifteen digits, which is what a spreadsheet keeps.
numbers = st.decimals(-(10**9), 10**9, places=6).map(lambda number: number.normalize() + 0)
percentages = st.decimals(-1, 10, places=5).map(lambda number: number.normalize() + 0)
days = st.dates(date(1900, 3, 1), date(2199, 12, 31))


def table(values):
    return st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(st.none() | values, min_size=width, max_size=width), min_size=1, max_size=5)
    )


tables = table(
    texts.map(lambda text: (TEXT, text))
    | numbers.map(lambda number: (NUMBER, number))
    | percentages.map(lambda number: ("percent", number))
    | days.map(lambda day: (DATE, day))
)


def check(written, sheets):
    """That the sheet holds what was written, cell by cell, and nothing else."""
    (sheet,) = sheets
    found = {(row, column): _said(cell) for row, cells in enumerate(sheet.rows) for column, cell in enumerate(cells)}
    wanted = {
        (row, column): value for row, values in enumerate(written) for column, value in enumerate(values) if value
    }
    assert {place: said for place, said in found.items() if said} == wanted


def _said(cell):
    if cell.kind == NUMBER:
        assert Decimal(cell.text.replace(",", "").removesuffix("%")).is_finite()
        return ("percent" if cell.is_percent else NUMBER), cell.number
    return {DATE: (DATE, cell.day), TEXT: (TEXT, cell.text)}.get(cell.kind)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_xlsx_by_openpyxl(written):
    book = openpyxl.Workbook()
    for row, values in enumerate(written, 1):
        for column, value in enumerate(values, 1):
            if value:
                kind, content = value
                cell = book.active.cell(row, column)
                cell.value = float(content) if kind in (NUMBER, "percent") else content
                if kind == TEXT:
                    cell.data_type = "s"  # also where it begins like a formula
                elif kind == "percent":
                    cell.number_format = "0.00%"
    file = io.BytesIO()
    book.save(file)
    check(written, read(file.getvalue())[1])


@settings(max_examples=40, deadline=None)
@given(tables)
def test_xlsx_by_xlsxwriter(written):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        percent, month = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "mmm-yy"})
        for row, values in enumerate(written):
            for column, value in enumerate(values):
                if not value:
                    continue
                kind, content = value
                if kind == TEXT:
                    sheet.write_string(row, column, content)
                elif kind == DATE:
                    sheet.write_datetime(row, column, datetime(content.year, content.month, content.day), month)
                else:
                    sheet.write_number(row, column, float(content), percent if kind == "percent" else None)
    check(written, read(file.getvalue())[1])


@settings(max_examples=40, deadline=None)
@given(tables)
def test_ods(written):
    def cell(value):
        kind, content = value or ("", "")
        if kind == TEXT:
            return f'<table:table-cell office:value-type="string">{_ods_text(content)}</table:table-cell>'
        type_ = {NUMBER: "float", "percent": "percentage", DATE: "date"}.get(kind, "")
        return ods_cell(type_, f"{content:f}" if type_ in ("float", "percentage") else str(content))

    check(written, read(ods(ods_table([map(cell, values) for values in written])))[1])


def _ods_text(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(" ", "<text:s/>")
    return "".join(f"<text:p>{line}</text:p>" for line in escaped.split("\n"))


# Letters that Windows-1252 has; apart from one another, as they are in English.
western = st.from_regex(r"[A-Za-z0-9%.][A-Za-z0-9 %.]{0,6}([£é–½’][a-z\n]{1,3})?", fullmatch=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", delimited.DELIMITERS)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_delimited_text(delimiter, encoding, data):
    values = western.map(lambda text: text[:1] + delimiter + '"' + text[1:]) | western
    written = data.draw(
        st.integers(1, 4).flatmap(
            lambda width: st.lists(st.tuples(western, *[values] * width).map(list), min_size=1, max_size=5)
        )
    )
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(written)
    document = read_document("table", file.getvalue().encode(encoding))
    assert document.kind == "csv"
    check([[(TEXT, text) for text in row] for row in written], document.sheets)
    assert {note.code for note in document.notes} <= {"encoding-assumed"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]),
        (
            "Title\n\nRef,Nov\nFD 3,82%\nFD 4,\n",
            [["Title", ""], ["", ""], ["Ref", "Nov"], ["FD 3", "82%"], ["FD 4", ""]],
        ),
        ('a,b\r"one\rtwo",3\r', [["a", "b"], ["one\rtwo", "3"]]),
        ("a|b|c\n1|2|3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        ("Ref,001\n=1+1,nan\n", [["Ref", "001"], ["=1+1", "nan"]]),
        ('5" pipe,a\n6" pipe,b\n', [['5" pipe', "a"], ['6" pipe', "b"]]),
    ],
    ids=["named", "titles-above", "old-mac", "bars", "as-it-stands", "inches"],
)
def test_delimited_layouts(text, rows):
    kind, (grid,), notes = delimited.read(text.encode())
    assert (kind, notes) == ("csv", [])
    found = [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.width)] for r in range(grid.height)]
    assert found == rows


@pytest.mark.parametrize(
    "text", ["", "one\ntwo", "Prose, with a comma.\nNext line.\nAnd, well, another.\nEnd.", "value\n01\n002", "a,b"[:1]]
)
def test_what_is_no_table(text):
    assert delimited.delimiter_of(text) is None


def test_quotation_marks_that_do_not_pair_up_are_refused_where_they_begin():
    for text in ('a,b\n1,2\n3,"4\n5,6\n', 'a,b\n1,2\n3,"4" 4\n5,6\n'):
        with pytest.raises(Refused) as caught:
            delimited.read(text.encode())
        (problem,) = caught.value.problems
        assert (problem.code, problem.locator) == ("quotes-unpaired", "line:3")
