"""One indicator row to one ParsedIndicator."""

import re
from dataclasses import dataclass

from importers.lines import Line
from importers.printed import Number, read_number, read_status, shortened, tidy
from importers.records import Figure, ParsedIndicator, Passage, StatedMethodology, StatedTarget
from importers.sources.croydon.values import is_sentence, read_colour
from indicators.periods import MONTHLY

_POLARITIES = ("SIB", "BIB", "")
_NO_TARGET = ("na", "n/a")
_LENGTHS = (("(days)", "days"), ("(weeks)", "weeks"))


@dataclass(frozen=True)
class Row:
    """An indicator with its line, its published colour, and the sentences that stood in place of figures."""

    indicator: ParsedIndicator
    line: Line
    colour: str = ""
    data_notes: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class _Cells:
    ref: str
    title: str
    polarity: str
    months: tuple[str, ...]
    target: str
    owner: str
    rag: str
    methodology: str


def read_row(line, columns, section, notes):
    """The Row of a line with as many cells as its heading row; None when the heading row was refused.

    Refuses `polarity-unknown`, `rag-unknown`, `value-unreadable` and `unit-mixed`. Finds `rag-without-value`,
    `target-in-words`, `out-of-range` and `unit-doubtful`.
    """
    if columns.months is None or columns.year is None:
        return None
    cells = _split(line)
    polarity = _polarity(cells, line, notes)
    colour = _colour(cells, line, notes)
    figures, numbers, data_notes = _figures(cells, columns, section, line, notes)
    if colour:
        figures = _with_colour(figures, colour, cells, columns, line, notes)
    target = read_number(cells.target, signed=True, qualified=True)
    _check_unit(cells, numbers, target, line, notes)
    indicator = ParsedIndicator(
        ref=cells.ref,
        title=cells.title,
        section=section,
        unit=_unit(cells, numbers, line, notes),
        frequency=MONTHLY,
        locator=line.locator,
        polarity=polarity,
        owner=cells.owner,
        basis=_basis(cells.title),
        figures=tuple(figures),
        targets=_targets(cells, target, columns, line, notes),
        methodology=_methodology(cells, columns, line),
    )
    if indicator.unit == "percent":
        _check_range(indicator, line, notes)
    return Row(indicator, line, colour or "", tuple(data_notes))


def _split(line):
    ref, title, polarity, *months, target, owner, rag, methodology = line.cells
    return _Cells(tidy(ref), tidy(title), polarity, tuple(months), target, owner, rag, methodology)


def _polarity(cells, line, notes):
    polarity = cells.polarity.upper()
    if polarity not in _POLARITIES:
        notes.refuse(
            "polarity-unknown",
            f"The polarity of {cells.ref} is '{shortened(cells.polarity)}'; it should be BIB, SIB or blank.",
            line,
            cells.ref,
        )
    return polarity


def _colour(cells, line, notes):
    colour = read_colour(cells.rag)
    if colour is None:
        notes.refuse(
            "rag-unknown",
            f"The rating of {cells.ref} is '{shortened(cells.rag)}'; it should be Red, Amber, Yellow, Green or blank.",
            line,
            cells.ref,
        )
    return colour


def _figures(cells, columns, section, line, notes):
    """(figures, the numbers among them, sentences as Passages) of the month cells."""
    figures, numbers, data_notes = [], [], []
    for at, (text, period) in enumerate(zip(cells.months, columns.months, strict=True)):
        number = read_number(text, signed=True, qualified=True)
        if number:
            numbers.append((period, number))
            figures.append(_figure(period, number, text, line))
        elif status := read_status(text):
            figures.append(Figure(period, None, text, line.locator, status=status))
        elif _stands_for_figures(cells.months, at):
            data_notes.append(Passage("data_note", text, line.locator, "", section, (cells.ref,), True))
        elif text:
            notes.refuse(
                "value-unreadable",
                f"'{shortened(text)}' for {cells.ref} in {period.label} is no figure.",
                line,
                cells.ref,
            )
    return figures, numbers, data_notes


def _figure(period, number, text, line):
    return Figure(period, number.value, text, line.locator, decimals=number.decimals, qualifier=number.qualifier)


def _stands_for_figures(months, at):
    """A sentence runs on over the blank months after it, or is all that the row has."""
    if not is_sentence(months[at]):
        return False
    next_is_blank = at + 1 < len(months) and not months[at + 1]
    return next_is_blank or sum(map(bool, months)) == 1


def _with_colour(figures, colour, cells, columns, line, notes):
    """The published rating speaks of the last month; without a figure there it has nothing to stand on."""
    last = columns.months[-1]
    if figures and figures[-1].period == last:
        return [*figures[:-1], figures[-1]._replace(published_rag=colour)]
    notes.find(
        "rag-without-value",
        f"{cells.ref} is published as {cells.rag} but has no figure for {last.label}.",
        line,
        cells.ref,
    )
    return figures


def _check_unit(cells, numbers, target, line, notes):
    printed = [(period.label, number) for period, number in numbers]
    if target:
        printed.append(("its target", target))
    groups = [[where for where, number in printed if number.is_percent is kind] for kind in (False, True)]
    if all(groups):
        odd = ", ".join(min(groups, key=len))
        notes.refuse(
            "unit-mixed",
            f"The numbers of {cells.ref} should all have a % sign, or none; {odd} differs from the rest.",
            line,
            cells.ref,
        )


def _unit(cells, numbers, line, notes):
    title = cells.title.casefold()
    if any(number.is_percent for _, number in numbers):
        return "percent"
    if not numbers and "%" in cells.target + cells.methodology:
        return "percent"
    for words, unit in _LENGTHS:
        if words in title:
            return unit
    if title.startswith("percentage"):
        if not numbers:
            return "percent"
        notes.find(
            "unit-doubtful",
            f"{cells.ref} is called a percentage, but its figures have no % sign; they are read as numbers.",
            line,
            cells.ref,
        )
    return "number"


def _basis(title):
    title = title.casefold()
    if "in the month" in title:
        return "in_period"
    return "snapshot" if re.search(r"\bcurrent\b", title) else ""


def _targets(cells, number: Number | None, columns, line, notes):
    if not cells.target:
        return ()
    if number:
        return (StatedTarget(columns.year, number.value, cells.target, line.locator, number.decimals),)
    if cells.target.casefold() not in _NO_TARGET:
        notes.find(
            "target-in-words",
            f"The target of {cells.ref} for {columns.year.label} is in words, '{shortened(cells.target)}', "
            "so no figure can be compared with it.",
            line,
            cells.ref,
        )
    return (StatedTarget(columns.year, None, cells.target, line.locator),)


def _methodology(cells, columns, line):
    return StatedMethodology(columns.year, cells.methodology, line.locator) if cells.methodology else None


def _check_range(indicator, line, notes):
    stated = [(f"in {figure.period.label}", figure.value, figure.text) for figure in indicator.figures]
    stated += [("as its target", target.value, target.text) for target in indicator.targets]
    for where, value, text in stated:
        if value is not None and not 0 <= value <= 100:
            notes.find(
                "out-of-range",
                f"{indicator.ref} has {shortened(text)} {where}, and a percentage lies between 0 and 100.",
                line,
                indicator.ref,
            )
