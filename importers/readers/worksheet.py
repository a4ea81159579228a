"""A sheet of an Excel workbook into a Grid: its cells as its XML streams by, then the comments on them.

    <row r="2" hidden="1"><c r="B2" s="4" t="s"><f>A1</f><v>7</v></c></row>
                             style  type  formula  its stored result

A sheet may have a million elements, so no object is made of any: what is read of a cell is kept until the cell ends,
the cells of a row until the row does. An element counts only right inside the one that it belongs to.
"""

import re

from importers.annotations import marks
from importers.readers.archive import damaged
from importers.readers.grid import BLANK
from importers.readers.markup import elements, is_on, local, stream
from importers.readers.parts import integer, place, relations, text_cell, text_of, unescaped
from importers.sheets import FORMULA, MAX_COLUMNS, MAX_ROWS, Cell, column_letters

# What Excel puts before a comment in a thread, for programs that show only notes.
_THREADED = re.compile(r"\[Threaded comment\].*?\bComment:\s*", re.DOTALL)
_NO_AUTHOR = "tc="
_NUMBER = re.compile(r"[0-9]{1,6}")


def read_sheet(workbook, grid, part):
    """Fills the Grid from a sheet's part of an `xlsx.Workbook`. Returns what a person should know of the sheet."""
    reader = _SheetReader(workbook, grid)
    stream(workbook.archive, part, start=reader.start, end=reader.end, text=reader.text)
    for type_, other in relations(workbook.archive, part).values():
        if type_ == "comments" and other in workbook.archive:
            _read_comments(workbook.archive, other, grid)
    return [note for reference in reader.merged for note in _merge(grid, reference)]


class _Tags(dict):
    """The local name of each tag, looked for once."""

    def __missing__(self, tag):
        self[tag] = local(tag)
        return self[tag]


class _SheetReader:
    """Hears of the elements of a sheet in their order. `merged` are the ranges that it merges."""

    def __init__(self, workbook, grid):
        self.merged = []
        self.text = (texts := []).append
        self._texts = texts
        self._has_results = workbook.has_results
        self._cells = workbook.cells
        self._grid = grid
        self._tags = _Tags()
        # The element that is read, and how deep inside one that isn't; how deep in the runs of an inline text.
        self._inside = "sheet"
        self._passed = 0
        self._runs = 0
        # Of the row: its number, its address, its cells by column, and the column of the last.
        self._row = -1
        self._digits = ""
        self._filled = {}
        self._column = -1
        self._columns = {}
        # Of the cell.
        self._attributes = {}
        self._value = self._formula = self._inline = None

    def start(self, tag, attributes):
        inside = self._inside
        if self._passed:
            self._passed += 1
        elif inside == "row":
            if self._tags[tag] == "c":
                self._inside = "c"
                self._attributes = attributes
                self._value = self._formula = self._inline = None
            else:
                self._passed = 1
        elif inside == "c":
            name = self._tags[tag]
            if name == "v" or name == "f":
                self._inside = name
                self._texts.clear()
            elif name == "is":
                self._inside = name
                self._inline = []
            else:
                self._passed = 1
        elif inside == "sheet":
            self._start_in_sheet(self._tags[tag], attributes)
        elif inside == "is":
            self._start_in_text(self._tags[tag])
        else:
            raise damaged(f"a cell of the sheet “{self._grid.name}” has something inside of its value")

    def end(self, tag):
        inside = self._inside
        if self._passed:
            self._passed -= 1
        elif inside == "v":
            self._value = "".join(self._texts)
            self._inside = "c"
        elif inside == "c":
            self._end_cell()
            self._inside = "row"
        elif inside == "row":
            self._end_row()
            self._inside = "sheet"
        elif inside == "f":
            self._formula = "".join(self._texts)
            self._inside = "c"
        elif inside == "t":
            self._inline += self._texts
            self._inside = "is"
        elif inside == "is" and self._runs:
            self._runs -= 1
        elif inside == "is":
            self._inside = "c"

    def _start_in_sheet(self, name, attributes):
        if name == "row":
            self._start_row(attributes)
            self._inside = name
        elif name == "col":
            self._read_column(attributes)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def _start_in_text(self, name):
        """The texts of an inline text, or of its runs; reading aids of East Asian text are passed."""
        if name == "t":
            self._texts.clear()
            self._inside = name
        elif name in ("r", "text"):
            self._runs += 1
        else:
            self._passed = 1

    def _read_column(self, attributes):
        if is_on(attributes, "hidden") or attributes.get("width") in ("0", "0.0"):
            first, last = integer(attributes.get("min", "0")), integer(attributes.get("max", "0"))
            self._grid.hidden_columns.update(range(max(first - 1, 0), min(last, MAX_COLUMNS)))

    def _start_row(self, attributes):
        number = attributes.get("r")
        # Nearly always the row after the one before.
        self._row = self._row + 1 if not number or number == str(self._row + 2) else integer(number) - 1
        if not 0 <= self._row < MAX_ROWS:
            raise damaged(f"a row of the sheet “{self._grid.name}” has no possible number")
        if is_on(attributes, "hidden") or attributes.get("ht") in ("0", "0.0"):
            self._grid.hidden_rows.add(self._row)
        self._digits = str(self._row + 1)
        self._filled = {}
        self._column = -1

    def _end_row(self):
        if self._row in self._grid.rows:
            for column in self._grid.rows[self._row].keys() & self._filled:
                raise self._repeated(self._row, column)
        if self._filled:
            self._grid.put_row(self._row, self._filled)

    def _end_cell(self):
        attributes, value, digits = self._attributes, self._value, self._digits
        address = attributes.get("r", "")
        column = self._columns.get(address[: -len(digits)]) if address.endswith(digits) else None
        if column is None:
            row, column = self._place(address)
        else:
            row = self._row
        self._column = column
        type_ = attributes.get("t", "n")
        if self._formula is not None and (not self._has_results or value is None or (value == "" and type_ != "str")):
            cell = Cell(FORMULA, f"={unescaped(self._formula)}")
        elif type_ == "inlineStr":
            cell = text_cell(unescaped("".join(self._inline or ())))
        elif value:
            cell = self._cells[type_, value, attributes.get("s")]
            if cell is None:
                raise damaged(f"a cell of the sheet “{self._grid.name}” refers to a text that is not there")
        else:
            return
        if cell is BLANK:
            return
        if row != self._row:
            self._put_elsewhere(row, column, cell)
        elif column in self._filled:
            raise self._repeated(row, column)
        else:
            self._filled[column] = cell

    def _put_elsewhere(self, row, column, cell):
        """Of a cell that stands in another row than its address says, the address counts."""
        if self._grid.at(row, column):
            raise self._repeated(row, column)
        self._grid.put(row, column, cell)

    def _place(self, address):
        """(row, column) of a cell whose column isn't known by its letters yet, or whose address isn't of its row."""
        found = place(address) if address else (self._row, self._column + 1)
        if found is None or found[0] >= MAX_ROWS or found[1] >= MAX_COLUMNS:
            raise damaged(f"a cell of the sheet “{self._grid.name}” has no possible address")
        self._columns[column_letters(found[1])] = found[1]
        return found

    def _repeated(self, row, column):
        return damaged(f"the sheet “{self._grid.name}” has two cells {column_letters(column)}{row + 1}")


def _read_comments(archive, part, grid):
    authors = []
    for name, element in elements(archive, part, "author", "comment"):
        if name == "author":
            authors.append((element.text or "").strip())
            continue
        found = place(element.get("ref", ""))
        comment = marks.without_ours(_THREADED.sub("", text_of(element)))
        if comment and found and found[0] < MAX_ROWS and found[1] < MAX_COLUMNS:
            author = _author(authors, element.get("authorId", ""))
            # Excel begins a comment with who writes it.
            comment = comment.removeprefix(f"{author}:").strip() if author else comment
            grid.change(*found, comment=comment, comment_by=author)


def _author(authors, number):
    """Who wrote a comment, or "" where the file doesn't say. Of one in a thread it has a number that means nothing."""
    author = dict(enumerate(authors)).get(int(number), "") if _NUMBER.fullmatch(number) else ""
    return "" if author.startswith(_NO_AUTHOR) or author == marks.AUTHOR else author


def _merge(grid, reference):
    first, _, last = reference.partition(":")
    start, end = place(first), place(last or first)
    return grid.merge(*start, *end) if start and end else []
