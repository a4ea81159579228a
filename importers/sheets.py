"""A workbook as plain values: sheets of cells, each with its address. What a reader hands to the sources.

Nothing here is guessed: a cell that holds no figure says what it holds instead.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

EMPTY, TEXT, NUMBER, DATE, BOOLEAN, ERROR, FORMULA = "empty", "text", "number", "date", "boolean", "error", "formula"

# What a sheet can reach to; an address beyond it is none.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_LOCATOR = re.compile(r"(?:(?P<sheet>.*)!)?(?P<letters>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})", re.DOTALL)


class Cell(NamedTuple):
    """One cell. A named tuple, because a sheet may have a million.

    `kind`: empty, text, number, date, boolean, error (`#DIV/0!`), or formula (one without a stored result).
    `text` is what a person sees as far as it can be told: `85.3%` for 0.853 in a percent format, a date as ISO.
    `number` is the stored number (0.853), never by way of float from text; `is_percent` where its format shows a %.
    `day` is the date of a date cell. `comment` is the cell's note, `comment_by` who wrote it, as far as the file says.
    `merged` is the range it was merged in (`A1:C1`).
    """

    kind: str = EMPTY
    text: str = ""
    number: Decimal | None = None
    is_percent: bool = False
    day: date | None = None
    comment: str = ""
    merged: str = ""
    comment_by: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells: `rows[0][0]` is A1, all rows equally long. `hidden_rows` and `hidden_columns` count from 0."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def locator(self, row, column):
        """The address of a cell of it."""
        return locator(self.name, row, column)


def locator(name, row, column):
    """The address of a cell by its sheet and its place from 0: `Sheet!C12`; a CSV file's sheet has no name: `C12`."""
    address = f"{column_letters(column)}{row + 1}"
    return f"{name}!{address}" if name else address


def is_blank(cell):
    """Nothing, or nothing but spaces."""
    return cell.kind == EMPTY or (cell.kind == TEXT and not cell.text.strip())


@cache
def column_letters(column):
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_at(locator):
    """(sheet's name, row, column) from 0 of a Sheet's `locator`, or None for the address of anything but a cell."""
    found = _LOCATOR.fullmatch(locator)
    if found is None:
        return None
    column = 0
    for letter in found["letters"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found["row"])
    return (found["sheet"] or "", row - 1, column - 1) if row <= MAX_ROWS and column <= MAX_COLUMNS else None
