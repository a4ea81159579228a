"""/<authority>/actions/: the board's action log."""

from django.shortcuts import render

from indicators.series import load_figures
from reports.action_log import build_action_log
from reports.scorecard import periods_around
from reports.tables import ActionTable
from reports.views.decorators import asked_period, authority_page


@authority_page
def actions(request, authority):
    figures = load_figures([authority])
    period = asked_period(request) or figures.latest
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "actions"})
    log = build_action_log(authority, period.end)
    table = ActionTable(log.rows, request=request)
    context = {
        "authority": authority,
        "active": "actions",
        "period": period,
        "around": periods_around(figures, period),
        "log": log,
        "table": table,
    }
    return render(request, "reports/actions.html", context)
