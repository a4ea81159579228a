"""A sheet as it is read: what is hidden left out, merged cells understood, every cell with its place."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from importers.sheets import EMPTY, TEXT, Cell, Sheet, column_letters
from importers.sources.workbook.notes import Place
from importers.sources.workbook.words import tidy

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
NOTHING = Cell()


@dataclass(frozen=True)
class Merge:
    """A merged range by its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet of the workbook. `number` is its place in the workbook; all reading of cells goes through here."""

    sheet: Sheet
    number: int
    with_hidden: bool = False

    @cached_property
    def rows(self):
        """The numbers of the rows to read."""
        hidden = frozenset() if self.with_hidden else self.sheet.hidden_rows
        return tuple(row for row in range(len(self.sheet.rows)) if row not in hidden)

    @cached_property
    def columns(self):
        """The numbers of the columns to read."""
        hidden = frozenset() if self.with_hidden else self.sheet.hidden_columns
        width = max(map(len, self.sheet.rows), default=0)
        return tuple(column for column in range(width) if column not in hidden)

    def cell(self, row, column):
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else NOTHING

    def spread(self, row, column):
        """The cell; below the top of a range merged downwards, the cell at its top, which speaks for all of it."""
        cell = self.cell(row, column)
        merge = self.merge(cell)
        if merge and merge.left == column and merge.top < row and is_blank(cell):
            return self.cell(merge.top, column)
        return cell

    def words(self, row, column):
        """What the cell says, on one line; for a range merged downwards, in each of its rows."""
        return tidy(self.spread(row, column).text)

    def merge(self, cell):
        """The Merge that a cell is part of, or None."""
        return _merge(cell.merged) if cell.merged else None

    def anchor(self, cell):
        """The cell at the top left of the range that a cell is part of: the only one that a range shows."""
        merge = self.merge(cell)
        if merge and merge.top < len(self.sheet.rows):
            return self.cell(merge.top, merge.left)
        return cell

    def filled(self, row):
        """The columns of the row that hold anything."""
        return self._filled[row]

    @cached_property
    def _filled(self):
        return tuple(
            tuple(column for column in self.columns if column < len(cells) and not is_blank(cells[column]))
            for cells in self.sheet.rows
        )

    def place(self, row, column):
        return Place(self.sheet.locator(row, column), (self.number, row, column))


def is_blank(cell):
    return cell.kind == EMPTY or (cell.kind == TEXT and not cell.text.strip())


def check_hidden(grid, notes):
    """Says which rows and columns of the sheet are hidden, and so were not read. Empty ones don't matter."""
    sheet = grid.sheet
    name = f"the sheet '{sheet.name}'" if sheet.name else "the file"
    rows = sorted(r for r in sheet.hidden_rows if r < len(sheet.rows) and not all(map(is_blank, sheet.rows[r])))
    for first, last in _runs(rows):
        what = f"Row {first + 1} of {name} is" if first == last else f"Rows {first + 1} to {last + 1} of {name} are"
        notes.find("hidden-skipped", f"{what} hidden and not read.", grid.place(first, 0))
    visible = [row for number, row in enumerate(sheet.rows) if number not in sheet.hidden_rows]
    columns = sorted(c for c in sheet.hidden_columns if any(c < len(row) and not is_blank(row[c]) for row in visible))
    for first, last in _runs(columns):
        one, other = column_letters(first), column_letters(last)
        what = f"Column {one} of {name} is" if first == last else f"Columns {one} to {other} of {name} are"
        notes.find("hidden-skipped", f"{what} hidden and not read.", grid.place(0, first))


def _runs(numbers):
    """(first, last) of each run of numbers that follow each other."""
    runs = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


@lru_cache(maxsize=4096)
def _merge(words):
    match = _RANGE.fullmatch(words)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Merge(int(top) - 1, _column(left), int(bottom or top) - 1, _column(right or left))


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
