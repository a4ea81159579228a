"""What a row of the sheet aims for: one value, words, none, or a path over the year."""

from dataclasses import dataclass
from decimal import Decimal

from importers.printed import shortened
from importers.sheets import TEXT
from importers.sources.workbook import cells
from indicators.figures import PERCENT
from indicators.profiles import Path, by_month, describe, evenly
from reports.target_words import BUILDS_UP, NONE, TARGET, YES


@dataclass(frozen=True)
class Aim:
    """As in StatedTarget: without a value and a path it is in words, or, with empty `text`, that there is none."""

    value: Decimal | None
    text: str
    path: Path | None = None


def read_aim(row, unit, starts):
    """The Aim of a row, or None where it states none or was refused. `starts` is the month that it holds from."""
    months = [month for month in row.table.months if row.texts[month]]
    builds_up = _builds_up(row)
    if row.texts[TARGET] and months:
        row.refuse(
            months[0], "path-unclear", "There is one target for the year, and this one for a month: leave one out."
        )
    elif months:
        return _path(row, unit, months, starts, builds_up)
    elif row.texts[TARGET]:
        return _total(row, unit, starts) if builds_up else _one(row, unit)
    elif builds_up:
        row.refuse(BUILDS_UP, "builds-up-unclear", "There is no total that it could build up to.")
    return None


def _builds_up(row):
    text = row.texts[BUILDS_UP].casefold()
    if text not in ("", "no", YES):
        row.refuse(BUILDS_UP, "builds-up-unclear", f"'{shortened(text)}' should be {YES}, or blank.")
    return text == YES


def _one(row, unit):
    """One value for the year, in figures or in words."""
    text = row.texts[TARGET]
    if text.casefold() == NONE:
        return Aim(None, "")
    grid, column = row.table.grid, row.table.columns[TARGET]
    if grid.cell(row.number, column).kind == TEXT and cells.read_number(grid, row.number, column) is None:
        return Aim(None, text)
    value = _number(row, TARGET, unit)
    return None if value is None else Aim(value, text)


def _total(row, unit, starts):
    if starts.start != row.table.year.start:
        row.refuse(TARGET, "path-unclear", "A total builds up from April: fill in the months from another start on.")
        return None
    total = _number(row, TARGET, unit)
    return total if total is None else _of_path(evenly(total, row.table.year), unit)


def _path(row, unit, months, starts, builds_up):
    early = [month for month in months if month.start < starts.start]
    for month in early:
        row.refuse(month, "path-unclear", f"{month.label} is before {starts.label}, from which the row holds.")
    values = {month: _number(row, month, unit) for month in months}
    if early or None in values.values():
        return None
    return _of_path(by_month(values, builds_up=builds_up), unit)


def _of_path(path, unit):
    return Aim(None, describe(path, unit), path)


def _number(row, name, unit):
    """The number of a cell in the indicator's unit, or None where it was refused."""
    column = row.table.columns[name]
    if cells.check_cell(row.table.grid, row.number, column, lambda: f"for {row.ref}", row.ref, row.notes):
        return None
    reading = cells.read_number(row.table.grid, row.number, column)
    text = shortened(row.texts[name])
    if reading is None or reading.qualifier:
        row.refuse(name, "target-unreadable", f"'{text}' is no number.")
    elif reading.is_percent and unit != PERCENT:
        row.refuse(name, "target-unreadable", f"'{text}' is a percentage, and {row.ref} is not measured in per cent.")
    elif unit == PERCENT and not reading.is_percent and 0 < abs(reading.exact) <= 1:
        row.refuse(name, "percent-unclear", f"'{text}' could be a fraction or per cent: write it with its % sign.")
    else:
        return reading.value
    return None
