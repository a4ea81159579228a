"""A few values as bars from zero, one under the other."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import PERCENT
from reports.charts.scale import text

WIDTH, THICKNESS, ROW = 160, 10, 20


@dataclass(frozen=True)
class Bars:
    """A few values as bars from zero, one under the other: (y, length) of each.

    `of_hundred`: the full width is 100%, so that each bar can be drawn as a part of it.
    """

    bars: tuple[tuple[str, str], ...]
    of_hundred: bool
    thickness: int = THICKNESS
    width: int = WIDTH

    @property
    def height(self):
        return ROW * len(self.bars)


def bars(values, unit):
    """Bars of the values on one scale: to 100 for percentages, else to the largest."""
    top = max([*values, Decimal(100) if unit == PERCENT else Decimal(1)])
    above = Decimal(ROW - THICKNESS) / 2
    return Bars(
        bars=tuple(
            (text(n * ROW + above), text(max(value, Decimal(0)) / top * WIDTH)) for n, value in enumerate(values)
        ),
        of_hundred=unit == PERCENT and top == 100,
    )
