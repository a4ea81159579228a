"""The figures of some indicators, loaded in a few queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from indicators import rating
from indicators.models import FindingAcceptance, ImportBatch, Indicator
from indicators.series import facts
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
    if slug is None and among is None:
        is_whole_now = as_of is None and len(authorities) == 1
        reader = facts.ReaderOfOne(authorities[0].pk) if is_whole_now else facts.Reader(authorities, indicators, as_of)
        return _read(reader, lazily(authorities, as_of))
    asked = indicators if slug is None else indicators.filter(slug=slug)
    if among is not None:
        asked = asked.filter(pk__in=among.values("pk"))
    # Few, and named one by one: a planner that has to guess how few takes minutes over their observations.
    asked = list(asked.values_list("pk", flat=True))
    thresholds = facts.by_indicator(facts.thresholds(asked, as_of))
    cohorts = indicators.filter(slug__in=cohorts_of(chain.from_iterable(thresholds.values())))
    indicators = [*asked, *cohorts.exclude(pk__in=asked).values_list("pk", flat=True)]
    reader = facts.Reader(authorities, indicators, as_of)
    read = _read(reader, lazily(authorities, as_of), thresholds)
    series = tuple(one for one in read.series if one.indicator.pk in set(asked))
    return replace(read, series=series, of_one_indicator=slug is not None)


def _read(reader, surroundings, thresholds=None):
    """The Figures of all indicators of a `facts.Reader`. The thresholds may have been read before, by indicator."""
    if thresholds is None:
        thresholds = facts.by_indicator(reader.of_indicators(facts.thresholds))
    batches = {batch.pk: batch for batch in reader.of_authorities(facts.batches)}
    definitions, targets, rebases, observations = (
        facts.by_indicator(reader.of_indicators(query))
        for query in (facts.definitions, facts.targets, facts.rebases, facts.observations)
    )
    life = defaultdict(list)
    for event in reader.of_indicators(facts.events):
        life[event.indicator_id].append(event)
        life[event.successor_id].append(event)
    series = [
        Series(
            rows[0].indicator,
            rows,
            targets[pk],
            thresholds[pk],
            observations[pk],
            batches,
            rebases[pk],
            life=life[pk],
            surroundings=surroundings,
        )
        for pk, rows in definitions.items()
    ]
    acceptances = tuple(reader.of_authorities(facts.acceptances))
    return Figures(in_report_order(related(series)), tuple(batches.values()), acceptances=acceptances)


def in_report_order(series):
    """The series of some authorities as their reports list them, one authority after the other."""
    return tuple(sorted(series, key=lambda s: (s.indicator.authority.name, s.definition.position, s.indicator.slug)))


def _by_end(period):
    """Of two periods that end together the longer comes last."""
    return period.end, -period.start.toordinal()


def cohorts_of(thresholds):
    """The slugs that the rules of some thresholds name as their cohorts."""
    return {rating.cohort_of(rule_of(row)) for row in thresholds} - {""}
