"""/<authority>/change/: what moved, how long what is red has been so, and how far it is to the targets."""

from django.shortcuts import render

from indicators.series import kept_figures
from reports.change import build_change
from reports.scorecard import build_scorecard
from reports.trend_tables import ChangeTable
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def change(request, authority):
    figures = kept_figures([authority])
    period = asked_period(request) or figures.latest
    context = {"authority": authority, "active": "trends", "tab": "change"}
    if period is None:
        return render(request, "reports/empty.html", context)
    card = build_scorecard(authority, figures, period)
    page = build_change(card)
    context |= {"card": card, "page": page, "table": ChangeTable(page, request)}
    return render(request, "reports/change.html", context)
