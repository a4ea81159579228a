"""Wokingham's exceptions report: a quarterly paper that describes the red indicators and counts the rest.

    TITLE ⇥ Children's Services …                       title, among other lines of two cells
    SUMMARY OF REPORT                                   summary, up to the next heading
    Background                                          summary
    Analysis of Issues
    In 18/19 Q2 there are six green indicators, two amber indicators, and six red indicators.
    Information on performance rated "Red" is given below.
    1. EA1i: Percentage of … schools with a current Ofsted rating of …      indicator
    18/19 Q1 Performance: **90.20%**                    its figures, a quarter a line
     18/19 Q2 Performance: **86.27%**
    Quarter 2 performance reflects …                    its narrative, to the next indicator or heading
    2. EA2: Percentage of …
    …
    Commentary for indicator is as for EA1i above.      shares the narrative of another
    3. EA11: …
    … (Green if less than 16%) … The target (20% or less) …      targets in the narrative
    FINANCIAL IMPLICATIONS …                            any heading in capitals ends the list

Every line is a paragraph. A page break may have cut one in two: a paragraph that does not end a sentence, with
one after it that begins with a small letter, is one. Quarters are those of the financial year (Q2 2018/19 is July
to September 2018), and the latest is the report's. All the indicators that follow a line about performance rated
"Red" were published red for that quarter; "Rated red" is their section, because the report has no other.
The report gives no rule for any rating: its targets are kept as targets, and no bands are made of them.

`parse` raises Refused with all that makes a file unfit to load: a figure, quarter or total that can't be read,
a ref or quarter given twice, a figure outside an indicator, totals for another quarter than the figures'.
What can be loaded as printed but should be looked at is in `findings`; lines that nothing was taken from are in
`unused`, a block of them at a time (`line:84-105`).
"""

from importers.lines import read_lines
from importers.notes import Notes
from importers.records import ParsedReport, Problem, Refused
from importers.sources.wokingham import cover, indicators, layout, narrative, totals

NAME = "wokingham-exceptions"
TITLE = "Wokingham's quarterly exceptions report"
AUTHORITY = "wokingham"
CONFIRMS = ""


def recognises(document):
    """True when the document has a numbered indicator and a quarter's performance."""
    kinds = {layout.kind_of(line) for line in read_lines(document)}
    return layout.INDICATOR in kinds and layout.PERFORMANCE in kinds


def parse(document, confirmed=None):
    """The ParsedReport in the document. Raises Refused with every reason found. Nothing needs to be confirmed."""
    if not recognises(document):
        raise Refused([Problem("format-unknown", f"No indicator of {TITLE} is in this file.")])
    notes = Notes()
    parts = layout.read(document)
    period, items = indicators.read_indicators(parts, notes)
    title = cover.read_title(parts, notes)
    passages = (*cover.read_summary(parts, notes), *narrative.read_narratives(items, notes))
    stated_totals = totals.read_totals(parts, items, period, notes)
    for item in items:
        narrative.check_shares(item, period, notes)
    for run in parts.unused:
        notes.unused(*run)
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=title,
        period=period,
        indicators=tuple(item.indicator for item in items),
        passages=passages,
        totals=stated_totals,
        findings=notes.in_order(notes.findings),
        unused=notes.in_order(notes.leftovers),
    )
