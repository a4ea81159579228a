"""A workbook or table of figures of any authority: sheets of cells, in one of three layouts or a mixture of them.

    Ref | Title | Apr-17 | May-17 | …                          wide: a row an indicator, a column a period

    Ref | Period | Value | Target | RAG | Notes                long: a row a figure

    Children's Services: November 2017                         a council's own scorecard: titles above the headings,
    FRONT DOOR                                                 a row with a single cell is a section,
    Ref | Title | Polarity | Apr-17 | … | 2017-18 Target | Target Owner | RAG | RAG Methodology
    FD 3 | Percentage … | BIB | 86% | …

Headings are known by their words (`words.py`). Periods are `Apr-17`, `April 2017`, `2017-04`, dates, `Q2 18/19`,
`2018/19` or `week ending 30/04/2017`. All visible sheets with a heading row are read, and their rows put together.

`confirmed` is what a person said of this file:
    {"headers": {"Actuls": "value", "Arp-17": "2017-04", "Old score": ""},     a role, a period, or not to be read
     "percent": {"FD 3": "points"},                                            or "fraction": 0.85 is 85%
     "indicators": {"FD3a": "FD 3", "FD 31": ""},                              a known one, or a new one
     "dates": {"days": "weekly", "years": "monthly"},                          what 30/04/2017 and 2010-11 are
     "read_hidden": {"Old": "yes", "Data!5:7": "yes", "Data!C:D": "no"}}       or true: all that is hidden
A refusal carries the Question that each of these answers. What was confirmed for good comes as `headings` and as the
aliases of what is `known`; a heading or indicator that is really called so comes first, and that is told.

`parse` raises Refused with all that makes a file unfit to load. For the file: `no-table`, `no-figures`,
`confirmation-invalid`. For a heading: `header-suggestion`, `header-repeated`, `header-unclear`, `period-unreadable`,
`period-ambiguous`, `period-unfinished`. For a row: `cell-error`, `formula-without-value`, `indicator-unclear`,
`merged-value`, `value-unreadable`, `percent-unclear`, `period-missing`, `polarity-unknown`, `rag-unknown`,
`ref-repeated`, `row-unnamed`, `stated-twice`, `title-missing`. Findings are `alias-overruled`, `as-confirmed`,
`hidden-read`, `hidden-skipped`, `out-of-range`, `rag-without-value`, `target-in-words`, `title-known` and
`value-rounded`.
"""

from importers.printed import shortened
from importers.records import ParsedReport
from importers.sources.workbook import naming, report, rows, tables
from importers.sources.workbook.answers import read_answers
from importers.sources.workbook.known import Catalogue
from importers.sources.workbook.notes import Notes

NAME = "workbook"
TITLE = "a workbook or table of figures"
# Any authority's.
AUTHORITY = None
CONFIRMS = "which heading means what, where the words leave it open"

_LONGEST_TITLE = 300


def recognises(document):
    """True when the document has sheets, and one of them a heading row."""
    sheets = getattr(document, "sheets", ())
    return bool(sheets) and tables.has_table(sheets)


def parse(document, confirmed=None, known=(), headings=()):
    """The ParsedReport in the document. Raises Refused.

    `known` are the authority's KnownIndicators, `headings` the KnownAliases of headings in its earlier files.
    """
    notes = Notes()
    answers = read_answers(confirmed or {}, headings, notes)
    catalogue = Catalogue(known, answers.indicators)
    naming.check_said(catalogue, notes)
    workbook = tables.read_workbook(document.sheets, answers, catalogue, notes)
    facts = [
        stated
        for number, table in enumerate(workbook.tables)
        for stated in rows.read_table(number, table, catalogue, notes)
    ]
    naming.check_names(facts, catalogue, notes)
    # Where something was refused already, its figures are missing, and that there are none is no news.
    latest = report.latest_periods(facts, notes if not notes.refusals else Notes())
    if latest is None:
        notes.raise_refusals()
    merger = report.Merger(facts, latest, answers.percent, notes)
    indicators = merger.indicators()
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=shortened(workbook.title or document.name, _LONGEST_TITLE),
        period=latest.period,
        indicators=tuple(indicators.values()),
        passages=report.passages(merger.groups, indicators, workbook.tables, facts, latest),
        proposals=report.proposals(merger.groups, indicators),
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )
