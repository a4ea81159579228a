"""One indicator over time: its chart, its figures with their sources, its rule, and what was said of it."""

from dataclasses import dataclass

from indicators import rating
from indicators.models import Commentary, Definition, Indicator
from indicators.periods import Period
from indicators.polarity import BIB, SIB
from indicators.series import Point, Series, rule_of
from reports import charts
from reports.findings import Finding, build_findings
from reports.scorecard import figure_text, rated_since, target_text

# Two years of months: more than that is a chart of its own.
PERIODS_CHARTED = 24


@dataclass(frozen=True)
class FigureRow:
    """One period of the table beside the chart.

    `breaks` where it measures something else than the figure before it, so that the two are not compared.
    """

    point: Point
    text: str
    target: str
    breaks: bool

    @property
    def published_differs(self):
        return self.point.published_rag if self.point.published_rag != self.point.rag else ""


@dataclass(frozen=True)
class Note:
    """A passage of commentary as shown beside an indicator."""

    kind: str
    period: Period
    text: str
    source: str
    batch_id: int | None
    locator: str
    is_about_table: bool


@dataclass(frozen=True)
class TrendPage:
    """An indicator up to the period viewed. `rows` newest first; `latest` the newest of them, or None.

    `path` says the target's path over the year, "" where it is one value.
    """

    indicator: Indicator
    definition: Definition
    series: Series
    period: Period | None
    rows: tuple[FigureRow, ...]
    chart: charts.Trend | None
    rule: str
    methodology: str
    target: str
    path: str
    since: Period | None
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]

    @property
    def latest(self):
        return self.rows[0] if self.rows else None

    @property
    def ref(self):
        """As it was called on the last day of the period viewed."""
        return self.series.ref_on(self.period.end) if self.period else self.indicator.ref

    @property
    def how_to_read(self):
        """Which side of the target line is good, for a chart that has one and a polarity that says so."""
        good = {SIB: "below", BIB: "above"}.get(self.definition.polarity)
        if not (good and self.chart and self.chart.target_y):
            return ""
        return f"{'Columns' if self.chart.as_columns else 'Points'} {good} the target line are good."


def build_trend(figures, commentary, period=None):
    """The TrendPage of the one indicator whose Figures are given. No queries.

    `commentary` is the current commentary of the indicator, with its batches. Without `period`, all of it.
    """
    (series,) = figures.series
    points = series.points if period is None else series.up_to(period)
    day = points[-1].period.end if points else series.definition.starts_on
    definition, threshold, target = series.definition_on(day), series.thresholds.on(day), series.targets.on(day)
    rule = rule_of(threshold)
    return TrendPage(
        indicator=series.indicator,
        definition=definition,
        series=series,
        period=points[-1].period if points else None,
        rows=tuple(reversed([_row(point, before) for point, before in zip(points, (None, *points), strict=False)])),
        chart=charts.trend(points, _run(points)) if points else None,
        rule=rating.describe(rule) if rule else "",
        methodology=threshold.words if threshold else "",
        target=target_text(target, definition.unit, day),
        path=target.text if target and target.profile else "",
        since=rated_since(series, points[-1]) if points else None,
        notes=tuple(_note(passage) for passage in commentary),
        findings=build_findings(figures),
    )


def _run(points):
    """Every period from the first charted to the last, gaps included."""
    charted = [points[-1].period]
    first = points[-PERIODS_CHARTED:][0].period
    while charted[0] > first and len(charted) < PERIODS_CHARTED:
        charted.insert(0, charted[0].previous)
    return tuple(charted)


def _row(point, before):
    target = target_text(point.target, point.definition.unit, point.period.end)
    return FigureRow(point, figure_text(point), target, before is not None and before.stretch != point.stretch)


def _note(passage: Commentary):
    return Note(
        kind=passage.get_kind_display(),
        period=Period(passage.period_start, passage.frequency),
        text=passage.text,
        source=passage.batch.file_name if passage.batch else "",
        batch_id=passage.batch_id,
        locator=passage.locator,
        is_about_table=not passage.named,
    )
