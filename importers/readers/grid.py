"""A sheet while it is read, cell by cell, and as it crosses from the reader's process to the one that asked.

A Grid holds only the cells that hold something, so that one cell far out costs nothing; how far they reach is
bounded all the same, because a Sheet has every cell of that rectangle.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice

from importers.readers.archive import refusal
from importers.records import Problem
from importers.sheets import EMPTY, NUMBER, Cell, Sheet, column_letters

# By bounding box from A1, all sheets together. A scorecard of 319 indicators over 72 months has 23,000. As the rows
# of Sheets, this many are 40 MB of references before any of them holds anything.
MAX_CELLS = 5_000_000

# Characters of text in a workbook, counted for each cell: one long shared text may stand in thousands of cells. A
# hundred thousand figures in long form, each in a row with its title, section and owner, have some 20 million.
MAX_TEXT = 40 * 1024 * 1024

# Cells, blank ones too, in a part of a sheet as it crosses: one is read here while the next is made there.
_PART = 20_000

BLANK = Cell()


class Space:
    """What a workbook's sheets may take together."""

    def __init__(self):
        self.cells = 0
        self.text = 0


class Grid:
    """A sheet's cells, `rows[row][column]` from 0, up to the limits of its Space. Raises Refused beyond them."""

    def __init__(self, name, space, *, is_hidden=False):
        self.name = name
        self.is_hidden = is_hidden
        self.rows = {}
        self.hidden_rows = set()
        self.hidden_columns = set()
        self.height = self.width = 0
        self._space = space

    def at(self, row, column):
        """The cell, or None where there is none that holds anything."""
        return self.rows.get(row, {}).get(column)

    def items(self):
        """((row, column), cell) of each that holds anything."""
        return (((row, column), cell) for row, cells in self.rows.items() for column, cell in cells.items())

    def put_row(self, row, cells):
        """Sets cells of a row, by column; none of them is blank."""
        last = max(cells)
        if row >= self.height or last >= self.width:
            self.reach(row, last)
        self._take(sum([len(cell.text) for cell in cells.values()]), row, last)
        if row in self.rows:
            self.rows[row] |= cells
        else:
            self.rows[row] = cells

    def put(self, row, column, cell):
        """Sets a cell. Blank ones are not kept."""
        if cell.kind == EMPTY and cell == BLANK:
            return
        self.reach(row, column)
        self._take(len(cell.text) + len(cell.comment) + len(cell.comment_by), row, column)
        self.rows.setdefault(row, {})[column] = cell

    def change(self, row, column, **fields):
        """Sets some fields of a cell and keeps the others."""
        self.put(row, column, (self.at(row, column) or BLANK)._replace(**fields))

    def merge(self, top, left, bottom, right):
        """Marks the cells of a merged range. Gives a Problem for each under it that holds something: nobody sees it."""
        name = f"{_address(top, left)}:{_address(bottom, right)}"
        hidden = []
        for row in range(top, min(bottom + 1, self.height)):
            for column in range(left, min(right + 1, self.width)):
                self.change(row, column, merged=name)
                if (row, column) != (top, left) and self.rows[row][column].kind != EMPTY:
                    message = f"This cell holds something that the merged cell {name} hides."
                    hidden.append(Problem("merged-over", message, self.address(row, column)))
        return hidden

    def reach(self, row, column):
        """Makes the sheet reach to a cell."""
        if row < self.height and column < self.width:
            return
        height = row + 1 if row >= self.height else self.height
        width = column + 1 if column >= self.width else self.width
        self._space.cells += height * width - self.height * self.width
        self.height, self.width = height, width
        if self._space.cells > MAX_CELLS:
            raise refusal(
                "workbook-too-large",
                f"With what stands here, the sheets reach over {self._space.cells:,} cells; {MAX_CELLS:,} can be read "
                "at most. Delete what stands far out, or copy the figures into a new workbook.",
                self.address(row, column),
            )

    def _take(self, text, row, column):
        """Counts so many characters of text, the last of them in this cell."""
        self._space.text += text
        if self._space.text > MAX_TEXT:
            raise refusal(
                "workbook-too-large",
                f"This file holds more than {MAX_TEXT:,} characters of text, which is the most that can be read. "
                "Copy the figures into a new workbook and load that.",
                self.address(row, column),
            )

    def address(self, row, column):
        """`Sheet!C12`."""
        return Sheet(self.name, ()).locator(row, column)

    def to_plain(self):
        """What is said of the sheet before its `parts`, so many of them: see `sheet_from_plain`."""
        return {
            "name": self.name,
            "is_hidden": self.is_hidden,
            "height": self.height,
            "width": self.width,
            "hidden_rows": sorted(row for row in self.hidden_rows if row < self.height),
            "hidden_columns": sorted(column for column in self.hidden_columns if column < self.width),
            "parts": -(-len(self.rows) // self._rows_of_part),
        }

    @property
    def _rows_of_part(self):
        return max(_PART // max(self.width, 1), 1)

    def parts_to_plain(self):
        """Parts of its cells, as lists, texts and numbers only.

        A cell that stands in many places is told once. `rows` are a row's number, the column of its first cell, and
        for each from there the number of its cell in the `cells` of all parts up to this one, 0 where it is blank.
        """
        told = {id(BLANK): 0}
        rows = iter(self.rows.items())
        while of_part := list(islice(rows, self._rows_of_part)):
            every = list(chain.from_iterable(filled.values() for _, filled in of_part))
            stand_for = list(map(id, every))
            new = [(each, cell) for each, cell in dict(zip(stand_for, every, strict=True)).items() if each not in told]
            told |= {each: number for number, (each, _) in enumerate(new, len(told))}
            numbers = list(map(told.__getitem__, stand_for))
            yield {"cells": [_cell_to_plain(cell) for _, cell in new], "rows": list(_rows_to_plain(of_part, numbers))}


def _rows_to_plain(rows, numbers):
    at = 0
    for row, filled in rows:
        of_row = numbers[at : at + len(filled)]
        at += len(filled)
        first, order = _layout(tuple(filled))
        if order:
            of_row = [*map([*of_row, 0].__getitem__, order)]
        yield [row, first, *of_row]


@lru_cache(maxsize=1024)
def _layout(columns):
    """(the first of a row's columns, which of them stands in each from there: -1 for none; () where they are in order).

    Of many rows it is the same.
    """
    first, last = min(columns), max(columns)
    if columns == tuple(range(first, last + 1)):
        return first, ()
    places = {column: place for place, column in enumerate(columns)}
    return first, tuple(places.get(column, -1) for column in range(first, last + 1))


def _cell_to_plain(cell):
    number = "" if cell.number is None else str(cell.number)
    if number == cell.text:
        number = ""  # most numbers look as they are
    day = cell.day.isoformat() if cell.day else ""
    fields = [cell.kind, cell.text, number, cell.is_percent, day, cell.comment, cell.merged, cell.comment_by]
    while not fields[-1]:
        fields.pop()
    return fields


def sheet_from_plain(plain, parts):
    """The Sheet in what `Grid.to_plain` made, which takes what belongs to it from the iterator of parts.

    Raises ValueError for rows that are longer than the sheet is wide, and where parts are missing.
    """
    width = plain["width"]
    blank = (BLANK,) * width
    rows = [blank] * plain["height"]
    cells = [BLANK]
    for _ in range(plain["parts"]):
        part = next(parts, None)
        if part is None:
            raise ValueError("a part of the sheet is missing")
        cells += [_cell_from_plain(*fields) for fields in part["cells"]]
        for row, first, *numbers in part["rows"]:
            filled = blank[:first] + tuple(map(cells.__getitem__, numbers))
            if len(filled) != width:
                if len(filled) > width:
                    raise ValueError(f"row {row} has {len(filled)} cells, and the sheet is {width} wide")
                filled += blank[len(filled) :]
            rows[row] = filled
    hidden_rows, hidden_columns = frozenset(plain["hidden_rows"]), frozenset(plain["hidden_columns"])
    return Sheet(plain["name"], tuple(rows), plain["is_hidden"], hidden_rows, hidden_columns)


def _cell_from_plain(kind=EMPTY, text="", number="", is_percent=False, day="", comment="", merged="", comment_by=""):
    number = Decimal(number or text) if kind == NUMBER else None
    day = date.fromisoformat(day) if day else None
    return Cell(kind, text, number, is_percent, day, comment, merged, comment_by)


def _address(row, column):
    return f"{column_letters(column)}{row + 1}"
