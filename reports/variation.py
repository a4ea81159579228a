"""The variation of one indicator as people read it: its limits, the figures that stand out, and why they do."""

from dataclasses import dataclass
from decimal import Decimal

from indicators import variation
from indicators.direction import UP
from indicators.figures import format_value
from indicators.models import Definition, Rebase
from indicators.periods import Period
from indicators.series import alike_last

RUNNING_TOTAL = "Figures of the year to date start again each year and grow within it, so they have no limits."
OVERLAPPING = "Each figure of twelve months shares most of them with the one before, so runs come about more easily."
NO_WIDTH = "All other movements are zero, so that the limits lie on the mean."


@dataclass(frozen=True)
class VariationPoint:
    """One figure for a chart: its kind and rule (see `indicators.variation`), and the lines it was set against."""

    period: Period
    value: Decimal
    kind: str
    rule: str
    way: str
    centre: Decimal
    lower: Decimal | None
    upper: Decimal | None
    is_provisional: bool


@dataclass(frozen=True)
class StretchRow:
    """Limits over some periods, as text. `rebase` is the row that starts it, or None for the first."""

    first: Period
    last: Period
    count: int
    mean: str
    lower: str
    upper: str
    why_provisional: str
    rebase: Rebase | None


@dataclass(frozen=True)
class SpecialRow:
    """A figure that is no ordinary variation, and the rule that says so, in words."""

    period: Period
    text: str
    kind: str
    way: str
    words: str
    is_provisional: bool


@dataclass(frozen=True)
class VariationBlock:
    """`kind`, `way`, `rule` and its `words`: of the latest figure, which is that of `period`; "" where there is none.

    `assurance` is the target against the limits of now.
    `why_not` says why nothing was worked out; then all else is empty. `points` are oldest first, `special` newest
    first, `stretches` oldest first, `notes` sentences on how far to trust it.
    """

    period: Period | None = None
    kind: str = ""
    way: str = ""
    rule: str = ""
    words: str = ""
    assurance: str = ""
    is_provisional: bool = True
    why_provisional: str = ""
    points: tuple[VariationPoint, ...] = ()
    stretches: tuple[StretchRow, ...] = ()
    special: tuple[SpecialRow, ...] = ()
    notes: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def current(self):
        return self.stretches[-1] if self.stretches else None

    @property
    def has_enough(self):
        """Whether there are limits, and figures enough for each of the rules to be able to speak."""
        return bool(self.current and self.current.lower and self.current.count >= variation.RUN)

    def kind_of(self, period):
        """The kind of that period's figure, or "" where it isn't the latest or there aren't figures enough to tell."""
        return self.kind if self.has_enough and self.period == period else ""


def build_variation(series, period):
    """The VariationBlock of a Series up to a period, by the definition and target in force at its end. No queries.

    Figures of another kind of period are gaps, and so are those that a mark such as 6m+ says were measured in another
    way than the last one.
    """
    definition = series.definition_on(period.end)
    if definition.basis == Definition.Basis.YEAR_TO_DATE:
        return VariationBlock(why_not=RUNNING_TOTAL)
    stated = series.stated_up_to(period)
    alike = alike_last(stated)
    if not alike:
        return VariationBlock(why_not="There are no figures to work it out from.")
    by_period = {point.period: point for point in alike}
    periods = _every_period(alike[0].period, alike[-1].period)
    rebases = _rebased_at(series.rebases, periods)
    target = series.targets.on(period.end)
    found = variation.analyse(
        [by_period[p].value if p in by_period else None for p in periods],
        series.polarity_on(period.end),
        target=target and target.value_on(period.end),
        rebase_at=tuple(rebases),
    )
    words = _Words(definition.unit, max(point.observation.decimals for point in alike))
    return VariationBlock(
        period=periods[-1],
        kind=found.variation,
        way=found.latest.way,
        rule=found.latest.rule,
        words=words.of(found.latest, found.current),
        assurance=found.assurance,
        is_provisional=found.is_provisional,
        why_provisional=found.current.why_provisional,
        points=tuple(_point(found, point, periods) for point in found.points if point),
        stretches=tuple(_stretch(each, periods, rebases, words) for each in found.stretches),
        special=tuple(
            _special(found, point, periods, words)
            for point in reversed(found.special)
            if found.stretch_of(point).count >= variation.RUN
        ),
        notes=tuple(_notes(definition, found, len(stated) - len(alike))),
    )


def rebase_periods(series):
    """The periods that may start a stretch: those with a figure but the first, oldest first."""
    newest = series.points[-1].period if series.points else None
    return tuple(point.period for point in series.stated_up_to(newest)[1:]) if newest else ()


def _every_period(first, last):
    periods = [first]
    while periods[-1] < last:
        periods.append(periods[-1].next)
    return tuple(periods)


def _rebased_at(rebases, periods):
    """Position → Rebase. One that starts before the first figure or after the last splits nothing."""
    places = {}
    for rebase in rebases:
        place = next((n for n, period in enumerate(periods) if period.start >= rebase.starts_on), None)
        if place:
            places[place] = rebase
    return places


class _Words:
    """Lines are written one decimal finer than the figures that they are compared with."""

    def __init__(self, unit, decimals):
        self.unit = unit
        self.decimals = decimals

    def figure(self, value):
        return format_value(value, self.unit, self.decimals)

    def line(self, value):
        return "" if value is None else format_value(value, self.unit, self.decimals + 1)

    def of(self, point, stretch):
        """Why a point is special cause: a clause; "" for common cause."""
        is_up = point.way == UP
        limit = f"the {'upper' if is_up else 'lower'} limit of {self.line(stretch.upper if is_up else stretch.lower)}"
        side = "above" if is_up else "below"
        return {
            "": "",
            variation.OUTSIDE: f"{side} {limit}",
            variation.TREND: f"one of seven or more in a row, each {side} the one before",
            variation.NEAR_A_LIMIT: f"one of two in three that are near {limit}",
            variation.ONE_SIDE: f"one of seven or more in a row {side} the mean of {self.line(stretch.centre)}",
        }[point.rule]


def _point(found, point, periods):
    stretch = found.stretch_of(point)
    return VariationPoint(
        period=periods[point.position],
        value=point.value,
        kind=point.kind,
        rule=point.rule,
        way=point.way,
        centre=stretch.centre,
        lower=stretch.lower,
        upper=stretch.upper,
        is_provisional=stretch.is_provisional,
    )


def _stretch(stretch, periods, rebases, words):
    return StretchRow(
        first=periods[stretch.start],
        last=periods[stretch.stop - 1],
        count=stretch.count,
        mean=words.line(stretch.centre),
        lower=words.line(stretch.lower),
        upper=words.line(stretch.upper),
        why_provisional=stretch.why_provisional,
        rebase=rebases.get(stretch.start),
    )


def _special(found, point, periods, words):
    return SpecialRow(
        period=periods[point.position],
        text=words.figure(point.value),
        kind=point.kind,
        way=point.way,
        words=words.of(point, found.stretch_of(point)),
        is_provisional=found.stretch_of(point).is_provisional,
    )


def _notes(definition, found, left_out):
    if left_out:
        figures = "1 figure was" if left_out == 1 else f"{left_out} figures were"
        yield f"{figures} left out: measured in another way than the latest."
    if definition.basis == Definition.Basis.ROLLING_12_MONTHS:
        yield OVERLAPPING
    if found.current.left_out:
        moves = "1 movement" if found.current.left_out == 1 else f"{found.current.left_out} movements"
        yield f"{moves} from one figure to the next stood out so far that the limits were set without."
        if found.limits[0] == found.limits[1]:
            yield NO_WIDTH
