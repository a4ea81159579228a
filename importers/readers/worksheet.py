"""A sheet of an Excel workbook into a Grid: its cells as its XML streams by, then the comments on them.

    <row r="2" hidden="1"><c r="B2" s="4" t="s"><f>A1</f><v>7</v></c></row>
                             style  type  formula  its stored result

A sheet may have a million elements, so no object is made of any: most rows are taken whole, by a pattern; of the others
what is read of a cell is kept until the cell ends. An element counts only right inside the one that it belongs to.
"""

import re
from collections import Counter
from functools import lru_cache

from importers.annotations import marks
from importers.readers.archive import damaged
from importers.readers.grid import BLANK
from importers.readers.markup import attributes, characters, elements, is_on, pieces
from importers.readers.parts import Made, integer, place, relations, text_cell, text_of, unescaped
from importers.sheets import FORMULA, MAX_COLUMNS, MAX_ROWS, Cell, column_letters

# What Excel puts before a comment in a thread, for programs that show only notes.
_THREADED = re.compile(r"\[Threaded comment\].*?\bComment:\s*", re.DOTALL)
_NO_AUTHOR = "tc="
_NUMBER = re.compile(r"[0-9]{1,6}")

# What a sheet's XML is made of. A row whose cells are blank or hold a value and nothing else, as nearly all do, is
# taken whole; of any other row every tag, and the text between them.
_PREFIX = r"(?:[^\s<>/:]+:)?"
_ATTRIBUTES = r"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
_STYLE_AND_TYPE = r"""(?: s="[0-9]+")?(?: t="[a-z]+")?"""
_VALUE = rf"<{_PREFIX}v>[^<]*+</{_PREFIX}v></{_PREFIX}c>"
_TOKEN = re.compile(
    rf"""<{_PREFIX}row r="([0-9]+)"({_ATTRIBUTES})>"""
    rf"""((?:<{_PREFIX}c r="[A-Z]+\1"{_STYLE_AND_TYPE}(?:/>|>{_VALUE}))++)</{_PREFIX}row>"""
    rf"""|<(/?){_PREFIX}([^\s<>/:]+)({_ATTRIBUTES})\s*(/?)>"""
    r"""|([^<]+)"""
)
# The cells of such a row that aren't blank: the letters of each, and what is stated of it, which comes again and again.
_CELL = re.compile(rf"""r="([A-Z]+)[0-9]+"({_STYLE_AND_TYPE}><{_PREFIX}v>[^<]+<)""")
_STATED = re.compile(rf"""(?: s="(.*?)")?(?: t="(.*?)")?><{_PREFIX}v>([^<]+)<""")


def read_sheet(workbook, grid, part):
    """Fills the Grid from a sheet's part of an `xlsx.Workbook`. Returns what a person should know of the sheet."""
    reader = _SheetReader(workbook, grid)
    for piece in pieces(workbook.archive, part):
        reader.take(piece)
    for type_, other in relations(workbook.archive, part).values():
        if type_ == "comments" and other in workbook.archive:
            _read_comments(workbook.archive, other, grid)
    return [note for reference in reader.merged for note in _merge(grid, reference)]


class _SheetReader:
    """Hears of the elements of a sheet in their order. `merged` are the ranges that it merges."""

    def __init__(self, workbook, grid):
        self.merged = []
        self._has_results = workbook.has_results
        self._columns = Made(lambda letters: self._place(f"{letters}1")[1])
        # The cells of rows that are taken whole by what is stated of them, and others by style, type and value.
        self._stated = Made(lambda written: self._cell(_STATED.match(written).groups("")))
        self._cells = Made(self._cell)
        self._cell_of = workbook.cell
        self._grid = grid
        # The element that is read: of one that isn't, how deep inside it, and what it stands in. How deep in the runs
        # of an inline text.
        self._inside = "sheet"
        self._around = ""
        self._passed = 0
        self._runs = 0
        # Of the row: its number, its cells by column, and the column of the last.
        self._row = -1
        self._filled = {}
        self._column = -1
        # Of the cell.
        self._attributes = {}
        self._text = ""
        self._value = self._formula = self._inline = None

    def take(self, piece):
        """A piece of the sheet's part (`markup.pieces`)."""
        for number, of_row, cells, closes, name, of_element, is_empty, text in _TOKEN.findall(piece):
            if cells and self._inside == "sheet":
                self._take_row(number, of_row, cells)
            elif closes:
                self._end()
            elif text:
                self._text = text
            else:
                # A whole row where none belongs is an element like any other.
                self._start(name or "row", of_element)
                if is_empty or cells:
                    self._end()

    def _take_row(self, number, written, cells):
        self._start_row(number, written)
        columns, stated = self._columns, self._stated
        found = _CELL.findall(cells)
        self._filled = {columns[letters]: cell for letters, each in found if (cell := stated[each]) is not BLANK}
        if len(self._filled) < len(found):
            self._check_unrepeated(columns[letters] for letters, each in found if stated[each] is not BLANK)
        self._end_row()

    def _start(self, name, written):
        inside = self._inside
        if inside == "passed":
            self._passed += 1
        elif inside == "row" and name == "c":
            self._inside = "c"
            self._attributes = attributes(written)
            self._value = self._formula = self._inline = None
        elif inside == "c" and name in ("v", "f", "is"):
            self._inside = name
            self._text = ""
            if name == "is":
                self._inline = []
        elif inside == "sheet":
            self._start_in_sheet(name, written)
        elif inside == "is" and name == "t":
            self._inside = "t"
            self._text = ""
        elif inside == "is" and name in ("r", "text"):
            self._runs += 1
        elif inside in ("v", "f", "t"):
            raise damaged(f"a cell of the sheet “{self._grid.name}” has something inside of its value")
        else:
            # As reading aids of East Asian text are.
            self._around, self._inside, self._passed = inside, "passed", 1

    def _end(self):
        inside = self._inside
        if inside == "passed":
            self._passed -= 1
            if not self._passed:
                self._inside = self._around
        elif inside == "v":
            self._value = self._text
            self._inside = "c"
        elif inside == "c":
            self._end_cell()
            self._inside = "row"
        elif inside == "row":
            self._end_row()
            self._inside = "sheet"
        elif inside == "f":
            self._formula = characters(self._text)
            self._inside = "c"
        elif inside == "t":
            self._inline.append(characters(self._text))
            self._inside = "is"
        elif inside == "is" and self._runs:
            self._runs -= 1
        elif inside == "is":
            self._inside = "c"

    def _start_in_sheet(self, name, written):
        if name == "row":
            self._start_row(attributes(written).get("r"), written)
            self._inside = name
        elif name == "col":
            self._read_column(attributes(written))
        elif name == "mergeCell":
            self.merged.append(attributes(written).get("ref", ""))

    def _read_column(self, stated):
        if is_on(stated, "hidden") or stated.get("width") in ("0", "0.0"):
            first, last = integer(stated.get("min", "0")), integer(stated.get("max", "0"))
            self._grid.hidden_columns.update(range(max(first - 1, 0), min(last, MAX_COLUMNS)))

    def _start_row(self, number, written):
        # Nearly always the row after the one before.
        self._row = self._row + 1 if not number or number == str(self._row + 2) else integer(number) - 1
        if not 0 <= self._row < MAX_ROWS:
            raise damaged(f"a row of the sheet “{self._grid.name}” has no possible number")
        if _is_hidden_row(written):
            self._grid.hidden_rows.add(self._row)
        self._filled = {}
        self._column = -1

    def _end_row(self):
        if self._row in self._grid.rows:
            for column in self._grid.rows[self._row].keys() & self._filled:
                raise self._repeated(self._row, column)
        if self._filled:
            self._grid.put_row(self._row, self._filled)

    def _end_cell(self):
        stated, value = self._attributes, self._value
        type_ = stated.get("t", "")
        if self._formula is not None and (not self._has_results or value is None or (value == "" and type_ != "str")):
            cell = Cell(FORMULA, f"={unescaped(self._formula)}")
        elif type_ == "inlineStr":
            cell = text_cell(unescaped("".join(self._inline or ())))
        else:
            cell = self._cells[stated.get("s", ""), type_, value] if value else BLANK
        row, column = self._place(stated.get("r", ""))
        self._column = column
        if cell is BLANK:
            return
        if row != self._row:
            self._put_elsewhere(row, column, cell)
        elif column in self._filled:
            raise self._repeated(row, column)
        else:
            self._filled[column] = cell

    def _cell(self, stored):
        cell = self._cell_of(*stored)
        if cell is None:
            raise damaged(f"a cell of the sheet “{self._grid.name}” refers to a text that is not there")
        return cell

    def _place(self, address):
        """(row, column) of a cell by its address; without one it comes after the one before."""
        found = place(address) if address else (self._row, self._column + 1)
        if found is None or found[0] >= MAX_ROWS or found[1] >= MAX_COLUMNS:
            raise damaged(f"a cell of the sheet “{self._grid.name}” has no possible address")
        return found

    def _put_elsewhere(self, row, column, cell):
        """Of a cell that stands in another row than its address says, the address counts."""
        if self._grid.at(row, column):
            raise self._repeated(row, column)
        self._grid.put(row, column, cell)

    def _check_unrepeated(self, columns):
        for column, count in Counter(columns).items():
            if count > 1:
                raise self._repeated(self._row, column)

    def _repeated(self, row, column):
        return damaged(f"the sheet “{self._grid.name}” has two cells {column_letters(column)}{row + 1}")


@lru_cache(maxsize=1024)
def _is_hidden_row(written):
    """By its attributes, which most rows have in common."""
    if not written:
        return False
    stated = attributes(written)
    return is_on(stated, "hidden") or stated.get("ht") in ("0", "0.0")


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
