"""How many indicators are green, amber and red, also those that the report doesn't list."""

import re

from importers.printed import read_count, shortened
from importers.records import StatedTotal
from importers.sources.wokingham.values import read_quarter

_COLOURS = ("red", "amber", "green")
_SENTENCE = re.compile(
    r"(?:In|For) (?P<year>[0-9]{2}/[0-9]{2}) (?P<quarter>Q[0-9]),? there (?:are|is) (?P<list>.+?)\.?", re.IGNORECASE
)
_BETWEEN = re.compile(r",? and |, ", re.IGNORECASE)
_COUNT = re.compile(r"(?P<count>\S+) (?P<colour>red|amber|green)(?: indicators?)?", re.IGNORECASE)


def read_totals(parts, read, period, notes):
    """A StatedTotal for each colour that the report counts, as it counts them.

    Refuses `totals-unreadable`, `totals-repeated` and `period-differs`. Finds `totals-missing`, `totals-differ`
    and `not-listed`.
    """
    if not parts.totals:
        notes.find(
            "totals-missing",
            "No sentence says how many indicators are green, amber and red, so it can't be told how many are "
            "not listed.",
            parts.blocks[0].heading,
        )
        return ()
    first, *more = parts.totals
    for line in more:
        notes.refuse(
            "totals-repeated",
            f"The totals are given twice, on lines {first.number} and {line.number}; only one can be right.",
            line,
        )
    totals = _read_sentence(first, period, notes)
    _compare(totals, read, first, notes)
    return totals


def _read_sentence(line, period, notes):
    match = _SENTENCE.fullmatch(line.text)
    quarter = read_quarter(match["year"], match["quarter"]) if match else None
    counts = _read_list(match["list"]) if match else None
    if quarter is None or counts is None:
        notes.refuse(
            "totals-unreadable",
            f"'{shortened(line.text)}' should say how many indicators are green, amber and red, as in 'In 18/19 "
            "Q2 there are six green indicators, two amber indicators, and six red indicators.'.",
            line,
        )
        return ()
    if period and quarter != period:
        notes.refuse(
            "period-differs",
            f"The totals are those of {quarter.label}, but the figures end with {period.label}.",
            line,
        )
    return tuple(StatedTotal(colour, count, line.text, line.locator) for colour, count in counts)


def _read_list(words):
    """(colour, count) for each part of the list, or None when any can't be read or a colour comes twice."""
    matches = [_COUNT.fullmatch(part) for part in _BETWEEN.split(words)]
    if not all(matches):
        return None
    counts = [(match["colour"].lower(), read_count(match["count"])) for match in matches]
    colours = {colour for colour, _ in counts}
    is_whole = len(colours) == len(counts) and all(count is not None for _, count in counts)
    return counts if is_whole else None


def _compare(totals, read, line, notes):
    listed = {colour: sum(item.colour == colour for item in read) for colour in _COLOURS}
    for total in totals:
        if listed[total.name] and listed[total.name] != total.count:
            notes.find(
                "totals-differ",
                f"The report counts {total.count} {total.name} indicators, but lists {listed[total.name]}.",
                line,
            )
    missing = [total for total in totals if total.count and not listed[total.name]]
    if missing:
        colours = " and ".join(f"{total.count} {total.name}" for total in missing)
        notes.find(
            "not-listed",
            f"The report counts {sum(total.count for total in totals)} indicators and lists {len(read)}; nothing is "
            f"said of the others, which are {colours}.",
            line,
        )
