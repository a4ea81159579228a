"""A sheet as it is read: what is hidden left out, merged cells understood, every cell with its place."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter

from importers import frames
from importers.printed import tidy
from importers.sheets import Cell, Sheet, is_blank
from importers.sources.workbook.answers import NOTHING_SAID, Answers
from importers.sources.workbook.hidden import hidden_runs
from importers.sources.workbook.notes import Place

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
NOTHING = Cell()
_COMMENT = attrgetter("comment")


@dataclass(frozen=True)
class Merge:
    """A merged range by its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet of the workbook. `number` is its place in the workbook; all reading of cells goes through here.

    `answers` say which of its hidden rows and columns to read.
    """

    sheet: Sheet
    number: int
    answers: Answers = NOTHING_SAID

    @cached_property
    def rows(self):
        """The numbers of the rows to read."""
        left_out = self._left_out(self.sheet.hidden_rows, [part.rows for part in self._chosen])
        return tuple(row for row in range(len(self.sheet.rows)) if row not in left_out)

    @cached_property
    def columns(self):
        """The numbers of the columns to read."""
        left_out = self._left_out(self.sheet.hidden_columns, [part.columns for part in self._chosen])
        width = max(map(len, self.sheet.rows), default=0)
        return tuple(column for column in range(width) if column not in left_out)

    @cached_property
    def hidden(self):
        """The Hidden of its rows and columns."""
        return hidden_runs(self.sheet)

    @property
    def _chosen(self):
        return [part for part in self.hidden if self.answers.reads(part.address)]

    def _left_out(self, hidden, chosen):
        return frozenset() if self.answers.reads_all else hidden.difference(*chosen)

    @cached_property
    def frame(self):
        """The text of the rows and columns to read (`importers.frames`)."""
        return frames.text_frame(self.sheet).loc[list(self.rows), list(self.columns)]

    def cell(self, row, column):
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else NOTHING

    def spread(self, row, column):
        """The cell; below the top of a range merged downwards, the cell at its top, which speaks for all of it."""
        cell = self.cell(row, column)
        if not cell.merged:
            return cell
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
        return self._filled.get(row, ())

    @cached_property
    def _filled(self):
        return frames.filled(self.frame)

    @cached_property
    def commented(self):
        """The rows that have a comment on any of their cells."""
        return frozenset(row for row in self.rows if any(map(_COMMENT, self.sheet.rows[row])))

    def place(self, row, column):
        return Place(self.sheet.name, self.number, row, column)


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
