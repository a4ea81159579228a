"""What the chart of one indicator says, in plain values: the rows that its SVG and its Plotly figure are made from."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from indicators.figures import format_value
from indicators.models import Unit
from indicators.periods import Period
from indicators.qualifiers import is_provisional, measured_as
from indicators.rating import COLOURS, gaps
from reports.charts.scale import ticks

BROKEN = "something else from here"


@dataclass(frozen=True)
class Slot:
    """One period of a chart. `value` is None for a gap; `status` is then the symbol that was stated, if any.

    `run` tells what may be joined by a line: None for a gap, and another number after each change of what is measured.
    `revised_from` is the figure an earlier file stated, `note` the number of the commentary under the chart or 0, and
    `kind` the special cause (see `indicators.variation`) where limits are shown.
    """

    period: Period
    value: Decimal | None = None
    text: str = ""
    rag: str = ""
    status: str = ""
    status_meaning: str = ""
    is_provisional: bool = False
    revised_from: str = ""
    run: int | None = None
    note: int = 0
    kind: str = ""

    @property
    def signs(self):
        """P for provisional, R for revised: read beside the figure."""
        return "P" * self.is_provisional + "R" * bool(self.revised_from)


@dataclass(frozen=True)
class Band:
    """A stretch of values with its colour, over the slots from `start` to before `stop`."""

    colour: str
    low: Decimal
    high: Decimal
    start: int
    stop: int


@dataclass(frozen=True)
class Aim:
    """The target over the slots from `start` to before `stop`."""

    value: Decimal
    start: int
    stop: int


@dataclass(frozen=True)
class Limits:
    """The mean and the limits over the slots from `start` to before `stop`; limits are None where there are none."""

    centre: Decimal
    lower: Decimal | None
    upper: Decimal | None
    start: int
    stop: int
    is_provisional: bool


@dataclass(frozen=True)
class Break:
    """What is measured, or what it is compared with, changes before the slot at `place`."""

    place: int
    label: str


@dataclass(frozen=True)
class Trend:
    """The chart of one indicator: columns from zero for counts, a line for rates and averages.

    `axis` are its round values, from the lowest on the chart to the highest.
    """

    slots: tuple[Slot, ...]
    unit: str
    as_columns: bool
    axis: tuple[Decimal, ...]
    bands: tuple[Band, ...]
    aims: tuple[Aim, ...]
    breaks: tuple[Break, ...]
    limits: tuple[Limits, ...]

    def write(self, value):
        return format_value(value, self.unit)

    @property
    def cut_at(self):
        """Where the axis starts, if not at zero: said beside the chart."""
        return self.write(self.axis[0]) if self.axis[0] else ""


def build_trend(points, periods, noted=(), variation=None):
    """The Trend of the points over consecutive periods, or None where none of them has a value to draw.

    A figure in another unit than the last is no point of the same axis, so it is left to the table. `noted` are the
    periods with commentary, oldest first; `variation` is the VariationBlock whose limits are drawn, if any.
    """
    shown = charted(points, periods)
    present = [point for point in shown if point and point.value is not None]
    if not present:
        return None
    definition = present[-1].definition
    as_columns = definition.unit == Unit.NUMBER and definition.decimals == 0
    breaks = tuple(_breaks(shown))
    classed = {point.period: point for point in variation.points} if variation else {}
    limits = tuple(_limits(periods, variation.stretches if variation else (), classed))
    aims = tuple(_aims(shown))
    heights = [point.value for point in present] + [aim.value for aim in aims]
    heights += [line for each in limits for line in (each.lower, each.upper) if line is not None]
    axis = tuple(ticks(heights, definition.unit, from_zero=as_columns))
    rebased = (Break(each.start, "rebased") for each in limits[1:])
    return Trend(
        slots=tuple(_slots(shown, periods, breaks, noted, classed)),
        unit=definition.unit,
        as_columns=as_columns,
        axis=axis,
        bands=tuple(_bands(shown, axis[0], axis[-1])),
        aims=aims,
        breaks=tuple(sorted((*breaks, *rebased), key=lambda each: each.place)),
        limits=limits,
    )


def charted(points, periods):
    """The point of each period, or None: those that share the unit of the last figure."""
    unit = next((point.definition.unit for point in reversed(points) if point.value is not None), None)
    by_period = {point.period: point for point in points if point.definition.unit == unit}
    return [by_period.get(period) for period in periods]


def _slots(shown, periods, breaks, noted, classed):
    starts = {each.place for each in breaks}
    numbers = {period: n for n, period in enumerate(noted, 1)}
    run = 0
    for n, (point, period) in enumerate(zip(shown, periods, strict=True)):
        run += n in starts
        note = numbers.get(period, 0)
        if point is None:
            yield Slot(period, note=note)
        elif point.value is None:
            stated = point.observation
            yield Slot(period, status=stated.status, status_meaning=stated.get_status_display(), note=note)
        else:
            against = classed.get(period)
            yield Slot(
                period=period,
                value=point.value,
                text=format_value(point.value, point.definition.unit, point.observation.decimals),
                rag=point.rag,
                is_provisional=is_provisional(point.observation.qualifier),
                revised_from=point.revised_from,
                run=run,
                note=note,
                # Provisional limits move with each figure: nothing is said to stand out against them.
                kind=against.kind if against and not against.is_provisional else "",
            )


def _bands(shown, floor, top):
    """Each band of the rule, behind the run of periods in which it came down to these bands."""
    for rule, start, stop in _runs_of(shown, lambda point: point.bands):
        for colour, low, high in _stretches(rule):
            low = floor if low is None else max(low, floor)
            high = top if high is None else min(high, top)
            if low < high:
                yield Band(colour, low, high, start, stop)


def _stretches(rule):
    """(colour, low, high) of each band as it is rated: where bands leave a gap the worse of the two fills it."""
    lows = {band: band.low for band in rule.bands}
    highs = {band: band.high for band in rule.bands}
    for below, above in gaps(rule.bands):
        if COLOURS.index(below.colour) > COLOURS.index(above.colour):
            highs[below] = above.low
        else:
            lows[above] = below.high
    # The better band is drawn last, because it holds where two overlap.
    worst_first = sorted(rule.bands, key=lambda band: -COLOURS.index(band.colour))
    return [(band.colour, lows[band], highs[band]) for band in worst_first]


def _aims(shown):
    for value, start, stop in _runs_of(shown, lambda point: point.target_value):
        yield Aim(value, start, stop)


def _limits(periods, stretches, classed):
    """The lines of each stretch, over its periods on the chart."""
    for stretch in stretches:
        places = [n for n, period in enumerate(periods) if stretch.first <= period <= stretch.last]
        found = [classed[periods[n]] for n in places if periods[n] in classed]
        if found:
            lines = found[0]
            yield Limits(lines.centre, lines.lower, lines.upper, places[0], places[-1] + 1, lines.is_provisional)


def _breaks(shown):
    """Where a mark such as 6m+, the basis or the definition says that something else is measured from here on."""
    before = None
    for n, point in enumerate(shown):
        if point is None or point.value is None:
            continue
        if before and (label := _change(before, point)):
            yield Break(n, label)
        before = point


def _change(before, after):
    was, now = (measured_as(point.observation.qualifier) for point in (before, after))
    if was != now:
        return f"measured as {was} until here" if was else f"{now} from here"
    bases = {before.definition.basis, after.definition.basis} - {""}
    if len(bases) == 2:
        return f"{after.definition.get_basis_display()} from here"
    return BROKEN if before.stretch != after.stretch else ""


def _runs_of(shown, held_by):
    """(what is held, start, stop) for each run of points that hold the same, leaving out None.

    A gap within a run belongs to it: what was in force before and after was in force there too.
    """
    known = [(n, held_by(point)) for n, point in enumerate(shown) if point]
    for held, run in groupby(known, key=lambda pair: pair[1]):
        places = [n for n, _ in run]
        if held is not None:
            yield held, places[0], places[-1] + 1
