"""An indicator's figures with all that is known of them: the one way that pages, exports and findings read.

`load_figures` takes the same few queries for one indicator or for all of a council's; the rest is worked out in memory.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from indicators import rating
from indicators.direction import NO_COMPARISON, Direction, direction
from indicators.figures import format_value
from indicators.models import (
    Definition,
    FindingAcceptance,
    ImportBatch,
    Indicator,
    LifeEvent,
    Observation,
    RagThreshold,
    Target,
    Unit,
)
from indicators.periods import Period, long_date
from indicators.scale import scale_of


@dataclass(frozen=True)
class Point:
    """One period of an indicator: what was stated, what was in force, and what follows from the two.

    `bands` are what the rule came down to in this period, None where it can't be worked out. `stretch` numbers the
    stretches between breaks of the series: points of two of them measure different things.
    """

    period: Period
    observation: Observation
    batch: ImportBatch
    definition: Definition
    target: Target | None
    target_value: Decimal | None
    threshold: RagThreshold | None
    rating: rating.Rating
    bands: rating.Bands | None
    direction: Direction
    published_rag: str
    published_direction: str
    stretch: int = 0

    @property
    def value(self):
        return self.observation.value

    @property
    def rag(self):
        return self.rating.colour

    @property
    def scale(self):
        """Its rule drawn, with the target and the value on it, or None where it can't be worked out."""
        return self.bands and scale_of(self.bands, self.target_value, self.value, self.definition.unit)


class Timeline:
    """Dated rows of one indicator, in order of start: which one holds on a day?"""

    def __init__(self, rows=()):
        self.rows = tuple(rows)
        self._starts = [row.starts_on for row in self.rows]

    def on(self, day):
        """The row in force on `day`, or None before the first."""
        place = bisect_right(self._starts, day)
        return self.rows[place - 1] if place else None

    def stated(self, rows):
        """The Timeline once a newer file states these rows: a person's row for one of their starts outranks it."""
        by_hand = {row.starts_on for row in self.rows if row.batch_id is None}
        return self.set(row for row in rows if row.starts_on not in by_hand)

    def set(self, rows):
        """The Timeline once a person sets these rows, which outrank whatever there is for their starts."""
        by_start = {row.starts_on: row for row in self.rows} | {row.starts_on: row for row in rows}
        return Timeline(sorted(by_start.values(), key=lambda row: row.starts_on))

    def without(self, starts_on):
        """The Timeline with no row for that start."""
        return Timeline(row for row in self.rows if row.starts_on != starts_on)


class Series:
    """One indicator's periods in order, each rated by what was in force on its last day.

    `peers` are the Series of its authority by slug, among which a rule finds its cohort. See `related`.
    `life` are the LifeEvents that hold, of the indicator and of those that it replaced, in order of start.
    """

    def __init__(self, indicator, definitions, targets, thresholds, observations, batches, peers=None, life=()):
        self.indicator = indicator
        self.definitions = Timeline(definitions)
        self.targets = Timeline(targets)
        self.thresholds = Timeline(thresholds)
        self._observations = observations
        self._batches = batches
        self.peers = peers or {}
        self.life = tuple(life)

    def definition_on(self, day):
        """The definition in force, or, before the first, the first: a figure is always described by something."""
        return self.definitions.on(day) or self.definitions.rows[0]

    @property
    def definition(self):
        """The newest definition."""
        return self.definitions.rows[-1]

    def described_by(self, definitions, targets, thresholds):
        """A Series of the same figures, described and rated by other Timelines."""
        return Series(
            self.indicator,
            definitions.rows,
            targets.rows,
            thresholds.rows,
            self._observations,
            self._batches,
            self.peers,
            self.life,
        )

    @cached_property
    def end(self):
        """The LifeEvent that ended or replaced it, or None."""
        return next((event for event in self._own_life if event.ends_it), None)

    @property
    def predecessors(self):
        """The LifeEvents of the indicators that it replaced."""
        return tuple(event for event in self.life if event.indicator_id != self.indicator.pk)

    @property
    def renamings(self):
        """The LifeEvents that gave it another ref, in order of time."""
        return tuple(event for event in self._own_life if not event.ends_it)

    def covers(self, period):
        """Whether figures are expected for the period: it is of the indicator's kind, and comes before its end."""
        return self.definition_on(period.end).frequency == period.frequency and not self.has_ended_by(period)

    def has_ended_by(self, period):
        """Whether it had ended before the period began, so that no figure is expected for it."""
        return self.end is not None and self.end.starts_on <= period.start

    def ref_on(self, day):
        """The ref it had on a day: that of today, or the one before a later renaming."""
        later = (event.former_ref for event in self.renamings if event.starts_on > day)
        return next(later, self.indicator.ref)

    @property
    def _own_life(self):
        return tuple(event for event in self.life if event.indicator_id == self.indicator.pk)

    @cached_property
    def breaks(self):
        """The days from which it measures something else than before."""
        return tuple(row.starts_on for row in self.definitions.rows if row.breaks_series)

    @cached_property
    def points(self):
        """Every period with a stated figure or status, oldest first."""
        points = {}
        for observation in self._observations:
            period = observation.period
            definition = self.definition_on(period.end)
            threshold = self.thresholds.on(period.end)
            target = self.targets.on(period.end)
            target_value = target.value_on(period.end) if target else None
            rule = rule_of(threshold)
            resolved = rating.resolve(rule, self._circumstances(rule, definition, target_value, period))
            points[period] = Point(
                period=period,
                observation=observation,
                batch=self._batches[observation.batch_id],
                definition=definition,
                target=target,
                target_value=target_value,
                threshold=threshold,
                rating=_rate(observation, definition, threshold, resolved),
                bands=resolved.bands,
                direction=self._direction(observation, definition, rule, target_value, points),
                published_rag=observation.printed_rag or "",
                published_direction=observation.printed_direction or "",
                stretch=bisect_right(self.breaks, period.end),
            )
        return tuple(points.values())

    @cached_property
    def by_period(self):
        return {point.period: point for point in self.points}

    def batch(self, pk):
        """The batch that a row of this series came with."""
        return self._batches[pk]

    def at(self, period):
        """The point of a period, or None where nothing was stated."""
        return self.by_period.get(period)

    def up_to(self, period):
        """The points up to and including a period, oldest first."""
        return tuple(point for point in self.points if point.period.end <= period.end)

    @cached_property
    def _by_period(self):
        return {observation.period: observation for observation in self._observations}

    def as_cohort(self, period):
        """Its figure of a period as the size of a group, for the rule of another indicator: a Cohort."""
        named = self.indicator.ref or self.definition.title
        observation = self._by_period.get(period)
        if self.definition_on(period.end).unit == Unit.PERCENT:
            return rating.Cohort(named, None, f"{named} is a percentage, which has no size")
        if observation is None or observation.value is None:
            return rating.Cohort(named, None, f"{named} has no figure for {period.label}")
        if observation.value <= 0:
            return rating.Cohort(named, None, f"{named} is {format_value(observation.value, '')} for {period.label}")
        return rating.Cohort(named, observation.value)

    def _circumstances(self, rule, definition, target_value, period):
        slug = rating.cohort_of(rule)
        cohort = self.peers[slug].as_cohort(period) if slug in self.peers else None
        return rating.Circumstances(definition.unit, target_value, definition.polarity, cohort)

    def _direction(self, observation, definition, rule, target_value, earlier):
        other = _compared_with(observation, definition, earlier)
        stretch = bisect_right(self.breaks, observation.period.end)
        if other is not None and other.stretch != stretch:
            changed = long_date(self.breaks[stretch - 1])
            return Direction(NO_COMPARISON, f"What it measures changed on {changed}: no comparison across that.")
        if other is None or other.observation.qualifier != observation.qualifier:
            # A changed qualifier, such as 6m+, means that something else was measured: no comparison across it.
            return direction(observation.value, None, definition.polarity)
        return direction(
            observation.value,
            other.value,
            definition.polarity,
            rule=rule,
            target=target_value,
            against=other.period.label,
            unit=definition.unit,
        )


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
        reported = Counter(point.period for series in self.series for point in series.points)
        most = max(reported.values(), default=0)
        return max((p for p, count in reported.items() if 2 * count >= most), key=_by_end, default=None)

    def of(self, authority):
        """The same for one of several authorities."""
        return Figures(
            tuple(s for s in self.series if s.indicator.authority_id == authority.pk),
            tuple(b for b in self.batches if b.authority_id == authority.pk),
            acceptances=tuple(a for a in self.acceptances if a.authority_id == authority.pk),
        )


def load_figures(authorities, as_of=None, slug=None):
    """The Figures of some authorities, or of one indicator of theirs. Seven queries, whatever their number.

    What an indicator's rules name as their cohort is read along with it, for its size alone.

    An indicator that nothing states any more, because its only batch was undone, has no series.
    """
    indicators = Indicator.objects.filter(authority__in=authorities)
    about = indicators if slug is None else indicators.filter(slug=slug)
    thresholds = _grouped(RagThreshold.objects.filter(indicator__in=about).standing(as_of))
    if slug is not None:
        indicators = indicators.filter(slug__in={slug, *_cohorts(thresholds)})
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
        .select_related("section", "indicator__authority", "indicator__measure")
    )
    targets = _grouped(Target.objects.filter(indicator__in=indicators).standing(as_of))
    observations = _grouped(
        Observation.objects.filter(indicator__in=indicators).current(as_of).with_printed(as_of).order_by("period_start")
    )
    life = defaultdict(list)
    events = LifeEvent.objects.filter(Q(indicator__in=indicators) | Q(successor__in=indicators)).standing(as_of)
    for event in events.select_related("indicator", "successor", "recorded_by"):
        life[event.indicator_id].append(event)
        life[event.successor_id].append(event)
    series = [
        Series(rows[0].indicator, rows, targets[pk], thresholds[pk], observations[pk], by_pk, life=life[pk])
        for pk, rows in definitions.items()
    ]
    in_report_order = sorted(
        (s for s in related(series) if slug in (None, s.indicator.slug)),
        key=lambda s: (s.indicator.authority.name, s.definition.position, s.indicator.slug),
    )
    accepted = FindingAcceptance.objects.filter(authority__in=authorities).standing(as_of).select_related("accepted_by")
    return Figures(tuple(in_report_order), tuple(by_pk.values()), slug is not None, tuple(accepted))


def related(series):
    """The series, each told of those of its authority. Those that it knew of stay, where they are not given anew."""
    peers = defaultdict(dict)
    for one in series:
        peers[one.indicator.authority_id][one.indicator.slug] = one
    for one in series:
        one.peers = one.peers | peers[one.indicator.authority_id]
    return tuple(series)


def rule_of(threshold):
    """The rule of a threshold row, as `indicators.rating` understands it, or None."""
    return rating.from_json(threshold.rule) if threshold and threshold.rule else None


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


def _compared_with(observation, definition, earlier):
    """The earlier point that the indicator's direction rule compares with, or None."""
    if definition.direction_rule == Definition.DirectionRule.YEAR_BEFORE:
        return earlier.get(observation.period.year_before)
    same_kind = (p for period, p in reversed(earlier.items()) if period.frequency == observation.frequency)
    return next((p for p in same_kind if p.value is not None), None)


def _rate(observation, definition, threshold, resolved):
    if observation.value is None:
        return rating.Rating(
            rating.NOT_RATED, f"The source printed '{observation.text}': {observation.get_status_display()}.", None
        )
    if threshold and threshold.words and not threshold.rule:
        return rating.Rating(
            rating.NOT_RATED, f"The RAG methodology can't be read as a rule: “{threshold.words}”.", None
        )
    return rating.rate_resolved(observation.value, resolved, definition.unit)
