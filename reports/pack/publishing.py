"""A pack that may leave the building: small numbers withheld, and with them all that would give one away.

What people wrote can't be checked for numbers, so that all of it is left out. Whatever is worked out from figures, such
as ratings, changes and charts, is left out where a figure that it rests on is withheld.
"""

from collections import Counter
from dataclasses import replace

from indicators.rating import NOT_RATED
from indicators.suppression import CONFIDENTIAL, MEANINGS, rule_in_words
from reports.pack.linking import withheld_figures
from reports.pack.parts import Changes, Pack, Total, Withholding, without_figure
from reports.sentences import ToldRow, about_scorecard

_WRITTEN = (
    ("summary", "the director’s summary"),
    ("analysis", "the analysis"),
    ("actions", "the action log"),
    ("plan", "the improvement plan"),
    ("exceptions", "the exceptions report"),
    ("statements", "the progress statements"),
    ("findings", "the findings"),
)
_SAID = "what was said of each section"


def publish(pack: Pack, limits):
    """The Pack with small numbers withheld, by the `suppression.Limits`."""
    withheld = withheld_figures(pack.tables, limits)
    left_out = [words for part, words in _WRITTEN if getattr(pack, part)]
    if any(section.said for table in pack.tables for section in table.sections):
        left_out.append(_SAID)
    return replace(
        pack,
        summary=(),
        analysis=(),
        actions=(),
        plan=None,
        exceptions=None,
        statements=(),
        findings=(),
        tables=tuple(_table(table, withheld) for table in pack.tables),
        sources=tuple(replace(source, loaded_by="") for source in pack.sources),
        withheld=Withholding(len(withheld), rule_in_words(limits), tuple(left_out)),
    )


def _table(table, withheld):
    figures = {line.slug: tuple(_figure(line, each, withheld) for each in line.figures) for line in table.lines}
    hidden = {slug for slug, of_line in figures.items() if any(figure.is_withheld for figure in of_line)}
    periods = (table.period, table.period.previous)
    sections = tuple(
        replace(
            section,
            said=(),
            lines=tuple(_line(line, figures[line.slug], periods, hidden) for line in section.lines),
        )
        for section in table.sections
    )
    return _told_again(replace(table, sections=sections))


def _figure(line, figure, withheld):
    if (line.slug, figure.period) in withheld:
        return without_figure(figure, CONFIDENTIAL, MEANINGS[CONFIDENTIAL])
    # What an earlier file stated may be a small number, whatever the figure is now.
    return replace(figure, revised_from="")


def _line(line, figures, periods, hidden):
    """The Line with the figures that are left of it, and what can be told from these alone.

    Reasons name the figures that a rule is measured against, which may be withheld ones of another indicator.
    """
    if line.cohort in hidden:
        figures = tuple(replace(figure, rag=NOT_RATED, published_rag="") for figure in figures)
    line = replace(line, figures=figures, reason="", trend=_trend(line.trend))
    if not {line.slug, line.cohort} & hidden:
        return line
    now, before = (line.at(period) for period in periods)
    line = replace(
        line,
        rag=now.rag if now else NOT_RATED,
        rag_before=before.rag if before else NOT_RATED,
        # How a figure moved, and for how long it has had its colour, tell of the figures before it.
        figures=tuple(replace(figure, direction="") for figure in figures),
        direction="", change=None, since=None, red_since=None, red_words="", red_count=0, trend=None,
    )  # fmt: skip
    if NOT_RATED in (line.rag, line.rag_before):
        line = replace(line, has_turned=None)
    if line.rag == NOT_RATED:
        line = replace(line, published_differs="", distance="", missed_by=None)
    return line


def _trend(trend):
    return trend and replace(trend, slots=tuple(replace(slot, revised_from="") for slot in trend.slots))


def _told_again(table):
    """The Table with its totals and what changed, worked out from what it still shows."""
    now, before = (Counter(getattr(line, name) for line in table.lines) for name in ("rag", "rag_before"))
    changes = table.changes

    def still(slugs, is_so):
        return tuple(slug for slug in slugs if is_so(table.by_slug[slug]))

    return replace(
        table,
        totals=tuple(Total(total.rag, now[total.rag], before[total.rag]) for total in table.totals),
        changes=Changes(
            sentences=tuple(each.text for each in about_scorecard(_told(table), table.period)),
            turned=still(changes.turned, lambda line: line.has_turned),
            moved_most=still(changes.moved_most, lambda line: line.change),
            red_longest=still(changes.red_longest, lambda line: line.red_count),
            furthest=still(changes.furthest, lambda line: line.missed_by is not None),
        ),
    )


def _told(table):
    return tuple(
        ToldRow(
            name=line.ref or f"“{line.title}”",
            colour=line.rag,
            turned=line.has_turned,
            share=line.change.share if line.change else None,
            change=line.change.told if line.change else "",
            red_since=line.red_since,
        )
        for line in table.lines
    )
