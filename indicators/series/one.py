"""The periods of one indicator, each rated and compared."""

from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from itertools import takewhile

from indicators import rating, suppression
from indicators.comparison import Stated, base_of
from indicators.direction import direction
from indicators.figures import format_value
from indicators.models import Unit
from indicators.polarity import NEUTRAL
from indicators.qualifiers import measured_as
from indicators.series.point import Point
from indicators.series.timeline import Timeline
from indicators.surroundings import lazily, national_measure

# What pages make of a series, each for another period or in another form.
MOST_MADE = 24


class Series:
    """One indicator's periods in order, each rated by what was in force on its last day.

    `rebases` split its variation. `peers` are the Series of its authority by slug, among which a rule finds its
    cohort: see `related`. `life` are the LifeEvents that hold, of the indicator and of those that it replaced, in
    order of start. `surroundings` are SurroundingsOf its authority, for rules that are set against a benchmark.
    """

    def __init__(
        self,
        indicator,
        definitions,
        targets,
        thresholds,
        observations,
        batches,
        rebases=(),
        peers=None,
        life=(),
        surroundings=None,
    ):
        self.indicator = indicator
        self.definitions = Timeline(definitions)
        self.targets = Timeline(targets)
        self.thresholds = Timeline(thresholds)
        self.rebases = tuple(rebases)
        self._observations = observations
        self._batches = batches
        self.peers = peers or {}
        self.life = tuple(life)
        self.surroundings = surroundings or lazily([indicator.authority])
        self._made = {}

    def once(self, make, *given):
        """What a function makes of this series and of what else it is given, kept for as long as the series is."""
        if (make, given) not in self._made:
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            self._made[make, given] = make(self, *given)
        return self._made[make, given]

    def definition_on(self, day):
        """The definition in force, or, before the first, the first: a figure is always described by something."""
        return self.definitions.on(day) or self.definitions.rows[0]

    @property
    def definition(self):
        """The newest definition."""
        return self.definitions.rows[-1]

    def described_by(self, definitions, targets, thresholds, rebases=None):
        """A Series of the same figures, rated and drawn by other Timelines and rebases."""
        return Series(
            self.indicator,
            definitions.rows,
            targets.rows,
            thresholds.rows,
            self._observations,
            self._batches,
            self.rebases if rebases is None else rebases,
            self.peers,
            self.life,
            self.surroundings,
        )

    def beside(self, surroundings):
        """A Series of the same figures, rated by other SurroundingsOf its authority."""
        same = self.described_by(self.definitions, self.targets, self.thresholds)
        same.surroundings = surroundings
        return same

    @cached_property
    def end(self):
        """The LifeEvent that ended or replaced it, or None."""
        return next((event for event in self._own_life if event.ends_it), None)

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
        points, before, rules = [], Counter(), {}
        for observation in self._observations:
            period = observation.period
            definition = self.definition_on(period.end)
            threshold = self.thresholds.on(period.end)
            if id(threshold) not in rules:
                rules[id(threshold)] = rule_of(threshold)
            target = self.targets.on(period.end)
            target_value = target.value_on(period.end) if target else None
            stretch = bisect_right(self.breaks, period.end)
            point = Point(
                period=period,
                observation=observation,
                batch=self._batches[observation.batch_id],
                definition=definition,
                target=target,
                target_value=target_value,
                threshold=threshold,
                resolved=self._resolved(rules[id(threshold)], definition, target_value, period),
                published_rag=observation.printed_rag or "",
                published_direction=observation.printed_direction or "",
                stated=self._stated(observation, definition, stretch),
                stretch=stretch,
                before=before[period.frequency],
                series=self,
            )
            points.append(point)
            before[period.frequency] += point.value is not None
        return tuple(points)

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

    def _resolved(self, rule, definition, target_value, period):
        slug = rating.cohort_of(rule)
        cohort = self.peers[slug].as_cohort(period) if slug in self.peers else None
        yardstick = self._yardstick(rule, definition, period)
        circumstances = rating.Circumstances(definition.unit, target_value, definition.polarity, cohort, yardstick)
        return rating.resolve(rule, circumstances)

    def _yardstick(self, rule, definition, period):
        """What a rule that is set against a benchmark takes for the period, or None."""
        benchmark, measure = rating.benchmark_of(rule), national_measure(self.indicator)
        if not benchmark:
            return None
        if measure is None:
            return rating.Yardstick("", None, "the indicator is linked to no national measure")
        around = self.surroundings.get(self.indicator.authority)
        if around is None:
            return None
        if measure.unit != definition.unit:
            units = f"in another unit ({Unit(definition.unit).label}) than the statistic ({Unit(measure.unit).label})"
            return rating.Yardstick("", None, f"the figure is {units}")
        return around.yardstick(benchmark, measure.slug, period.end)

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
            target=point.target_value,
            unit=point.definition.unit,
        )

    def rate(self, point):
        """The Rating of one of its points."""
        threshold, observation = point.threshold, point.observation
        if point.value is None:
            why = f"The source printed '{observation.text}': {suppression.MEANINGS[observation.status]}."
            return rating.Rating(rating.NOT_RATED, why)
        if threshold and threshold.words and not threshold.rule:
            why = f"The RAG methodology can't be read as a rule: “{threshold.words}”."
            return rating.Rating(rating.NOT_RATED, why)
        return rating.rate_resolved(point.value, point.resolved, point.definition.unit)

    def direction_to(self, point):
        """The Direction to one of its points, from what its direction rule compares."""
        earlier = self._stated_by_frequency[point.period.frequency][: point.before]
        base = base_of(point.stated, earlier, self.direction_rule_on(point.period.end))
        return direction(
            point.value,
            base.value,
            point.definition.polarity,
            rule=rule_of(point.threshold),
            against=base.against,
            target=point.target_value,
            unit=point.definition.unit,
            why_not=base.why_not,
        )

    def run_of_colour(self, point):
        """The points up to this one that have had its colour without a break, oldest first; () where it isn't rated."""
        if point is None or point.rag == rating.NOT_RATED:
            return ()
        alike = [p for p in self.up_to(point.period) if p.period.frequency == point.period.frequency]
        run = takewhile(lambda p: p.rag == point.rag, reversed(alike))
        return tuple(reversed(tuple(run)))

    def _stated(self, observation, definition, stretch):
        return Stated(
            observation.period,
            observation.value,
            measured_as(observation.qualifier),
            definition.unit,
            definition.basis,
            since=self.breaks[stretch - 1] if stretch else None,
        )

    @cached_property
    def _stated_by_frequency(self):
        """{frequency: the Stated of its points that have a value, oldest first}."""
        stated = defaultdict(list)
        for point in self.points:
            if point.value is not None:
                stated[point.period.frequency].append(point.stated)
        return stated


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
