"""Lines to parts: sections with their titles, grids of rows, notes, and the two-column tables.

A part is known by its form and by what stands before it, never by a line number: slides leave a different
debris in every edition.
"""

from dataclasses import dataclass, field

from importers.lines import Line, read_lines
from importers.printed import read_month, shortened, tidy
from importers.records import Passage
from importers.sources.west_berkshire.values import looks_like_value

# A heading row with a month misspelt must still be seen as one, or its rows would join the table above.
_ENOUGH_MONTHS = 3
# The undated tables have a label and a figure; a row of months is never so narrow.
_LABELLED = 2
_SLIDE, _SECTION = 1, 3
_BULLETS = ("- ", "• ", "* ")


@dataclass
class Section:
    """A section's heading and the lines of its titles."""

    line: Line
    titles: list[Line] = field(default_factory=list)


@dataclass
class Grid:
    """A heading row of months with the rows under it."""

    header: Line
    rows: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Parts:
    """The file taken apart. `orphans` are rows under no heading row; `unused` are runs of lines."""

    title: str
    sections: tuple[Section, ...]
    grids: tuple[Grid, ...]
    passages: tuple[Passage, ...]
    orphans: tuple[Line, ...]
    unused: tuple[tuple[Line, ...], ...]


def level_of(line):
    """1 for `# A slide`, 3 for `### A section`, 0 for any other line."""
    marks = len(line.text) - len(line.text.lstrip("#"))
    return marks if line.text[marks : marks + 1] == " " else 0


def heading_of(line):
    """The heading's words, without the marks that made it large or slanted."""
    return tidy(line.text.lstrip("#").replace("*", ""))


def is_months(line):
    return line.has_cells and sum(read_month(cell) is not None for cell in line.cells) >= _ENOUGH_MONTHS


def is_rule(line):
    return set(line.text) == {"-"}


def read(document):
    """The Parts of the document."""
    lines = read_lines(document, blank_rows=True)
    walk = _Walk()
    for line in lines:
        walk.take(line)
    return walk.parts(lines)


def list_unused(runs, notes):
    """Says of each run of lines, such as a slide's bullets, that nothing was taken from it."""
    for run in runs:
        first, last = run[0], run[-1]
        words = next((line.text for line in run if not is_rule(line)), first.text)
        several = f"Nothing was taken from lines {first.number} to {last.number}: '{shortened(words)}' and on."
        notes.unused(*run, message=several if len(run) > 1 else "")


class _Walk:
    """Goes down the lines, knowing the section or grid it is in and the last heading it passed."""

    def __init__(self):
        self.title = self.heading = self.section = self.grid = None
        self.sections, self.grids, self.remarks, self.orphans = [], [], [], []
        self.labelled = {}  # the rows of each two-column table, by the heading it stands under
        self.left = []

    def take(self, line):
        if is_months(line):
            self.section, self.grid = None, Grid(line)
            self.grids.append(self.grid)
        elif line.has_cells:
            self._take_row(line)
        elif level_of(line):
            self._take_heading(line)
        elif self.section and not is_rule(line) and not line.text.startswith(_BULLETS):
            (self._take_remark if line.text.endswith(".") else self.section.titles.append)(line)
        elif self.grid and looks_like_value(line.text):
            self.grid.rows.append(line)  # a row that lost its cells: its table's reader says so
        else:
            self.grid = None
            self.left.append(line)

    def _take_row(self, line):
        if self.grid:
            self.grid.rows.append(line)
        elif len(line.cells) == _LABELLED and line.cells[0]:
            self.labelled.setdefault(self.heading, []).append(line)
        elif line.text:
            self.orphans.append(line)

    def _take_heading(self, line):
        self.section = self.grid = None
        if level_of(line) == _SECTION:
            self.section = Section(line)
            self.sections.append(self.section)
            return
        self.heading = line
        if level_of(line) == _SLIDE and self.title is None:
            self.title = line
        else:
            self.left.append(line)

    def _take_remark(self, line):
        self.remarks.append(Passage("data_note", tidy(line.text), line.locator, theme=_words(self.heading)))

    def parts(self, lines):
        empty = [section.line for section in self.sections if not section.titles]
        left = {*self.left, *empty} - set(self.labelled)
        return Parts(
            title=_words(self.title),
            sections=tuple(section for section in self.sections if section.titles),
            grids=tuple(self.grids),
            passages=(*self.remarks, *(_labelled(*item) for item in self.labelled.items())),
            orphans=tuple(self.orphans),
            unused=tuple(_runs(lines, left)),
        )


def _words(heading):
    return heading_of(heading) if heading else ""


def _labelled(heading, rows):
    """A two-column table as text, `label: figure` a line. It states no period, so none of it is a figure."""
    text = ""
    for row in rows:
        label, figure = row.cells
        text += ("\n\n" if row.after_gap else "\n") + (f"{label}: {figure}" if figure else label)
    return Passage("data_note", text.strip("\n"), rows[0].locator, theme=_words(heading))


def _runs(lines, left):
    """The lines left over, in runs that reach over neither a used line nor the next slide's heading."""
    run = []
    for line in lines:
        if run and (line not in left or level_of(line) == _SLIDE):
            yield tuple(run)
            run = []
        if line in left:
            run.append(line)
    if run:
        yield tuple(run)
