"""The formats that can be read, one module each.

A module of `SOURCES` has
    NAME          its address in commands, such as "croydon-board-pack"
    TITLE         what it is, in words for a person
    AUTHORITY     the slug of the council whose layout it is; None for any council's: its parse takes what is `known`
                  there, too, and the `headings` that were confirmed
    recognises(document) -> bool            by structure, never by file name
    CONFIRMS      what a person has to confirm of such a report, in words; "" for nothing
    parse(document, confirmed=None) -> ParsedReport     raises Refused with every reason together
                                            `confirmed` is what a person has confirmed, as plain data
What they share is in `importers.lines` (lines and cells), `printed` (numbers, months, words as compared) and `notes`.
"""

from importers.printed import listed
from importers.records import Problem, Refused
from importers.sources import (
    croydon,
    plan,
    reading,
    targets,
    west_berkshire,
    windsor_and_maidenhead,
    wokingham,
    workbook,
)

SOURCES = (croydon, reading, west_berkshire, windsor_and_maidenhead, wokingham, targets, plan, workbook)


class UnknownFormat(ValueError):
    """A format was asked for by a name that no source has."""


def find(document, name=None):
    """The module that reads this document: the one called `name`, or else the only one that recognises it.

    Raises UnknownFormat for a name that no source has, and Refused with `format-unknown`,
    `format-ambiguous` or, when the format asked for is not the document's, `format-mismatch`.
    """
    if name is not None:
        return _named(document, name)
    matches = [source for source in SOURCES if source.recognises(document)]
    # A council's own report and the sheets that are made here may look like a table too. A known layout says more.
    matches = [source for source in matches if source.AUTHORITY or source in (targets, plan)] or matches
    if not matches:
        raise Refused([Problem("format-unknown", _why_unknown(document)), *document.notes])
    if len(matches) > 1:
        raise _refusal(
            "format-ambiguous",
            f"This file could be in any of several formats: {_titles(matches)}. Choose one of them.",
        )
    return matches[0]


def _named(document, name):
    wanted = next((source for source in SOURCES if name == source.NAME), None)
    if wanted is None:
        known = ", ".join(source.NAME for source in SOURCES)
        raise UnknownFormat(f"There is no format called '{name}'. Known are: {known}.")
    if wanted.recognises(document):
        return wanted
    message = f"This file does not have the layout of {wanted.TITLE} ({wanted.NAME})."
    others = [source for source in SOURCES if source is not wanted and source.recognises(document)]
    if others:
        message += f" It looks like {_titles(others)}."
    raise _refusal("format-mismatch", message)


def _why_unknown(document):
    if getattr(document, "sheets", ()):
        return (
            "No row of headings was found. A table of figures needs one with a ref or title for each indicator and "
            "either a column for each period, such as Apr-17, or a column of periods and one of values."
        )
    known = listed([source.TITLE for source in SOURCES])
    return f"This file is in no known format. What can be read is {known}."


def _titles(sources):
    return "; ".join(f"{source.TITLE} ({source.NAME})" for source in sources)


def _refusal(code, message):
    return Refused([Problem(code, message)])
