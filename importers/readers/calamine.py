"""Older Excel workbooks (.xls): their values, by python-calamine.

It gives values alone. Number formats (so what is a percentage), notes, hidden rows and columns are not to be had,
and an error such as #N/A reads as a blank cell; a note says so. It can bring its process down on a hostile file,
which is why it runs in a child process only (importers.sandbox).
"""

import io
import re
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from importers.readers.archive import damaged, encrypted, refusal
from importers.readers.formats import duration_text, moment_cell, plain, stored_number
from importers.readers.grid import MAX_CELLS, Grid, Space
from importers.readers.notes import sheet_ignored
from importers.records import Problem
from importers.sheets import BOOLEAN, ERROR, NUMBER, TEXT, Cell

# The container of old Office documents (OLE): a directory in it has an entry every 128 bytes, its name first.
_ENTRY = 128
_WORKBOOKS = ("Workbook", "Book")
_OTHERS = {"WordDocument": "a Word document (.doc)", "PowerPoint Document": "a presentation (.ppt)"}

# A workbook's stream begins with one of two records (1997, 1995), perhaps one that it is for reading only, and then,
# where it is encrypted, the one that says how.
_ENCRYPTED = re.compile(
    rb"(\x09\x08\x10\0\0\x06\x05\0.{12}|\x09\x08\x08\0\0\x05\x05\0.{4})(\x86\0\0\0)?\x2f\0", re.DOTALL
)


def read(data):
    """The workbook's sheets as (kind, grids, notes). Raises Refused."""
    _check_container(data)
    notes = [
        Problem(
            "values-only",
            "Of an .xls workbook only the values can be read: not which of them are percentages, no notes on cells, "
            "no hidden rows or columns; and an error such as #N/A looks like a blank cell. Saved as .xlsx, it shows "
            "them all.",
        )
    ]
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = list(_grids(book, notes))
    except PasswordError as problem:
        raise encrypted() from problem
    except CalamineError as problem:
        raise damaged("the sheets in it can't be found") from problem
    return "xls", grids, notes


def _check_container(data):
    if _has_stream(data, "EncryptedPackage") or _ENCRYPTED.search(data):
        raise encrypted()
    if any(_has_stream(data, name) for name in _WORKBOOKS):
        return
    for name, description in _OTHERS.items():
        if _has_stream(data, name):
            raise refusal("file-binary", f"This looks like {description}, and not like a workbook.")
    raise damaged("it begins like an old Office document (.xls, .doc), and there is no workbook in it")


def _has_stream(data, name):
    entry = f"{name}\0".encode("utf-16-le")
    at = data.find(entry)
    while at != -1 and at % _ENTRY:
        at = data.find(entry, at + 1)
    return at != -1


def _grids(book, notes):
    space = Space()
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            notes.append(sheet_ignored(about.name))
            continue
        is_hidden = about.visible != SheetVisibleEnum.Visible
        sheet = book.get_sheet_by_index(index)
        # Asked before the rows are made: they would be made in full.
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise refusal(
                "workbook-too-large",
                f"This sheet reaches over {sheet.total_height * sheet.total_width:,} cells; {MAX_CELLS:,} can be read "
                "at most. Delete what stands far out, or copy the figures into a new workbook.",
                about.name,
            )
        grid = Grid(about.name, space, is_hidden=is_hidden)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                grid.put(row, column, _cell(value))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            notes += grid.merge(top, left, bottom, right)
        yield grid


def _cell(value):
    if isinstance(value, str):
        return Cell(TEXT, value) if value.strip() else Cell()
    if isinstance(value, bool):
        return Cell(BOOLEAN, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        # repr is the shortest text that means this number: what was typed, as far as 15 digits go.
        number = stored_number(repr(value))
        return Cell(ERROR, repr(value)) if number is None else Cell(NUMBER, plain(number), number)
    if isinstance(value, datetime):
        return moment_cell(value)
    if isinstance(value, date):
        return moment_cell(datetime(value.year, value.month, value.day))
    if isinstance(value, time):
        return Cell(TEXT, value.isoformat("seconds"))
    if isinstance(value, timedelta):
        return Cell(TEXT, duration_text(round(value.total_seconds())))
    raise TypeError(f"a {type(value).__name__} is no cell's value")
