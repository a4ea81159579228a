"""/<authority>/commentary/: what was said of a period."""

from django.shortcuts import render

from indicators.series import load_figures
from reports.commentary import build_commentary, commentary_periods
from reports.scorecard import around
from reports.views.decorators import asked_period, authority_page


@authority_page
def commentary(request, authority):
    said_of = commentary_periods(authority)
    # What is said need not be of the kind of period that most figures are of: a month's words on weekly figures.
    period = asked_period(request) or (said_of[-1] if said_of else load_figures([authority]).latest)
    context = {"authority": authority, "active": "commentary"}
    if period is None:
        return render(request, "reports/empty.html", context)
    context |= {"page": build_commentary(authority, period), "around": around(said_of, period)}
    return render(request, "reports/commentary.html", context)
