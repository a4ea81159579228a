"""One indicator over time: its chart, its figures with their sources, its rule, and what was said of it."""

from dataclasses import dataclass

from indicators import comparison, rating
from indicators.models import Commentary, Definition, Indicator
from indicators.periods import Period
from indicators.series import Point, Series, rule_of
from reports.change import target_distance
from reports.chart import Chart, build_chart
from reports.findings import Finding, build_findings
from reports.scorecard import figure_text, rated_since, target_text
from reports.sentences import Sentence
from reports.telling import tell_indicator
from reports.variation import VariationBlock, build_variation


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
    """A passage of commentary as shown beside an indicator. `source` is its file, or who wrote it and when."""

    kind: str
    period: Period
    text: str
    source: str
    batch_id: int | None
    locator: str
    is_about_table: bool


@dataclass(frozen=True)
class TrendPage:
    """An indicator up to the period viewed. `rows` oldest first, as on the chart; `latest` the newest, or None.

    `path` says the target's path over the year, "" where it is one value.
    """

    indicator: Indicator
    definition: Definition
    series: Series
    period: Period | None
    rows: tuple[FigureRow, ...]
    chart: Chart | None
    rule: str
    methodology: str
    target: str
    path: str
    since: Period | None
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]
    variation: VariationBlock | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def latest(self):
        return self.rows[-1] if self.rows else None

    @property
    def ref(self):
        """As it was called on the last day of the period viewed."""
        return self.series.ref_on(self.period.end) if self.period else self.indicator.ref

    @property
    def distance(self):
        """How far the latest figure is from its target, in words; "" where there is no telling."""
        found = target_distance(self.series, self.latest.point)
        return found.in_words(self.definition.unit) if found else ""

    @property
    def direction_rule(self):
        """What directions compare with, in words."""
        day = self.period.end if self.period else self.definition.starts_on
        return comparison.WORDS[self.series.direction_rule_on(day)]

    @property
    def said_now(self):
        """What is said of the period viewed."""
        return tuple(note for note in self.notes if note.period == self.period)

    @property
    def said_before(self):
        """What was said of earlier periods, and still stands under them."""
        return tuple(note for note in self.notes if note.period != self.period)


def build_trend(figures, commentary, period=None, with_limits=False):
    """The TrendPage of the one indicator whose Figures are given. No queries.

    `commentary` is the current commentary of the indicator, with its batches. Without `period`, all of it.
    `with_limits` draws the mean and the limits of its variation on the chart.
    """
    (series,) = figures.series
    points = series.points if period is None else series.up_to(period)
    day = points[-1].period.end if points else series.definition.starts_on
    definition, threshold, target = series.definition_on(day), series.thresholds.on(day), series.targets.on(day)
    rule = rule_of(threshold)
    viewed = points[-1].period if points else None
    variation = build_variation(series, viewed) if viewed else None
    notes = tuple(_note(each) for each in commentary if viewed is None or each.period_end <= viewed.end)
    return TrendPage(
        indicator=series.indicator,
        definition=definition,
        series=series,
        period=viewed,
        rows=tuple(_row(point, before) for point, before in zip(points, (None, *points), strict=False)),
        chart=build_chart(points, notes, variation if with_limits else None),
        rule=rating.describe(rule) if rule else "",
        methodology=threshold.words if threshold else "",
        target=target_text(target, definition.unit, day),
        path=target.text if target and target.profile else "",
        since=rated_since(series, points[-1]) if points else None,
        notes=notes,
        findings=build_findings(figures),
        variation=variation,
        sentences=tell_indicator(series, viewed, variation) if viewed else (),
    )


def _row(point, before):
    target = target_text(point.target, point.definition.unit, point.period.end)
    return FigureRow(point, figure_text(point), target, before is not None and before.stretch != point.stretch)


def _note(passage: Commentary):
    return Note(
        kind=passage.get_kind_display(),
        period=passage.period,
        text=passage.text,
        source=passage.source,
        batch_id=passage.batch_id,
        locator=passage.locator,
        is_about_table=not passage.named,
    )
