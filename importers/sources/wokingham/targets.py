"""Targets that the text under an indicator states in passing."""

import re

from importers.printed import read_number, shortened
from importers.records import StatedTarget

_FIGURE = r"(?:-?[0-9][0-9,]*(?:\.[0-9]+)?%)"
_BOUND = rf"(?:(?:less|more) than {_FIGURE}|{_FIGURE} or (?:less|more))"
# `(Green if less than 16%)` and `target (20% or less)`. What is written in any other way is not read.
_TARGET = re.compile(
    rf"\(Green if (?P<green>{_BOUND})\)|\btarget \((?P<target>{_BOUND})\)",
    re.IGNORECASE,
)
_SPEAKS_OF_TARGET = re.compile(r"\btargets?\b", re.IGNORECASE)
# Numbers that name a quarter or a year are no figures.
_DATES = re.compile(r"\bQ(?:uarter )?[1-4]\b|\b(?:19|20)[0-9]{2}(?:/[0-9]{2})?\b|\b[0-9]{2}/[0-9]{2}\b", re.IGNORECASE)


def read_targets(ref, paragraphs, year, notes):
    """The StatedTarget of an indicator, in force from the start of the report's financial year, or none.

    The text speaks of the year it reports on, and names no other. Finds `target-unread`.
    """
    read = []
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            targets = [_stated(match, year, paragraph.line) for match in _TARGET.finditer(sentence)]
            targets = [target for target in targets if target]
            read += targets
            if not targets and _may_state_target(sentence):
                notes.find(
                    "target-unread",
                    f"The text under {ref} speaks of a target in a form that is not known: '{shortened(sentence)}'.",
                    paragraph.line,
                    ref,
                )
    if len({target.value for target in read}) > 1:
        words = " and ".join(f"'{target.text}'" for target in read)
        notes.find(
            "target-unread",
            f"The text under {ref} states more than one target, {words}; none of them was taken.",
            paragraphs[0].line,
            ref,
        )
        return ()
    return tuple(read[:1])


def _stated(match, year, line):
    text = match["green"] or match["target"]
    number = read_number(re.search(_FIGURE, text)[0], signed=True)
    if number is None:
        return None  # commas out of place
    return StatedTarget(year, number.value, text, line.locator, number.decimals)


def _may_state_target(sentence):
    return bool(_SPEAKS_OF_TARGET.search(sentence) and re.search("[0-9]", _DATES.sub("", sentence)))
