"""A Trend as SVG geometry."""

from dataclasses import dataclass
from decimal import Decimal

from indicators import variation
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from reports.charts.scale import LETTER, every_so_many, polyline, polylines, scale, spread, text
from reports.charts.trend import Slot

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 14, 44
LANE, LABEL_GAP = 17, 14
COLUMN_SHARE = Decimal("0.56")
# A mark is this wide at least, its white edge included; where periods are closer together it is drawn smaller.
MARK_WIDTH = 12

# The shape of each rating, around its point: told apart without colour, on paper and by any eye.
SHAPES = {
    GREEN: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    AMBER: "M0-5.5 5.5 4.5h-11z",
    RED: "M-4.5-4.5h9v9h-9z",
    NOT_RATED: "M-5-1.75h10v3.5h-10z",
}
# Around a figure that stands out: the frames of the variation icons.
_ROUND, _POINTED, _SQUARE = "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z", "M0-11 11 0 0 11-11 0z", "M-8-8h16v16h-16z"
FRAMES = {
    variation.IMPROVEMENT: _ROUND,
    variation.CONCERN: _POINTED,
    variation.HIGH: _SQUARE,
    variation.LOW: _SQUARE,
}


@dataclass(frozen=True)
class Words:
    """What is written beside a point. `ends_here` keeps it inside the plot where it is wider than its slot."""

    text: str
    is_below: bool
    ends_here: bool


@dataclass(frozen=True)
class Area:
    """A column, or with a `colour` a band: a stretch of values over some periods."""

    x: str
    y: str
    width: str
    height: str
    colour: str = ""


@dataclass(frozen=True)
class Mark:
    """One value: its place, its column for a count, and what is written beside it, if there is room."""

    slot: Slot
    x: str
    y: str
    column: Area | None
    size: str
    text: str
    text_y: str
    anchor: str

    @property
    def shape(self):
        return SHAPES[self.slot.rag]

    @property
    def frame(self):
        return FRAMES.get(self.slot.kind, "")


@dataclass(frozen=True)
class Label:
    """Words at a place. `year` stands in a second line under the axis, where it isn't that of the label before."""

    x: str
    y: str
    text: str
    css: str = ""
    anchor: str = "middle"
    year: str = ""


@dataclass(frozen=True)
class Line:
    """A polyline and what it stands for: `aim`, `mean` or `limit`."""

    css: str
    points: str


@dataclass(frozen=True)
class NoteMark:
    """The number of a passage of commentary above its period, with a leader down to `stop`."""

    number: int
    x: str
    y: str
    stop: str


@dataclass(frozen=True)
class Drawing:
    """Everything that the template of a chart places."""

    marks: tuple[Mark, ...]
    statuses: tuple[Label, ...]
    lines: tuple[str, ...]
    ticks: tuple[tuple[str, str], ...]
    bands: tuple[Area, ...]
    level: tuple[Line, ...]
    level_labels: tuple[Label, ...]
    breaks: tuple[Label, ...]
    notes: tuple[NoteMark, ...]
    labels: tuple[Label, ...]
    as_columns: bool
    height: int
    right: int
    top: int
    base: int
    left: int = LEFT
    width: int = WIDTH


def draw_trend(trend, width=WIDTH, height=HEIGHT):
    """The Drawing of a Trend; words that would meet stand in lanes above the plot, which grows by as much."""
    count = len(trend.slots)
    # Lines are labelled to the right of the plot, where no point can lie under their words.
    right = width - max([RIGHT, *(len(words) * LETTER + LANE for _, _, words in level_words(trend))])
    slot = Decimal(right - LEFT) / count
    breaks, lanes = _in_lanes(trend.breaks, slot, right)
    has_notes = any(each.note for each in trend.slots)
    top = TOP + LANE * (lanes + has_notes) + (0 if lanes or has_notes else LANE)
    base = top + height - TOP - LANE - BOTTOM
    y = scale(trend.axis[0], trend.axis[-1], base, top)
    centres = [LEFT + slot * n + slot / 2 for n in range(count)]
    beside = list(words_beside(trend, slot))
    size = min(Decimal(1), slot / MARK_WIDTH)
    return Drawing(
        marks=tuple(
            _mark(trend, n, centres[n], y, slot, size, beside[n]) for n in range(count) if _has_value(trend, n)
        ),
        statuses=tuple(
            Label(text(centres[n]), text(base - 6), each.status) for n, each in enumerate(trend.slots) if each.status
        ),
        lines=_lines(trend, centres, y),
        ticks=tuple((text(y(value)), trend.write(value)) for value in trend.axis),
        bands=tuple(_area(band, slot, y) for band in trend.bands),
        level=tuple(_levels(trend, slot, y)),
        level_labels=tuple(_level_labels(trend, right, y, top, base)),
        breaks=breaks,
        notes=tuple(_notes(trend, centres, y, top, base)),
        labels=tuple(period_labels([each.period for each in trend.slots], centres, slot, base)),
        as_columns=trend.as_columns,
        width=width,
        height=base + BOTTOM,
        right=right,
        top=top,
        base=base,
    )


def words_beside(trend, slot):
    """The Words of each slot: every figure if a slot this wide has room for it, else the last. Signs are always there.

    They stand below where the line comes down to its point.
    """
    written = [_written(each) for each in trend.slots]
    has_room = max(map(len, written)) * LETTER + 4 <= slot
    last = max(n for n in range(len(trend.slots)) if _has_value(trend, n))
    for n, each in enumerate(trend.slots):
        words = written[n] if has_room or n == last else each.signs
        is_below = not trend.as_columns and _has_value(trend, n) and _dips(trend.slots, n)
        yield Words(words, is_below, ends_here=not has_room and n == len(trend.slots) - 1)


def _written(each):
    return f"{each.text} {each.signs}".strip()


def _has_value(trend, n):
    return trend.slots[n].value is not None


def _mark(trend, n, x, y, slot, size, words):
    each = trend.slots[n]
    height = y(each.value)
    room = 6 if each.kind in FRAMES else 0
    return Mark(
        slot=each,
        x=text(x),
        y=text(height),
        column=_column(x, height, y(Decimal(0)), slot * COLUMN_SHARE) if trend.as_columns else None,
        size=f"{size:.2f}",
        text=words.text,
        text_y=text(height + (19 + room if words.is_below else -9 - room)),
        anchor="end" if words.ends_here else "middle",
    )


def _column(x, height, zero, width):
    return Area(text(x - width / 2), text(min(height, zero)), text(width), text(abs(zero - height)))


def _dips(slots, place):
    """Whether the line comes down to this point: then its figure stands under it, clear of the line."""
    beside = [
        each.value
        for each in (*slots[max(place - 1, 0) : place], *slots[place + 1 : place + 2])
        if each.value is not None
    ]
    return bool(beside) and sum(beside) > slots[place].value * len(beside)


def _lines(trend, centres, y):
    if trend.as_columns:
        return ()
    placed = [
        (x, y(each.value)) if each.value is not None else None for x, each in zip(centres, trend.slots, strict=True)
    ]
    return polylines([each.run for each in trend.slots], placed)


def _area(band, slot, y):
    return Area(
        x=text(LEFT + slot * band.start),
        y=text(y(band.high)),
        width=text(slot * (band.stop - band.start)),
        height=text(y(band.low) - y(band.high)),
        colour=band.colour,
    )


def _levels(trend, slot, y):
    """The target, level within a target and a step between two that follow each other; then means and limits."""
    places = []
    for n, aim in enumerate(trend.aims):
        if n and trend.aims[n - 1].stop != aim.start:
            yield Line("aim", polyline(places))
            places = []
        places += _level(aim.value, aim, slot, y)
    if places:
        yield Line("aim", polyline(places))
    for each in trend.limits:
        yield Line("mean", polyline(_level(each.centre, each, slot, y)))
        for limit in (each.lower, each.upper):
            if limit is not None:
                yield Line("limit", polyline(_level(limit, each, slot, y)))


def _level(value, span, slot, y):
    return [(LEFT + slot * span.start, y(value)), (LEFT + slot * span.stop, y(value))]


def level_words(trend):
    """(value, css, words) of each line that is labelled: those in force at the end."""
    count = len(trend.slots)
    if trend.aims and trend.aims[-1].stop == count:
        value = trend.aims[-1].value
        yield value, "aim", f"Target {trend.write(value)}"
    if trend.limits:
        now = trend.limits[-1]
        precise = max((-slot.value.normalize().as_tuple().exponent for slot in trend.slots if slot.value), default=0)
        for value, css, word in (
            (now.upper, "limit", "Upper limit"),
            (now.centre, "mean", "Mean"),
            (now.lower, "limit", "Lower limit"),
        ):
            if value is not None:
                yield value, css, f"{word} {trend.write(round(value, max(precise, 0) + 1))}"


def _level_labels(trend, right, y, top, base):
    words = list(level_words(trend))
    heights = spread([y(value) for value, _, _ in words], LABEL_GAP, top, base)
    for (_, css, label), height in zip(words, heights, strict=True):
        yield Label(text(right + 6), text(height + 4), label, f"{css}-label", "start")


def _in_lanes(breaks, slot, right):
    """Each break's words in the first lane where they meet no others, and how many lanes there are.

    `anchor` keeps them inside the drawing.
    """
    ends, placed = [], []
    for each in breaks:
        x = LEFT + slot * each.place
        width = len(each.label) * LETTER
        anchor = "end" if x > (LEFT + right) / 2 else "start"
        start, stop = (x - width, x) if anchor == "end" else (x, x + width)
        lane = next((n for n, end in enumerate(ends) if end < start), len(ends))
        ends[lane:] = [stop, *ends[lane + 1 :]]
        placed.append(Label(text(x), text(Decimal(TOP + LANE * lane)), each.label, anchor=anchor))
    return tuple(placed), len(ends)


def _notes(trend, centres, y, top, base):
    for x, each in zip(centres, trend.slots, strict=True):
        if each.note:
            stop = base if each.value is None else y(each.value)
            yield NoteMark(each.note, text(x), text(Decimal(top - LANE // 2)), text(Decimal(stop)))


def period_labels(periods, centres, slot, base):
    """Under the axis, as many periods as have room, the last always among them."""
    words = [period.short_label.rpartition(" ") for period in periods]
    every = every_so_many([first or last for first, _, last in words], slot)
    year = ""
    for n, (first, _, last) in enumerate(words):
        if (len(words) - 1 - n) % every == 0:
            year_below = last if first and last != year else ""
            yield Label(text(centres[n]), text(Decimal(base + 17)), first or last, year=year_below)
            year = last
