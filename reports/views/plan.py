"""/<authority>/plan/: the improvement plan."""

from django.shortcuts import render

from reports.plan import build_plan
from reports.views.decorators import asked_period, authority_page


@authority_page
def plan(request, authority):
    asked = asked_period(request)
    context = {"authority": authority, "active": "plan", "page": build_plan(authority, asked), "asked": asked}
    return render(request, "reports/plan.html", context)
