"""/<authority>/actions/: the board's action log, and as CSV."""

from django.http import HttpResponse
from django.shortcuts import render

from indicators.series import kept_figures, load_figures
from reports.actions.export import COLUMNS, build_action_export
from reports.actions.forms import ActionFilter
from reports.actions.log import build_action_log, without_action
from reports.actions.tables import ActionTable
from reports.exports.csv import to_csv
from reports.scorecard import build_scorecard, periods_around
from reports.views.action import form_of
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def actions(request, authority):
    """`?edit=` names the action whose row is a form."""
    figures = kept_figures([authority])
    period = asked_period(request) or figures.latest
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "actions"})
    log = build_action_log(authority, period.end)
    chosen = ActionFilter(request.GET, log=log)
    rows = chosen.rows()
    editing = log.find(request.GET.get("edit")) if authority.may_keep_actions else None
    query = _query(request)
    context = {
        "authority": authority,
        "active": "actions",
        "period": period,
        "around": periods_around(figures, period),
        "log": log,
        "filter": chosen,
        "shown": len(rows),
        "table": ActionTable(
            rows,
            request=request,
            query=query,
            editing=editing.slug if editing else "",
            form=form_of(editing, authority, period.end, figures) if editing else None,
            may_edit=authority.may_keep_actions,
        ),
        "query": query,
        "unanswered": without_action(build_scorecard(authority, figures, period).rows, log),
    }
    return render(request, "reports/actions.html", context)


@authority_page
def actions_csv(request, authority):
    figures = load_figures([authority])
    period = asked_period(request) or figures.latest
    rows = ActionFilter(request.GET, log=build_action_log(authority, period.end)).rows() if period else ()
    text = to_csv(COLUMNS, build_action_export(rows))
    headers = {"Content-Disposition": f'attachment; filename="{authority.slug}-actions.csv"'}
    # The mark at the start lets spreadsheets see that it is UTF-8.
    return HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8", headers=headers)


def _query(request):
    """What the page was asked for, from `?` on, without the row that is edited."""
    asked = request.GET.copy()
    asked.pop("edit", None)
    return f"?{asked.urlencode()}" if asked else ""
