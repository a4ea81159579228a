"""Blocks of lines to indicators: their names, their quarters, the rating they are listed under."""

import re
from dataclasses import dataclass
from itertools import pairwise

from importers.lines import Line
from importers.printed import read_number, shortened, tidy
from importers.records import Figure, ParsedIndicator
from importers.sources.wokingham.layout import INDICATOR_FORM, RATED_FORM
from importers.sources.wokingham.paragraphs import Paragraph, continues, read_paragraphs
from importers.sources.wokingham.targets import read_targets
from importers.sources.wokingham.values import read_quarter
from indicators.periods import QUARTERLY
from indicators.refs import bare_ref

_PERFORMANCE = re.compile(
    r"(?P<year>[0-9]{2}/[0-9]{2})\s+(?P<quarter>Q[0-9])\s+Performance\s*:\s*(?P<value>\S.*)", re.IGNORECASE
)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_COLOURS = ("red", "amber", "green")
# Words of a title that say over what its figures are counted.
_BASES = (("12-month rolling", "rolling_12_months"), ("in the period", "in_period"), ("current", "snapshot"))


@dataclass(frozen=True)
class Item:
    """An indicator as read, with its first line, the colour it is listed under ("" if unreadable) and its text."""

    indicator: ParsedIndicator
    line: Line
    colour: str
    paragraphs: tuple[Paragraph, ...]


def read_indicators(parts, notes):
    """(the report's quarter, an Item for each block). The quarter is None where no figure can be read.

    Refuses `performance-misplaced`, `performance-unreadable`, `value-unreadable`, `quarter-repeated`,
    `quarters-not-consecutive`, `ref-repeated`, `rag-unknown` and `unit-mixed`. Finds `not-reported`,
    `rag-without-value`, `unit-doubtful`, `out-of-range` and what `read_targets` finds.
    """
    for line in parts.stray:
        notes.refuse(
            "performance-misplaced",
            f"'{shortened(line.text)}' stands under no indicator, so it can't be told whose figure it is.",
            line,
        )
    _check_refs(parts.blocks, notes)
    colours = _read_colours(parts.blocks, notes)
    figures = [_read_figures(block, notes) for block in parts.blocks]
    quarters = _quarters(figures, notes)
    items = [
        _read_block(block, colours[block.rated], stated, quarters, notes)
        for block, stated in zip(parts.blocks, figures, strict=True)
    ]
    return quarters[-1] if quarters else None, items


def _ref(block):
    return tidy(INDICATOR_FORM.fullmatch(block.heading.text)["ref"])


def _check_refs(blocks, notes):
    seen = {}
    for block in blocks:
        ref, line = _ref(block), block.heading
        first = seen.setdefault(bare_ref(ref), line)
        if first is not line:
            notes.refuse(
                "ref-repeated",
                f"The ref {ref} is there twice, on lines {first.number} and {line.number}; only one can be right.",
                line,
                ref,
            )


def _read_colours(blocks, notes):
    """{line that introduces a list: its colour}. Refuses, once for each list, what is no colour."""
    colours = {}
    for block in blocks:
        line = block.rated
        if line in colours:
            continue
        words = RATED_FORM.fullmatch(line.text)["colour"] if line else ""
        colours[line] = words.lower() if words.lower() in _COLOURS else ""
        if line is None:
            notes.refuse(
                "rag-unknown",
                f"No line before {_ref(block)} says how the indicators listed are rated; it should read 'Information "
                "on performance rated “Red” is given below'.",
                block.heading,
                _ref(block),
            )
        elif not colours[line]:
            notes.refuse("rag-unknown", f"'{shortened(words)}' is no rating; it should be Red, Amber or Green.", line)
    return colours


def _read_figures(block, notes):
    """[(Number, Figure, Line)] of a block, earliest quarter first."""
    ref, read = _ref(block), {}
    for line in block.performance:
        match = _PERFORMANCE.fullmatch(line.text)
        quarter = match and read_quarter(match["year"], match["quarter"])
        if quarter is None:
            notes.refuse(
                "performance-unreadable",
                f"'{shortened(line.text)}' should give a quarter and its figure, as in '18/19 Q2 Performance: 86%'.",
                line,
                ref,
            )
            continue
        text = _BOLD.sub(r"\1", match["value"]).strip()
        number = read_number(text, signed=True, qualified=True)
        if number is None:
            notes.refuse(
                "value-unreadable", f"'{shortened(text)}' for {ref} in {quarter.label} is no figure.", line, ref
            )
        elif quarter in read:
            notes.refuse("quarter-repeated", f"{ref} has a second figure for {quarter.label}.", line, ref)
        else:
            figure = Figure(
                quarter, number.value, text, line.locator, decimals=number.decimals, qualifier=number.qualifier
            )
            read[quarter] = (number, figure, line)
    return [read[quarter] for quarter in sorted(read)]


def _quarters(figures, notes):
    """The quarters that the report has figures for, in order. Refuses a gap between two of them."""
    lines = {figure.period: line for stated in figures for _, figure, line in stated}
    quarters = sorted(lines)
    for earlier, later in pairwise(quarters):
        if later.previous != earlier:
            notes.refuse(
                "quarters-not-consecutive",
                f"The report has figures for {later.label}, and before that for {earlier.label}; each quarter should "
                "follow the one before it.",
                lines[later],
            )
    return quarters


def _read_block(block, colour, stated, quarters, notes):
    ref, line = _ref(block), block.heading
    title, prose = _title_and_prose(block)
    paragraphs = tuple(read_paragraphs(prose))
    figures = _with_colour([figure for _, figure, _ in stated], colour, quarters)
    indicator = ParsedIndicator(
        ref=ref,
        title=title,
        section=f"Rated {colour}",
        unit=_unit(ref, title, [number for number, _, _ in stated], line, notes),
        frequency=QUARTERLY,
        locator=line.locator,
        basis=_basis(title),
        figures=figures,
        targets=read_targets(ref, paragraphs, quarters[-1].financial_year, notes) if quarters else (),
    )
    _check_quarters(indicator, colour, quarters, line, notes)
    if indicator.unit == "percent":
        _check_range(indicator, line, notes)
    return Item(indicator, line, colour, paragraphs)


def _title_and_prose(block):
    """The title, with the lines before the figures that plainly go on with it, and the lines of the narrative."""
    title, rest = INDICATOR_FORM.fullmatch(block.heading.text)["title"], list(block.before)
    while rest and continues(title, rest[0].text):
        title += " " + rest.pop(0).text
    return tidy(title).removesuffix("."), rest + block.after


def _with_colour(figures, colour, quarters):
    """The rating is that of the report's quarter."""
    return tuple(
        figure._replace(published_rag=colour) if figure.period == quarters[-1] else figure for figure in figures
    )


def _unit(ref, title, numbers, line, notes):
    signs = {number.is_percent for number in numbers}
    if len(signs) == 2:
        notes.refuse(
            "unit-mixed",
            f"The figures of {ref} should all have a % sign, or none; some have it and some not.",
            line,
            ref,
        )
    called = title.casefold().startswith("percentage")
    if called and signs == {False}:
        notes.find(
            "unit-doubtful",
            f"{ref} is called a percentage, but its figures have no % sign; they are read as numbers.",
            line,
            ref,
        )
    return "percent" if True in signs or (called and not signs) else "number"


def _basis(title):
    title = title.casefold()
    return next((basis for words, basis in _BASES if re.search(rf"\b{words}\b", title)), "")


def _check_quarters(indicator, colour, quarters, line, notes):
    stated = {figure.period for figure in indicator.figures}
    for quarter in quarters:
        if quarter not in stated:
            notes.find(
                "not-reported",
                f"{indicator.ref} has no figure for {quarter.label}, which other indicators of the report have.",
                line,
                indicator.ref,
            )
    if quarters and colour and quarters[-1] not in stated:
        notes.find(
            "rag-without-value",
            f"{indicator.ref} is published as {colour} but has no figure for {quarters[-1].label}.",
            line,
            indicator.ref,
        )


def _check_range(indicator, line, notes):
    stated = [(f"in {figure.period.label}", figure.value, figure.text) for figure in indicator.figures]
    stated += [("as its target", target.value, target.text) for target in indicator.targets]
    for where, value, text in stated:
        if not 0 <= value <= 100:
            notes.find(
                "out-of-range",
                f"{indicator.ref} has {shortened(text)} {where}, and a percentage lies between 0 and 100.",
                line,
                indicator.ref,
            )
