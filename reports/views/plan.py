"""/<authority>/plan/: the improvement plan."""

from django.shortcuts import render

from reports.plan import build_plan
from reports.views.decorators import asked_period, authority_page


@authority_page
def plan(request, authority):
    page = build_plan(authority, asked_period(request))
    return render(request, "reports/plan.html", {"authority": authority, "active": "plan", "page": page})
