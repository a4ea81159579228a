"""A new workbook of what was read of a file: for .xls, .ods and text with delimiters, and where no copy can be made.

Values as numbers, dates and text, comments, and what is hidden; no formulas and no other formats. Runs in the child
process too.
"""

import io
import re

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname

from importers.annotations import marks
from importers.sheets import BOOLEAN, DATE, EMPTY, NUMBER, cell_at
from reports.exports.inert import FORMULA_STARTS

_ABOUT = (
    "This is a new workbook with the values that were read of your file{why}. A cell with a problem has a blue frame, "
    "a blue ground and a comment. Mend it here or in your own file, and upload that."
)
_WHY = {
    "xls": ", an .xls workbook: without its formulas and formats",
    "ods": ", an .ods workbook: without its formulas and formats",
    "csv": "",
}
_NO_COPY = ", without its formulas and formats: your workbook itself could not be copied safely"

_MARKED = {"border": 2, "border_color": f"#{marks.LINE}", "bg_color": f"#{marks.WASH}"}
_WRAPPED = {"text_wrap": True, "valign": "top"}
_LINK = {**_WRAPPED, "font_color": f"#{marks.LINE}", "underline": 1}
_NO_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_NAME = 31


def make(order, read, data):
    """The bytes of the workbook. `order` is that of marks.order, `read` the reader for the file. Raises Refused."""
    name, told = marks.ordered(order)
    kind, grids, _ = read(data)
    return write(name, told, _ABOUT.format(why=_WHY.get(kind, _NO_COPY)), grids)


def write(name, told, about, grids=()):
    """The bytes of a workbook of these Grids, or of the list of problems alone."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    styles = _Styles(book)
    names = _names([grid.name for grid in grids])
    _list(book.add_worksheet(marks.SHEET), styles, [marks.title(name), about], told, names)
    found = marks.comments(told, names)
    for grid in grids:
        of_sheet = {place[1:]: messages for place, messages in found.items() if place[0] == grid.name}
        _fill(book.add_worksheet(names[grid.name]), styles, grid, of_sheet)
    book.close()
    return out.getvalue()


class _Styles:
    """A workbook's formats by their properties: one format for all cells that look alike."""

    def __init__(self, book):
        self._book, self._formats = book, {}

    def __call__(self, **properties):
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def _names(names):
    """{a sheet's name: one that a workbook can have}."""
    used, found = {marks.SHEET.casefold()}, {}
    for name in names:
        plain = _NO_NAME.sub("_", marks.fitted(name)).replace("\n", " ")[:_LONGEST_NAME] or "Table"
        number, allowed = 1, plain
        while allowed.casefold() in used or allowed.casefold() == "history":  # which Excel keeps for itself
            number += 1
            ending = f" ({number})"
            allowed = plain[: _LONGEST_NAME - len(ending)] + ending
        used.add(allowed.casefold())
        found.setdefault(name, allowed)
    return found


def _list(sheet, styles, lines, told, names):
    for column, width in enumerate(marks.WIDTHS):
        sheet.set_column(column, column, width)
    for row, text in enumerate(lines):
        sheet.set_row(row, 20 if row == 0 else 34)
        style = {**_WRAPPED, "bold": row == 0, "font_size": 14 if row == 0 else 11}
        sheet.merge_range(row, 0, row, len(marks.WIDTHS) - 1, "", styles(**style))
        _write_text(sheet, row, 0, text, styles, style)
    for row, line in enumerate(told, len(lines) + 1):
        if not line.message:
            _write_text(sheet, row, 0, line.heading, styles, {**_WRAPPED, "bold": True})
            continue
        _write_place(sheet, row, line.locator, styles, names, has_links=row < marks.MAX_LINKS)
        _write_text(sheet, row, 1, line.message, styles, _WRAPPED)


def _write_place(sheet, row, locator, styles, names, *, has_links):
    place = cell_at(locator)
    is_link = place and place[0] in names and has_links
    if is_link:
        target = f"internal:{quote_sheetname(names[place[0]])}!{locator.rpartition('!')[2]}"
        sheet.write_url(row, 0, target, styles(**_LINK), string=" ")
    _write_text(sheet, row, 0, locator, styles, _LINK if is_link else _WRAPPED)


def _fill(sheet, styles, grid, messages):
    if grid.is_hidden:
        sheet.hide()
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in grid.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})
    for (row, column), cell in grid.items():
        _write_cell(sheet, row, column, cell, styles, _MARKED if (row, column) in messages else {})
        if cell.comment and (row, column) not in messages:
            _write_comment(sheet, row, column, cell.comment, cell.comment_by)
    for (row, column), found in messages.items():
        cell = grid.at(row, column)
        if cell is None:
            sheet.write_blank(row, column, None, styles(**_MARKED))
        comment = marks.with_ours(cell.comment if cell else "", found)
        _write_comment(sheet, row, column, comment, (cell and cell.comment_by) or marks.AUTHOR)


def _write_cell(sheet, row, column, cell, styles, style):
    if cell.kind == EMPTY:
        if style:
            sheet.write_blank(row, column, None, styles(**style))
    elif cell.kind == NUMBER:
        sheet.write_number(row, column, cell.number, styles(**style, num_format=_number_format(cell)))
    elif cell.kind == DATE and cell.text == cell.day.isoformat() and cell.day.year >= 1901:
        sheet.write_datetime(row, column, cell.day, styles(**style, num_format="yyyy-mm-dd"))
    elif cell.kind == BOOLEAN:
        sheet.write_boolean(row, column, cell.text == "TRUE", styles(**style))
    else:
        _write_text(sheet, row, column, cell.text, styles, style)


def _number_format(cell):
    """The format that shows the number as its text does."""
    digits = cell.text.rstrip("%")
    decimals = len(digits.partition(".")[2])
    whole = "#,##0" if "," in digits else "0"
    return f"{whole}{'.' + '0' * decimals if decimals else ''}{'%' if cell.is_percent else ''}"


def _write_text(sheet, row, column, text, styles, style):
    """Text, and never a formula, a link or a number, whatever it looks like."""
    if text.startswith(FORMULA_STARTS):
        style = {**style, "quote_prefix": True}
    sheet.write_string(row, column, marks.fitted(text), styles(**style))


def _write_comment(sheet, row, column, text, author):
    width, height = marks.size(text)
    text = marks.fitted(text)
    sheet.write_comment(row, column, text, {"author": author, "width": width, "height": height})
