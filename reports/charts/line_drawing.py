"""Lines as SVG geometry. Each line has a mark and a dash of its own, and its name at its end."""

from dataclasses import dataclass
from decimal import Decimal

from reports.charts.drawing import BOTTOM, HEIGHT, LABEL_GAP, LANE, LEFT, RIGHT, TOP, WIDTH, Label
from reports.charts.lines import LinePoint
from reports.charts.scale import LETTER, every_so_many, polylines, scale, spread, text

# Told apart without colour. As many as there are council reports side by side, and one to spare.
SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.5-3.5h7v7h-7z",
    "M0-5 4.5 3.5h-9z",
    "M0-5 5 0 0 5-5 0z",
    "M0 5 4.5-3.5h-9z",
    "M-5-1.5h3.5V-5h3v3.5H5v3H1.5V5h-3V1.5H-5z",
)


@dataclass(frozen=True)
class LineMark:
    point: LinePoint
    x: str
    y: str


@dataclass(frozen=True)
class DrawnLine:
    """`number` picks its mark and its dash; the label stands at its end, and `link` joins the two."""

    name: str
    number: int
    is_main: bool
    shape: str
    lines: tuple[str, ...]
    marks: tuple[LineMark, ...]
    label: Label
    link: str


@dataclass(frozen=True)
class LinesDrawing:
    lines: tuple[DrawnLine, ...]
    ticks: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]
    dots: tuple[tuple[str, str, str], ...]
    right: int
    top: int = TOP
    base: int = HEIGHT - BOTTOM
    left: int = LEFT
    width: int = WIDTH
    height: int = HEIGHT


def draw_lines(chart):
    """The LinesDrawing of some Lines."""
    names = max(len(line.name) for line in chart.lines)
    right = WIDTH - RIGHT - names * LETTER - LANE
    slot = Decimal(right - LEFT) / len(chart.places)
    y = scale(chart.axis[0], chart.axis[-1], HEIGHT - BOTTOM, TOP)
    centres = [LEFT + slot * n + slot / 2 for n in range(len(chart.places))]

    def x_of(place):
        return LEFT + slot * (place + Decimal("0.5"))

    ends = [y(line.points[-1].value) for line in chart.lines]
    heights = spread(ends, LABEL_GAP, TOP, HEIGHT - BOTTOM)
    return LinesDrawing(
        lines=tuple(
            _line(number, line, x_of, y, right, height)
            for number, (line, height) in enumerate(zip(chart.lines, heights, strict=True))
        ),
        ticks=tuple((text(y(value)), chart.write(value)) for value in chart.axis),
        labels=tuple(_place_labels(chart.places, centres, slot)),
        dots=tuple((text(x_of(dot.place)), text(y(dot.value)), dot.title) for dot in chart.dots),
        right=right,
    )


def _line(number, line, x_of, y, right, label_height):
    placed = [(x_of(point.place), y(point.value)) for point in line.points]
    x, height = placed[-1]
    return DrawnLine(
        name=line.name,
        number=number % len(SHAPES),
        is_main=line.is_main,
        shape=SHAPES[number % len(SHAPES)],
        lines=polylines([point.run for point in line.points], placed),
        marks=tuple(LineMark(point, text(x), text(y)) for point, (x, y) in zip(line.points, placed, strict=True)),
        label=Label(text(Decimal(right + LANE)), text(label_height + 4), line.name, anchor="start"),
        link=f"M{text(x + 6)} {text(height)}L{text(Decimal(right + LANE - 4))} {text(label_height)}",
    )


def _place_labels(places, centres, slot):
    every = every_so_many(places, slot)
    for n, words in enumerate(places):
        if (len(places) - 1 - n) % every == 0:
            yield Label(text(centres[n]), text(Decimal(HEIGHT - BOTTOM + 17)), words)
