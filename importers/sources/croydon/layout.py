"""Lines to parts: which lines are the cover, the summary, the action log, the index, a table, the analysis.

A part is known by its heading row and by what stands before it, never by a line number: page breaks
and captions leave a different debris in every edition.
"""

from dataclasses import dataclass

from importers.lines import Line, read_lines
from importers.printed import same, shortened

TABLE, INDEX, ACTIONS = "table", "index", "actions"
TABLE_START = ("Indicator Number", "Indicator Title", "Polarity")
TABLE_END = ("Target Owner", "RAG", "RAG Methodology")
INDEX_HEADER = ("Ref", "Indicator Title", "RAG Last Period", "Current RAG")
ACTIONS_HEADER = ("REF", "ACTIONS", "WHEN?", "COMPLETE?")
ACTIVITY, NEXT_STEPS = "improvement activity", "next steps"

# A heading row with a word misspelt must still be seen as one, or its table would be lost: so many
# of its fixed words are enough, and the table's own reader then says which is wrong.
_ENOUGH = {TABLE: 4, INDEX: 3, ACTIONS: 3}

# The action log and the index need no heading; one that they have says what they are.
_HEADING_WORDS = {ACTIONS: ("action",), INDEX: ("index", "indicator")}
_HEADING_LENGTH = 80
# A line of fewer cells is debris; no list in the report is so narrow.
_NARROWEST = len(ACTIONS_HEADER)
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",")


@dataclass
class Grid:
    """A heading row with the rows under it. `heading` is the line that names its section, if any does."""

    kind: str
    heading: Line | None
    header: Line
    rows: list[Line]

    @property
    def is_finished(self):
        return self.kind == TABLE and bool(self.rows) and self.rows[-1].label == NEXT_STEPS


@dataclass(frozen=True)
class Parts:
    """The file taken apart. `marker` is the line that opens the summary; every field holds Lines or Grids."""

    cover: tuple[Line, ...]
    marker: Line | None
    summary: tuple[Line, ...]
    grids: tuple[Grid, ...]
    analysis: tuple[Line, ...]
    unused: tuple[Line, ...]

    @property
    def tables(self):
        return tuple(grid for grid in self.grids if grid.kind == TABLE)

    @property
    def index_rows(self):
        return self._rows(INDEX)

    @property
    def action_rows(self):
        return self._rows(ACTIONS)

    def _rows(self, kind):
        # A page break may repeat the heading row; what follows is the same list.
        return tuple(row for grid in self.grids if grid.kind == kind for row in grid.rows)


_HEADERS = {
    TABLE: frozenset(map(same, TABLE_START + TABLE_END)),
    INDEX: frozenset(map(same, INDEX_HEADER)),
    ACTIONS: frozenset(map(same, ACTIONS_HEADER)),
}


def is_short(line):
    """Could be a heading: one cell, short, and not ended like a sentence."""
    return 0 < len(line.sole) <= _HEADING_LENGTH and not line.sole.endswith(_SENTENCE_ENDS)


def grid_kind(line):
    """TABLE, INDEX or ACTIONS when the line is the heading row of one, else None."""
    if not line.has_cells:
        return None  # most lines of a report are prose
    words = {same(cell) for cell in line.cells}
    for kind, header in _HEADERS.items():
        if len(header & words) >= _ENOUGH[kind]:
            return kind
    return None


def read(document, notes):
    """The Parts of the document; lines that would be lost as rows of nothing are refused."""
    lines = read_lines(document)
    kinds = [grid_kind(line) for line in lines]
    end = _analysis_start(lines, kinds)
    grids, loose = _gather(lines[:end], kinds[:end], notes)
    marker = next((line for line in loose if _opens_summary(line)), None)
    opens = marker.number if marker else 0
    closes = min((grid.header.number for grid in grids if grid.header.number > opens), default=opens)
    return Parts(
        cover=tuple(line for line in loose if line.number < opens),
        marker=marker,
        summary=tuple(line for line in loose if marker and opens < line.number < closes),
        grids=tuple(grids),
        analysis=tuple(lines[end:]),
        unused=tuple(line for line in loose if line.number >= (closes if marker else 0)),
    )


def _analysis_start(lines, kinds):
    """Where the analysis begins: its heading must stand after the last table."""
    last = max((i for i, kind in enumerate(kinds) if kind == TABLE), default=len(lines))
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if line.after_gap and is_short(line) and same(line.sole).startswith("analysis of performance"):
            return i
    return len(lines)


def _opens_summary(line):
    return same(line.sole).replace("'", "").replace("’", "") == "directors summary"


def _gather(lines, kinds, notes):
    """The grids, and the lines outside them."""
    grids, loose = [], []
    grid = heading = None
    for i, line in enumerate(lines):
        if kinds[i]:
            grid = Grid(kinds[i], heading, line, [])
            grids.append(grid)
            heading = None
        elif _is_heading(line, kinds[i + 1] if i + 1 < len(lines) else None):
            grid, heading = None, line
        elif grid and line.has_cells:
            grid.rows.append(line)
        else:
            _check_outside(line, grid, notes)
            grid = None
            loose.append(line)
    return grids, loose


def _is_heading(line, next_kind):
    if next_kind is None or not is_short(line):
        return False
    if next_kind in _HEADING_WORDS:
        # Anything else before these is the last line of the text above them.
        return any(word in same(line.sole) for word in _HEADING_WORDS[next_kind])
    # The last row of a table, left without words, is no heading of the next one.
    return line.label not in (ACTIVITY, NEXT_STEPS)


def _check_outside(line, grid, notes):
    if not line.has_cells and grid and not line.after_gap and not grid.is_finished:
        notes.refuse(
            f"{grid.kind}-unreadable",
            f"'{shortened(line.text)}' stands among the rows that begin at line {grid.header.number}, but it "
            "is no row; a row may have been broken in two.",
            line,
        )
    elif len(line.cells) >= _NARROWEST and not line.sole:
        notes.refuse(
            "table-unreadable",
            f"'{shortened(line.text)}' has the form of a row, but stands under no heading row that was understood.",
            line,
        )
