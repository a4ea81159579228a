"""Figures to drawings: the geometry of the charts that the server draws as SVG. No HTML, no queries.

Lengths are in units of the drawing's viewBox, y grows downwards. Numbers arrive as text, ready for an attribute.
"""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from indicators.figures import PERCENT, format_value
from indicators.series import rule_of

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 24, 3
WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 18, 36
TICKS = 5
COLUMN_SHARE = Decimal("0.6")


@dataclass(frozen=True)
class Spark:
    """A small trend: a polyline for each run without gaps, the target's height, and the last point with its rating."""

    lines: tuple[str, ...]
    last: tuple[str, str, str]
    target_y: str | None
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


@dataclass(frozen=True)
class Mark:
    """One value of a trend: its place, its column (for counts), how it is written and rated."""

    x: str
    y: str
    column: tuple[str, str]
    column_height: str
    rag: str
    text: str
    label: str


@dataclass(frozen=True)
class BandArea:
    """A stretch of values with its colour, behind the periods in which the rule was in force."""

    colour: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Trend:
    """The chart of one indicator: columns from zero for counts, a line for rates, the target as a stepped line."""

    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    ticks: tuple[tuple[str, str], ...]
    bands: tuple[BandArea, ...]
    target: tuple[str, ...]
    breaks: tuple[str, ...]
    as_columns: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    base: int = HEIGHT - BOTTOM
    label_y: int = field(default=HEIGHT - BOTTOM + 22)


def sparkline(points, periods):
    """A Spark of the points at the given periods, or None where none of them has a value."""
    by_period = {point.period: point for point in points if point.value is not None}
    shown = [by_period.get(period) for period in periods]
    present = [point for point in shown if point]
    if not present:
        return None
    target = present[-1].target.value if present[-1].target else None
    heights = [point.value for point in present] + ([target] if target is not None else [])
    x = _scale(Decimal(0), Decimal(max(len(periods) - 1, 1)), SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN)
    y = _scale(min(heights), max(heights), SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN)
    placed = [(x(Decimal(n)), y(point.value)) if point else None for n, point in enumerate(shown)]
    last = next(place for place in reversed(placed) if place)
    return Spark(
        lines=_polylines(placed),
        last=(_text(last[0]), _text(last[1]), present[-1].rag),
        target_y=_text(y(target)) if target is not None else None,
    )


def trend(points, periods):
    """The Trend of the points over consecutive periods, or None where none of them has a value."""
    by_period = {point.period: point for point in points if point.value is not None}
    shown = [by_period.get(period) for period in periods]
    present = [point for point in shown if point]
    if not present:
        return None
    definition = present[-1].definition
    as_columns = definition.unit != PERCENT and definition.decimals == 0
    top = _ceiling(present, definition.unit)
    slot = Decimal(WIDTH - LEFT - RIGHT) / len(periods)
    floor = min(Decimal(0), *(point.value for point in present))
    y = _scale(floor, top, HEIGHT - BOTTOM, TOP)
    centres = [LEFT + slot * n + slot / 2 for n in range(len(periods))]
    placed = [(centres[n], y(point.value)) if point else None for n, point in enumerate(shown)]
    return Trend(
        marks=tuple(_mark(point, place, y, slot) for point, place in zip(shown, placed, strict=True) if point),
        lines=_polylines(placed),
        ticks=tuple((_text(y(value)), format_value(value, definition.unit)) for value in _ticks(floor, top)),
        bands=tuple(_bands(shown, slot, y, floor, top)),
        target=tuple(_steps(shown, slot, y)),
        breaks=tuple(_breaks(shown, slot)),
        as_columns=as_columns,
    )


def _ceiling(present, unit):
    """The top of the axis: 100% for shares that don't pass it, else a round number above every value and target."""
    highest = max(point.value for point in present)
    targets = [point.target.value for point in present if point.target and point.target.value is not None]
    highest = max([highest, *targets])
    if unit == PERCENT and highest <= 100:
        return Decimal(100)
    step = Decimal(1).scaleb(highest.adjusted()) / 2 if highest > 0 else Decimal(1)
    return (highest / step).to_integral_value(ROUND_CEILING) * step


def _ticks(floor, top):
    return [floor + (top - floor) * n / TICKS for n in range(TICKS + 1)]


def _mark(point, place, y, slot):
    width = slot * COLUMN_SHARE
    zero = y(Decimal(0))
    return Mark(
        x=_text(place[0]),
        y=_text(place[1]),
        column=(_text(place[0] - width / 2), _text(width)),
        column_height=_text(zero - place[1]),
        rag=point.rag,
        text=format_value(point.value, point.definition.unit, point.observation.decimals),
        label=point.period.short_label,
    )


def _bands(shown, slot, y, floor, top):
    """Each band of the rule in force, behind the run of periods that it was in force in."""
    for row, run in _runs_of(shown, lambda point: point and point.threshold):
        rule = rule_of(row)
        if rule is None or rule.share_of_cohort:
            continue
        for band in rule.bands:
            low = floor if band.low is None else max(band.low, floor)
            high = top if band.high is None else min(band.high, top)
            if low < high:
                yield BandArea(
                    colour=band.colour,
                    x=_text(LEFT + slot * run[0]),
                    y=_text(y(high)),
                    width=_text(slot * len(run)),
                    height=_text(y(low) - y(high)),
                )


def _steps(shown, slot, y):
    """The target as one polyline for each run of periods with a target: level within a target, a step between two."""
    places = []
    for row, run in _runs_of(shown, lambda point: point and point.target):
        value = row.value if row else None
        if value is None:
            yield from _flush(places)
            places = []
        else:
            places += [(LEFT + slot * run[0], y(value)), (LEFT + slot * (run[-1] + 1), y(value))]
    yield from _flush(places)


def _flush(places):
    if places:
        yield _polyline(places)


def _breaks(shown, slot):
    """Where the qualifier changes, what is measured changes: a line between the two periods."""
    before = None
    for n, point in enumerate(shown):
        if point and before and point.observation.qualifier != before.observation.qualifier:
            yield _text(LEFT + slot * n)
        before = point or before


def _runs_of(shown, row_of):
    """(row, positions) for each run of periods that share a row."""
    numbered = ((row_of(point) or None, n) for n, point in enumerate(shown))
    for row, run in groupby(numbered, key=lambda pair: pair[0]):
        yield row, [n for _, n in run]


def _scale(low, high, start, end):
    """A function from values between low and high to lengths between start and end; a flat range lies in the middle."""
    if high == low:
        return lambda value: Decimal(start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _polylines(placed):
    """A polyline for each run without gaps; a lone point is a run of its own, drawn as a dot by its round line ends."""
    runs = (list(run) for has, run in groupby(placed, key=bool) if has)
    return tuple(_polyline(run if len(run) > 1 else run * 2) for run in runs)


def _polyline(places):
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in places)


def _text(length):
    return f"{length:.1f}"
