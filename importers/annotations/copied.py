"""The user's own .xlsx or .xlsm workbook with comments added. Runs in the child process alone: the file is anybody's.

openpyxl carries over values, formulas, formats, merged and hidden cells, validations and conditional formats. It
drops macros, drawings and the stored results of formulas, and the first sheet says so.
"""

import io
import zipfile
from collections import defaultdict

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.reader import excel
from openpyxl.reader.drawings import find_images
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from importers.annotations import marks
from importers.readers.archive import Archive
from importers.sheets import cell_at
from reports.exports.inert import FORMULA_STARTS

_ABOUT = (
    "This is a copy of your workbook, with its formulas and formats. A cell with a problem has a blue frame, a blue "
    "ground and a comment. Mend it here or in your own file. If here, save this copy in your spreadsheet program "
    "before you upload it, so that the results of its formulas are stored."
)
_LOST = "What this copy lacks, and your own file still has: {}."

_FRAME = Border(**dict.fromkeys(("left", "right", "top", "bottom"), Side("medium", marks.LINE)))
_GROUND = PatternFill("solid", marks.WASH)


def make(order, read, data):
    """The bytes of the copy. `order` is that of marks.order. Raises anything: who knows what the file holds."""
    name, told = marks.ordered(order)
    archive = Archive(data)
    book = _opened(data)
    for sheet in book.worksheets:
        if marks.is_list(sheet.title, str(sheet["A1"].value)):
            book.remove(sheet)
        else:
            _clear(sheet)
    names = book.sheetnames
    for (sheet_name, row, column), messages in _shown(book, marks.comments(told, names)).items():
        _mark(book[sheet_name].cell(row, column), messages)
    _list(book, name, told, _lost(archive))
    return _saved(book)


def _opened(data):
    def drawings(archive, path):
        # Some programs name drawings that are not there, which is no reason to do without the rest.
        return find_images(archive, path) if path in archive.namelist() else ([], [])

    excel.find_images = drawings
    return load_workbook(io.BytesIO(data), rich_text=True)


def _clear(sheet):
    """Takes off what an earlier copy put on, and leaves what people wrote."""
    # Its rows would be made as far as the last cell; these are the cells that there are.
    for cell in [cell for cell in sheet._cells.values() if cell.comment]:
        theirs = marks.without_ours(cell.comment.text)
        if theirs == cell.comment.text.strip():
            continue
        cell.comment = Comment(theirs, cell.comment.author) if theirs else None
        if cell.border == _FRAME:
            cell.border, cell.fill = Border(), PatternFill()


def _shown(book, found):
    """The messages by the cell that shows them: in a merged range that is the one at its top left."""
    shown = defaultdict(list)
    for (name, row, column), messages in found.items():
        cell = book[name].cell(row + 1, column + 1)
        if isinstance(cell, MergedCell):
            merged = next(merged for merged in book[name].merged_cells.ranges if cell.coordinate in merged)
            messages = [f"{cell.coordinate}: {message}" for message in messages]
            shown[name, merged.min_row, merged.min_col] += messages
        else:
            shown[name, row + 1, column + 1] += messages
    return shown


def _mark(cell, messages):
    before = cell.comment
    text = marks.with_ours(before.text if before else "", messages)
    width, height = marks.size(text)
    cell.comment = Comment(text, before.author if before else marks.AUTHOR, height, width)
    cell.border, cell.fill = _FRAME, _GROUND


def _lost(archive):
    """What the copy doesn't have, in words."""
    what = []
    if any(name.endswith("vbaproject.bin") for name in archive.names):
        what.append("macros")
    if any(name.startswith(("xl/media/", "xl/drawings/drawing")) for name in archive.names):
        what.append("pictures and drawings")
    return " and ".join(what)


def _list(book, name, told, lost):
    """Puts the list of problems before the other sheets, and opens the copy there."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    sheet = book.create_sheet(marks.SHEET, 0)
    book.active = 0
    for letters, width in zip("AB", marks.WIDTHS, strict=True):
        sheet.column_dimensions[letters].width = width
    lines = [marks.title(name), _ABOUT, *([_LOST.format(lost)] if lost else ())]
    for row, text in enumerate(lines, 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        _write(sheet.cell(row, 1), text, Font(bold=row == 1, size=14 if row == 1 else 11))
        sheet.row_dimensions[row].height = 20 if row == 1 else 34
    names = set(book.sheetnames[1:])
    for row, line in enumerate(told, len(lines) + 2):
        if not line.message:
            _write(sheet.cell(row, 1), line.heading, Font(bold=True))
            continue
        cell = sheet.cell(row, 1)
        _write(cell, line.locator)
        place = cell_at(line.locator)
        if place and place[0] in names and row <= marks.MAX_LINKS:
            target = f"{quote_sheetname(place[0])}!{line.locator.rpartition('!')[2]}"
            cell.hyperlink = Hyperlink(cell.coordinate, location=target)
            cell.font = Font(color=marks.LINE, underline="single")
        _write(sheet.cell(row, 2), line.message)


def _write(cell, text, font=None):
    """Text, and never a formula, whatever it looks like."""
    cell.value = marks.fitted(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = font or Font()


class _InMemory(ExcelWriter):
    """Writes no file on its way: the child may write none."""

    def write_worksheet(self, ws):
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        part = io.BytesIO()
        writer = WorksheetWriter(ws, part)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], part.getvalue())
        self.manifest.append(ws)


def _saved(book):
    out = io.BytesIO()
    _InMemory(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()
