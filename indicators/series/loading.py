"""The figures of some indicators, loaded in a few queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from indicators import rating
from indicators.models import (
    Definition,
    FindingAcceptance,
    ImportBatch,
    Indicator,
    LifeEvent,
    Observation,
    RagThreshold,
    Rebase,
    Target,
)
from indicators.series.one import Series, related, rule_of
from indicators.snapshot import one_snapshot
from indicators.surroundings import lazily


@dataclass(frozen=True)
class Figures:
    """The series of some indicators, in the order of their report, and the batches that count, newest first.

    `acceptances` say which of the findings on them a person has accepted.
    """

    series: tuple[Series, ...]
    batches: tuple[ImportBatch, ...]
    of_one_indicator: bool = False
    acceptances: tuple[FindingAcceptance, ...] = ()

    @cached_property
    def periods(self):
        """Every period that something was stated for, oldest first."""
        return tuple(sorted({point.period for series in self.series for point in series.points}))

    @cached_property
    def latest(self):
        """The newest period that is reported on in earnest, or None where there are no figures.

        That is: by at least half as many indicators as any period has. A month with its first few figures, or a
        single figure dated later than the rest, doesn't push the last whole month off the page.
        """
        return self._newest(self._reported)

    def latest_by(self, day):
        """The same of the periods that had ended by a day."""
        return self._newest({period: count for period, count in self._reported.items() if period.end <= day})

    @cached_property
    def _reported(self):
        """{period: how many indicators are reported for it}"""
        return Counter(point.period for series in self.series for point in series.points)

    @staticmethod
    def _newest(reported):
        most = max(reported.values(), default=0)
        return max((p for p, count in reported.items() if 2 * count >= most), key=_by_end, default=None)

    def beside(self, surroundings):
        """The same figures, as rules that are set against a benchmark rate them by other SurroundingsOf."""
        return replace(self, series=related([series.beside(surroundings) for series in self.series]))

    def of(self, authority):
        """The same for one of several authorities."""
        return Figures(
            tuple(s for s in self.series if s.indicator.authority_id == authority.pk),
            tuple(b for b in self.batches if b.authority_id == authority.pk),
            acceptances=tuple(a for a in self.acceptances if a.authority_id == authority.pk),
        )


@one_snapshot()
def load_figures(authorities, as_of=None, slug=None, among=None):
    """The Figures of some authorities, or of one indicator of theirs, or of those `among` a queryset of Indicators.

    Eight queries, and one or two more for some of them, whatever their number; all of them of one moment. What an
    indicator's rules name as their cohort is read along with it, for its size alone. National statistics are read once
    a rule that is set against a benchmark asks for them.

    An indicator that nothing states any more, because its only batch was undone, has no series.
    """
    indicators = Indicator.objects.filter(authority__in=authorities)
    asked = indicators if slug is None else indicators.filter(slug=slug)
    if among is not None:
        asked = asked.filter(pk__in=among.values("pk"))
    if asked is not indicators:
        # Few, and named one by one: a planner that has to guess how few takes minutes over their observations.
        asked = list(asked.values_list("pk", flat=True))
    thresholds = _grouped(RagThreshold.objects.filter(indicator__in=asked).standing(as_of))
    if asked is not indicators:
        cohorts = indicators.filter(slug__in=_cohorts(thresholds))
        indicators = [*asked, *cohorts.exclude(pk__in=asked).values_list("pk", flat=True)]
    batches = (
        ImportBatch.objects.counting(as_of)
        .filter(authority__in=authorities)
        .select_related("committed_by")
        .order_by("-commit_number")
    )
    by_pk = {batch.pk: batch for batch in batches}
    definitions = _grouped(
        Definition.objects.filter(indicator__in=indicators)
        .standing(as_of)
        .select_related("section", "indicator__authority", "indicator__measure__compared_as")
        .annotate(is_asked_for=Q(indicator__in=asked))
    )
    targets = _grouped(Target.objects.filter(indicator__in=indicators).standing(as_of))
    rebases = _grouped(Rebase.objects.filter(indicator__in=indicators).standing(as_of).select_related("recorded_by"))
    observations = _grouped(
        Observation.objects.filter(indicator__in=indicators)
        .current(as_of)
        .with_printed(as_of)
        .with_revised(as_of)
        .order_by("period_start")
    )
    life = defaultdict(list)
    events = LifeEvent.objects.filter(Q(indicator__in=indicators) | Q(successor__in=indicators)).standing(as_of)
    for event in events.select_related("indicator", "successor", "recorded_by"):
        life[event.indicator_id].append(event)
        life[event.successor_id].append(event)
    surroundings = lazily(authorities, as_of)
    series = [
        Series(
            rows[0].indicator,
            rows,
            targets[pk],
            thresholds[pk],
            observations[pk],
            by_pk,
            rebases[pk],
            life=life[pk],
            surroundings=surroundings,
        )
        for pk, rows in definitions.items()
    ]
    in_report_order = sorted(
        (s for s in related(series) if s.definition.is_asked_for),
        key=lambda s: (s.indicator.authority.name, s.definition.position, s.indicator.slug),
    )
    accepted = FindingAcceptance.objects.filter(authority__in=authorities).standing(as_of).select_related("accepted_by")
    return Figures(tuple(in_report_order), tuple(by_pk.values()), slug is not None, tuple(accepted))


def _by_end(period):
    """Of two periods that end together the longer comes last."""
    return period.end, -period.start.toordinal()


def _cohorts(thresholds):
    """The slugs that the rules of some thresholds, by indicator, name as their cohorts."""
    return {rating.cohort_of(rule_of(row)) for rows in thresholds.values() for row in rows} - {""}


def _grouped(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row.indicator_id].append(row)
    return groups
