"""A sparkline: an indicator's last periods beside its row, without an axis."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.qualifiers import measured_as
from reports.charts.scale import polylines, runs, scale, text

WIDTH, HEIGHT, MARGIN = 96, 24, 3


@dataclass(frozen=True)
class Spark:
    """A small trend: a polyline for each run without gaps, the target's height, and the last point with its rating.

    `dots` are the points that stand alone, which no line would show.
    """

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    last: tuple[str, str, str]
    target_y: str | None
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(points, periods):
    """A Spark of the points at the given periods, or None where none of them has a value."""
    by_period = {point.period: point for point in points if point.value is not None}
    shown = [by_period.get(period) for period in periods]
    present = [point for point in shown if point]
    if not present:
        return None
    target = present[-1].target_value
    heights = [point.value for point in present] + ([target] if target is not None else [])
    x = scale(Decimal(0), Decimal(max(len(periods) - 1, 1)), MARGIN, WIDTH - MARGIN)
    y = scale(min(heights), max(heights), HEIGHT - MARGIN, MARGIN)
    placed = [(x(Decimal(n)), y(point.value)) if point else None for n, point in enumerate(shown)]
    # A changed qualifier or a break ends a run: what isn't compared is not joined.
    kinds = [point and (measured_as(point.observation.qualifier), point.stretch) for point in shown]
    last = next(place for place in reversed(placed) if place)
    return Spark(
        lines=polylines(kinds, placed),
        dots=tuple((text(run[0][0]), text(run[0][1])) for run in runs(kinds, placed) if len(run) == 1),
        last=(text(last[0]), text(last[1]), present[-1].rag),
        target_y=text(y(target)) if target is not None else None,
    )
