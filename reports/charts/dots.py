"""Many authorities in order, best first, as dots with levels drawn across. Some dots are named.

Values in, SVG geometry out, as in `drawing`.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.benchmarking import quarter_words
from indicators.figures import format_value
from reports.charts.drawing import LABEL_GAP, Label
from reports.charts.scale import LETTER, scale, spread, text, ticks

OWN, NEIGHBOUR, OTHER = "own", "neighbour", "other"
# Told apart without colour. An authority that only fills the row is a plain small dot.
SHAPES = {
    OWN: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    NEIGHBOUR: "M0-5.5 5.5 0 0 5.5-5.5 0z",
    OTHER: "M-2.75 0a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0-5.5 0z",
}
# On top of each other, what matters most is drawn last.
_DRAWN = (OTHER, NEIGHBOUR, OWN)

WIDTH, TOP, PLOT = 1100, 22, 300
LEFT, RIGHT = 52, 16
NAME_GAP, NAMES_DOWN = 14, 16
# How far a letter of a name that stands aslant reaches down, and to the left.
DOWN, BACK = Decimal("5.2"), Decimal("3.8")


@dataclass(frozen=True)
class RankedDot:
    """One authority's figure. `quarter` is its own of all."""

    name: str
    value: Decimal
    title: str
    kind: str
    quarter: int


@dataclass(frozen=True)
class Level:
    """A line across: `css` is `england`, `region` or `mean`."""

    css: str
    name: str
    value: Decimal


@dataclass(frozen=True)
class DrawnDot:
    dot: RankedDot
    x: str
    y: str

    @property
    def shape(self):
        return SHAPES[self.dot.kind]


@dataclass(frozen=True)
class Name:
    """The name of a dot under the axis, aslant, with a leader up to its dot."""

    x: str
    y: str
    text: str
    kind: str
    leader: str


@dataclass(frozen=True)
class Quarter:
    """A quarter of the authorities: from `x` on, as wide as they need, with its words above."""

    number: int
    words: str
    x: str
    width: str
    middle: str


@dataclass(frozen=True)
class DotsDrawing:
    """Everything that the template places. `cut_at` is where the axis starts, if not at zero."""

    dots: tuple[DrawnDot, ...]
    names: tuple[Name, ...]
    levels: tuple[tuple[str, str, Label], ...]
    quarters: tuple[Quarter, ...]
    ticks: tuple[tuple[str, str], ...]
    cut_at: str
    right: int
    height: int
    left: int = LEFT
    top: int = TOP
    base: int = TOP + PLOT
    width: int = WIDTH


def draw_dots(dots, levels, unit, polarity):
    """The DotsDrawing of RankedDots, in their order, and Levels; None without dots."""
    if not dots:
        return None
    labels = [f"{level.name} {format_value(level.value, unit)}" for level in levels]
    right = WIDTH - max([RIGHT, *(len(label) * LETTER + RIGHT for label in labels)])
    axis = ticks([each.value for each in (*dots, *levels)], unit, from_zero=False)
    base = TOP + PLOT
    y = scale(axis[0], axis[-1], base, TOP)
    slot = Decimal(right - LEFT) / len(dots)
    longest = max((len(dot.name) for dot in dots if dot.kind != OTHER), default=0)
    placed = [DrawnDot(dot, text(LEFT + slot * n + slot / 2), text(y(dot.value))) for n, dot in enumerate(dots)]
    heights = spread([y(level.value) for level in levels], LABEL_GAP, TOP, base)
    return DotsDrawing(
        dots=tuple(sorted(placed, key=lambda each: _DRAWN.index(each.dot.kind))),
        names=tuple(_names(placed, right, base)),
        levels=tuple(
            (level.css, text(y(level.value)), Label(text(right + 8), text(height + 4), label, anchor="start"))
            for level, height, label in zip(levels, heights, labels, strict=True)
        ),
        quarters=tuple(_quarters(dots, slot, polarity)),
        ticks=tuple((text(y(value)), format_value(value, unit)) for value in axis),
        cut_at=format_value(axis[0], unit) if axis[0] else "",
        right=right,
        height=base + NAMES_DOWN + int(longest * DOWN) + LABEL_GAP,
    )


def _names(placed, right, base):
    """Those of all but the others, moved apart as far as they would meet."""
    named = [each for each in placed if each.dot.kind != OTHER]
    if not named:
        return
    first = max(Decimal(LEFT), len(named[0].dot.name) * BACK)
    places = spread([Decimal(each.x) for each in named], NAME_GAP, first, right)
    for each, x in zip(named, places, strict=True):
        leader = f"M{each.x} {each.y}V{base}L{text(x)} {base + NAMES_DOWN - 6}"
        yield Name(text(x), text(Decimal(base + NAMES_DOWN)), each.dot.name, each.dot.kind, leader)


def _quarters(dots, slot, polarity):
    start = 0
    for number in sorted({dot.quarter for dot in dots}):
        count = sum(dot.quarter == number for dot in dots)
        x, width = LEFT + slot * start, slot * count
        yield Quarter(number, quarter_words(number, polarity).capitalize(), text(x), text(width), text(x + width / 2))
        start += count
