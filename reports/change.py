"""Change over time: what moved, how long each indicator has been red, and how far each is from its target."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.direction import IMPROVING, WORSENING
from indicators.distance import Distance, distance
from indicators.periods import Period
from indicators.rating import RED
from reports.scorecard import BIGGEST, RATINGS, STEPS, Row, Scorecard, figure_text

# Puts what has no number behind everything that has one.
_LAST = Decimal("-Infinity")


@dataclass(frozen=True)
class RedRun:
    """How many figures in a row have been red, this period's the last of them.

    `has_gaps`: a period among them has no figure. `from_first`: it was red in the first figure that there is, so that
    it may have been so for longer.
    """

    count: int
    since: Period
    has_gaps: bool
    from_first: bool

    @property
    def words(self):
        """`5 months, since Jul 2017`, `at least 8 months, since Apr 2017`; over a gap it counts figures."""
        noun = "figure" if self.has_gaps else STEPS[self.since.frequency]
        amount = f"{self.count} {noun}" if self.count == 1 else f"{self.count} {noun}s"
        at_least = "at least " if self.from_first else ""
        return f"{at_least}{amount}, since {self.since.short_label}"


@dataclass(frozen=True)
class ChangeRow:
    """One row of the scorecard, with what has to do with time. `distance` is None without a figure or a target."""

    row: Row
    red: RedRun | None
    distance: Distance | None

    @property
    def last_text(self):
        """The figure before and its period; "" where there is none to compare with."""
        last = self.row.last
        return f"{figure_text(last)} ({last.period.short_label})" if last else ""

    @property
    def distance_text(self):
        return self.distance.in_words(self.row.unit) if self.distance else ""

    # Keys to put rows in order by: shares, because units differ from row to row.

    @property
    def by_change(self):
        share = self.row.relative_change
        return _LAST if share is None else share

    @property
    def by_direction(self):
        """Worsening first, then improving, then what is only up, down or unchanged."""
        word = self.row.point.direction.word if self.row.point else ""
        return {WORSENING: 0, IMPROVING: 1, "": 3}.get(word, 2)

    @property
    def by_rating(self):
        return RATINGS.index(self.row.rag)

    @property
    def by_red(self):
        return self.red.count if self.red else 0

    @property
    def by_distance(self):
        short_by = self.distance.short_by if self.distance else None
        if not short_by:
            return _LAST if short_by is None else short_by
        target = self.row.point.target_value
        return short_by / abs(target) if target else Decimal("Infinity").copy_sign(short_by)


@dataclass(frozen=True)
class ChangePage:
    """`rows` in the order of the scorecard that they are of."""

    card: Scorecard
    rows: tuple[ChangeRow, ...]

    @property
    def longest_red(self):
        return _first(self.rows, lambda each: each.by_red, above=0)

    @property
    def furthest(self):
        """What misses its target by most, as a share of the target."""
        return _first(self.rows, lambda each: each.by_distance, above=0)


def build_change(card: Scorecard):
    """The ChangePage of a Scorecard. No queries."""
    return ChangePage(
        card,
        tuple(
            ChangeRow(row, red_run(row.series, row.point), target_distance(row.series, row.point)) for row in card.rows
        ),
    )


def red_run(series, point):
    """The RedRun that ends with a point, or None where it isn't red."""
    if point is None or point.rag != RED:
        return None
    run = series.run_of_colour(point)
    since = run[0].period
    reported = series.stated_up_to(point.period)
    return RedRun(
        count=len(run),
        since=since,
        has_gaps=since.shifted(len(run) - 1) != point.period,
        from_first=reported[0].period == since,
    )


def target_distance(series, point):
    """The Distance of a point of the series from the target in force, or None."""
    if point is None or point.target_value is None:
        return None
    return distance(point.value, point.target_value, series.polarity_on(point.period.end))


def _first(rows, key, above):
    found = [row for row in rows if key(row) > above]
    return tuple(sorted(found, key=key, reverse=True)[:BIGGEST])
