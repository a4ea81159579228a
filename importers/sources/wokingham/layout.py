"""Lines to parts: the title, the summary, the totals, the indicators, and what is left.

A line is known by its own form, so that a page break between any two of them changes nothing.
"""

import re
from dataclasses import dataclass, field

from importers.lines import Line, read_lines
from importers.printed import same

INDICATOR, PERFORMANCE, RATED, TOTALS = "indicator", "performance", "rated", "totals"
CELLS, CAPITALS, SUBHEADING, PROSE = "cells", "capitals", "subheading", "prose"

SUMMARY, BACKGROUND, ANALYSIS = "summary of report", "background", "analysis of issues"

INDICATOR_FORM = re.compile(r"[0-9]{1,3}\.\s+(?P<ref>[A-Za-z]{1,4}\s?[0-9]{1,3}[a-z]{0,2})\s*:\s*(?P<title>\S.*)")
RATED_FORM = re.compile(r'.{0,60}\brated ["“](?P<colour>[^"“”]{1,20})["”].{0,40}\bbelow[.:]')

_PERFORMANCE_START = re.compile(r"[0-9]{2}/[0-9]{2}\s+Q[0-9]\s+Performance\s*:", re.IGNORECASE)
# A line misspelt must still be seen as a figure, or its figure would be lost in the text; the reader of figures
# then says what is wrong with it. Sentences that speak of a quarter's performance are longer than any such line.
_LIKE_PERFORMANCE = re.compile(r"[0-9]{2}/[0-9]{2}\s+Q[0-9]?[^0-9].*[0-9]|.*\bperformance\s*:.*[0-9]", re.IGNORECASE)
_LONGEST_PERFORMANCE = 60
_LIKE_TOTALS = re.compile(r"\bthere (?:are|is)\b.*\b(?:red|amber|green)\b.*\bindicators?\b", re.IGNORECASE)
# `N/A` is in capitals too, and is no heading.
_FEWEST_CAPITALS = 6


@dataclass
class Block:
    """An indicator's lines: its heading, its figures, and the text `before` and `after` the first of them.

    `rated` is the line that says how the indicators after it are rated, or None.
    """

    heading: Line
    rated: Line | None
    performance: list[Line] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    def add_text(self, line):
        (self.after if self.performance else self.before).append(line)


@dataclass
class Parts:
    """The file taken apart. `prose` maps SUMMARY and BACKGROUND to their heading and the lines under it.

    `stray` are the lines with a figure that stand under no indicator, `unused` the runs of lines that nothing is
    taken from.
    """

    title: Line | None = None
    prose: dict[str, list[Line]] = field(default_factory=dict)
    totals: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)
    unused: list[list[Line]] = field(default_factory=list)


def kind_of(line):
    """What the line is, by its form alone."""
    text = line.text
    if INDICATOR_FORM.fullmatch(text):
        return INDICATOR
    if _is_performance(line):
        return PERFORMANCE
    if not line.sole:
        return CELLS
    if RATED_FORM.fullmatch(text):
        return RATED
    if text.isupper() and sum(c.isalpha() for c in text) >= _FEWEST_CAPITALS:
        return CAPITALS
    if _LIKE_TOTALS.search(text):
        return TOTALS
    return SUBHEADING if same(text) in (BACKGROUND, ANALYSIS) else PROSE


def _is_performance(line):
    if _PERFORMANCE_START.match(line.text):
        return True
    is_short = line.sole and len(line.text) <= _LONGEST_PERFORMANCE
    return bool(is_short and _LIKE_PERFORMANCE.match(line.text))


def read(document):
    """The Parts of the document."""
    parts = Parts()
    section = rated = block = None
    run = []  # of unused lines
    for line in read_lines(document):
        kind = kind_of(line)
        if block and kind in (SUBHEADING, TOTALS):
            kind = PROSE  # in an indicator's text these are words like any others
        if kind in (CELLS, CAPITALS, SUBHEADING, RATED):
            block = None
        if kind in (CAPITALS, SUBHEADING):
            section, rated = same(line.text), None
        if kind == RATED:
            rated = line
        elif kind == INDICATOR:
            block = Block(line, rated)
            parts.blocks.append(block)
        elif not _take(parts, line, kind, section, block):
            if not run or kind == CAPITALS:
                run = []
                parts.unused.append(run)
            run.append(line)
            continue
        run = []
    return parts


def _take(parts, line, kind, section, block):
    """Put the line where it belongs; False when nothing is to be taken from it."""
    if kind == PERFORMANCE:
        (block.performance if block else parts.stray).append(line)
    elif kind == TOTALS:
        parts.totals.append(line)
    elif kind == CELLS:
        if line.label != "title" or parts.title:
            return False
        parts.title = line
    elif block:
        block.add_text(line)
    elif section in (SUMMARY, BACKGROUND):
        parts.prose.setdefault(section, []).append(line)
    else:
        return kind == SUBHEADING  # "Analysis of Issues", under which the totals stand
    return True
