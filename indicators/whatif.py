"""What targets, rules and definitions would do to the ratings, worked out before any of them is saved.

    proposed = [Proposed(Target, indicator, date(2018, 4, 1), {"value": Decimal(85), "text": "85"})]
    effects(load_figures([authority]), proposed).sentence
        -> "2 ratings of 1 indicator would change."

Nothing is written. What is shown is what saving does: the same rows, merged in the way that reading them merges them.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from indicators.direction import Direction
from indicators.models import Dated, Definition, Indicator, RagThreshold, Target
from indicators.operations import row_by_hand
from indicators.periods import Period
from indicators.rating import AMBER, GREEN, NOT_RATED, RED, Rating
from indicators.series import Figures, Series, related


@dataclass(frozen=True)
class Proposed:
    """A dated row that a person is about to set by hand, as `operations.record_by_hand` takes it.

    Without `facts` it is withdrawn instead: what a file states for that start counts again.
    """

    model: type[Dated]
    indicator: Indicator
    starts_on: date
    facts: Mapping | None = field(default=None, hash=False)


@dataclass(frozen=True)
class RatingChange:
    """One period of an indicator that would be rated, or would have moved, otherwise. `series` is as it would be."""

    series: Series
    period: Period
    before: Rating
    after: Rating
    direction_before: Direction
    direction_after: Direction

    @property
    def is_rerated(self):
        return self.before.colour != self.after.colour

    @property
    def is_redirected(self):
        return self.direction_before.word != self.direction_after.word


@dataclass(frozen=True)
class Tally:
    """How many figures have each rating."""

    green: int = 0
    amber: int = 0
    red: int = 0
    not_rated: int = 0


@dataclass(frozen=True)
class Effects:
    """What would change, in the report's order and then by time; and how many of each rating there are then.

    `before` and `after` count every period, `latest_before` and `latest_after` the newest one reported on in earnest.
    """

    changes: tuple[RatingChange, ...]
    before: Tally
    after: Tally
    latest: Period | None
    latest_before: Tally
    latest_after: Tally

    @property
    def changes_nothing(self):
        return not self.changes

    @property
    def rerated(self):
        """The changes of a rating."""
        return tuple(change for change in self.changes if change.is_rerated)

    @property
    def redirected(self):
        """The changes of a direction alone."""
        return tuple(change for change in self.changes if not change.is_rerated)

    @property
    def sentence(self):
        """`2 ratings of 1 indicator would change.`"""
        told = [_told(self.rerated, "rating"), _told(self.redirected, "direction")]
        told = [each for each in told if each]
        return f"{' and '.join(told)} would change." if told else "No rating and no direction would change."


def effects(figures: Figures, proposed):
    """The Effects of setting or withdrawing some rows together. Reads only; at most a query a kind of row withdrawn.

    `figures` are today's: of every indicator that the proposals are about.
    """
    return compare(figures, _with(figures, proposed))


def compare(before: Figures, after: Figures):
    """The Effects of one state of the same indicators' figures upon another. A figure that is new is no change."""
    latest = after.latest
    return Effects(
        changes=tuple(_changes(before, after)),
        before=_tally(before),
        after=_tally(after),
        latest=latest,
        latest_before=_tally(before, latest),
        latest_after=_tally(after, latest),
    )


def _with(figures, proposed):
    """The Figures that there would be."""
    timelines = {
        series.indicator.pk: {Definition: series.definitions, Target: series.targets, RagThreshold: series.thresholds}
        for series in figures.series
    }
    stated = _stated_by_files(proposed)
    for each in proposed:
        rows = timelines.get(each.indicator.pk)
        if rows is None:
            continue  # Nothing describes it, so it has no figures that could be rated.
        if each.facts:
            row = row_by_hand(model=each.model, indicator=each.indicator, starts_on=each.starts_on, **each.facts)
            rows[each.model] = rows[each.model].set([row])
        else:
            instead = stated[each.model].get((each.indicator.pk, each.starts_on), [])
            rows[each.model] = rows[each.model].without(each.starts_on).set(instead)
    described = [(series, timelines[series.indicator.pk]) for series in figures.series]
    return replace(
        figures,
        series=related(
            [
                series.described_by(rows[Definition], rows[Target], rows[RagThreshold])
                for series, rows in described
                if rows[Definition].rows
            ]
        ),
    )


def _stated_by_files(proposed):
    """{model: {(indicator's key, start): [row]}}: what files state where a hand-made row is to be withdrawn."""
    withdrawn = defaultdict(set)
    for each in proposed:
        if not each.facts:
            withdrawn[each.model].add(each.indicator.pk)
    return {
        model: {
            (row.indicator_id, row.starts_on): [row]
            for row in model.objects.filter(indicator__in=indicators, batch__isnull=False).standing()
        }
        for model, indicators in withdrawn.items()
    }


def _changes(before, after):
    was = {series.indicator.pk: series for series in before.series}
    for series in after.series:
        for point in series.points:
            old = was[series.indicator.pk].at(point.period) if series.indicator.pk in was else None
            if old is None:
                continue
            change = RatingChange(series, point.period, old.rating, point.rating, old.direction, point.direction)
            if change.is_rerated or change.is_redirected:
                yield change


def _tally(figures, period=None):
    points = (point for series in figures.series for point in series.points)
    colours = Counter(point.rag for point in points if period in (None, point.period))
    return Tally(colours[GREEN], colours[AMBER], colours[RED], colours[NOT_RATED])


def _told(changes, word):
    """`2 ratings of 1 indicator`, or "" for none."""
    if not changes:
        return ""
    indicators = len({change.series.indicator.pk for change in changes})
    return f"{len(changes)} {word}{'s' * (len(changes) != 1)} of {indicators} indicator{'s' * (indicators != 1)}"
