"""/<authority>/indicators/<slug>/ and /<authority>/indicators/<slug>/<period>/."""

from django.http import Http404
from django.shortcuts import render

from indicators.models import Commentary
from indicators.series import load_figures
from reports.figure import build_figure
from reports.tables import FigureTable
from reports.trend import build_trend
from reports.views.decorators import asked_period, authority_page, parse_period


@authority_page
def indicator(request, authority, slug):
    figures = _figures_or_404(authority, slug)
    commentary = (
        Commentary.objects.current()
        .filter(indicators__slug=slug, authority=authority)
        .select_related("batch")
        .order_by("-period_start", "position")
    )
    page = build_trend(figures, commentary, asked_period(request))
    context = {"authority": authority, "active": "scorecard", "page": page, "table": FigureTable(page.rows)}
    return render(request, "reports/indicator.html", context)


@authority_page
def figure(request, authority, slug, period):
    figures = _figures_or_404(authority, slug)
    page = build_figure(figures, parse_period(period))
    if page is None:
        raise Http404("Nothing was stated for this period.")
    # Within a page that asks for a fragment, the figure alone.
    template = "reports/figure_fragment.html" if request.headers.get("X-Fragment") else "reports/figure.html"
    return render(request, template, {"authority": authority, "active": "scorecard", "page": page})


def _figures_or_404(authority, slug):
    figures = load_figures([authority], slug=slug)
    if not figures.series:
        raise Http404("There is no such indicator.")
    return figures
