"""West Berkshire's progress review: slides whose titles stand apart from their values.

    # Ofsted – Progress Review                              title: the first heading of all
    # Getting to Good - Evidence                            a slide
    ### OBJECTIVE 1 - TO CREATE …                           section, then its titles, one a line
    Starters - during the month
    …
    ### OBJECTIVE 2 - TO SAFEGUARD CHILDREN
    …
    Data captured each month includes ….                    a sentence on the figures, kept as a note
    Apr-16 ⇥ May-16 ⇥ … ⇥ Jan-17                            the table of the first section, then its rows:
    0 ⇥ 2 ⇥ … ⇥ 0 ⇥                                         one cell a month, and no title
    Apr-16 ⇥ May-16 ⇥ … ⇥ Jan-17                            the table of the second section
    …
    ## LAC - medicals due …                                 an undated table of two columns, kept as text
    Total Number of LAC ⇥ 149

The first table belongs to the first section with titles, and so on. Within a section (a block) each row
follows the order of the titles, but a title may have no row, and then nothing says which. So each row is

    proven      its figures bear out its title: see `proofs`, which states each proof and why it suffices;
    by order    as many rows as titles stand between two proven ones, so that its place names it;
    in doubt    there are fewer rows than titles there, or figures that should bear out a title do not.

Proven rows load without more. A block may load in part: what is proven does not rest on the rows that are
not, and those are told of one by one (`pairing-needed`, `row-in-doubt`). All other rows load only with a
confirmed pairing (see `pairing`), which speaks for the whole report: every title with the fingerprint of
its row. If it no longer fits, nothing is loaded. Some titles are known to `relations` by name, so that
their rows can be proven; any other title loads too, but needs a pairing.

`parse` raises Refused for: tables and sections that are not as many (`tables-differ`), a block with more rows
than titles (`rows-without-title`), a row with a cell too many or too few (`row-cells`), a row outside every
table (`table-unreadable`), `value-unreadable`, `unit-mixed`, `unit-differs`, `month-unreadable`,
`months-not-consecutive`, `title-repeated`, `quarter-misplaced`; and for a pairing that is malformed
(`pairing-unreadable`), no longer fits (`pairing-differs`) or is disproved by the figures
(`pairing-contradicted`).

Findings: `complement-differs`, `running-total-differs`, `rate-differs`, `month-without-values`,
`no-data`, `title-without-row`, `out-of-range`, `pairing-needed`, `row-in-doubt`.
"""

from importers.notes import Notes
from importers.printed import read_month
from importers.records import ParsedReport, Problem, Refused
from importers.sources.west_berkshire import checks, layout, pairing, placing, series, tables
from importers.sources.west_berkshire.pairing import fingerprint

__all__ = ["AUTHORITY", "CONFIRMS", "NAME", "TITLE", "fingerprint", "parse", "propose", "recognises"]

NAME = "west-berkshire-slides"
TITLE = "West Berkshire's progress-review slides"
AUTHORITY = "west-berkshire"
CONFIRMS = "which row of values belongs to which title"


def recognises(document):
    """True when a section with titles stands before a heading row of months and nothing else."""
    parts = layout.read(document)
    if not parts.sections:
        return False
    starts = parts.sections[0].line.number
    return any(grid.header.number > starts and all(map(read_month, grid.header.cells)) for grid in parts.grids)


def parse(document, confirmed=None):
    """The ParsedReport in the document. `confirmed` is a pairing's JSON, read. Raises Refused with every reason."""
    notes = Notes()
    parts = layout.read(document)
    blocks = _blocks(parts, notes)
    confirmed_rows = pairing.read(confirmed) if confirmed is not None else None
    places = [placing.place(block) for block in blocks]
    if confirmed_rows is not None:
        places = pairing.apply(confirmed_rows, blocks, places, notes)
    else:
        pairing.tell_what_waits(blocks, places, notes)
    indicators = [series.build(entry, notes) for entry in series.loadable(blocks, places)]
    notes.raise_refusals()
    period = tables.report_period(blocks, notes)
    checks.check(blocks, places, notes)
    layout.list_unused(parts.unused, notes)
    return ParsedReport(
        source=NAME,
        title=parts.title,
        period=period,
        indicators=tuple(indicators),
        passages=parts.passages,
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )


def propose(document):
    """A Proposal for each title, in the report's order: what a person is asked to confirm.

    `standing` says how sure the row is. Raises Refused for a document that can't be read.
    """
    notes = Notes()
    blocks = _blocks(layout.read(document), notes)
    return tuple(pairing.proposals(blocks, [placing.place(block) for block in blocks]))


def _blocks(parts, notes):
    if not parts.grids:
        raise Refused([Problem("format-unknown", f"No table of {TITLE} is in this file.")])
    blocks = tables.read_blocks(parts, notes)
    notes.raise_refusals()
    return blocks
