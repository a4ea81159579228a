"""Figures to drawings: the geometry of the charts that the server draws as SVG. No HTML, no queries.

Lengths are in units of the drawing's viewBox, y grows downwards. Numbers arrive as text, ready for an attribute.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from indicators.figures import PERCENT, format_value
from indicators.rating import AMBER, COLOURS, GREEN, NOT_RATED, RED, gaps

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 24, 3
WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 30, 44
# The target is labelled to the right of the plot, where no point can lie under its words.
RIGHT_OF_TARGET = 72
TICKS = 5
BARS_WIDTH, BAR_THICKNESS, BAR_ROW = 160, 10, 20
COLUMN_SHARE = Decimal("0.56")
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# Room that a label needs: beyond it every second period is labelled, then every third.
LETTER = 7
# Up to this many periods each point can carry its figure without touching its neighbour's.
VALUES_SHOWN = 13

# The shape of each rating, around its point: told apart without colour, on paper and by any eye.
SHAPES = {
    GREEN: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    AMBER: "M0-5.5 5.5 4.5h-11z",
    RED: "M-4.5-4.5h9v9h-9z",
    NOT_RATED: "M-5-1.25h10v2.5h-10z",
}


@dataclass(frozen=True)
class Spark:
    """A small trend: a polyline for each run without gaps, the target's height, and the last point with its rating.

    `dots` are the points that stand alone, which no line would show.
    """

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
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
    text_y: str

    @property
    def shape(self):
        return SHAPES[self.rag]


@dataclass(frozen=True)
class Label:
    """A period under the axis. `year` stands in a second line, where it isn't that of the label before."""

    x: str
    text: str
    year: str


@dataclass(frozen=True)
class Break:
    """A place between two periods where what is measured changes; `anchor` keeps its words inside the drawing."""

    x: str
    label: str
    anchor: str


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
    target_y: str | None
    target_text: str
    breaks: tuple[Break, ...]
    labels: tuple[Label, ...]
    has_values: bool
    as_columns: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    base: int = HEIGHT - BOTTOM

    @property
    def cut_at(self):
        """Where the axis starts, if not at zero: said beside the chart."""
        start = self.ticks[0][1]
        return "" if start in ("0", "0%") else start

    @property
    def ratings(self):
        """The ratings that its marks have, for a key."""
        return tuple(rag for rag in SHAPES if any(mark.rag == rag for mark in self.marks))


def sparkline(points, periods):
    """A Spark of the points at the given periods, or None where none of them has a value."""
    by_period = {point.period: point for point in points if point.value is not None}
    shown = [by_period.get(period) for period in periods]
    present = [point for point in shown if point]
    if not present:
        return None
    target = present[-1].target_value
    heights = [point.value for point in present] + ([target] if target is not None else [])
    x = _scale(Decimal(0), Decimal(max(len(periods) - 1, 1)), SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN)
    y = _scale(min(heights), max(heights), SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN)
    placed = [(x(Decimal(n)), y(point.value)) if point else None for n, point in enumerate(shown)]
    last = next(place for place in reversed(placed) if place)
    return Spark(
        lines=_polylines(shown, placed),
        dots=tuple((_text(run[0][0]), _text(run[0][1])) for run in _runs(shown, placed) if len(run) == 1),
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
    targets = [point.target_value for point in present if point.target_value is not None]
    last_target = present[-1].target_value
    ticks = _ticks([point.value for point in present] + targets, definition.unit, from_zero=as_columns)
    right = WIDTH - (RIGHT if last_target is None else RIGHT_OF_TARGET)
    slot = Decimal(right - LEFT) / len(periods)
    y = _scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    centres = [LEFT + slot * n + slot / 2 for n in range(len(periods))]
    placed = [(centres[n], y(point.value)) if point else None for n, point in enumerate(shown)]
    return Trend(
        marks=tuple(
            _mark(point, placed[n], y, slot, below=not as_columns and _dips(shown, n))
            for n, point in enumerate(shown)
            if point
        ),
        lines=_polylines(shown, placed),
        ticks=tuple((_text(y(value)), format_value(value, definition.unit)) for value in ticks),
        bands=tuple(_bands(shown, slot, y, ticks[0], ticks[-1])),
        target=tuple(_steps(shown, slot, y)),
        target_y=None if last_target is None else _text(y(last_target)),
        target_text="" if last_target is None else format_value(last_target, definition.unit),
        breaks=tuple(_breaks(shown, slot, right)),
        labels=tuple(_labels(periods, centres, slot)),
        has_values=len(periods) <= VALUES_SHOWN,
        as_columns=as_columns,
        right=right,
    )


def _ticks(values, unit, from_zero):
    """Round numbers from below the least value to above the greatest.

    Columns start at zero, or their lengths would mislead. So does a line, unless it stays in the upper half of its
    axis: there it would lie flat, and a month's change be lost.
    """
    highest, lowest = max(values), min(values)
    if from_zero or lowest * 2 < highest:
        lowest = min(lowest, Decimal(0))
    else:
        room = (highest - lowest) / 5 or highest / 10
        lowest, highest = lowest - room, highest + room
    whole = unit == PERCENT and max(values) <= 100
    if whole:
        highest = min(highest, Decimal(100))
    rough = (highest - lowest) / TICKS or Decimal(1) / TICKS
    scale = Decimal(1).scaleb(rough.adjusted())
    step = next(round_step * scale for round_step in ROUND_STEPS if round_step * scale >= rough)
    first, last = -_ceiling(-lowest / step), -_ceiling(-highest / step)
    while step * last < highest or last == first:
        last += 1
    if whole and step * last > 100:
        # A step of 15 or so can't end at 100: the last tick stands there all the same.
        return [*(step * n for n in range(first, last)), Decimal(100)]
    return [step * n for n in range(first, last + 1)]


def _ceiling(value):
    return int(value.to_integral_value(ROUND_CEILING))


def _labels(periods, centres, slot):
    """As many periods as have room, the last always among them."""
    words = [period.short_label.rpartition(" ") for period in periods]
    widest = max(len(first or last) for first, _, last in words) * LETTER + LETTER
    every = _ceiling(widest / slot)
    year = ""
    for n, (first, _, last) in enumerate(words):
        if (len(words) - 1 - n) % every == 0:
            yield Label(_text(centres[n]), first or last, last if first and last != year else "")
            year = last


def _dips(shown, place):
    """Whether the line comes down to this point: then its figure stands under it, clear of the line."""
    beside = [point.value for point in (*shown[max(place - 1, 0) : place], *shown[place + 1 : place + 2]) if point]
    return bool(beside) and sum(beside) > shown[place].value * len(beside)


def _mark(point, place, y, slot, below):
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
        text_y=_text(place[1] + (19 if below else -9)),
    )


def _bands(shown, slot, y, floor, top):
    """Each band of the rule, behind the run of periods in which it came down to these bands."""
    for rule, run in _runs_of(shown, lambda point: point.bands):
        if rule is None:
            continue
        for colour, low, high in _stretches(rule):
            low = floor if low is None else max(low, floor)
            high = top if high is None else min(high, top)
            if low < high:
                yield BandArea(
                    colour=colour,
                    x=_text(LEFT + slot * run[0]),
                    y=_text(y(high)),
                    width=_text(slot * len(run)),
                    height=_text(y(low) - y(high)),
                )


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


def _steps(shown, slot, y):
    """The target as one polyline for each run of periods with a target: level within a target, a step between two."""
    places = []
    for value, run in _runs_of(shown, lambda point: point.target_value):
        if value is None:
            yield from _flush(places)
            places = []
        else:
            places += [(LEFT + slot * run[0], y(value)), (LEFT + slot * (run[-1] + 1), y(value))]
    yield from _flush(places)


def _flush(places):
    if places:
        yield _polyline(places)


def _breaks(shown, slot, right):
    """Where the qualifier changes, what is measured changes: a line between the two periods."""
    before = None
    for n, point in enumerate(shown):
        if point and before and point.observation.qualifier != before.observation.qualifier:
            x = LEFT + slot * n
            was = before.observation.qualifier
            label = f"measured as {was} until here" if was else f"{point.observation.qualifier} from here"
            yield Break(_text(x), label, "end" if x > (LEFT + right) / 2 else "start")
        before = point or before


def _runs_of(shown, held_by):
    """(what is held, positions) for each run of points that hold the same; None where nothing is stated."""
    numbered = ((held_by(point) if point else None, n) for n, point in enumerate(shown))
    for held, run in groupby(numbered, key=lambda pair: pair[0]):
        yield held, [n for _, n in run]


def _scale(low, high, start, end):
    """A function from values between low and high to lengths between start and end; a flat range lies in the middle."""
    if high == low:
        return lambda value: Decimal(start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _runs(shown, placed):
    """The places of each run without gaps. A changed qualifier ends a run too: what isn't compared is not joined."""
    pairs = zip(shown, placed, strict=True)
    kinds = groupby(pairs, key=lambda pair: pair[0] and pair[0].observation.qualifier)
    return [[place for _, place in run] for kind, run in kinds if kind is not None]


def _polylines(shown, placed):
    """A polyline for each run of two points or more; one that stands alone is no line."""
    return tuple(_polyline(run) for run in _runs(shown, placed) if len(run) > 1)


def _polyline(places):
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in places)


def _text(length):
    return f"{length:.1f}"


@dataclass(frozen=True)
class Bars:
    """A few values as bars from zero, one under the other: (y, length) of each.

    `of_hundred`: the full width is 100%, so that each bar can be drawn as a part of it.
    """

    bars: tuple[tuple[str, str], ...]
    of_hundred: bool
    thickness: int = BAR_THICKNESS
    width: int = BARS_WIDTH

    @property
    def height(self):
        return BAR_ROW * len(self.bars)


def bars(values, unit):
    """Bars of the values on one scale: to 100 for percentages, else to the largest."""
    top = max([*values, Decimal(100) if unit == PERCENT else Decimal(1)])
    above = Decimal(BAR_ROW - BAR_THICKNESS) / 2
    return Bars(
        bars=tuple(
            (_text(n * BAR_ROW + above), _text(max(value, Decimal(0)) / top * BARS_WIDTH))
            for n, value in enumerate(values)
        ),
        of_hundred=unit == PERCENT and top == 100,
    )
