"""Variation: is a change more than the ups and downs that a series always has?

The XmR chart of NHS England's "Making Data Count". Centre = mean; limits = mean ± 2.66 × mean moving range, not cut
off at zero or at 100%. Moving ranges of 3.267 times their mean or more are left out once, and the mean taken again.
A point is special cause by the first of these rules that it is part of:

1. it lies outside the limits;
2. seven points or more in a row, each above (or each below) the one before;
3. two of three neighbours, both further than two thirds of the way from the mean to the same limit;
4. seven points or more in a row on one side of the mean; a point on the mean breaks the run.

What lies on a line is not beyond it. A gap is no point: there is no moving range across it, and no run goes on
behind it, because nobody knows what happened in between (R. F. Hart and M. K. Hart, "The interrupted individual and
moving range chart"; NHSRplotthedots leaves such ranges out too). A rebase starts a stretch of its own.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from operator import itemgetter

from indicators.direction import DOWN, UP
from indicators.polarity import BIB, SIB, WORDS

IMPROVEMENT, CONCERN, HIGH, LOW, COMMON_CAUSE = "improvement", "concern", "high", "low", "common_cause"
OUTSIDE, TREND, NEAR_A_LIMIT, ONE_SIDE = "outside", "trend", "near_a_limit", "one_side"
WILL_PASS, WILL_FAIL, EITHER_WAY, NO_ASSURANCE = "will_pass", "will_fail", "either_way", ""

LIMIT_FACTOR = Fraction(266, 100)
RANGE_FACTOR = Fraction(3267, 1000)
NEAR_SHARE = Fraction(2, 3)
RUN = 7
# With fewer points the limits move with each new one.
ENOUGH_POINTS = 13

_WIDE = Context(prec=28)


@dataclass(frozen=True)
class ClassedPoint:
    """One value: its place in the series, what kind of variation it is, and for special cause the rule and the way.

    `kind` is improvement or concern where the polarity says which way is better, else high or low; or common_cause.
    `way` is up or down, which for a trend is where it leads, whatever side of the mean it is on.
    """

    position: int
    value: Decimal
    kind: str = COMMON_CAUSE
    rule: str = ""
    way: str = ""

    @property
    def is_special(self):
        return self.kind != COMMON_CAUSE


@dataclass(frozen=True)
class Stretch:
    """The part of a series from one rebase to the next: positions `start` to before `stop`, `count` of them points.

    `lower` and `upper` are None where no two points are neighbours. `left_out` moving ranges didn't count.
    """

    start: int
    stop: int
    count: int
    centre: Decimal
    lower: Decimal | None
    upper: Decimal | None
    left_out: int

    @property
    def has_limits(self):
        return self.lower is not None

    @property
    def is_provisional(self):
        return self.count < ENOUGH_POINTS or not self.has_limits

    @property
    def why_provisional(self):
        """A clause; "" for limits that stand."""
        if not self.has_limits:
            return "no two figures follow each other, so there are no limits yet"
        if self.is_provisional:
            figures = "figure" if self.count == 1 else "figures"
            return f"{self.count} {figures} of the {ENOUGH_POINTS} that limits need"
        return ""


@dataclass(frozen=True)
class Variation:
    """A series as analysed. `points` has a ClassedPoint for each value and None for each gap.

    `assurance` sets the target against the limits of the latest stretch. Everything of the latest point is empty
    where there is no point at all.
    """

    points: tuple[ClassedPoint | None, ...]
    stretches: tuple[Stretch, ...]
    assurance: str

    @property
    def latest(self):
        """The last point, or None."""
        return next((point for point in reversed(self.points) if point), None)

    @property
    def current(self):
        """The stretch of the last point, or None."""
        return self.stretches[-1] if self.stretches else None

    @property
    def variation(self):
        return self.latest.kind if self.latest else ""

    @property
    def centre(self):
        return self.current and self.current.centre

    @property
    def limits(self):
        """(lower, upper) of the latest stretch; None for each that there isn't."""
        return (self.current.lower, self.current.upper) if self.current else (None, None)

    @property
    def is_provisional(self):
        return self.current is None or self.current.is_provisional

    @property
    def special(self):
        """The points of special cause, oldest first."""
        return tuple(point for point in self.points if point and point.is_special)

    def stretch_of(self, point):
        return next(stretch for stretch in self.stretches if stretch.start <= point.position < stretch.stop)


@dataclass(frozen=True)
class _Lines:
    """The mean, and how far the limits are from it. Exact, so that a point on a line is seen to be on it."""

    centre: Fraction
    reach: Fraction | None
    left_out: int

    def sides(self, run, share):
        """[(position, way)] of a run: UP or DOWN for what lies further from the mean than this share of the reach."""
        if share and self.reach is None:
            return [(position, "") for position, _ in run]
        margin = share * self.reach if share else 0
        low, high = self.centre - margin, self.centre + margin
        return [(position, UP if value > high else DOWN if value < low else "") for position, value in run]


def analyse(values, polarity, target=None, rebase_at=()):
    """The Variation of Decimals in order of time, None for a gap.

    `rebase_at` are the positions at which a new stretch starts. `target` is in the unit of the values. Without a
    polarity, and for nearer-the-target, which has no better side, special cause is high or low and nothing is assured.
    Raises ValueError for a value that is no finite number, an unknown polarity, and a rebase outside the series.
    """
    if polarity not in WORDS:
        raise ValueError(f"there is no polarity '{polarity}'")
    if any(value is not None and not value.is_finite() for value in values):
        raise ValueError("a value that is no number has no variation: a gap is None")
    if any(not 0 <= position < len(values) for position in rebase_at):
        raise ValueError(f"a rebase lies outside the {len(values)} periods of the series")
    points, stretches = [], []
    bounds = sorted({0, *rebase_at, len(values)})
    for start, stop in pairwise(bounds):
        runs = _unbroken(values, start, stop)
        found = {}
        if runs:
            lines = _lines(runs)
            stretches.append(_stretch(lines, start, stop, sum(len(run) for run in runs)))
            found = _special_causes(runs, lines)
        points += [_classed(position, values[position], found, polarity) for position in range(start, stop)]
    assurance = _assurance(stretches[-1], polarity, target) if stretches else NO_ASSURANCE
    return Variation(tuple(points), tuple(stretches), assurance)


def _unbroken(values, start, stop):
    """Runs of (position, value) without a gap, values as Fractions."""
    stretch = ((position, values[position]) for position in range(start, stop))
    return [
        [(position, Fraction(value)) for position, value in run]
        for is_gap, run in groupby(stretch, key=lambda pair: pair[1] is None)
        if not is_gap
    ]


def _lines(runs):
    points = [value for run in runs for _, value in run]
    ranges = [abs(after - before) for run in runs for (_, before), (_, after) in pairwise(run)]
    centre = sum(points) / len(points)
    if not ranges:
        return _Lines(centre, None, 0)
    edge = RANGE_FACTOR * sum(ranges) / len(ranges)
    # Where nothing moves the edge is zero, and so is every range: none of them stands out.
    kept = [moved for moved in ranges if moved < edge] if edge else ranges
    return _Lines(centre, LIMIT_FACTOR * sum(kept) / len(kept), len(ranges) - len(kept))


def _stretch(lines, start, stop, count):
    lower, upper = None, None
    if lines.reach is not None:
        lower, upper = _decimal(lines.centre - lines.reach), _decimal(lines.centre + lines.reach)
    return Stretch(start, stop, count, _decimal(lines.centre), lower, upper, lines.left_out)


def _decimal(fraction):
    return _WIDE.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def _special_causes(runs, lines):
    """Position → (rule, way), by the first rule that a point is part of."""
    found = {}
    for rule, find in _RULES.items():
        for run in runs:
            for position, way in find(run, lines):
                found.setdefault(position, (rule, way))
    return found


def _outside(run, lines):
    return [(position, way) for position, way in lines.sides(run, 1) if way]


def _trend(run, lines):
    steps = [_way(before, after) for (_, before), (_, after) in pairwise(run)]
    for way, same in groupby(range(len(steps)), key=steps.__getitem__):
        places = list(same)
        if way and len(places) >= RUN - 1:
            # Each step ends at the next point, so the run has one point more than it has steps.
            yield from ((position, way) for position, _ in run[places[0] : places[-1] + 2])


def _way(before, after):
    return UP if after > before else DOWN if after < before else ""


def _near_a_limit(run, lines):
    near = lines.sides(run, NEAR_SHARE)
    for three in zip(near, near[1:], near[2:], strict=False):
        for way in (UP, DOWN):
            there = [position for position, side in three if side == way]
            if len(there) >= 2:
                yield from ((position, way) for position in there)


def _one_side(run, lines):
    for way, same in groupby(lines.sides(run, 0), key=itemgetter(1)):
        points = list(same)
        if way and len(points) >= RUN:
            yield from points


# In the order in which they are asked. Each gives (position, way) of the points of a run that are part of it.
_RULES = {OUTSIDE: _outside, TREND: _trend, NEAR_A_LIMIT: _near_a_limit, ONE_SIDE: _one_side}


def _classed(position, value, found, polarity):
    if value is None:
        return None
    if position not in found:
        return ClassedPoint(position, value)
    rule, way = found[position]
    if polarity in (BIB, SIB):
        kind = IMPROVEMENT if (way == UP) == (polarity == BIB) else CONCERN
    else:
        kind = HIGH if way == UP else LOW
    return ClassedPoint(position, value, kind, rule, way)


def _assurance(stretch, polarity, target):
    """Every value within the limits meets the target, none does, or some do. A value at the target meets it."""
    if target is None or polarity not in (BIB, SIB) or not stretch.has_limits:
        return NO_ASSURANCE
    worst, best = (stretch.lower, stretch.upper) if polarity == BIB else (-stretch.upper, -stretch.lower)
    aim = target if polarity == BIB else -target
    if worst >= aim:
        return WILL_PASS
    return WILL_FAIL if best < aim else EITHER_WAY
