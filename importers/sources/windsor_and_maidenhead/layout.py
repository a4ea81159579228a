"""Lines to service areas, and the rows of their tables, rejoined where a page break split them."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from importers.documents import locator
from importers.lines import Line, read_lines
from importers.printed import same, shortened

HEADER = ("No.", "Baseline", "Progress", "Next Steps", "New arrangement added ...")
# A heading row with a word misspelt must still be seen as one: so many of its words are enough.
_ENOUGH = 3
# `**Service Area Education****Service Area Education**`: what follows the four stars differs by edition.
_AREA = re.compile(r"\*\*Service Area\s+(?P<name>[^*]+?)\s*\*\*(?:\*\*[^*]*\*\*)?", re.IGNORECASE)
_REF = re.compile(r"(?P<letter>[A-Z])\.(?P<number>[1-9][0-9]?)")
_SUPERSCRIPT = re.compile(r"\s*<sup>\s*(.*?)\s*</sup>", re.IGNORECASE)
_BOLD = re.compile(r"</?b>", re.IGNORECASE)
# A cell's paragraphs came out of the PDF with two spaces between them.
_PARAGRAPH = re.compile(r"[^\S\n]{2,}")


@dataclass(frozen=True)
class Cell:
    """The words of one cell, rejoined. `starts` says where each line's part begins: ((0, 47), (38, 50))."""

    text: str
    starts: tuple[tuple[int, int], ...]

    def locator(self, at):
        """The address of the line that prints the character at this place."""
        return locator(next(number for start, number in reversed(self.starts) if start <= at))


@dataclass
class Row:
    """One statement: its own line, and the lines that continue it on the next page."""

    ref: str
    lines: list[Line]

    @property
    def line(self):
        return self.lines[0]

    @property
    def letter(self):
        return self.ref[0]

    @property
    def number(self):
        return int(self.ref[2:])

    @cached_property
    def cells(self):
        """Baseline, progress, next steps and arrangement. Read it only when all the lines are in."""
        return tuple(_joined(self.lines, at) for at in range(1, len(HEADER)))

    @property
    def baseline(self):
        return self.cells[0]

    @property
    def progress(self):
        return self.cells[1]


@dataclass
class Area:
    """A service area with what it says of itself and its rows. `header` is its first heading row."""

    name: str
    line: Line
    header: Line | None = None
    description: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def is_header(line):
    return line.has_cells and sum(map(_same, line.cells, HEADER)) >= _ENOUGH


def read(document, notes):
    """The Areas of the document, in its order. Refuses rows that can't be given a place; see `parse`."""
    areas, before = [], None
    for line in read_lines(document):
        if match := _AREA.fullmatch(line.text):
            areas.append(_area(match["name"], line, areas, notes))
        elif is_header(line):
            _take_header(line, areas, notes)
        elif line.has_cells:
            _take_row(line, areas, notes)
        elif before and before.has_cells and not line.after_gap:
            notes.refuse(
                "row-broken",
                f"'{shortened(line.text)}' follows a row without a blank line, but is no row; the row above "
                "may have been broken in two.",
                line,
            )
        elif areas and not areas[-1].header:
            areas[-1].description.append(line)
        else:
            notes.unused(line)
        before = line
    _check_areas(areas, notes)
    return areas


def _area(name, line, areas, notes):
    first = next((area for area in areas if area.name == name), None)
    if first:
        notes.refuse(
            "area-repeated",
            f"The service area '{name}' begins twice, on lines {first.line.number} and {line.number}.",
            line,
        )
    return Area(name, line)


def _take_header(line, areas, notes):
    wrong = [name for name, cell in zip(HEADER, line.cells, strict=False) if not _same(cell, name)]
    if wrong or len(line.cells) != len(HEADER):
        notes.refuse(
            "header-columns",
            f"This heading row should read {', '.join(HEADER)}, and it differs.",
            line,
        )
    if not areas:
        notes.refuse("area-missing", "This heading row stands under no service area.", line)
    elif not areas[-1].header:
        areas[-1].header = line


def _take_row(line, areas, notes):
    ref = _clean(line.cells[0])
    if len(line.cells) != len(HEADER):
        notes.refuse(
            "row-cells",
            f"The row '{shortened(line.text)}' has {len(line.cells)} cells where it should have "
            f"{len(HEADER)}, so its texts can't be told apart.",
            line,
            ref,
        )
    elif not areas or not areas[-1].header:
        notes.refuse("row-astray", f"The row '{shortened(line.text)}' stands under no heading row.", line, ref)
    elif ref:
        _add_row(Row(ref, [line]), areas, notes)
    elif areas[-1].rows:
        areas[-1].rows[-1].lines.append(line)
    else:
        notes.refuse(
            "row-astray",
            f"The row '{shortened(line.text)}' has no number, so it should go on with the row before it, but "
            "there is none in its service area.",
            line,
        )


def _add_row(row, areas, notes):
    area = areas[-1]
    known = next((other for a in areas for other in a.rows if other.ref == row.ref), None)
    owner = next((a for a in areas if a.rows and a.rows[0].letter == row.ref[0]), None)
    if not _REF.fullmatch(row.ref):
        notes.refuse(
            "ref-unreadable",
            f"'{shortened(row.ref)}' is no number of a statement, such as A.1.",
            row.line,
            row.ref,
        )
    elif known:
        notes.refuse(
            "ref-repeated",
            f"The statement {row.ref} has two rows, on lines {known.line.number} and {row.line.number}.",
            row.line,
            row.ref,
        )
    elif (area.rows and area.rows[0].letter != row.letter) or (owner and owner is not area):
        letter = area.rows[0].letter if area.rows else "other letters"
        notes.refuse(
            "ref-astray",
            f"The statement {row.ref} stands in the service area '{area.name}', whose numbers begin with {letter}.",
            row.line,
            row.ref,
        )
    else:
        area.rows.append(row)


def _check_areas(areas, notes):
    """An area is told to be empty only where no row was refused: it may have been this one's."""
    for area in [] if notes.refusals else areas:
        if not area.rows:
            notes.refuse("area-empty", f"The service area '{area.name}' has no rows.", area.line)


def _clean(cell):
    """The cell without markup, its paragraphs on lines of their own."""
    cell = _BOLD.sub("", _SUPERSCRIPT.sub(r"\1", cell))
    return _PARAGRAPH.sub("\n", cell.strip())


def _same(cell, name):
    return same(_clean(cell)) == same(name)


def _joined(lines, at):
    text, starts = "", []
    for line in lines:
        part = _clean(line.cells[at])
        if part or not starts:
            text += " " if text else ""
            starts.append((len(text), line.number))
            text += part
    return Cell(text, tuple(starts))
