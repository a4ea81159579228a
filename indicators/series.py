"""An indicator's figures with all that is known of them: the one way that pages, exports and findings read.

`load_figures` takes the same few queries for one indicator or for all of a council's; the rest is worked out in memory.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from indicators import rating
from indicators.comparison import Stated, base_of
from indicators.direction import Direction, direction
from indicators.models import Definition, ImportBatch, Indicator, Observation, RagThreshold, Rebase, Target
from indicators.periods import Period
from indicators.polarity import NEUTRAL
from indicators.qualifiers import measured_as


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

    @property
    def revised_from(self):
        """The other figure, as printed, that an earlier file stated for this period; "" where there is none."""
        return self.observation.revised_from or ""

    @cached_property
    def stated(self):
        return _stated(self.observation, self.definition)


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

    def __init__(self, indicator, definitions, targets, thresholds, observations, batches, rebases=()):
        self.indicator = indicator
        self.definitions = Timeline(definitions)
        self.targets = Timeline(targets)
        self.thresholds = Timeline(thresholds)
        self.rebases = tuple(rebases)
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
        points, stated = {}, defaultdict(list)
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
                direction=self._direction(observation, definition, rule, target, stated[period.frequency]),
                published_rag=observation.printed_rag or "",
                published_direction=observation.printed_direction or "",
            )
            if observation.value is not None:
                stated[period.frequency].append(points[period].stated)
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

    def stated_up_to(self, period):
        """Those of them that have a value and are of its kind of period."""
        kind = period.frequency
        return tuple(
            point for point in self.up_to(period) if point.period.frequency == kind and point.value is not None
        )

    def polarity_on(self, day):
        """The polarity stated, or NEUTRAL where the bands contradict it: then nobody has said which way is better."""
        polarity = self.definition_on(day).polarity
        return NEUTRAL if rating.contradicts(rule_of(self.thresholds.on(day)), polarity) else polarity

    def direction_rule_on(self, day):
        """The rule in force. Reports state none, so one that a person chose outlasts their definitions."""
        chosen = [row for row in self.definitions.rows if row.batch_id is None and row.starts_on <= day]
        return (chosen[-1] if chosen else self.definition_on(day)).direction_rule

    def change_since(self, point, earlier):
        """The Direction from another of its points to this one, whatever the indicator's own rule compares."""
        comparable = earlier is not None and earlier.stated.is_alike(point.stated)
        return direction(
            point.value,
            earlier.value if comparable else None,
            point.definition.polarity,
            rule=rule_of(point.threshold),
            against=earlier.period.label if comparable else "",
            target=point.target and point.target.value,
            unit=point.definition.unit,
        )

    def run_of_colour(self, point):
        """The points up to this one that have had its colour without a break, oldest first; () where it isn't rated."""
        if point is None or point.rag == rating.NOT_RATED:
            return ()
        alike = [p for p in self.up_to(point.period) if p.period.frequency == point.period.frequency]
        run = takewhile(lambda p: p.rag == point.rag, reversed(alike))
        return tuple(reversed(tuple(run)))

    def _direction(self, observation, definition, rule, target, earlier):
        """`earlier` are the Stated figures before it, of its kind of period, oldest first."""
        base = base_of(_stated(observation, definition), earlier, self.direction_rule_on(observation.period.end))
        return direction(
            observation.value,
            base.value,
            definition.polarity,
            rule=rule,
            against=base.against,
            target=target and target.value,
            unit=definition.unit,
            why_not=base.why_not,
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


def load_figures(authorities, as_of=None, slug=None, among=None):
    """The Figures of some authorities, or of one indicator of theirs, or of those `among` a queryset of Indicators.

    Six queries, whatever their number.

    An indicator that nothing states any more, because its only batch was undone, has no series.
    """
    indicators = Indicator.objects.filter(authority__in=authorities)
    if slug is not None:
        indicators = indicators.filter(slug=slug)
    if among is not None:
        indicators = indicators.filter(pk__in=among.values("pk"))
    batches = (
        ImportBatch.objects.counting(as_of)
        .filter(authority__in=authorities)
        .select_related("created_by")
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
    rebases = _grouped(Rebase.objects.filter(indicator__in=indicators).standing(as_of).select_related("recorded_by"))
    observations = _grouped(
        Observation.objects.filter(indicator__in=indicators)
        .current(as_of)
        .with_printed(as_of)
        .with_revised(as_of)
        .order_by("period_start")
    )
    series = [
        Series(rows[0].indicator, rows, targets[pk], thresholds[pk], observations[pk], by_pk, rebases[pk])
        for pk, rows in definitions.items()
    ]
    in_report_order = sorted(
        series, key=lambda s: (s.indicator.authority.name, s.definition.position, s.indicator.slug)
    )
    return Figures(tuple(in_report_order), tuple(by_pk.values()), of_one_indicator=slug is not None)


def alike_last(points):
    """Those that were measured as the last one was: a mark such as 6m+ on one alone says that they weren't."""
    return tuple(point for point in points if point.stated.is_alike(points[-1].stated))


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


def _stated(observation, definition):
    return Stated(
        observation.period, observation.value, measured_as(observation.qualifier), definition.unit, definition.basis
    )


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
