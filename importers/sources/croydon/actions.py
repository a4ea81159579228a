"""The board's action log."""

import re

from importers.printed import read_month, shortened, tidy
from importers.records import Entry
from importers.sources.croydon.layout import ACTIONS_HEADER
from importers.sources.croydon.placeholders import check_placeholders
from indicators.refs import bare_ref

_REF = re.compile(r"([A-Za-z]{3,9})\s*-\s*[0-9]{1,3}")
# What stands for complete, and what it means.
_COMPLETE = {"y": "complete", "n": "open", "ongoing": "ongoing", "": "open"}


def read_actions(lines, period, notes):
    """An Entry for each row. Refuses rows of other than four cells, repeated refs and unreadable words.

    Finds `due-before-raised`, and `raised-unknown` for a ref that names no month.
    """
    seen, entries = {}, []
    for line in lines:
        if len(line.cells) != len(ACTIONS_HEADER):
            notes.refuse(
                "row-cells",
                f"The action '{shortened(line.cells[0])}' has {len(line.cells)} cells where its heading row "
                f"has {len(ACTIONS_HEADER)}.",
                line,
                line.cells[0],
            )
        elif not line.cells[0] or not line.cells[1]:
            missing = "text" if line.cells[0] else "ref"
            notes.refuse("row-unnamed", f"The action '{shortened(line.text)}' has no {missing}.", line, line.cells[0])
        else:
            entries.append(_read_entry(line, seen, period, notes))
    return tuple(entries)


def _read_entry(line, seen, period, notes):
    ref, text, when, complete = line.cells
    ref = tidy(ref)
    first = seen.setdefault(bare_ref(ref), line)
    if first is not line:
        notes.refuse(
            "ref-repeated",
            f"The action {ref} has two rows, on lines {first.number} and {line.number}.",
            line,
            ref,
        )
    raised, due = _raised(ref, period), read_month(when)
    if raised is None:
        notes.find("raised-unknown", f"The ref of the action {ref} does not say when it was raised.", line, ref)
    if due is None and when.casefold() != "tbc":
        notes.refuse(
            "due-unreadable",
            f"The action {ref} is due '{shortened(when)}', which is neither a month nor TBC.",
            line,
            ref,
        )
    if complete.casefold() not in _COMPLETE:
        notes.refuse(
            "complete-unreadable",
            f"The action {ref} is marked '{shortened(complete)}' for complete; it should be Y, N, Ongoing or blank.",
            line,
            ref,
        )
    check_placeholders(text, f"Action {ref}", line, notes)
    _check_due(ref, raised, due, line, notes)
    return Entry(ref, text, raised, due, when, complete, _COMPLETE.get(complete.casefold(), ""), line.locator)


def _raised(ref, period):
    """The month that a ref such as `Oct-01` names: the latest such month that is not after the report's."""
    match = _REF.fullmatch(ref)
    if match is None or period is None:
        return None
    months = (read_month(f"{match[1]} {period.start.year - back}") for back in (0, 1))
    return next((month for month in months if month and month <= period), None)


def _check_due(ref, raised, due, line, notes):
    if not raised or not due or due >= raised:
        return
    a_year_out = " The year is probably one too early." if due.shifted(12) >= raised else ""
    notes.find(
        "due-before-raised",
        f"The action {ref} was raised in {raised.label} but is due in {due.label}, before that.{a_year_out} "
        "It is loaded as printed.",
        line,
        ref,
    )
