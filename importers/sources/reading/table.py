"""The weekly table: a heading row, a row for each indicator, and what a page break left between the rows.

Each row carries its own title, so a lost row is only missing. Nothing else may stand in the table but
debris, which is known by its form: a group of lines with blank lines around it and rows before and after,
all narrower than a row, none with a title beside a number, with two numbers, or with a title alone, because
those could be what is left of a row. The table ends with its section.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from importers.lines import Line
from importers.printed import bare_title, read_number, read_status, same, shortened, tidy
from importers.records import Figure, ParsedIndicator
from importers.sources.reading.layout import DIRECTION, is_heading_row, numbers_in
from importers.sources.reading.values import read_week
from indicators.periods import WEEKLY, Period, long_date

# What became of the arrows when the text was taken from the PDF. Their font had them in the places of other
# characters, and only those are left. More than half became nothing at all, and then none is recorded.
DIRECTIONS = {
    "1": "improving",  # on rows that fell and should fall: CP visits outstanding 75 → 0
    "\N{LATIN CAPITAL LETTER L WITH CEDILLA}": "worsening",  # LAC visits outstanding 109 → 121
    "\\leftrightarrow": "no_change",  # caseload in the disabled children team 27 → 27
}

_DAYS_IN_WEEK = 7
_IN_PERIOD = re.compile(r"\bin (?:the )?week\b", re.IGNORECASE)
_FORM = "a blank cell, the weeks, and 'Direction of Travel'"


@dataclass(frozen=True)
class Columns:
    """What the heading row says. `weeks` is None when they can't be read, and the file is then refused."""

    header: Line
    weeks: tuple[Period, ...] | None

    @property
    def width(self):
        return len(self.header.cells)


def read_table(section, notes):
    """A ParsedIndicator for each row of the section's table, in order, and its Columns."""
    columns = _read_columns(section.heading_row, notes)
    rows = _rows(section, columns, notes)
    seen, indicators = {}, []
    for line in rows:
        if _is_whole(line, columns, seen, notes) and columns.weeks:
            indicators.append(_read_row(line, columns, section, notes))
    if not rows:
        notes.refuse("table-unreadable", "This heading row has no row under it.", columns.header)
    return tuple(indicators), columns


def check_outside(sections, notes):
    """Refuses rows and heading rows that are not in the table, from where nothing would be read."""
    home = next((section for section in sections if section.heading_row), None)
    for section in sections:
        for line in section.body:
            if section is home and line.number >= home.heading_row.number:
                break
            if is_heading_row(line) or numbers_in(line) > 1:
                notes.refuse(
                    "row-outside-table",
                    f"'{shortened(line.text)}' has the form of a row of the weekly table, but does not stand in it.",
                    line,
                )


def _read_columns(header, notes):
    blank, *words, last = header.cells
    if blank or not words or same(last) != DIRECTION:
        notes.refuse(
            "header-columns",
            f"This heading row should be {_FORM}; it reads '{shortened(' | '.join(header.cells))}'.",
            header,
        )
        return Columns(header, None)
    weeks = [read_week(word) for word in words]
    unreadable = [word for word, week in zip(words, weeks, strict=True) if week is None]
    for word in unreadable:
        notes.refuse(
            "week-unreadable",
            f"'{shortened(word)}' in this heading row is no date such as 30/4/17.",
            header,
        )
    if unreadable or not _are_consecutive(weeks, header, notes):
        return Columns(header, None)
    notes.use(header)
    return Columns(header, tuple(weeks))


def _are_consecutive(weeks, header, notes):
    for earlier, later in pairwise(weeks):
        if (later.end - earlier.end).days != _DAYS_IN_WEEK:
            notes.refuse(
                "weeks-not-consecutive",
                f"In this heading row {long_date(later.end)} follows {long_date(earlier.end)}; each week should "
                f"end {_DAYS_IN_WEEK} days after the one before it.",
                header,
            )
            return False
    return True


def _rows(section, columns, notes):
    """The lines under the heading row, without debris. A heading row that a page break repeats is no row."""
    blocks = _blocks(section.body[section.body.index(columns.header) + 1 :])
    rows = []
    for at, block in enumerate(blocks):
        between_rows = 0 < at < len(blocks) - 1
        if between_rows and all(_is_debris(line, columns) for line in block):
            continue
        for line in block:
            if not is_heading_row(line):
                rows.append(line)
            elif line.cells == columns.header.cells:
                notes.use(line)
            else:
                notes.refuse(
                    "header-repeated",
                    f"This heading row differs from the one over the table, on line {columns.header.number}.",
                    line,
                )
    return rows


def _blocks(lines):
    """The lines in groups, as blank lines part them."""
    blocks = []
    for line in lines:
        if line.after_gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _is_debris(line, columns):
    title, *others = line.cells
    filled = sum(map(bool, others))
    could_be_left_of_a_row = numbers_in(line) > 1 or (title and (numbers_in(line) or not filled))
    return line.has_cells and len(line.cells) < columns.width and not could_be_left_of_a_row


def _is_whole(line, columns, seen, notes):
    """True when the row has the right number of cells, a title of its own, and something under the weeks."""
    title = tidy(line.cells[0])
    if len(line.cells) != columns.width:
        _refuse_width(line, title, columns, notes)
        return False
    if not title:
        notes.refuse("row-unnamed", f"The row '{shortened(line.text)}' has no title.", line)
        return False
    first = seen.setdefault(bare_title(title), line)
    if first is not line:
        notes.refuse(
            "title-repeated",
            f"'{shortened(title)}' has two rows, on lines {first.number} and {line.number}; only one can be right.",
            line,
            title,
        )
        return False
    if not any(line.cells[1:-1]):
        notes.refuse("row-empty", f"The row '{shortened(title)}' has no figure for any week.", line, title)
        return False
    return True


def _refuse_width(line, title, columns, notes):
    if numbers_in(line):
        notes.refuse(
            "row-cells",
            f"The row '{shortened(title)}' has {len(line.cells)} cells where its heading row has "
            f"{columns.width}, so its figures can't be told apart.",
            line,
            title,
        )
    else:
        notes.refuse(
            "table-unreadable",
            f"'{shortened(line.text)}' stands among the rows of the table, but is neither a row nor what a page "
            "break leaves.",
            line,
        )


def _read_row(line, columns, section, notes):
    title = tidy(line.cells[0])
    words = line.cells[1:-1]
    figures = [
        figure
        for text, week in zip(words, columns.weeks, strict=True)
        if text and (figure := _figure(text, week, title, line, notes))
    ]
    figures = _with_direction(figures, title, columns, line, notes)
    notes.use(line)
    return ParsedIndicator(
        ref="",
        title=title,
        section=section.title,
        unit=_unit(words, title, line, notes),
        frequency=WEEKLY,
        locator=line.locator,
        basis="in_period" if _IN_PERIOD.search(title) else "",
        figures=tuple(figures),
    )


def _figure(text, week, title, line, notes):
    number = read_number(text)
    if number:
        return Figure(week, number.value, text, line.locator, decimals=number.decimals)
    if status := read_status(text):
        return Figure(week, None, text, line.locator, status=status)
    notes.refuse(
        "value-unreadable",
        f"'{shortened(text)}' for '{shortened(title)}' in the {week.label} is no figure.",
        line,
        title,
    )
    return None


def _unit(words, title, line, notes):
    numbers = [number for number in map(read_number, words) if number]
    percent = {number.is_percent for number in numbers}
    if len(percent) > 1:
        notes.refuse(
            "unit-mixed",
            f"The figures of '{shortened(title)}' should all have a % sign, or none.",
            line,
            title,
        )
    return "percent" if percent == {True} else "number"


def _with_direction(figures, title, columns, line, notes):
    """The published direction speaks of the last week; without a figure there it has nothing to stand on."""
    glyph = unicodedata.normalize("NFC", line.cells[-1])
    if not glyph:
        return figures
    direction = DIRECTIONS.get(glyph)
    last = columns.weeks[-1]
    if direction is None:
        notes.find(
            "direction-unreadable",
            f"The direction of travel of '{shortened(title)}' came out as '{shortened(glyph)}', which stands for "
            "no known arrow; none is recorded.",
            line,
            title,
        )
    elif figures and figures[-1].period == last:
        return [*figures[:-1], figures[-1]._replace(published_direction=direction)]
    else:
        notes.find(
            "direction-without-value",
            f"'{shortened(title)}' is published with a direction of travel but has no figure for the {last.label}.",
            line,
            title,
        )
    return figures
