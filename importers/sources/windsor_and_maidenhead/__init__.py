"""Windsor and Maidenhead's progress statements: a report in sentences, as tab-separated text.

    **Service Area Education****Service Area …**                       a service area
                                                                        what it does, in paragraphs
    No. ⇥ Baseline ⇥ Progress ⇥ Next Steps ⇥ New arrangement added ...  on every page again
    C.1 ⇥ 2016-17 … rated at 83% ⇥ 2017-18 … rated at 91.5% ⇥ … ⇥ …    a statement
    C.4 ⇥ Pupil Premium 2016-17 ⇥ Pupil Premium 2017-18 ⇥ … ⇥          a statement split by a page break:
        ⇥ … reaching GLD – 57% ⇥ … reaching GLD – 46% … ⇥ ⇥            its texts go on here

Text left its typography behind: `39 <sup>th</sup>`, `<b>D.5</b>`, two spaces between a cell's paragraphs.

The statements are loaded as they stand. Their figures are not: where the sentences of a statement give a known
measure a baseline and a latest value (`measures.py`), each with its date (`dates.py`), the pair is proposed, and
a person accepts it or doesn't (`acceptances.py`). The value is always read from the sentence. Without
acceptances every proposal is a finding and no figure is loaded.

The report's month is the one that the progress of the most statements names. A latest value without a date is
taken for that month, and one with a month but no year for the last such month up to it; both count as inferred.
A school year, printed 2016-17, is filed under the financial year in which it starts, and its figures carry the
qualifier "school year".

`parse` raises Refused with all that makes a file unfit to load: a row with a cell too many or too few, a row
outside a table, a ref given twice or in another area's table, acceptances that can't be read. What can be loaded
as printed but should be looked at is in `findings`; lines and numbers that nothing was taken from are in `unused`.
"""

from importers.lines import read_lines
from importers.notes import Notes
from importers.printed import tidy
from importers.records import ParsedReport, Passage, Problem, Refused, Statement
from importers.sources.windsor_and_maidenhead import acceptances, checks, layout
from importers.sources.windsor_and_maidenhead.proposals import find_proposals

NAME = "windsor-and-maidenhead-progress"
TITLE = "Windsor and Maidenhead's progress statements by service area"
AUTHORITY = "windsor-and-maidenhead"
CONFIRMS = "which figures of which sentences are a measure's baseline and latest value"


def recognises(document):
    """True when the document has the heading row of a table of statements."""
    return any(layout.is_header(line) for line in read_lines(document))


def parse(document, confirmed=None):
    """The ParsedReport in the document. `confirmed` holds the acceptances. Raises Refused with every reason found."""
    notes = Notes()
    areas = layout.read(document, notes)
    rows = [row for area in areas for row in area.rows]
    if not rows and not notes.refusals:
        raise Refused([Problem("format-unknown", f"None of {TITLE} is in this file.")])
    wanted = acceptances.read_acceptances(confirmed, NAME, notes)
    month = checks.report_month(rows)
    if not month and not notes.refusals:
        notes.refuse(
            "period-missing", "No statement's progress names a month, so the report's is unknown.", areas[0].line
        )
    notes.raise_refusals()
    checks.check_sequence(areas, notes)
    proposals = [proposal for row in rows for proposal in _examine(row, month, notes)]
    accepted = acceptances.accept(proposals, wanted, rows, notes)
    return ParsedReport(
        source=NAME,
        title="",  # the file prints none
        period=month,
        indicators=tuple(p.indicator(area.name) for area, p in _by_area(areas, accepted)),
        passages=(
            *(_description(area) for area in areas if area.description),
            *(passage for area, p in _by_area(areas, accepted) for passage in p.passages(area.name)),
        ),
        statements=tuple(_statement(row, area, accepted) for area in areas for row in area.rows),
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )


def _examine(row, month, notes):
    """The proposals of a statement, with all that should be said of it."""
    proposals = find_proposals(row, month, notes)
    checks.check_dates(row, month, notes)
    checks.check_shares(row, notes)
    checks.check_comparable(row, notes)
    for proposal in proposals:
        checks.check_figures(proposal, notes)
    checks.check_years(row, proposals, month, notes)
    checks.list_unread(row, proposals, notes)
    return proposals


def _by_area(areas, accepted):
    return [(area, proposal) for area in areas for row in area.rows for proposal in accepted if proposal.row is row]


def _description(area):
    text = "\n\n".join(tidy(line.text) for line in area.description)
    return Passage("summary", text, area.description[0].locator, theme=area.name)


def _statement(row, area, accepted):
    measures = tuple(proposal.title for proposal in accepted if proposal.row is row)
    texts = (cell.text for cell in row.cells)
    return Statement(row.ref, area.name, *texts, locator=row.line.locator, measures=measures)
