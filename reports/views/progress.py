"""/<authority>/progress/: progress statements by service area."""

from django.shortcuts import render

from indicators.series import kept_figures
from reports.forms import ProgressFilter
from reports.progress import build_progress
from reports.views.decorators import authority_page
from reports.views.kept import kept


@kept
@authority_page
def progress(request, authority):
    chosen = ProgressFilter(request.GET)
    page = build_progress(authority, kept_figures([authority]), chosen.choice)
    context = {"authority": authority, "active": "progress", "page": page, "filter": chosen}
    return render(request, "reports/progress.html", context)
