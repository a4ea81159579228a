"""/<authority>/indicators/<slug>/, its figures at …/<period>/, and its rebases at …/rebases/."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from indicators.models import Commentary, Rebase
from indicators.operations import rebase_by_hand, withdraw_rebase
from indicators.policies import check_rebase
from indicators.series import load_figures
from indicators.surroundings import load_among_all, national_measure
from reports.beside import build_beside
from reports.compare.england import build_england
from reports.figure import build_figure
from reports.forms import RebaseForm
from reports.tables import FigureTable
from reports.trend import build_trend
from reports.variation import rebase_periods
from reports.views.decorators import asked_period, authority_page, parse_period
from reports.views.kept import kept

# Plotly writes its rules into a style element that the page vouches for, and makes a picture from a blob.
CHART_POLICY = {"style-src": [NONCE], "img-src": ["blob:"]}


@csp_update(CHART_POLICY)
@kept(reads_all=True)
@authority_page
def indicator(request, authority, slug):
    return _indicator(request, authority, _figures_or_404(authority, slug), asked_period(request))


@kept(by_header="X-Fragment")
@authority_page
def figure(request, authority, slug, period):
    figures = _figures_or_404(authority, slug)
    page = build_figure(figures, parse_period(period))
    if page is None:
        raise Http404("Nothing was stated for this period.")
    # Within a page that asks for a fragment, the figure alone.
    template = "reports/figure_fragment.html" if request.headers.get("X-Fragment") else "reports/figure.html"
    return render(request, template, {"authority": authority, "active": "scorecard", "page": page})


@require_POST
@csp_update(CHART_POLICY)
@authority_page
def rebase(request, authority, slug):
    check_rebase(request.user, authority)
    figures = _figures_or_404(authority, slug)
    (series,) = figures.series
    form = RebaseForm(request.POST, periods=rebase_periods(series))
    if not form.is_valid():
        return _indicator(request, authority, figures, form=form)
    period = form.cleaned_data["period"]
    rebase_by_hand(indicator=series.indicator, period=period, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"Variation is worked out anew from {period.label}.")
    return redirect(_variation_of(authority, slug))


@require_POST
@authority_page
def rebase_withdraw(request, authority, slug, pk):
    check_rebase(request.user, authority)
    found = get_object_or_404(Rebase, pk=pk, indicator__authority=authority, indicator__slug=slug)
    if withdraw_rebase(rebase=found, by=request.user):
        messages.success(request, "The rebase was withdrawn. It stays on record.")
    else:
        messages.info(request, "This was done in the meantime.")
    return redirect(_variation_of(authority, slug))


def _indicator(request, authority, figures, period=None, form=None):
    (series,) = figures.series
    commentary = Commentary.objects.current_on(series.indicator).select_related("batch", "written_by").in_order()
    page = build_trend(figures, commentary, period, with_limits="limits" in request.GET)
    context = {
        "authority": authority,
        "active": "scorecard",
        "page": page,
        "england": _england(series, page.period),
        "beside": build_beside(series, page.period, request.authorities, request.GET.get("view", "")),
        "table": FigureTable(page.rows),
        "form": form or RebaseForm(periods=rebase_periods(series)),
    }
    return render(request, "reports/indicator.html", context)


def _england(series, period):
    """What a page shows of England beside an indicator, or None: most are linked to no national measure."""
    measure = national_measure(series.indicator)
    if measure is None:
        return None
    return build_england(series, period, measure, load_among_all(series.indicator.authority, measure))


def _figures_or_404(authority, slug):
    figures = load_figures([authority], slug=slug)
    if not figures.series:
        raise Http404("There is no such indicator.")
    return figures


def _variation_of(authority, slug):
    return reverse("indicator", args=[authority.slug, slug]) + "#variation"
