"""/<authority>/sections/<slug>/: every indicator of a section as a chart, side by side."""

from django.http import Http404
from django.shortcuts import render

from indicators.series import kept_figures
from reports.section import build_section
from reports.trend_tables import PanelTable
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def section(request, authority, slug):
    page = build_section(authority, kept_figures([authority]), slug, asked_period(request))
    if page is None:
        raise Http404("There is no such section.")
    context = {
        "authority": authority,
        "active": "trends",
        "tab": "section",
        "page": page,
        "panels": [(panel, PanelTable(panel)) for panel in page.panels],
    }
    return render(request, "reports/section.html", context)
