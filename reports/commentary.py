"""What was said of a period: the director's summary, each section's activity and next steps, the analysis."""

from dataclasses import dataclass
from datetime import datetime

from indicators.models import Commentary
from indicators.periods import Period
from reports.scorecard import Row, build_scorecard

_BY_SECTION = (
    Commentary.Kind.IMPROVEMENT_ACTIVITY,
    Commentary.Kind.NEXT_STEPS,
    Commentary.Kind.DATA_NOTE,
    Commentary.Kind.NOTE,
)
# What answers for an indicator in red. A note on the data or a reader's note doesn't.
_ANSWERS = (
    Commentary.Kind.NARRATIVE,
    Commentary.Kind.ANALYSIS,
    Commentary.Kind.IMPROVEMENT_ACTIVITY,
    Commentary.Kind.NEXT_STEPS,
)


@dataclass(frozen=True)
class Passage:
    """`mentions` are what each indicator it names is called, and its slug; empty when it speaks of its whole table.

    `source` is the file that it came with, or who wrote it and when.
    """

    kind: str
    text: str
    mentions: tuple[tuple[str, str], ...]
    source: str
    batch_id: int | None
    locator: str

    @property
    def about(self):
        return tuple(ref for ref, _ in self.mentions)


@dataclass(frozen=True)
class Chapter:
    """Passages under one heading: a theme of the summary, a section, or a part of the analysis."""

    heading: str
    slug: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Draft:
    """What is begun but not published: of the indicator `slug`, or where that is empty of the section.

    `is_summary`: it is the section's theme of the director's summary.
    """

    name: str
    slug: str
    section_slug: str
    period: Period
    kinds: tuple[str, ...]
    by: str
    at: datetime
    is_summary: bool = False


@dataclass(frozen=True)
class CommentaryPage:
    """`unanswered` are red in this period, and nothing was said that answers for them.

    `to_write_of` are the (slug, heading) of each section that has figures.
    """

    period: Period
    summary: tuple[Chapter, ...]
    sections: tuple[Chapter, ...]
    analysis: tuple[Chapter, ...]
    unanswered: tuple[Row, ...]
    to_write_of: tuple[tuple[str, str], ...]

    @property
    def is_empty(self):
        return not (self.summary or self.sections or self.analysis)


def commentary_periods(authority, figures):
    """The periods that something was said of, or stated for of the kind of the latest, oldest first. One query.

    What is said need not be of the kind of period that most figures are of: a month's words on weekly figures.
    """
    kinds = (Commentary.Kind.SUMMARY, *_BY_SECTION, Commentary.Kind.ANALYSIS)
    said = Commentary.objects.current().filter(authority=authority, kind__in=kinds)
    periods = {Period(start, frequency) for start, frequency in said.values_list("period_start", "frequency")}
    if latest := figures.latest:
        periods |= {p for p in figures.periods if p.frequency == latest.frequency and p <= latest}
    return sorted(periods)


def newest(periods):
    """The one that ends last, or None. Of two kinds of period that end together the longer is the report's."""
    return max(periods, key=lambda p: (p.end, -p.start.toordinal()), default=None)


def build_commentary(authority, period, figures, as_of=None):
    """The CommentaryPage of a period. Two queries."""
    said = list(
        Commentary.objects.current(as_of)
        .filter(authority=authority, frequency=period.frequency, period_start=period.start)
        .select_related("batch", "section", "written_by")
        .prefetch_related("indicators")
        .in_order()
    )
    titles = indicator_titles(figures, period)
    card = build_scorecard(authority, figures, period)
    answered = {indicator.pk for row in said if row.kind in _ANSWERS for indicator in row.indicators.all()}
    by_hand = [p for p in said if p.kind == Commentary.Kind.ANALYSIS and p.section]
    return CommentaryPage(
        period=period,
        summary=chapters((p for p in said if p.kind == Commentary.Kind.SUMMARY), titles),
        sections=chapters((p for p in said if p.kind in _BY_SECTION or p in by_hand), titles),
        analysis=chapters((p for p in said if p.kind == Commentary.Kind.ANALYSIS and p not in by_hand), titles),
        unanswered=tuple(row for row in card.red if row.series.indicator.pk not in answered),
        to_write_of=card.sections,
    )


def build_drafts(authority, figures):
    """The Drafts of an authority, newest first: one for each subject and period. Two queries."""
    rows = (
        Commentary.objects.drafts()
        .filter(authority=authority)
        .select_related("section", "written_by")
        .prefetch_related("indicators")
        .order_by("-written_at", "kind")
    )
    titles = indicator_titles(figures)
    sections = {row.section_id for series in figures.series for row in series.definitions.rows}
    found = {}
    for row in rows:
        indicator = row.indicators.all()[0] if row.named else None
        # What nothing states any more, because its upload was undone, has no page to go on writing on.
        if (indicator.pk in titles) if indicator else (row.section_id in sections):
            is_summary = row.kind == Commentary.Kind.SUMMARY
            found.setdefault((row.period, indicator or row.section, is_summary), []).append(row)
    return tuple(_draft(about, drafts, titles) for (_, about, _), drafts in found.items())


def _draft(about, rows, titles):
    newest = rows[0]
    return Draft(
        name=(about.ref or titles[about.pk]) if newest.named else about.heading,
        slug=about.slug if newest.named else "",
        section_slug=newest.section.slug,
        period=newest.period,
        kinds=tuple(row.get_kind_display() for row in rows),
        by=str(newest.written_by),
        at=newest.written_at,
        is_summary=newest.kind == Commentary.Kind.SUMMARY,
    )


def indicator_titles(figures, period=None):
    """{pk: title} of the indicators, as they were called on the last day of a period, or are now."""
    return {
        series.indicator.pk: (series.definition_on(period.end) if period else series.definition).title
        for series in figures.series
    }


def chapters(passages, titles):
    """Chapters of Commentary rows. `titles` as from `indicator_titles`."""
    chapters = {}
    for passage in passages:
        heading = passage.section.heading if passage.section else passage.theme
        slug = passage.section.slug if passage.section else ""
        chapters.setdefault((heading, slug), []).append(passage_of(passage, titles))
    return tuple(Chapter(heading, slug, tuple(members)) for (heading, slug), members in chapters.items())


def passage_of(row, titles):
    named = row.indicators.all() if row.named else ()
    return Passage(
        kind=row.get_kind_display(),
        text=row.text,
        mentions=tuple((i.ref or titles.get(i.pk, i.slug), i.slug) for i in named),
        source=row.source,
        batch_id=row.batch_id,
        locator=row.locator,
    )
