"""An indicator's figures with all that is known of them: the one way that pages, exports and findings read.

`load_figures` takes the same few queries for one indicator or for all of a council's; the rest is worked out in memory.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators import rating
from indicators.direction import Direction, direction
from indicators.models import Definition, ImportBatch, Indicator, Observation, RagThreshold, Target
from indicators.periods import Period


@dataclass(frozen=True)
class Point:
    """One period of an indicator: what was stated, what was in force, and what follows from the two."""

    period: Period
    observation: Observation
    batch: ImportBatch
    definition: Definition
    target: Target | None
    threshold: RagThreshold | None
    rating: rating.Rating
    direction: Direction
    published_rag: str
    published_direction: str

    @property
    def value(self):
        return self.observation.value

    @property
    def rag(self):
        return self.rating.colour


class Timeline:
    """Dated rows of one indicator, in order of start: which one holds on a day?"""

    def __init__(self, rows=()):
        self.rows = tuple(rows)
        self._starts = [row.starts_on for row in self.rows]

    def on(self, day):
        """The row in force on `day`, or None before the first."""
        place = bisect_right(self._starts, day)
        return self.rows[place - 1] if place else None


class Series:
    """One indicator's periods in order, each rated by what was in force on its last day."""

    def __init__(self, indicator, definitions, targets, thresholds, observations, batches):
        self.indicator = indicator
        self.definitions = Timeline(definitions)
        self.targets = Timeline(targets)
        self.thresholds = Timeline(thresholds)
        self._observations = observations
        self._batches = batches

    def definition_on(self, day):
        """The definition in force, or, before the first, the first: a figure is always described by something."""
        return self.definitions.on(day) or self.definitions.rows[0]

    @property
    def definition(self):
        """The newest definition."""
        return self.definitions.rows[-1]

    @cached_property
    def points(self):
        """Every period with a stated figure or status, oldest first."""
        points = {}
        for observation in self._observations:
            period = observation.period
            definition = self.definition_on(period.end)
            threshold = self.thresholds.on(period.end)
            target = self.targets.on(period.end)
            rule = rule_of(threshold)
            points[period] = Point(
                period=period,
                observation=observation,
                batch=self._batches[observation.batch_id],
                definition=definition,
                target=target,
                threshold=threshold,
                rating=_rate(observation, definition, threshold, rule, target),
                direction=self._direction(observation, definition, rule, target, points),
                published_rag=observation.printed_rag or "",
                published_direction=observation.printed_direction or "",
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

    def _direction(self, observation, definition, rule, target, earlier):
        other = _compared_with(observation, definition, earlier)
        if other is None or other.observation.qualifier != observation.qualifier:
            # A changed qualifier, such as 6m+, means that something else was measured: no comparison across it.
            return direction(observation.value, None, definition.polarity)
        return direction(
            observation.value,
            other.value,
            definition.polarity,
            rule=rule,
            target=target and target.value,
            against=other.period.label,
            unit=definition.unit,
        )


@dataclass(frozen=True)
class Figures:
    """The series of some indicators, in the order of their report, and the batches that count, newest first."""

    series: tuple[Series, ...]
    batches: tuple[ImportBatch, ...]
    of_one_indicator: bool = False

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
        )


def load_figures(authorities, as_of=None, slug=None):
    """The Figures of some authorities, or of one indicator of theirs. Five queries, whatever their number.

    An indicator that nothing states any more, because its only batch was undone, has no series.
    """
    indicators = Indicator.objects.filter(authority__in=authorities)
    if slug is not None:
        indicators = indicators.filter(slug=slug)
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
    thresholds = _grouped(RagThreshold.objects.filter(indicator__in=indicators).standing(as_of))
    observations = _grouped(
        Observation.objects.filter(indicator__in=indicators).current(as_of).with_printed(as_of).order_by("period_start")
    )
    series = [
        Series(rows[0].indicator, rows, targets[pk], thresholds[pk], observations[pk], by_pk)
        for pk, rows in definitions.items()
    ]
    in_report_order = sorted(
        series, key=lambda s: (s.indicator.authority.name, s.definition.position, s.indicator.slug)
    )
    return Figures(tuple(in_report_order), tuple(by_pk.values()), of_one_indicator=slug is not None)


def rule_of(threshold):
    """The rule of a threshold row, as `indicators.rating` understands it, or None."""
    return rating.from_json(threshold.rule) if threshold and threshold.rule else None


def _by_end(period):
    """Of two periods that end together the longer comes last."""
    return period.end, -period.start.toordinal()


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


def _rate(observation, definition, threshold, rule, target):
    if observation.value is None:
        return rating.Rating(
            rating.NOT_RATED, f"The source printed '{observation.text}': {observation.get_status_display()}.", None
        )
    if threshold and threshold.words and rule is None:
        return rating.Rating(
            rating.NOT_RATED, f"The RAG methodology can't be read as a rule: “{threshold.words}”.", None
        )
    target_value: Decimal | None = target.value if target else None
    return rating.rate(observation.value, rule, target_value, definition.unit)
