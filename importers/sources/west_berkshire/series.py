"""A title and its row as an indicator: unit, basis, frequency and figures."""

from dataclasses import dataclass

from importers.printed import read_number, read_status, shortened
from importers.records import Figure, ParsedIndicator
from importers.sources.west_berkshire.relations import RUNNING
from importers.sources.west_berkshire.tables import Block, Row, Title
from importers.sources.west_berkshire.values import title_basis, title_unit
from indicators.periods import MONTHLY, QUARTERLY, Period


@dataclass(frozen=True)
class Entry:
    """A title with the row that is loaded for it."""

    block: Block
    title: Title
    row: Row


def loadable(blocks, places):
    """An Entry for each title whose row is proven or confirmed, in the report's order."""
    return [
        Entry(block, title, block.rows[place.row])
        for block, of_block in zip(blocks, places, strict=True)
        for title, place in zip(block.titles, of_block, strict=True)
        if place.is_loaded
    ]


def build(entry, notes):
    """The ParsedIndicator of an Entry. Refuses a row that contradicts its title's unit or quarters."""
    block, title, row = entry.block, entry.title.words, entry.row
    basis = title_basis(title)
    frequency = QUARTERLY if _is_quarterly(entry) else MONTHLY
    figures = [
        _figure(period, cell, row, frequency, title, notes)
        for period, cell in zip(block.months, row.cells, strict=True)
        if cell
    ]
    if not figures:
        notes.find("no-data", f"The row of '{title}' is blank in every month.", row.line, title)
    indicator = ParsedIndicator(
        ref="",
        title=title,
        section=block.section,
        unit=_unit(title, row, notes),
        frequency=frequency,
        locator=entry.title.line.locator,
        basis=basis,
        figures=tuple(figure for figure in figures if figure),
    )
    if indicator.unit == "percent":
        _check_range(indicator, row, notes)
    return indicator


def _is_quarterly(entry):
    """Said by the title, or by the title whose running total it is."""
    titles = entry.block.titles
    parents = [
        titles[first]
        for relation, first, second in entry.block.relations
        if relation.kind == RUNNING and titles[second] is entry.title
    ]
    return any(title_basis(title.words) == "quarterly" for title in [entry.title, *parents])


def _figure(month, cell, row, frequency, title, notes):
    period = _quarter_to(month) if frequency == QUARTERLY else month
    if period is None:
        notes.refuse(
            "quarter-misplaced",
            f"'{title}' is for quarters, but has '{shortened(cell)}' under {month.label}, which ends none.",
            row.line,
            title,
        )
        return None
    number = read_number(cell)
    if number is None:
        return Figure(period, None, cell, row.line.locator, status=read_status(cell))
    return Figure(period, number.value, cell, row.line.locator, decimals=number.decimals)


def _quarter_to(month):
    """The financial quarter that ends with this month, or None."""
    number, rest = divmod((month.start.month - 4) % 12 + 1, 3)
    return None if rest else Period.parse(f"{month.financial_year.start.year}-Q{number}")


def _unit(title, row, notes):
    """By the title's words; where they say nothing, by the row's % signs."""
    named = title_unit(title)
    if named and any(row.printed) and (named == "percent") != row.is_percent:
        signs = "has" if row.is_percent else "does not have"
        notes.refuse(
            "unit-differs",
            f"The title '{title}' speaks of {_SPOKEN[named]}, but its row {signs} % signs.",
            row.line,
            title,
        )
    return named or ("percent" if row.is_percent else "number")


_SPOKEN = {
    "percent": "a percentage",
    "number": "a number",
    "days": "days",
    "weeks": "weeks",
    "rate_per_10000": "a rate per 10,000",
}


def _check_range(indicator, row, notes):
    for figure in indicator.figures:
        if figure.value is not None and figure.value > 100:
            notes.find(
                "out-of-range",
                f"'{indicator.title}' has {figure.text} in {figure.period.label}, and a percentage lies "
                "between 0 and 100.",
                row.line,
                indicator.title,
            )
