"""A board's month as a Pack, from the figures and the words as they were known at one moment."""

from collections import defaultdict

from django.conf import settings
from django.utils import timezone

from indicators.models import Relation
from indicators.series import Figures, load_figures
from indicators.suppression import Limits
from reports.commentary import build_commentary
from reports.exceptions import build_exceptions
from reports.pack import said
from reports.pack.board import action_lines, plan_part
from reports.pack.parts import Pack, Source
from reports.pack.publishing import publish
from reports.pack.tables import build_table
from reports.progress import build_progress
from reports.scorecard import build_scorecard
from reports.summary import build_summary


class NothingToReport(ValueError):
    """Nothing was stated for the period, so that there is no pack of it."""


def build_pack(authority, period, *, as_of=None, meeting=None, public=False):
    """The Pack of an authority's period: as it was known at the moment `as_of`, or is now.

    `meeting` is the one that it is for, if any. A `public` pack withholds small numbers, and all that can't be checked
    for them. Raises NothingToReport.
    """
    made_at = as_of or timezone.now()
    figures = load_figures([authority], as_of=as_of)
    card = build_scorecard(authority, figures, period)
    if not any(row.point for row in card.rows):
        raise NothingToReport(f"{authority.name} has no figures for {period.label}.")
    commentary = build_commentary(authority, period, figures, as_of)
    by_section = {found.slug: said.chapter(found).passages for found in commentary.sections}
    parts = _parts(authority)
    others = (build_scorecard(authority, figures, other) for other in _other_periods(figures, period))
    pack = Pack(
        authority=authority.name,
        slug=authority.slug,
        period=period,
        meeting=meeting.held_on if meeting else None,
        made_at=made_at,
        summary=said.summary(build_summary(card, as_of=as_of)),
        tables=(build_table(card, by_section, parts), *(build_table(other, {}, parts) for other in others)),
        analysis=tuple(said.chapter(found) for found in commentary.analysis),
        actions=action_lines(authority, period.end, as_of),
        plan=plan_part(authority, period.end, as_of),
        exceptions=said.exceptions(build_exceptions(authority, figures, period, as_of)),
        statements=said.statements(build_progress(authority, figures, as_of=as_of)),
        findings=said.findings(
            card.findings, {series.indicator.slug: _name(series, period) for series in figures.series}
        ),
        sources=_sources(figures, period),
    )
    return publish(pack, Limits(**settings.SMALL_NUMBERS)) if public else pack


def _name(series, period):
    return series.ref_on(period.end) or series.definition_on(period.end).title


def _parts(authority):
    """{slug: [(role, slug of the part)]} of what the authority's indicators are worked out from. One query."""
    found = defaultdict(list)
    for relation in Relation.objects.filter(indicator__authority=authority).select_related("indicator", "part"):
        found[relation.indicator.slug].append((relation.role, relation.part.slug))
    return found


def _other_periods(figures, period):
    """Of each other kind of period the newest that was reported on in earnest by the end of this one."""
    by_kind = defaultdict(list)
    for series in figures.series:
        by_kind[series.definition.frequency].append(series)
    for kind, series in by_kind.items():
        latest = Figures(tuple(series), ()).latest_by(period.end)
        if kind != period.frequency and latest:
            yield latest


def _sources(figures, period):
    """The files that count, for a period up to this one, oldest first."""
    return tuple(
        Source(batch.file_name, batch.title, batch.sha256, batch.committed_at, batch.loaded_by)
        for batch in reversed(figures.batches)
        if batch.period_start <= period.end
    )
