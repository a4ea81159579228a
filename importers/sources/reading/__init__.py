"""Reading's progress report on its improvement plan: a committee paper with an appendix.

    TO: ⇥ … COMMITTEE                                    cover
    TITLE: ⇥ … PROGRESS UPDATE
    1. PURPOSE OF THE REPORT AND EXECUTIVE SUMMARY       numbered sections, with numbered paragraphs
    - 1.1 …
    4. CURRENT POSITION
    4.1 … 3 key pillars … 18 … outcomes … 60 actions     the plan's totals, in sentences
    …
    1. Introduction                                      the appendix begins again at 1
    2. Progress against priority 1 - …                   one section for each priority of the plan
    - 2.1 As at end April 2017 56% social work posts …   figures in sentences, where they are dated
    …
    5. Summary of Key Performance Indicators
    ⇥ 2/4/17 ⇥ … ⇥ 30/4/17 ⇥ Direction of Travel         the last day of each week
    No. of open cases ⇥ 1864 ⇥ … ⇥ 1784 ⇥                title, a figure for each week, and what became of an arrow
    (blank)
    ⇥ - ⇥ - ⇥                                            what a page break left
    (blank)
    No. of cases closed in the week ⇥ 80 ⇥ … ⇥ 7 ⇥ Ļ
    6. Conclusion

The report's own period is the month in which its table's last week ends: the text gives the position "as at
the end of April 2017" and the table ends with the week to 30 April. The date on the cover is the committee's.

`parse` raises Refused with all that makes a file unfit to load. What can be loaded as printed but should be
looked at is in `findings`; lines that nothing was taken from are in `unused`, by section.
"""

from importers.notes import Notes
from importers.printed import tidy
from importers.records import ParsedReport, Problem, Refused
from importers.sources.reading import layout, narrative, plan, table
from indicators.periods import Period

NAME = "reading-improvement-plan"
TITLE = "Reading's improvement-plan progress report"
AUTHORITY = "reading"
CONFIRMS = ""


def recognises(document):
    """True when the document has a weekly table's heading row and a section on a priority of the plan."""
    sections = layout.read(document)
    return _table_section(sections) is not None and any(map(plan.is_priority, sections))


def parse(document, confirmed=None):
    """The ParsedReport in the document. Raises Refused with every reason found. Nothing here waits to be confirmed."""
    notes = Notes()
    sections = layout.read(document)
    home = _table_section(sections)
    if home is None or home.heading is None:
        raise Refused([Problem("format-unknown", f"No section with the weekly table of {TITLE} is in this file.")])
    table.check_outside(sections, notes)
    layout.check_numbers(home, notes)
    notes.use(home.heading)
    rows, columns = table.read_table(home, notes)
    priorities = [section for section in sections if plan.is_priority(section)]
    told = narrative.read_narrative(priorities, notes)
    narrative.compare_with_table(told, rows, notes)
    totals = plan.read_totals(sections, notes)
    passages = [
        *plan.read_summaries(sections, notes),
        *plan.read_priorities(sections, totals, notes),
        *told.passages,
    ]
    title = _read_title(sections[0], notes)
    notes.raise_refusals()
    period = _month_of(columns.weeks[-1])
    plan.check_position(sections, period, notes)
    layout.list_unused(sections, notes)
    return ParsedReport(
        source=NAME,
        title=title,
        period=period,
        indicators=(*told.indicators, *rows),
        passages=notes.in_order(passages),
        totals=totals,
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )


def _table_section(sections):
    return next((section for section in sections if section.heading_row), None)


def _month_of(week):
    return Period.month(week.end.year, week.end.month)


def _read_title(cover, notes):
    for line in cover.body:
        if line.label == "title:" and len(line.cells) > 1 and line.cells[1]:
            notes.use(line)
            return tidy(line.cells[1])
    first = cover.body[0] if cover.body else None
    if first:
        notes.find("title-missing", "No line of the cover begins with 'TITLE:', so the report has no title.", first)
    return ""
