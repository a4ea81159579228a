"""The chart of an indicator as a page shows it: what it draws, how to read it, and what was said of its periods."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from indicators.models import Definition, Indicator
from indicators.periods import Period
from indicators.polarity import BIB, SIB
from reports.charts.drawing import draw_trend
from reports.charts.plotly import trend_figure
from reports.charts.trend import Trend, build_trend, charted

# Ten years of months. What is older stays in the table, and the caption says so.
PERIODS_CHARTED = 120


@dataclass(frozen=True)
class NumberedNote:
    """What was said of one period, under the number that stands on the chart."""

    number: int
    period: Period
    passages: tuple


@dataclass(frozen=True)
class Chart:
    """`notes` oldest first; `left_out` figures are in the table alone."""

    indicator: Indicator
    definition: Definition
    first: Period
    last: Period
    trend: Trend
    notes: tuple[NumberedNote, ...]
    left_out: int

    @cached_property
    def drawing(self):
        return draw_trend(self.trend)

    @cached_property
    def figure(self):
        return trend_figure(self.trend)

    @property
    def title(self):
        return self.definition.title

    @property
    def how_to_read(self):
        """Which side of the target line is good, for a chart that has one and a polarity that says so."""
        good = {SIB: "below", BIB: "above"}.get(self.definition.polarity)
        if not (good and self.trend.aims):
            return ""
        return f"{'Columns' if self.trend.as_columns else 'Points'} {good} the target line are good."

    @property
    def ratings(self):
        """The ratings that its marks have, for a key."""
        return tuple(dict.fromkeys(slot.rag for slot in self.trend.slots if slot.rag))

    @property
    def has_provisional(self):
        return any(slot.is_provisional for slot in self.trend.slots)

    @property
    def has_revised(self):
        return any(slot.revised_from for slot in self.trend.slots)

    @property
    def statuses(self):
        """(symbol, meaning) of each symbol that was stated in place of a figure."""
        return tuple(dict.fromkeys((slot.status, slot.status_meaning) for slot in self.trend.slots if slot.status))


def build_chart(points, notes=(), variation=None, periods=None):
    """The Chart of an indicator's points, oldest first, or None where none of them can be drawn. No queries.

    `notes` are passages with a `period`; `variation` as in `charts.trend.build_trend`. Without `periods`, those from
    the first point to the last.
    """
    if not points:
        return None
    periods = periods or every_period(points)
    shown = sorted((note for note in notes if note.period in periods), key=lambda note: note.period)
    said = [(period, tuple(passages)) for period, passages in groupby(shown, key=lambda note: note.period)]
    trend = build_trend(points, periods, [period for period, _ in said], variation)
    if trend is None:
        return None
    drawn = sum(bool(point) for point in charted(points, periods))
    return Chart(
        indicator=points[-1].definition.indicator,
        definition=points[-1].definition,
        first=periods[0],
        last=periods[-1],
        trend=trend,
        notes=tuple(NumberedNote(n, period, passages) for n, (period, passages) in enumerate(said, 1)),
        left_out=len(points) - drawn,
    )


def every_period(points):
    """Every period from the first charted to the last, gaps included. Of two kinds of period that of the last."""
    last = points[-1].period
    first = next(point.period for point in points if point.period.frequency == last.frequency)
    charted_periods = [last]
    while charted_periods[-1] > first and len(charted_periods) < PERIODS_CHARTED:
        charted_periods.append(charted_periods[-1].previous)
    return tuple(reversed(charted_periods))
