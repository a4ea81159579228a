"""The yearly sheet of targets and rules, filled in: see `reports.target_sheet` for what is downloaded.

    Croydon: targets and rules for 2018/19

    Ref | Indicator | … | From       | Target | Builds up | Apr-18 | … | Mar-19 | RAG methodology        | Reason
    FRONT DOOR
    FD 3 | Percentage … | 1 Apr 2018 | 92%    |           |        | … |        | 92% or above Green …   | Agreed in May
    CP 1 | Number of …  | 1 Apr 2018 | 1200   | yes       |        | … |        |                        |

It states no figure and describes no indicator. A row with nothing but its start states nothing: what holds goes on.
`none` ends a target or a rule. `parse` raises Refused with every cell that can't be taken as it stands: `sheet-unread`,
`indicator-unknown`, `title-differs`, `ref-repeated`, `start-unclear`, `start-outside-year`, `target-unreadable`,
`percent-unclear`, `builds-up-unclear`, `path-unclear`, `methodology-unreadable`, `no-targets`, and those of a cell.
"""

from importers.records import ParsedReport
from importers.sources.targets import rows, sheet
from importers.sources.workbook.known import Catalogue
from importers.sources.workbook.notes import FILE, Notes

NAME = "targets"
TITLE = "the yearly sheet of targets"
# Any authority's.
AUTHORITY = None
CONFIRMS = ""


def recognises(document):
    """True when one of the document's sheets has the headings of a sheet of targets."""
    return any(sheet.find_headings(each) is not None for each in getattr(document, "sheets", ()))


def parse(document, confirmed=None, known=(), headings=()):
    """The ParsedReport in the document: targets and rules of `known` indicators alone. Raises Refused.

    Its headings are those that were downloaded: no `headings` are taken for them.
    """
    notes = Notes()
    table = sheet.read(document.sheets, notes)
    notes.raise_refusals()
    indicators = tuple(rows.read(table, Catalogue(known), notes))
    if not indicators and not notes.refusals:
        message = "No target and no RAG methodology is filled in on the sheet."
        notes.refuse(FILE, "no-targets", message, table.place(table.headings_row, 0))
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=f"Targets and rules for {table.year.label}",
        period=table.year,
        indicators=indicators,
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
        describes=False,
    )
