"""The director's summary of a period by theme: drafted from the figures, and a person's once they have said yes.

The sections of the authority's report are its themes. Where a report carries a summary of its own, by themes of its
own, that is the director's word, and nothing is drafted beside it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from indicators.commentary import SUMMARY, Words, words_of
from indicators.models import Commentary, Section
from indicators.periods import Period
from reports.commentary import Chapter, Passage, chapters, passage_of
from reports.scorecard import Scorecard
from reports.sentences import joined
from reports.telling import tell_theme

(_KIND,) = SUMMARY


@dataclass(frozen=True)
class Theme:
    """A section as a theme. `said` is what a person published of it, or None; `from_figures` is the draft."""

    slug: str
    heading: str
    said: Passage | None
    from_figures: str

    @property
    def is_drafted(self):
        """Nobody has said yes to it yet."""
        return self.said is None

    @property
    def text(self):
        return self.said.text if self.said else self.from_figures


@dataclass(frozen=True)
class Summary:
    """`reported` are the themes of the period's own report, as it words them; `themes` those of its sections."""

    period: Period
    reported: tuple[Chapter, ...]
    themes: tuple[Theme, ...]

    @property
    def shown(self):
        """The themes that readers see beside what is reported: a draft only where the report says nothing itself."""
        return tuple(theme for theme in self.themes if theme.text and not (self.reported and theme.is_drafted))

    @property
    def unsaid(self):
        """Drafted from the figures, and nobody has said yes."""
        return tuple(theme for theme in self.shown if theme.is_drafted)


@dataclass(frozen=True)
class SummaryVersion:
    """One save of one theme: until when and by whose hand it stood (None while it does)."""

    text: str
    is_draft: bool
    by: str
    at: datetime
    until: datetime | None
    until_by: str


@dataclass(frozen=True)
class WrittenTheme:
    """A theme on the page where it is written: what stands, and every version, newest first."""

    theme: Theme
    section: Section
    words: Words
    versions: tuple[SummaryVersion, ...]

    @property
    def text(self):
        """What a person goes on writing from."""
        return self.words.latest.text if self.words.latest else self.theme.from_figures


def build_summary(card: Scorecard, *, as_of=None):
    """The Summary of a Scorecard's period. Two queries."""
    period = card.period
    said = (
        Commentary.objects.current(as_of)
        .filter(authority=card.authority, frequency=period.frequency, period_start=period.start, kind=_KIND)
        .select_related("batch", "section", "written_by")
        .prefetch_related("indicators")
        .in_order()
    )
    rows = list(said)
    by_hand = {row.section.slug: row for row in rows if row.batch_id is None}
    headings = {row.section.slug: row.section.heading for row in by_hand.values()} | dict(card.sections)
    # In the order of the scorecard; what was said of a section that has no indicator here any more comes last.
    slugs = dict.fromkeys([*(slug for slug, _ in card.sections), *by_hand])
    themes = (
        Theme(
            slug=slug,
            heading=headings[slug],
            said=passage_of(by_hand[slug], {}) if slug in by_hand else None,
            from_figures=joined(tell_theme(card, slug)),
        )
        for slug in slugs
    )
    return Summary(period, chapters((row for row in rows if row.batch_id), {}), tuple(themes))


def build_writing_of(summary, authority, *, with_drafts):
    """The WrittenThemes of a Summary. `with_drafts` for those who may write. Two queries."""
    sections = {section.slug: section for section in Section.objects.filter(authority=authority)}
    rows = Commentary.objects.filter(
        batch=None,
        authority=authority,
        kind=_KIND,
        frequency=summary.period.frequency,
        period_start=summary.period.start,
    )
    versions = defaultdict(list)
    for row in rows.select_related("written_by", "superseded_by").order_by("-written_at", "-pk"):
        if with_drafts or not row.is_draft:
            versions[row.section_id].append(row)
    return tuple(_written(theme, sections[theme.slug], versions) for theme in summary.themes)


def _written(theme, section, versions):
    rows = versions[section.pk]
    return WrittenTheme(
        theme=theme,
        section=section,
        words=words_of((row for row in rows if row.superseded_at is None), SUMMARY)[_KIND],
        versions=tuple(_version(row) for row in rows),
    )


def _version(row):
    return SummaryVersion(
        text=row.text,
        is_draft=row.is_draft,
        by=str(row.written_by),
        at=row.written_at,
        until=row.superseded_at,
        until_by=str(row.superseded_by or ""),
    )
