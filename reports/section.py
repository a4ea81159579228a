"""A section on one page: a chart of each of its indicators over the same periods, with the figures beside it."""

from dataclasses import dataclass

from indicators.periods import Period
from indicators.series import Figures
from reports.charts.drawing import Drawing, draw_trend
from reports.charts.trend import Trend, build_trend
from reports.scorecard import Cell, Row, Scorecard, build_scorecard

# Half as wide as the chart of an indicator's own page, so that its words stay as large beside another.
WIDTH, HEIGHT = 520, 240


@dataclass(frozen=True)
class Panel:
    """One indicator: its chart (None without figures), and the periods of the chart that something was stated for."""

    row: Row
    trend: Trend | None
    drawing: Drawing | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SectionPage:
    """`card` is the scorecard of the whole authority for the same period, `periods` are what each chart covers."""

    slug: str
    title: str
    card: Scorecard
    periods: tuple[Period, ...]
    panels: tuple[Panel, ...]

    @property
    def qualifiers(self):
        """Each mark that figures of the page carry, once, in its order."""
        marks = (cell.qualifier for panel in self.panels for cell in panel.cells)
        return tuple(dict.fromkeys(mark for mark in marks if mark))


def build_section(authority, figures: Figures, slug, period=None):
    """The SectionPage of a section up to a period, or None where the authority has no such section. No queries.

    Without `period`: the newest that its indicators are reported on in earnest.
    """
    members = tuple(s for s in figures.series if any(row.section.slug == slug for row in s.definitions.rows))
    period = period or Figures(members, ()).latest or figures.latest
    if not members or period is None:
        return None
    card = build_scorecard(authority, figures, period)
    periods = without_gaps(card.periods)
    rows = [row for row in card.rows if row.section_slug == slug]
    section = next(row.section for s in members for row in s.definitions.rows if row.section.slug == slug)
    return SectionPage(slug, section.heading, card, periods, tuple(_panel(row, periods) for row in rows))


def without_gaps(periods):
    """Every period from the first to the last: on an axis of time a period without figures is a gap."""
    run = [periods[0]]
    while run[-1] < periods[-1]:
        run.append(run[-1].next)
    return tuple(run)


def _panel(row, periods):
    trend = build_trend(row.series.points, periods)
    return Panel(
        row=row,
        trend=trend,
        drawing=draw_trend(trend, WIDTH, HEIGHT) if trend else None,
        cells=tuple(cell for cell in row.cells if cell.text),
    )
