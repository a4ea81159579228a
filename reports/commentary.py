"""What was said of a period: the director's summary, each section's activity and next steps, the analysis."""

from dataclasses import dataclass

from indicators.models import Commentary
from indicators.periods import Period

_BY_SECTION = (Commentary.Kind.IMPROVEMENT_ACTIVITY, Commentary.Kind.NEXT_STEPS, Commentary.Kind.DATA_NOTE)


@dataclass(frozen=True)
class Passage:
    """`mentions` are the ref and slug of each indicator it names; empty when it speaks of its whole table."""

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
class CommentaryPage:
    period: Period
    summary: tuple[Chapter, ...]
    sections: tuple[Chapter, ...]
    analysis: tuple[Chapter, ...]

    @property
    def is_empty(self):
        return not (self.summary or self.sections or self.analysis)


def commentary_periods(authority):
    """The periods that there is something to read of on this page, oldest first. One query."""
    kinds = (Commentary.Kind.SUMMARY, *_BY_SECTION, Commentary.Kind.ANALYSIS)
    said = Commentary.objects.current().filter(authority=authority, kind__in=kinds)
    return sorted({Period(start, frequency) for start, frequency in said.values_list("period_start", "frequency")})


def build_commentary(authority, period):
    """The CommentaryPage of a period. Two queries."""
    said = list(
        Commentary.objects.current()
        .filter(authority=authority, frequency=period.frequency, period_start=period.start)
        .select_related("batch", "section")
        .prefetch_related("indicators")
        .order_by("position")
    )
    return CommentaryPage(
        period=period,
        summary=chapters(p for p in said if p.kind == Commentary.Kind.SUMMARY),
        sections=chapters(p for p in said if p.kind in _BY_SECTION),
        analysis=chapters(p for p in said if p.kind == Commentary.Kind.ANALYSIS),
    )


def chapters(passages):
    chapters = {}
    for passage in passages:
        heading = passage.section.heading if passage.section else passage.theme
        slug = passage.section.slug if passage.section else ""
        chapters.setdefault((heading, slug), []).append(_passage(passage))
    return tuple(Chapter(heading, slug, tuple(members)) for (heading, slug), members in chapters.items())


def _passage(row):
    return Passage(
        kind=row.get_kind_display(),
        text=row.text,
        mentions=tuple((i.ref or _words(i.slug), i.slug) for i in row.indicators.all()) if row.named else (),
        source=row.batch.file_name if row.batch else "",
        batch_id=row.batch_id,
        locator=row.locator,
    )


def _words(slug):
    """`Open cases point in time`: how an indicator without a ref is called where its title isn't at hand."""
    return slug.replace("-", " ").capitalize()
