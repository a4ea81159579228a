"""The indicator tables: heading row, indicator rows, and the two rows of commentary after them."""

from dataclasses import dataclass, field
from itertools import pairwise

from importers.lines import Line
from importers.printed import read_month, same, shortened, tidy
from importers.sources.croydon import rows
from importers.sources.croydon.layout import ACTIVITY, NEXT_STEPS, TABLE_END, TABLE_START
from importers.sources.croydon.values import read_target_year
from indicators.periods import Period
from indicators.refs import bare_ref

_LABELS = {ACTIVITY: "Improvement Activity", NEXT_STEPS: "Next Steps"}


@dataclass(frozen=True)
class Columns:
    """What a heading row says. What can't be read is None, and the file is then refused."""

    header: Line
    width: int | None
    months: tuple[Period, ...] | None
    year: Period | None


@dataclass
class Table:
    """One table as read. `commentary` maps ACTIVITY and NEXT_STEPS to their lines."""

    section: str
    columns: Columns
    rows: list = field(default_factory=list)
    commentary: dict = field(default_factory=dict)


def read_tables(grids, notes):
    """A Table for each grid. Refs are unique over all of them."""
    seen = {}
    tables = [_read_table(grid, seen, notes) for grid in grids]
    _check_months(tables, notes)
    return tables


def report_period(tables):
    """The report's own month: the last month heading of the tables; None when none can be read."""
    return max((table.columns.months[-1] for table in tables if table.columns.months), default=None)


def check_years(tables, period, notes):
    """Says once for each target year that it is not the report's."""
    told = set()
    for table in tables:
        year = table.columns.year
        if not period or not year or year in told or year == period.financial_year:
            continue
        told.add(year)
        notes.find(
            "target-year",
            f"The targets are headed {year.label}, but the report is for {period.label}, which lies in "
            f"{period.financial_year.label}.",
            table.columns.header,
        )


def _read_table(grid, seen, notes):
    columns = read_columns(grid.header, notes)
    table = Table(_section(grid, notes), columns)
    for line in grid.rows:
        if line.label in _LABELS:
            _add_commentary(table, line, notes)
        elif table.commentary:
            notes.refuse(
                "table-unreadable",
                f"The row '{shortened(line.text)}' comes after its table's commentary, where no row belongs.",
                line,
                line.cells[0],
            )
        elif _is_whole(line, columns, seen, notes):
            row = rows.read_row(line, columns, table.section, notes)
            table.rows += [row] if row else []
    if not any(line.label not in _LABELS for line in grid.rows):
        notes.refuse("table-unreadable", f"The table in section '{table.section}' has no rows.", grid.header)
    return table


def _section(grid, notes):
    if grid.heading:
        return tidy(grid.heading.sole)
    notes.refuse("table-unreadable", "This table has no section heading before it.", grid.header)
    return ""


def _add_commentary(table, line, notes):
    if line.label in table.commentary:
        notes.refuse(
            "table-unreadable",
            f"The table in section '{table.section}' has a second row '{_LABELS[line.label]}'.",
            line,
        )
    table.commentary.setdefault(line.label, line)


def _is_whole(line, columns, seen, notes):
    """True when the row has the right number of cells, a title, and a ref of its own."""
    ref = tidy(line.cells[0])
    if columns.width and len(line.cells) != columns.width:
        notes.refuse(
            "row-cells",
            f"The row of '{shortened(ref)}' has {len(line.cells)} cells where its heading row has "
            f"{columns.width}, so its figures can't be told apart.",
            line,
            ref,
        )
        return False
    if not ref or not line.cells[1]:
        missing = "title" if ref else "ref"
        notes.refuse("row-unnamed", f"The row '{shortened(line.text)}' has no {missing}.", line, ref)
        return False
    first = seen.setdefault(bare_ref(ref), line)
    if first is not line:
        notes.refuse(
            "ref-repeated",
            f"The ref {ref} has two rows, on lines {first.number} and {line.number}; only one can be right.",
            line,
            ref,
        )
        return False
    return True


def read_columns(header, notes):
    """Columns of a heading row; refuses names, months and a target year that can't be read."""
    cells = header.cells
    start, end = len(TABLE_START), len(cells) - len(TABLE_END) - 1
    expected = {**dict(enumerate(TABLE_START)), **dict(enumerate(TABLE_END, end + 1))}
    wrong = [name for at, name in expected.items() if not _stands_at(name, at, cells)]
    if wrong or end <= start:
        missing = " and ".join(f"'{name}'" for name in wrong) or "a month"
        notes.refuse(
            "header-columns",
            f"This heading row lacks {missing} in its place; it should read {', '.join(TABLE_START)}, the "
            f"months, the year's Target, {', '.join(TABLE_END)}.",
            header,
        )
        return Columns(header, None, None, None)
    months = _read_months(header, cells[start:end], notes)
    return Columns(header, len(cells), months, _read_year(header, cells[end], notes))


def _stands_at(name, at, cells):
    return 0 <= at < len(cells) and same(cells[at]) == same(name)


def _read_months(header, cells, notes):
    months = [read_month(cell) for cell in cells]
    unreadable = [cell for cell, month in zip(cells, months, strict=True) if month is None]
    for cell in unreadable:
        notes.refuse("month-unreadable", f"'{shortened(cell)}' in this heading row is no month.", header)
    if unreadable:
        return None
    for earlier, later in pairwise(months):
        if later.previous != earlier:
            notes.refuse(
                "months-not-consecutive",
                f"In this heading row {later.label} follows {earlier.label}; each month should follow the "
                "one before it.",
                header,
            )
            return None
    return tuple(months)


def _read_year(header, cell, notes):
    year = read_target_year(cell)
    if year is None:
        notes.refuse(
            "target-year-unreadable",
            f"'{shortened(cell)}' stands where this heading row should name the targets' year, as in '2017-18 Target'.",
            header,
        )
    return year


def _check_months(tables, notes):
    readable = [table for table in tables if table.columns.months]
    for table in readable[1:]:
        first, months = readable[0].columns, table.columns.months
        if months != first.months:
            notes.find(
                "months-differ",
                f"This table in section '{table.section}' runs from {months[0].label} to {months[-1].label}, "
                f"but the first table (line {first.header.number}) from {first.months[0].label} to "
                f"{first.months[-1].label}.",
                table.columns.header,
            )
