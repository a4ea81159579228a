"""The blocks: a section's titles beside the rows of its table, each read by itself."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from importers.lines import Line, on_lines
from importers.printed import listed, read_month, read_number, read_status, shortened, tidy
from importers.sources.west_berkshire.layout import heading_of
from importers.sources.west_berkshire.relations import relations_between
from importers.sources.west_berkshire.values import bare
from indicators.periods import Period


@dataclass(frozen=True)
class Title:
    """A title as printed, with its line."""

    words: str
    line: Line

    @cached_property
    def bare(self):
        return bare(self.words)


@dataclass(frozen=True)
class Row:
    """A row of cells, one for each month heading. `values` holds None for a blank or a symbol."""

    line: Line
    values: tuple[Decimal | None, ...]
    is_percent: bool

    @property
    def cells(self):
        return self.line.cells

    @cached_property
    def printed(self):
        """Which months have a number."""
        return tuple(value is not None for value in self.values)


@dataclass(frozen=True)
class Block:
    """One section: titles and rows that still have to be brought together."""

    section: str
    header: Line
    months: tuple[Period, ...]
    titles: tuple[Title, ...]
    rows: tuple[Row, ...]

    @cached_property
    def relations(self):
        """(Relation, position of its first title, of its second) for those whose titles are both here."""
        return relations_between([title.words for title in self.titles])


def read_blocks(parts, notes):
    """A Block for each section and its table. Refuses all that makes a table unreadable."""
    for line in parts.orphans:
        notes.refuse(
            "table-unreadable",
            f"'{shortened(line.text)}' has the form of a row, but stands under no heading row of months.",
            line,
        )
    tables = [_read_grid(grid, notes) for grid in parts.grids]
    _check_titles(parts.sections, notes)
    if not _are_paired(parts, notes):
        return []
    blocks = []
    for section, (header, months, rows) in zip(parts.sections, tables, strict=True):
        titles = tuple(Title(tidy(line.text), line) for line in section.titles)
        if len(rows) > len(titles):
            notes.refuse(
                "rows-without-title",
                f"The table has {len(rows)} rows, but its section '{heading_of(section.line)}' only "
                f"{len(titles)} titles, so a title is missing.",
                header,
            )
        blocks.append(Block(heading_of(section.line), header, months, titles, rows))
    return blocks


def report_period(blocks, notes):
    """The last month with values: the report's own. Finds the months that no row has a value for."""
    empty, last = {}, None
    for block in blocks:
        for at, month in enumerate(block.months):
            if any(row.cells[at] for row in block.rows):
                last = max(last or month, month)
            else:
                empty.setdefault(month, []).append(block.header)
    for month, headers in sorted(empty.items()):
        notes.find(
            "month-without-values",
            f"{month.label} has a heading but no value in any row of its table, on {on_lines(headers)}.",
            headers[0],
        )
    return last or max(block.months[-1] for block in blocks)


def _are_paired(parts, notes):
    """As many sections as tables, each table after its section's heading and before the next table's."""
    sections, grids = parts.sections, parts.grids
    if len(sections) == len(grids) and all(
        section.line.number < grid.header.number for section, grid in zip(sections, grids, strict=True)
    ):
        return True
    notes.refuse(
        "tables-differ",
        f"There are {len(grids)} tables ({on_lines([grid.header for grid in grids])}) for {len(sections)} "
        f"sections with titles ({on_lines([section.line for section in sections]) if sections else 'none'}), "
        "so it can't be told which table belongs to which section.",
        grids[0].header,
    )
    return False


def _check_titles(sections, notes):
    seen = {}
    for line in (line for section in sections for line in section.titles):
        first = seen.setdefault(bare(line.text), line)
        if first is not line:
            notes.refuse(
                "title-repeated",
                f"The title '{shortened(line.text)}' stands on lines {first.number} and {line.number}, so "
                "its figures can't be told apart.",
                line,
                tidy(line.text),
            )


def _read_grid(grid, notes):
    months = _read_months(grid.header, notes)
    if not grid.rows:
        notes.refuse("table-unreadable", "This heading row of months has no rows under it.", grid.header)
    rows = [_read_row(line, grid.header, months, notes) for line in grid.rows]
    return grid.header, months, tuple(row for row in rows if row)


def _read_months(header, notes):
    months = [read_month(cell) for cell in header.cells]
    wrong = [f"'{shortened(cell)}'" for cell, month in zip(header.cells, months, strict=True) if not month]
    if wrong:
        notes.refuse("month-unreadable", f"In this heading row {listed(wrong)} is no month.", header)
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


def _read_row(line, header, months, notes):
    if len(line.cells) != len(header.cells):
        notes.refuse(
            "row-cells",
            f"The row '{shortened(line.text)}' has {len(line.cells)} cells where its heading row, on line "
            f"{header.number}, has {len(header.cells)}, so its figures can't be told apart.",
            line,
        )
        return None
    # Counts, shares, lengths of time and rates: none of them can be negative.
    numbers = [read_number(cell) for cell in line.cells]
    for at, (cell, number) in enumerate(zip(line.cells, numbers, strict=True)):
        if cell and not number and not read_status(cell):
            month = months[at].label if months else f"column {at + 1}"
            notes.refuse("value-unreadable", f"'{shortened(cell)}' in {month} is no figure.", line)
    signs = {number.is_percent for number in numbers if number}
    if len(signs) > 1:
        notes.refuse("unit-mixed", "The numbers of this row should all have a % sign, or none.", line)
    return Row(line, tuple(number.value if number else None for number in numbers), True in signs)
