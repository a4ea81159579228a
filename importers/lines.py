"""The lines of a document, numbered as a person counts them, with their cells.

What only one council's lines can be (its heading rows, its bullets) is asked by functions of its own source.
"""

from dataclasses import dataclass
from functools import cached_property

from importers.documents import locator
from importers.printed import listed, same


@dataclass(frozen=True)
class Line:
    """A line as printed. `after_gap` is true when a blank line, or nothing, stands before it."""

    number: int
    raw: str
    after_gap: bool

    @cached_property
    def cells(self):
        return tuple(cell.strip() for cell in self.raw.split("\t"))

    @property
    def text(self):
        return self.raw.strip()

    @property
    def locator(self):
        return locator(self.number)

    @property
    def has_cells(self):
        return "\t" in self.raw

    @property
    def label(self):
        """The first cell, for comparing with the words that a row may begin with."""
        return same(self.cells[0])

    @property
    def sole(self):
        """The text of the line's only filled cell, or ""."""
        filled = [cell for cell in self.cells if cell]
        return filled[0] if len(filled) == 1 else ""


def read_lines(document, blank_rows=False):
    """The document's lines that are not blank; with `blank_rows` also those of tabs alone, rows of blank cells."""
    lines, gap = [], True
    for number, raw in enumerate(document.lines, 1):
        is_blank = not raw.strip()
        if not is_blank or (blank_rows and "\t" in raw):
            lines.append(Line(number, raw, gap))
        gap = is_blank
    return lines


def on_lines(lines):
    """`line 7` or `lines 7, 8 and 12`."""
    return f"line{'s' if len(lines) > 1 else ''} {listed([str(line.number) for line in lines])}"
