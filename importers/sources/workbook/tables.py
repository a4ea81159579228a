"""Sheets to tables: the heading rows, and under each the rows of indicators with the section they stand in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from importers import frames
from importers.printed import shortened, tidy
from importers.sheets import TEXT, column_letters
from importers.sources.workbook import headings, hidden, words
from importers.sources.workbook.answers import Answers
from importers.sources.workbook.grid import Grid
from importers.sources.workbook.headings import Header
from importers.sources.workbook.notes import FILE, Place
from importers.sources.workbook.words import ACTIVITY, NEXT_STEPS, REF, SECTION, TITLE, UNREAD

_LONGEST_SECTION = 120
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",")
_FOOTNOTES = ("*", "†", "note", "source", "nb ")


class Body(NamedTuple):
    """A row of a table, with the section row that it stands under ("" where there is none)."""

    row: int
    section: str


@dataclass
class Table:
    """A heading row with what stands under it. `labels` are its rows of commentary: (role, section, text, place)."""

    grid: Grid
    header: Header
    rows: list[Body] = field(default_factory=list)
    labels: list[tuple[str, str, str, Place]] = field(default_factory=list)

    @property
    def frame(self):
        """The text of its indicators' rows (`importers.frames`)."""
        return self.grid.frame.loc[[body.row for body in self.rows]]


@dataclass(frozen=True)
class Workbook:
    """The tables of all sheets that were read; `title` is the first thing that stands above them."""

    title: str
    tables: tuple[Table, ...]


def has_table(sheets):
    """True when any sheet, hidden ones included, has a heading row."""
    everything = Answers(reads_all=True)
    return any(
        next(_header_rows(Grid(sheet, number, everything)), None) is not None for number, sheet in enumerate(sheets)
    )


def read_workbook(sheets, answers, catalogue, notes):
    """The Workbook of the visible sheets, and of what was chosen besides; refuses one without any table."""
    title, tables = "", []
    for number, sheet in enumerate(sheets):
        grid = Grid(sheet, number, answers)
        if not _is_read(grid, notes):
            continue
        found = list(_header_rows(grid))
        if found:
            lead, of_sheet = _read_sheet(grid, found, catalogue, notes)
            title = title or lead
            tables += of_sheet
        elif filled := [(row, grid.filled(row)[0]) for row in grid.rows if grid.filled(row)]:
            name = f"the sheet '{sheet.name}'" if sheet.name else "this file"
            notes.unused(f"Nothing was taken from {name}: it has no row of headings.", grid.place(*filled[0]))
    if not tables:
        notes.refuse(
            FILE,
            "no-table",
            "No table that is to be read has a row of headings with a ref or title and periods. Hidden sheets, rows "
            "and columns are left out unless you choose to read them.",
        )
    return Workbook(title, tuple(tables))


def _is_read(grid, notes):
    """Whether the sheet is to be read. Says what of it is hidden."""
    if whole := hidden.hidden_sheet(grid.sheet):
        hidden.tell(whole, grid.place(0, 0), grid.answers, notes)
    if grid.sheet.is_hidden and not grid.answers.reads(grid.sheet.name):
        return False
    for part in grid.hidden:
        hidden.tell(part, grid.place(part.row, part.column), grid.answers, notes)
    return True


def _header_rows(grid):
    """(first row, last row, headings) of each heading row of the sheet."""
    covered = -1
    for row in headings.possible(grid):
        if row <= covered:
            continue
        header = headings.find(grid, row, is_first=covered == -1)
        if header:
            covered, of_row = header
            yield row, covered, of_row


def _read_sheet(grid, found, catalogue, notes):
    """(title, tables) of a sheet with heading rows."""
    lead = [row for row in grid.rows if row < found[0][0] and grid.filled(row)]
    section = ""
    if lead and _have_sections_above(grid, found[1:]):
        section = _section_words(grid, lead[-1])
        lead = lead[:-1] if section else lead
    title = tidy(grid.cell(lead[0], grid.filled(lead[0])[0]).text) if lead else ""
    for row in lead[1:]:
        _leave(grid, row, notes)
    _check_comments(grid, [row for row in grid.rows if row < found[0][0]], notes)
    tables = []
    for n, (first, last, of_row) in enumerate(found):
        header = headings.settle(grid, first, last, of_row, catalogue.any_weekly, notes)
        end = found[n + 1][0] if n + 1 < len(found) else len(grid.sheet.rows)
        table = Table(grid, header)
        rows = [row for row in grid.rows if last < row < end and grid.filled(row)]
        section = _read_rows(table, rows, section, n + 1 < len(found), catalogue, notes)
        _check_comments(grid, range(first, last + 1), notes)
        _check_columns(table, notes)
        tables.append(table)
    return title, tables


def _have_sections_above(grid, found):
    """True where a later heading row has the name of its section right above it: the first will have it too."""
    for first, _, _ in found:
        above = max((row for row in grid.rows if row < first and grid.filled(row)), default=None)
        if above is not None and _section_words(grid, above):
            return True
    return False


def _read_rows(table, rows, section, is_followed, catalogue, notes):
    """Sorts the rows into the table; returns the section that stands at its end."""
    grid, waiting = table.grid, None
    for row in rows:
        filled = grid.filled(row)
        if label := _label(table, row, filled[0]):
            text = "\n\n".join(_texts(grid, row)[1:])
            if text:
                table.labels.append((label, section, text, grid.place(row, filled[0])))
        elif (heading := _section_words(grid, row)) and not _is_indicator(table, row, heading, catalogue):
            if waiting is not None:
                _leave(grid, waiting, notes)
            waiting = row if _is_heading(heading) else _leave(grid, row, notes)
            section = heading if waiting is not None else section
            _check_comments(grid, [row], notes)
        else:
            waiting = None
            table.rows.append(Body(row, section))
    if waiting is not None and not is_followed:
        _leave(grid, waiting, notes)
    return section


def _section_words(grid, row):
    """The words of a row with a single filled cell, or whose filled cells are all merged into one; else ""."""
    filled = grid.filled(row)
    first = grid.cell(row, filled[0])
    if (len(filled) > 1 and not first.merged) or first.kind != TEXT:
        return ""
    if len({grid.cell(row, column).merged for column in filled}) > 1:
        return ""
    # Below the top of cells merged downwards a row has more to it than it seems to.
    reaches_in = any(grid.spread(row, column) is not grid.cell(row, column) for column in grid.columns)
    return "" if reaches_in else tidy(first.text)


def _is_indicator(table, row, heading, catalogue):
    """A single filled cell is no section when it is a figure, or the name of an indicator without figures."""
    column = table.grid.filled(row)[0]
    merge = table.grid.merge(table.grid.cell(row, column))
    if merge and merge.right > merge.left:
        return False
    role = next((h.role for h in table.header.headings if h.column == column), "")
    if role in (REF, TITLE):
        known, _ = catalogue.find(heading, "") if role == REF else catalogue.find("", heading)
        return known is not None
    return role not in ("", SECTION, UNREAD)


def _is_heading(text):
    is_footnote = text.casefold().startswith(_FOOTNOTES)
    return len(text) <= _LONGEST_SECTION and not text.endswith(_SENTENCE_ENDS) and not is_footnote


def _label(table, row, column):
    """ACTIVITY or NEXT_STEPS when the row, whose first filled column this is, is one of commentary, else ""."""
    role = words.role_of(table.grid.cell(row, column).text)
    if role not in (ACTIVITY, NEXT_STEPS):
        return ""
    return role if column in (table.header.column(REF), table.header.column(TITLE), table.grid.columns[0]) else ""


def _texts(grid, row):
    texts = [grid.cell(row, column).text.strip() for column in grid.filled(row)]
    return list(dict.fromkeys(texts))


def _leave(grid, row, notes):
    filled = grid.filled(row)
    text = shortened(grid.cell(row, filled[0]).text)
    notes.unused(f"Nothing was taken from this row: '{text}'.", grid.place(row, filled[0]))


def _check_comments(grid, rows, notes):
    """Comments on anything but an indicator's row belong to no indicator."""
    for row in grid.commented.intersection(rows):
        for column in grid.columns:
            if comment := grid.cell(row, column).comment.strip():
                message = f"Nothing was taken from the comment '{shortened(comment)}'; it is on no indicator's row."
                notes.unused(message, grid.place(row, column))


def _check_columns(table, notes):
    """Says which columns nothing was taken from, if there is anything in them."""
    grid, header = table.grid, table.header
    read = [heading.column for heading in header.headings if heading.role not in ("", UNREAD)]
    names = {heading.column: heading.text for heading in header.headings}
    for column, rows in frames.filled(table.frame.drop(columns=read).T).items():
        if column in names:
            message = f"Nothing was taken from the column '{shortened(names[column])}'."
            notes.unused(message, grid.place(header.last, column))
        else:
            message = f"Nothing was taken from column {column_letters(column)}: it has no heading."
            notes.unused(message, grid.place(rows[0], column))
