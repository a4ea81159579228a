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
    {"headers": {"Actuls": "value", "Arp-17": "2017-04", "Old score": ""}, "percent": {"FD 3": "points"},
     "read_hidden": true}

`parse` raises Refused with all that makes a file unfit to load. For the file: `no-table`, `no-figures`,
`confirmation-invalid`. For a heading: `header-suggestion`, `header-repeated`, `header-unclear`, `period-unreadable`,
`period-ambiguous`, `period-unfinished`. For a row: `cell-error`, `formula-without-value`,
`merged-value`, `value-unreadable`, `percent-unclear`, `period-missing`, `polarity-unknown`, `rag-unknown`,
`ref-repeated`, `row-unnamed`, `stated-twice`, `title-missing`. Findings are `hidden-skipped`, `out-of-range`,
`rag-without-value`, `target-in-words`, `title-known` and `value-rounded`. The `ref` of a `header-suggestion` is its
heading, that of a `percent-unclear` its indicator: the names under which `confirmed` has the answers.
"""

from importers.records import ParsedReport
from importers.sources.workbook import headings, percent, report, rows, tables
from importers.sources.workbook.known import Catalogue
from importers.sources.workbook.notes import FILE, Notes
from importers.sources.workbook.words import ROLES, compared, shortened

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


def parse(document, confirmed=None, known=()):
    """The ParsedReport in the document. `known` are the authority's KnownIndicators. Raises Refused."""
    notes = Notes()
    headers, answers, with_hidden = _confirmed(confirmed or {}, notes)
    catalogue = Catalogue(known)
    workbook = tables.read_workbook(document.sheets, headers, with_hidden, catalogue, notes)
    facts = [
        stated
        for number, table in enumerate(workbook.tables)
        for stated in rows.read_table(number, table, catalogue, notes)
    ]
    # Where something was refused already, its figures are missing, and that there are none is no news.
    latest = report.latest_periods(facts, notes if not notes.refusals else Notes())
    if latest is None:
        notes.raise_refusals()
    merger = report.Merger(facts, latest, answers, notes)
    indicators = merger.indicators()
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=shortened(workbook.title or document.name, _LONGEST_TITLE),
        period=latest.period,
        indicators=tuple(indicators.values()),
        passages=report.passages(merger.groups, indicators, workbook.tables, facts, latest),
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )


def _confirmed(confirmed, notes):
    """(headings as compared, answers on percentages, whether to read what is hidden); refuses what means nothing."""
    headers, answers = {}, {}
    for text, said in _mapping(confirmed.get("headers")):
        if isinstance(said, str) and headings.readable(said):
            headers[compared(text)] = said
        else:
            message = (
                f"The heading '{shortened(text)}' was confirmed to mean '{said}', which is none of {', '.join(ROLES)}, "
                "a period such as 2017-04, or nothing at all."
            )
            notes.refuse(FILE, "confirmation-invalid", message)
    for name, answer in _mapping(confirmed.get("percent")):
        if answer in percent.ANSWERS:
            answers[name] = answer
        else:
            message = f"Percentages of {shortened(name)} were confirmed as '{answer}': it should be points or fraction."
            notes.refuse(FILE, "confirmation-invalid", message)
    return headers, answers, confirmed.get("read_hidden") is True


def _mapping(value):
    return value.items() if isinstance(value, dict) else ()
