"""/<authority>/scorecard/ and its figures as CSV."""

from django.http import HttpResponse
from django.shortcuts import render

from indicators.series import kept_figures, load_figures
from reports.actions.log import build_action_log, without_action
from reports.compare.column import load_column
from reports.exports.csv import to_csv
from reports.forms import ScorecardFilter
from reports.scorecard import build_scorecard
from reports.tables import ScorecardTable
from reports.telling import tell_scorecard
from reports.template import next_period
from reports.values import COLUMNS, build_values
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def scorecard(request, authority):
    figures = kept_figures([authority])
    period = asked_period(request) or figures.latest
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "scorecard"})
    card = build_scorecard(authority, figures, period, with_variation="variation" in request.GET)
    chosen = ScorecardFilter(request.GET, card=card)
    rows = chosen.rows()
    benchmark = load_column(card, chosen.cleaned_data.get("benchmark"))
    log = build_action_log(authority, period.end)
    context = {
        "authority": authority,
        "active": "scorecard",
        "card": card,
        "sentences": tell_scorecard(card),
        "log": log,
        "unanswered": without_action(card.rows, log),
        "filter": chosen,
        "benchmark": benchmark,
        "table": ScorecardTable(card, rows, benchmark),
        "shown": len(rows),
        "to_fill": next_period(figures, period.frequency) if authority.may_upload else None,
    }
    return render(request, "reports/scorecard.html", context)


@authority_page
def values_csv(request, authority):
    text = to_csv(COLUMNS, build_values(load_figures([authority])))
    name = f"{authority.slug}-values.csv"
    # The mark at the start lets spreadsheets see that it is UTF-8.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
