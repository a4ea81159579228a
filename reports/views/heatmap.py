"""/<authority>/heatmap/: every indicator over a year of periods, by rating."""

from django.shortcuts import render

from indicators.series import kept_figures
from reports.scorecard import build_scorecard
from reports.trend_tables import HeatmapTable
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def heatmap(request, authority):
    figures = kept_figures([authority])
    period = asked_period(request) or figures.latest
    context = {"authority": authority, "active": "trends", "tab": "heatmap"}
    if period is None:
        return render(request, "reports/empty.html", context)
    card = build_scorecard(authority, figures, period)
    context |= {"card": card, "table": HeatmapTable(card)}
    return render(request, "reports/heatmap.html", context)
