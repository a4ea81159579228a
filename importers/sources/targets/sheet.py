"""The sheet as a table: its headings, its year, and the rows that say anything."""

from dataclasses import dataclass
from functools import cached_property

import pandas

from importers.printed import read_month, tidy
from importers.sources.workbook.grid import Grid
from importers.sources.workbook.notes import HEADER
from indicators.periods import MONTHLY, Period
from reports.target_words import AFTER_MONTHS, BEFORE_MONTHS, BUILDS_UP, REF

# Rows above the headings: a title, a hint, and what somebody put there.
_DEEPEST = 20
_MONTHS = 12
_WIDTH = len(BEFORE_MONTHS) + _MONTHS + len(AFTER_MONTHS)


@dataclass(frozen=True)
class Table:
    """The sheet of targets. `frame` has what every cell shows, as text: a row for each row of the sheet, by its number,
    and a column for each heading, the months as Periods.
    """

    grid: Grid
    headings_row: int
    frame: pandas.DataFrame

    @property
    def months(self):
        return tuple(column for column in self.frame.columns if isinstance(column, Period))

    @property
    def year(self):
        return self.months[0].financial_year

    @cached_property
    def columns(self):
        """The place of each heading."""
        return {name: place for place, name in enumerate(self.frame.columns)}

    def place(self, row, column):
        return self.grid.place(row, column)


def find_headings(sheet):
    """The number of the row of headings, counted from 0, or None."""
    for number, cells in enumerate(sheet.rows[:_DEEPEST]):
        texts = tuple(tidy(cell.text) for cell in cells)
        if texts[: len(BEFORE_MONTHS)] == BEFORE_MONTHS:
            return number
    return None


def read(sheets, notes):
    """The Table of the one sheet of targets among the sheets; refuses what isn't as it was downloaded."""
    number, sheet = next((n, each) for n, each in enumerate(sheets) if find_headings(each) is not None)
    grid, row = Grid(sheet, number), find_headings(sheet)
    headings = [tidy(cell.text) for cell in sheet.rows[row]][:_WIDTH]
    months = [read_month(text) for text in headings[len(BEFORE_MONTHS) : len(BEFORE_MONTHS) + _MONTHS]]
    if not _are_a_year(months) or tuple(headings[len(BEFORE_MONTHS) + _MONTHS :]) != AFTER_MONTHS:
        message = (
            f"The columns right of {BUILDS_UP} aren't as they were downloaded: twelve months from April to March, then "
            f"{' and '.join(AFTER_MONTHS)}. Download the sheet again and copy what you filled in."
        )
        notes.refuse(HEADER, "sheet-unread", message, grid.place(row, len(BEFORE_MONTHS)))
        return None
    columns = [*BEFORE_MONTHS, *months, *AFTER_MONTHS]
    texts = {n: [tidy(cell.text) for cell in cells][:_WIDTH] for n, cells in enumerate(sheet.rows) if n > row}
    frame = pandas.DataFrame.from_dict(texts, orient="index", columns=columns, dtype=str)
    return Table(grid, row, _without_section_rows(frame))


def _without_section_rows(frame):
    """A section's heading stands alone in its row."""
    is_heading = frame[REF].ne("") & frame.drop(columns=REF).eq("").all(axis="columns")
    return frame[~is_heading & frame.ne("").any(axis="columns")]


def _are_a_year(months):
    first = months[0] if months else None
    return first is not None and months == [
        Period(first.financial_year.start, MONTHLY).shifted(n) for n in range(_MONTHS)
    ]
