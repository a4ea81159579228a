"""Croydon's improvement-board pack: a monthly report as tab-separated text.

    Children's Services … Priority Indicators          title
    November 2017                                       month
    Directors Summary
    Workforce                                           theme, then its text
    …
    Priority Indicators Action Log
    REF ⇥ ACTIONS ⇥ WHEN? ⇥ COMPLETE?
    Oct-01 ⇥ Two additional teams … ⇥ Dec-17 ⇥ Ongoing

    Ref ⇥ Indicator Title ⇥ RAG Last Period ⇥ Current RAG        index
    FRONT DOOR ⇥ ⇥ ⇥                                    section, then its indicators
    FD 3 ⇥ Percentage of completed contacts … ⇥ ⇥

    FRONT DOOR                                          section, one or more tables each
    Indicator Number ⇥ Indicator Title ⇥ Polarity ⇥ Apr-17 ⇥ … ⇥ Nov-17
                     ⇥ 2017-18 Target ⇥ Target Owner ⇥ RAG ⇥ RAG Methodology    (one line)
    FD 3 ⇥ Percentage … ⇥ BIB ⇥ 86% ⇥ … ⇥ 82% ⇥ 90% ⇥ IL ⇥ Red ⇥ 90% or above Green …
    Improvement Activity ⇥ ⇥ FD3 - All contacts … ⇥ …    commentary, which may name a ref
    Next Steps ⇥ ⇥ …

    Analysis of Performance - …                         to the end of the file

Blank lines, page debris and captions may stand between the parts. The text never names the council.

`parse` raises Refused with all that makes a file unfit to load: a heading row or month that can't be read,
a row with a cell too many or too few, a value that is no figure, a ref given twice. What can be loaded as
printed but should be looked at is in `findings`; lines that nothing was taken from are in `unused`.
"""

from importers.lines import read_lines
from importers.notes import Notes
from importers.records import ParsedReport, Problem, Refused
from importers.sources.croydon import actions, commentary, cover, index, layout, tables

NAME = "croydon-board-pack"
TITLE = "Croydon's monthly improvement-board pack"
AUTHORITY = "croydon"
# Every row of this report carries its own ref: nothing is left for a person to confirm.
CONFIRMS = ""


def recognises(document):
    """True when the document has an indicator table's heading row and an index's heading row."""
    kinds = {layout.grid_kind(line) for line in read_lines(document)}
    return layout.TABLE in kinds and layout.INDEX in kinds


def parse(document, confirmed=None):
    """The ParsedReport in the document. Raises Refused with every reason found."""
    notes = Notes()
    parts = layout.read(document, notes)
    if not parts.tables:
        raise Refused([Problem("format-unknown", f"No table of {TITLE} is in this file.")])
    read = tables.read_tables(parts.tables, notes)
    period = tables.report_period(read)
    title, cover_lines = cover.read_cover(parts, period, notes)
    tables.check_years(read, period, notes)
    names = index.reconcile(parts.index_rows, read, notes)
    passages = (
        *cover.read_summary(parts.summary, notes),
        *(passage for table in read for passage in commentary.table_passages(table, names, notes)),
        *cover.read_analysis(parts.analysis, notes),
    )
    entries = actions.read_actions(parts.action_rows, period, notes)
    for line in (*cover_lines, *parts.unused):
        notes.unused(line)
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=title,
        period=period,
        indicators=tuple(row.indicator for table in read for row in table.rows),
        passages=passages,
        actions=entries,
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )
