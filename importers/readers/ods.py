"""OpenDocument spreadsheets (.ods): values as stored and as shown, formulas, notes, merged ranges, what is hidden.

    <table:table table:name="Sheet1" table:style-name="ta1">
      <table:table-row table:number-rows-repeated="2" table:visibility="collapse">
        <table:table-cell office:value-type="percentage" office:value="0.853"><text:p>85.3%</text:p></table:table-cell>

A row or cell may stand for millions of itself. Blank ones cost nothing; others count as often as they are repeated.
Python-calamine reads the format too, and loses what is a percentage, the notes and the errors.
"""

import re
from contextlib import suppress
from datetime import datetime

from importers.annotations import marks
from importers.readers.archive import damaged, encrypted, refusal
from importers.readers.formats import moment_cell, plain, stored_number
from importers.readers.grid import Grid, Space
from importers.readers.markup import local, walk
from importers.readers.notes import macros_ignored
from importers.sheets import BOOLEAN, ERROR, FORMULA, NUMBER, TEXT, Cell

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE = (_SPACE % name for name in ("office", "table", "text", "style"))

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_NUMBERS = ("float", "percentage", "currency")
_HIDDEN = ("collapse", "filter")

# How programs show a formula that has no result; they store it as a text.
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#N/A|Err:[0-9]{3}")


def read(archive):
    """The workbook's sheets as (kind, grids, notes). Raises Refused."""
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise encrypted()
    notes = [macros_ignored()] if any(name.startswith("basic/") for name in archive.names) else []
    reader = _Reader(notes)
    for event, name, element in walk(
        archive,
        _CONTENT,
        starts=("table", "spreadsheet"),
        ends=("style", "table", "table-column", "table-row"),
    ):
        reader.take(event, name, element)
    if not reader.is_spreadsheet:
        raise refusal("file-binary", "This is an OpenDocument file and no spreadsheet (.ods).")
    return "ods", reader.grids, notes


class _Reader:
    def __init__(self, notes):
        self.notes = notes
        self.grids = []
        self.is_spreadsheet = False
        self._space = Space()
        self._hidden_styles = set()
        self._depth = 0  # of tables: one within another's cell is no sheet
        self._row = self._column = 0
        self._merged = []

    def take(self, event, name, element):
        if name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "style":
            self._take_style(element)
        elif name == "table":
            self._depth += 1 if event == "start" else -1
            if self._depth == (1 if event == "start" else 0):
                self._begin(element) if event == "start" else self._end()
        elif self._depth == 1:
            if name == "table-column":
                self._take_column(element)
            else:
                self._take_row(element)

    def _take_style(self, element):
        if any(child.get(f"{_TABLE}display") == "false" for child in element):
            self._hidden_styles.add(element.get(f"{_STYLE}name"))

    def _begin(self, element):
        name = element.get(f"{_TABLE}name", "")
        is_hidden = element.get(f"{_TABLE}style-name") in self._hidden_styles
        self.grids.append(Grid(name, self._space, is_hidden=is_hidden))
        self._row = self._column = 0
        self._merged = []

    def _end(self):
        for corners in self._merged:
            self.notes += self.grids[-1].merge(*corners)

    def _take_column(self, element):
        repeated = _count(element, "number-columns-repeated")
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            self.grids[-1].hidden_columns.update(range(self._column, self._column + min(repeated, 100_000)))
        self._column += repeated

    def _take_row(self, element):
        grid = self.grids[-1]
        repeated = _count(element, "number-rows-repeated")
        column = 0
        filled = []
        for child in element:
            if local(child.tag) not in ("table-cell", "covered-table-cell"):
                continue
            across = _count(child, "number-columns-repeated")
            cell = _cell(child)
            if cell != Cell():
                grid.reach(self._row + repeated - 1, column + across - 1)
                filled += ((at, cell) for at in range(column, column + across))
            columns, rows = _count(child, "number-columns-spanned"), _count(child, "number-rows-spanned")
            if columns > 1 or rows > 1:
                self._merged.append((self._row, column, self._row + rows - 1, column + columns - 1))
            column += across
        for row in range(self._row, self._row + repeated) if filled else ():
            for at, cell in filled:
                grid.put(row, at, cell)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            # Blank hidden rows to the end of the sheet are nobody's figures.
            grid.hidden_rows.update(range(self._row, self._row + min(repeated, 100_000)))
        self._row += repeated


def _cell(element):
    cell = _value_cell(element, _paragraphs(element))
    written = [note for note in element if local(note.tag) == "annotation"]
    comment = marks.without_ours("\n".join(map(_paragraphs, written)))
    if not comment:
        return cell
    authors = (part.text or "" for note in written for part in note if local(part.tag) == "creator")
    author = next((author.strip() for author in authors if author != marks.AUTHOR), "")
    return cell._replace(comment=comment, comment_by=author)


def _value_cell(element, shown):
    type_ = element.get(f"{_OFFICE}value-type", "")
    formula = element.get(f"{_TABLE}formula")
    if formula is not None and not type_ and not shown:
        return Cell(FORMULA, formula)
    if formula is not None and _ERROR.fullmatch(shown):
        return Cell(ERROR, shown)
    if type_ in _NUMBERS:
        stored = element.get(f"{_OFFICE}value", "")
        number = stored_number(stored)
        if number is None:
            return Cell(ERROR, shown or stored)
        return Cell(NUMBER, shown or plain(number), number, is_percent=type_ == "percentage")
    if type_ == "date":
        stored = element.get(f"{_OFFICE}date-value", "")
        with suppress(ValueError):
            return moment_cell(datetime.fromisoformat(stored.removesuffix("Z")))
        return Cell(ERROR, shown or stored)
    if type_ == "boolean":
        return Cell(BOOLEAN, "TRUE" if element.get(f"{_OFFICE}boolean-value") == "true" else "FALSE")
    text = shown or element.get(f"{_OFFICE}string-value", "") or element.get(f"{_OFFICE}time-value", "")
    return Cell(TEXT, text) if text.strip() else Cell()


def _paragraphs(element):
    return "\n".join(_text(child) for child in element if child.tag == f"{_TEXT}p")


def _text(element):
    """A paragraph's text: its runs joined; spaces beyond the first, tabs and line ends are elements."""
    texts = [element.text or ""]
    for child in element:
        name = local(child.tag)
        if name == "s":
            texts.append(" " * min(_count(child, "c", _TEXT), 1_000))
        elif name in ("tab", "line-break"):
            texts.append("\t" if name == "tab" else "\n")
        elif name in ("span", "a"):
            texts.append(_text(child))
        texts.append(child.tail or "")
    return "".join(texts)


def _count(element, name, space=_TABLE):
    """How often something is repeated, or how far it spans: 1 where nothing is said."""
    text = element.get(f"{space}{name}", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise damaged(f"it has “{text[:20]}” where a number should be")
    return max(int(text), 1)
