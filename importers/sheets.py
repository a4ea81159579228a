"""A workbook as plain values: sheets of cells, each with its address. What a reader hands to the sources.

Nothing here is guessed: a cell that holds no figure says what it holds instead.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

EMPTY, TEXT, NUMBER, DATE, BOOLEAN, ERROR, FORMULA = "empty", "text", "number", "date", "boolean", "error", "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `kind`: empty, text, number, date, boolean, error (`#DIV/0!`), or formula (one without a stored result).
    `text` is what a person sees as far as it can be told: `85.3%` for 0.853 in a percent format, a date as ISO.
    `number` is the stored number (0.853), never by way of float from text; `is_percent` where its format shows a %.
    `day` is the date of a date cell. `comment` is the cell's note. `merged` is the range it was merged in (`A1:C1`).
    """

    kind: str = EMPTY
    text: str = ""
    number: Decimal | None = None
    is_percent: bool = False
    day: date | None = None
    comment: str = ""
    merged: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells: `rows[0][0]` is A1, all rows equally long. `hidden_rows` and `hidden_columns` count from 0."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def locator(self, row, column):
        """The address of a cell by its place from 0: `Sheet!C12`; for CSV files the sheet has no name: `C12`."""
        address = f"{column_letters(column)}{row + 1}"
        return f"{self.name}!{address}" if self.name else address


def column_letters(column):
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
