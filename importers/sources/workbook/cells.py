"""One cell of figures: a number, a symbol in place of one, nothing, or a reason to refuse it."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from importers.printed import shortened
from importers.sheets import ERROR, FORMULA, NUMBER, TEXT, is_blank
from importers.sources.workbook.grid import Grid
from importers.sources.workbook.notes import ROW
from indicators.figures import plain
from indicators.suppression import status_of

# What a figure can hold. A workbook's own numbers are good for 15 digits, as the programs that write them show.
MAX_DECIMALS = 5
_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
# Wide enough for the largest number that a spreadsheet holds, with the decimals of a figure.
_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)
_FINEST = Decimal(1).scaleb(-MAX_DECIMALS)
_LONGEST_NUMBER = 40

_NUMBER = re.compile(
    r"(?P<digits>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimals>[0-9]+))?)"
    r"(?: ?(?P<percent>%))?"
    r"(?:\s*\((?P<qualifier>[^()]*[^()\s][^()]*)\))?"
)


class Reading(NamedTuple):
    """What the cell of a grid states: a number, or a `status` where it holds a symbol.

    `exact` is the number as stored or written; in percentage points where the cell itself says that it is a
    percentage (`is_percent`). `decimals` as shown.
    """

    exact: Decimal | None
    text: str
    grid: Grid
    row: int
    column: int
    status: str = ""
    is_percent: bool = False
    decimals: int = 0
    qualifier: str = ""

    @property
    def place(self):
        return self.grid.place(self.row, self.column)

    @property
    def locator(self):
        """The address of the cell."""
        return self.grid.sheet.locator(self.row, self.column)

    @property
    def value(self):
        """The number at the decimals that a figure can hold."""
        return held(self.exact)

    def shown_as(self, decimals):
        """The reading with no more decimals than that, except for those which the number needs."""
        if self.exact is None or self.decimals <= decimals:
            return self
        return self._replace(decimals=min(self.decimals, max(decimals, _decimals(self.exact))))

    def as_points(self):
        """The reading of a fraction as percentage points: 0.853 is 85.3."""
        return self._replace(exact=_WIDE.scaleb(self.exact, 2), is_percent=True, decimals=max(self.decimals - 2, 0))


def held(number):
    """The number, or None, at the decimals that a figure can hold: the very same where it has no more."""
    if number is None:
        return None
    finest = _WIDE.quantize(number, _FINEST)
    return number if finest == number else finest


def read_plain(cell, grid, row, column):
    """The Reading of a number cell, as most are; None where there is more to be said of what the cell holds."""
    kind, _, number, _, _, _, merged, _ = cell
    if kind != NUMBER or merged or number is None or not number.is_finite():
        return None
    return _stored(cell, grid, row, column)


def read_figure(grid, row, column, what, ref, notes):
    """The Reading of a cell, or None where it states nothing or was refused. `what()` says whose figure it is."""
    cell = grid.cell(row, column)
    if check_cell(grid, row, column, what, ref, notes):
        return None
    reading = read_number(grid, row, column)
    if reading is None and cell.kind == TEXT and (status := status_of(cell.text)):
        reading = Reading(None, cell.text.strip(), grid, row, column, status=status)
    if reading is None:
        notes.refuse(
            ROW,
            "value-unreadable",
            f"'{shortened(cell.text)}' {what()} is no figure: it should be a number, a symbol such as c, or blank.",
            grid.place(row, column),
            ref,
        )
    return reading


def check_cell(grid, row, column, what, ref, notes):
    """True where nothing can be read from a cell: it is blank, or was refused for what it holds instead."""
    cell = grid.cell(row, column)
    if cell.kind in (NUMBER, TEXT) and not cell.merged:
        return is_blank(cell)
    place = grid.place(row, column)
    if cell.merged and not is_blank(grid.anchor(cell)):
        merge = grid.merge(cell)
        message = f"The cells {cell.merged} are merged, so their figures can't be told; split them, and fill in each."
        notes.refuse(ROW, "merged-value", message, grid.place(merge.top, merge.left) if merge else place)
        return True
    if is_blank(cell):
        return True
    if cell.kind == ERROR:
        message = f"The cell holds the error {shortened(cell.text)} {what()}; mend its formula, or leave it blank."
        notes.refuse(ROW, "cell-error", message, place, ref)
        return True
    if cell.kind == FORMULA:
        message = (
            f"The cell holds a formula without its result {what()}; open the file in a spreadsheet program and save "
            "it, so that the result is stored."
        )
        notes.refuse(ROW, "formula-without-value", message, place, ref)
        return True
    return False


def read_number(grid, row, column):
    """The Reading of a number cell or of a number written as text, or None."""
    cell = grid.cell(row, column)
    if cell.kind == NUMBER and cell.number is not None and cell.number.is_finite():
        return _stored(cell, grid, row, column)
    return _written(cell.text, grid, row, column) if cell.kind == TEXT else None


def _stored(cell, grid, row, column):
    _, text, number, is_percent, *_ = cell
    number = _DIGITS.plus(number)
    exact = _WIDE.scaleb(number, 2) if is_percent else number
    text = text.strip()
    whole, point, part = text.partition(".")
    # Most are shown in digits alone, for which a pattern takes longer.
    is_digits = whole.isdecimal() and (part.isdecimal() or not point) and text.isascii()
    if is_digits and len(text) <= _LONGEST_NUMBER:
        decimals = len(part)
    else:
        shown = _match(text)
        decimals = len(shown["decimals"] or "") if shown else _decimals(exact)
    decimals = decimals if decimals < MAX_DECIMALS else MAX_DECIMALS
    return Reading(exact, text or plain(exact), grid, row, column, "", is_percent, decimals, "")


def _written(text, grid, row, column):
    text = text.strip()
    match = _match(text)
    if match is None:
        return None
    return Reading(
        Decimal(match["digits"].replace(",", "")),
        text,
        grid,
        row,
        column,
        is_percent=bool(match["percent"]),
        decimals=min(len(match["decimals"] or ""), MAX_DECIMALS),
        qualifier=(match["qualifier"] or "").strip(),
    )


def _match(text):
    return _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None


def _decimals(number):
    return max(-number.normalize(_WIDE).as_tuple().exponent, 0)
