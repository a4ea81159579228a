"""Excel workbooks (.xlsx, .xlsm): values, formats, formulas, notes, merged ranges and what is hidden, in one pass.

    _rels/.rels -> xl/workbook.xml -> its .rels -> sharedStrings.xml, styles.xml, worksheets/sheet1.xml …

The sheets' XML is read here and not by openpyxl, whose reader makes floats of stored numbers, makes every row and
column up to the last cell (minutes for one cell at XFD1048576), and shows either formulas or values.
A formula's stored result counts, unless the workbook says that its results are to be worked out when it is opened
(`fullCalcOnLoad`): libraries that write 0 in place of each result say so.
"""

from contextlib import suppress
from datetime import datetime, time
from functools import partial

from importers.readers.archive import damaged, refusal
from importers.readers.formats import BASE_1900, BASE_1904, BUILT_IN, cell_of, moment_cell
from importers.readers.grid import Grid, Space
from importers.readers.markup import attribute, characters, elements, is_on
from importers.readers.notes import macros_ignored, sheet_ignored
from importers.readers.parts import Made, integer, relations, text_cell, text_of, unescaped
from importers.readers.worksheet import read_sheet
from importers.sheets import BOOLEAN, ERROR, TEXT, Cell


def read(archive):
    """The workbook's sheets as (kind, grids, notes). Raises Refused."""
    main = _main_part(archive)
    workbook = _Workbook(archive, main)
    notes = []
    kind = "xlsx"
    if any(name.endswith("vbaproject.bin") for name in archive.names):
        kind = "xlsm"
        notes.append(macros_ignored())
    space = Space()
    grids = []
    for name, state, relation in workbook.sheets:
        if relation is None:
            raise damaged(f"the sheet “{name}” is listed and not there")
        type_, part = relation
        if type_ != "worksheet":
            notes.append(sheet_ignored(name))
            continue
        grid = Grid(name, space, is_hidden=state in ("hidden", "veryHidden"))
        notes += read_sheet(workbook, grid, part)
        grids.append(grid)
    return kind, grids, notes


def _main_part(archive):
    main = next((part for type_, part in relations(archive, "").values() if type_ == "officeDocument"), None)
    if main is None:
        raise damaged("nothing in it says where the workbook is")
    if main.endswith(".bin"):
        raise refusal(
            "file-binary",
            "This looks like a binary Excel workbook (.xlsb), which can't be read. Save it as .xlsx and load that.",
        )
    return main


class _Workbook:
    """What the sheets of a workbook share: texts, formats, how dates are counted, whether results are stored."""

    def __init__(self, archive, part):
        self.archive = archive
        self.base = BASE_1900
        self.has_results = True
        related = relations(archive, part)
        self.sheets = []
        for name, element in elements(archive, part, "sheet", "workbookPr", "calcPr"):
            if name == "sheet":
                relation = related.get(attribute(element, "id"))
                self.sheets.append((element.get("name", ""), element.get("state", ""), relation))
            elif name == "workbookPr" and is_on(element, "date1904"):
                self.base = BASE_1904
            elif name == "calcPr" and is_on(element, "fullCalcOnLoad"):
                self.has_results = False
        if not self.sheets:
            raise damaged("it has no workbook with sheets in it")
        parts = dict(related.values())
        self._texts = _texts(archive, parts.get("sharedStrings", ""))
        self._format_of = Made(partial(_format_of, _formats(archive, parts.get("styles", ""))))

    def cell(self, style, type_, written):
        """The Cell of a value as it is written in the XML; None where it refers to a text that is not there."""
        value = characters(written)
        if type_ == "s":
            index = integer(value)
            return text_cell(self._texts[index]) if index < len(self._texts) else None
        if type_ == "str":
            return text_cell(unescaped(value))
        if type_ == "b":
            return Cell(BOOLEAN, "TRUE" if value.strip() == "1" else "FALSE")
        if type_ == "e":
            return Cell(ERROR, value)
        if type_ == "d":
            return _iso_cell(value)
        return cell_of(value.strip(), self._format_of[style], self.base)


def _format_of(formats, style):
    """The format code of a cell's style. Without a style, or one that is not there, a number is shown as it is."""
    index = int(style) if style.isascii() and style.isdigit() else 0
    return formats[index] if index < len(formats) else "General"


def _texts(archive, part):
    if part not in archive:
        return []
    return [text_of(element) for _, element in elements(archive, part, "si")]


def _formats(archive, part):
    """The format code of each cell style, in order."""
    codes = dict(BUILT_IN)
    styles = []
    if part not in archive:
        return styles
    for name, element in elements(archive, part, "numFmt", "cellXfs"):
        if name == "numFmt":
            codes[integer(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
        else:
            styles = [integer(xf.get("numFmtId", "0")) for xf in element]
    return [codes.get(number, "General") for number in styles]


def _iso_cell(value):
    """A date or a time of day written out (ISO 8601), as the strict form of the format has them."""
    value = value.strip().removesuffix("Z")
    for read in (
        lambda: moment_cell(datetime.fromisoformat(value)),
        lambda: Cell(TEXT, str(time.fromisoformat(value))),
    ):
        with suppress(ValueError):
            return read()
    return Cell(ERROR, value)
