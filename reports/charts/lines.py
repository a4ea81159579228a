"""What a chart of several lines says, in plain values: years over each other, or authorities beside each other."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import format_value
from indicators.periods import Period
from reports.charts.scale import ticks


@dataclass(frozen=True)
class LinePoint:
    """One figure of a line. It stands at `place`, 0 being the middle of the first place; `run` as in `trend.Slot`."""

    period: Period
    place: Decimal
    value: Decimal
    text: str
    run: int


@dataclass(frozen=True)
class NamedLine:
    """A line with its name. The `main` one is what the page is about."""

    name: str
    points: tuple[LinePoint, ...]
    is_main: bool = False


@dataclass(frozen=True)
class Dot:
    """One figure of many beside the lines: who reached what."""

    place: Decimal
    value: Decimal
    title: str


@dataclass(frozen=True)
class Lines:
    """Lines on one axis, and dots that no line joins.

    `places` are the words under it, from the first place to the last; `axis` its round values.
    `is_dated`: the places are months of the calendar, and a figure stands at the last day of its period.
    """

    lines: tuple[NamedLine, ...]
    places: tuple[str, ...]
    unit: str
    axis: tuple[Decimal, ...]
    is_dated: bool = False
    dots: tuple[Dot, ...] = ()

    def write(self, value):
        return format_value(value, self.unit)

    @property
    def cut_at(self):
        """Where the axis starts, if not at zero: said beside the chart."""
        return self.write(self.axis[0]) if self.axis[0] else ""


def build_lines(named, places, unit, is_dated=False, dots=()):
    """The Lines of (name, LinePoints, is it the main one), leaving out those without a figure; None without any."""
    lines = tuple(NamedLine(name, tuple(points), is_main) for name, points, is_main in named)
    lines = tuple(line for line in lines if line.points)
    if not lines:
        return None
    dots = tuple(dots)
    values = [each.value for many in (*(line.points for line in lines), dots) for each in many]
    return Lines(lines, tuple(places), unit, tuple(ticks(values, unit, from_zero=False)), is_dated, dots)


def line_points(points, place_of):
    """The LinePoints of an indicator's points; a gap, or a change of what is measured, starts another run."""
    run, before = 0, None
    for point in points:
        if point.value is None:
            continue
        follows = before and before.period.next == point.period
        if not follows or not before.stated.is_alike(point.stated):
            run += 1
        before = point
        yield LinePoint(
            period=point.period,
            place=place_of(point.period),
            value=point.value,
            text=format_value(point.value, point.definition.unit, point.observation.decimals),
            run=run,
        )
