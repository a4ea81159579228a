"""What is written of one indicator, or of one section, for a period: its words now, those before, and every version."""

from dataclasses import dataclass
from datetime import datetime

from indicators.commentary import WRITTEN, Subject, Words, standing_words
from indicators.models import Commentary
from indicators.periods import Period
from indicators.policies import can_comment, withdraws
from indicators.series import Figures
from reports.commentary import Passage, indicator_titles, passage_of
from reports.scorecard import PeriodsAround, around, build_scorecard
from reports.sentences import joined
from reports.telling import tell_indicator, tell_section
from reports.variation import build_variation


@dataclass(frozen=True)
class WrittenKind:
    """One kind: what stands for the period, what people wrote of it themselves, and what was said last before."""

    kind: str
    label: str
    said: tuple[Passage, ...]
    words: Words
    before_period: Period | None
    before: tuple[Passage, ...]


@dataclass(frozen=True)
class Note:
    """A reader's note. `may_withdraw`: by the person who looks at the page."""

    pk: int
    text: str
    by: str
    at: datetime
    may_withdraw: bool


@dataclass(frozen=True)
class Version:
    """One save: what it was, and until when and by whose hand it stood (None while it does)."""

    kind: str
    text: str
    is_draft: bool
    by: str
    at: datetime
    until: datetime | None
    until_by: str


@dataclass(frozen=True)
class WritingPage:
    """`from_figures` are the sentences to start a draft from, "" where there are no figures."""

    subject: Subject
    ref: str
    title: str
    may_write: bool
    from_figures: str
    kinds: tuple[WrittenKind, ...]
    notes: tuple[Note, ...]
    versions: tuple[Version, ...]
    around: PeriodsAround

    @property
    def period(self):
        return self.subject.period

    @property
    def words(self):
        return {each.kind: each.words for each in self.kinds}

    @property
    def has_draft(self):
        return any(each.words.draft for each in self.kinds)

    @property
    def is_said(self):
        return any(each.said for each in self.kinds)


def indicator_subject(figures: Figures, period=None):
    """The Subject of the one indicator whose Figures are given; None for a period that is out of reach."""
    (series,) = figures.series
    period = _reached(figures, period)
    return period and Subject(period, series.definition_on(period.end).section, series.indicator)


def section_subject(figures: Figures, slug, period=None):
    """The Subject of a section, or None where there is no such section, or the period is out of reach."""
    members = section_figures(figures, slug)
    period = _reached(members, period) if members.series else None
    rows = (row for series in members.series for row in series.definitions.rows)
    return period and Subject(period, next(row.section for row in rows if row.section.slug == slug))


def section_figures(figures, slug):
    """The Figures of those that are or were in a section."""
    members = (s for s in figures.series if any(row.section.slug == slug for row in s.definitions.rows))
    return Figures(tuple(members), figures.batches)


def _reached(figures, period):
    """The period, or the latest without one. None unless it lies between the first figure and the newest report."""
    period = period or figures.latest
    if period is None:
        return None
    alike = [p for p in figures.periods if p.frequency == period.frequency]
    last = max((batch.period_end for batch in figures.batches), default=period.end)
    return period if alike and alike[0] <= period and period.end <= max(last, alike[-1].end) else None


def build_writing(subject, figures, user):
    """The WritingPage of a Subject, for a user. `figures` are those of the indicator, or of the section."""
    may_write = can_comment(user, subject.authority)
    titles = indicator_titles(figures, subject.period)
    current = _current(subject)
    words = standing_words(subject)
    indicator = subject.indicator
    alike = [p for p in figures.periods if p.frequency == subject.period.frequency]
    return WritingPage(
        subject=subject,
        ref=indicator.ref if indicator else "",
        title=titles[indicator.pk] if indicator else subject.section.heading,
        may_write=may_write,
        from_figures=_from_figures(subject, figures) if may_write else "",
        kinds=tuple(_kind(kind, subject, current, words[kind], titles) for kind in WRITTEN),
        notes=_notes(subject, user),
        versions=_versions(subject, with_drafts=may_write),
        around=around(alike, subject.period),
    )


def _current(subject):
    said = Commentary.objects
    said = said.current_on(subject.indicator) if subject.indicator else said.current_in(subject.section)
    rows = said.filter(kind__in=WRITTEN, frequency=subject.period.frequency).select_related("batch", "written_by")
    return list(rows.prefetch_related("indicators").in_order())


def _kind(kind, subject, current, words, titles):
    rows = [row for row in current if row.kind == kind]
    earlier = [row for row in rows if row.period < subject.period]
    last = earlier[0].period if earlier else None
    return WrittenKind(
        kind=kind,
        label=Commentary.Kind(kind).label,
        said=tuple(passage_of(row, titles) for row in rows if row.period == subject.period),
        words=words,
        before_period=last,
        before=tuple(passage_of(row, titles) for row in earlier if row.period == last),
    )


def _notes(subject, user):
    rows = Commentary.objects.by_hand_on(subject).standing().filter(kind=Commentary.Kind.NOTE)
    rows = rows.annotate(may_withdraw=withdraws(user)).select_related("written_by").in_order()
    return tuple(Note(row.pk, row.text, str(row.written_by), row.written_at, row.may_withdraw) for row in rows)


def _versions(subject, with_drafts):
    rows = Commentary.objects.by_hand_on(subject).exclude(kind=Commentary.Kind.SUMMARY)
    rows = rows.select_related("written_by", "superseded_by")
    if not with_drafts:
        rows = rows.filter(is_draft=False)
    return tuple(
        Version(
            kind=row.get_kind_display(),
            text=row.text,
            is_draft=row.is_draft,
            by=str(row.written_by),
            at=row.written_at,
            until=row.superseded_at,
            until_by=str(row.superseded_by or ""),
        )
        for row in rows.order_by("-written_at", "-pk")
    )


def _from_figures(subject, figures):
    period = subject.period
    if subject.indicator:
        (series,) = figures.series
        return joined(tell_indicator(series, period, build_variation(series, period)))
    card = build_scorecard(subject.authority, figures, period)
    return joined(tell_section(card, subject.section.slug))
