"""One figure: where it comes from, why it is rated as it is, and what was stated before it."""

from dataclasses import dataclass

from indicators import rating
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
class FigurePage:
    series: Series
    point: Point
    text: str
    target: str
    rule: str
    statements: tuple[Statement, ...]


def build_figure(figures, period):
    """The FigurePage of the one indicator whose Figures are given, or None where nothing was stated. One query."""
    (series,) = figures.series
    point = series.at(period)
    if point is None:
        return None
    stated = (
        Observation.objects.filter(
            indicator=series.indicator, frequency=period.frequency, period_start=period.start
        )
        .exclude(batch__state=ImportBatch.State.STAGED)
        .select_related("batch__created_by", "batch__undone_by")
        .order_by("-batch__commit_number")
    )
    rule = rule_of(point.threshold)
    return FigurePage(
        series=series,
        point=point,
        text=figure_text(point),
        target=target_text(point.target, point.definition.unit),
        rule=rating.describe(rule) if rule else "",
        statements=tuple(Statement(o, o.batch, o.pk == point.observation.pk) for o in stated),
    )
