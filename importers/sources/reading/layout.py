"""Lines to sections, sections to paragraphs, paragraphs to sentences; and which section holds the table.

1. PURPOSE OF THE REPORT                a section: its number rises, or begins again at 1 in the appendix
- 1.1 The purpose is …                  a paragraph, numbered within its section, with or without a dash
5 CONTRIBUTION TO AIMS                  a section without its full stop
4.1 … where a decision
                                        a page break within a sentence leaves a blank line,
needs to be made.                       and the rest begins with a small letter
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from importers.lines import Line, read_lines
from importers.printed import read_number, same
from importers.sources.reading.values import is_like_a_week

DIRECTION = "direction of travel"
_SECTION = re.compile(r"(?P<number>[0-9]{1,2})\.? +(?P<title>\S.*)")
_PARAGRAPH = re.compile(r"(?:- +)?(?P<number>[0-9]{1,2}\.[0-9]{1,2}) +(?P<text>\S.*)")
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_HEADING_LENGTH = 80
# A heading row with a slip in one date, or in its last cell, must still be seen as one.
_ENOUGH_WEEKS = 2


@dataclass(frozen=True)
class Sentence:
    text: str
    line: Line


@dataclass(frozen=True)
class Paragraph:
    """`number` is "2.3", or "" for one without. `lines` are more than one where a page break parts it."""

    number: str
    lines: tuple[Line, ...]
    pieces: tuple[str, ...]

    @cached_property
    def text(self):
        return " ".join(self.pieces)

    @property
    def printed(self):
        """With its number, as the report prints it."""
        return f"{self.number} {self.text}".strip()

    @property
    def is_open(self):
        """It breaks off in the middle of a sentence."""
        return not self.pieces[-1].endswith(_SENTENCE_ENDS)

    @property
    def sentences(self):
        return [Sentence(match[0], self._line_at(match.start())) for match in _SENTENCE.finditer(self.text)]

    def _line_at(self, place):
        for line, piece in zip(self.lines, self.pieces, strict=True):
            if place <= len(piece):
                return line
            place -= len(piece) + 1
        return self.lines[-1]


@dataclass(frozen=True)
class Section:
    """A numbered section with the lines under its heading. The cover, before the first, has no heading."""

    heading: Line | None
    number: int
    title: str
    body: tuple[Line, ...]

    @property
    def lines(self):
        return (self.heading, *self.body) if self.heading else self.body

    @property
    def name(self):
        return f"section '{self.heading.text}'" if self.heading else "the cover"

    @cached_property
    def heading_row(self):
        """The heading row of the section's table, or None."""
        return next((line for line in self.body if is_heading_row(line)), None)

    @cached_property
    def paragraphs(self):
        """The section's prose; from the table's heading row on there is none."""
        paragraphs = []
        for line in self.body:
            if line is self.heading_row:
                break
            if not line.has_cells:
                _add_to(paragraphs, line)
        return tuple(paragraphs)

    @cached_property
    def sentences(self):
        return [sentence for paragraph in self.paragraphs for sentence in paragraph.sentences]


def read(document):
    """The cover and then every section, in order."""
    found = [(None, 0, "", [])]
    for line in read_lines(document):
        match = _section_heading(line, found[-1][1])
        if match:
            found.append((line, int(match["number"]), match["title"].strip(), []))
        else:
            found[-1][3].append(line)
    return tuple(Section(heading, number, title, tuple(body)) for heading, number, title, body in found)


def is_heading_row(line):
    """The row over the table: weeks, then the direction of travel."""
    if not line.has_cells:
        return False
    weeks = sum(map(is_like_a_week, line.cells))
    return same(line.cells[-1]) == DIRECTION or weeks >= _ENOUGH_WEEKS


def numbers_in(line):
    """How many cells after the first hold a number."""
    return sum(read_number(cell) is not None for cell in line.cells[1:])


def check_numbers(section, notes):
    """Refuses paragraphs numbered for another section: a heading between was lost, or lines changed places."""
    for paragraph in section.paragraphs:
        major = paragraph.number.partition(".")[0]
        if major and int(major) != section.number:
            notes.refuse(
                "paragraph-misplaced",
                f"The paragraph {paragraph.number} stands in {section.name}, where it does not belong; a heading "
                "may have been lost.",
                paragraph.lines[0],
            )


def list_unused(sections, notes):
    """Says of each run of lines of one section that nothing was taken from it."""
    for section in sections:
        for is_used, lines in groupby(section.lines, key=lambda line: line.number in notes.used):
            if not is_used:
                run = tuple(lines)
                what = "this line" if len(run) == 1 else f"these {len(run)} lines"
                notes.unused(*run, message=f"Nothing was taken from {what} of {section.name}.")


def _section_heading(line, last_number):
    if line.has_cells or not line.after_gap or len(line.text) > _HEADING_LENGTH:
        return None
    match = _SECTION.fullmatch(line.raw.rstrip())
    if match is None or line.text.endswith((*_SENTENCE_ENDS, ",")):
        return None
    number = int(match["number"])
    return match if number > last_number or number == 1 else None


def _add_to(paragraphs, line):
    match = _PARAGRAPH.fullmatch(line.text)
    if match:
        paragraphs.append(Paragraph(match["number"], (line,), (match["text"],)))
    elif paragraphs and paragraphs[-1].is_open and line.text[0].islower():
        last = paragraphs[-1]
        paragraphs[-1] = Paragraph(last.number, (*last.lines, line), (*last.pieces, line.text))
    else:
        paragraphs.append(Paragraph("", (line,), (line.text,)))
