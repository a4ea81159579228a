"""/<authority>/commentary/: what was said of a period."""

from django.shortcuts import render

from indicators.series import load_figures
from reports.commentary import build_commentary
from reports.views.decorators import asked_period, authority_page


@authority_page
def commentary(request, authority):
    period = asked_period(request) or load_figures([authority]).latest
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "commentary"})
    page = build_commentary(authority, period)
    return render(request, "reports/commentary.html", {"authority": authority, "active": "commentary", "page": page})
