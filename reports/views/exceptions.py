"""/<authority>/exceptions/: what is red, and what is said of it."""

from django.shortcuts import render

from indicators.series import kept_figures
from reports.exceptions import build_exceptions
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def exceptions(request, authority):
    figures = kept_figures([authority])
    period = asked_period(request) or figures.latest
    context = {"authority": authority, "active": "exceptions"}
    if period is None:
        return render(request, "reports/empty.html", context)
    context["page"] = build_exceptions(authority, figures, period)
    return render(request, "reports/exceptions.html", context)
