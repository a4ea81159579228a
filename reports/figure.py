"""One figure: where it comes from, why it is rated as it is, and what was stated before it."""

from dataclasses import dataclass
from datetime import date

from indicators import rating
from indicators.figures import format_difference
from indicators.models import ImportBatch, Observation
from indicators.series import Point, Series, rule_of
from reports.scorecard import figure_text, target_text


@dataclass(frozen=True)
class Statement:
    """What one batch stated for the period: the newest counts, the others are its history."""

    observation: Observation
    batch: ImportBatch
    counts: bool


@dataclass(frozen=True)
class Origin:
    """Since when a target or a rule is in force, and where it was stated: `source` is empty when set by hand."""

    since: date
    source: str
    batch_id: int | None
    locator: str
    reason: str


@dataclass(frozen=True)
class FigurePage:
    """`distance` is how far the value is from the next band, in words, or "" where there is no telling.

    `path` says the target's path over the year, "" where it is one value.
    """

    series: Series
    point: Point
    text: str
    target: str
    path: str
    target_origin: Origin | None
    rule: str
    rule_origin: Origin | None
    distance: str
    statements: tuple[Statement, ...]

    @property
    def published_differs(self):
        return self.point.published_rag if self.point.published_rag != self.point.rag else ""


def build_figure(figures, period):
    """The FigurePage of the one indicator whose Figures are given, or None where nothing was stated. One query."""
    (series,) = figures.series
    point = series.at(period)
    if point is None:
        return None
    stated = (
        Observation.objects.filter(indicator=series.indicator, frequency=period.frequency, period_start=period.start)
        .exclude(batch__state=ImportBatch.State.STAGED)
        .select_related("batch__committed_by", "batch__undone_by")
        .order_by("-batch__commit_number")
    )
    rule = rule_of(point.threshold)
    return FigurePage(
        series=series,
        point=point,
        text=figure_text(point),
        target=target_text(point.target, point.definition.unit, period.end),
        path=point.target.text if point.target and point.target.profile else "",
        target_origin=_origin(series, point.target),
        rule_origin=_origin(series, point.threshold),
        distance=_distance(point),
        rule=rating.describe(rule) if rule else "",
        statements=tuple(Statement(o, o.batch, o.pk == point.observation.pk) for o in stated),
    )


def _origin(series, row):
    if row is None:
        return None
    source = series.batch(row.batch_id).file_name if row.batch_id else ""
    return Origin(row.starts_on, source, row.batch_id, row.locator, row.reason)


def _distance(point):
    distance = point.rating.distance
    return "" if distance is None else format_difference(distance, point.definition.unit)
