"""/<authority>/commentary/: what was said of a period, what is begun, and what is red without a word."""

from dataclasses import replace

from django.shortcuts import render

from indicators.policies import can_comment
from indicators.series import kept_figures
from reports.commentary import build_commentary, build_drafts, commentary_periods, newest
from reports.scorecard import around
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@kept
@authority_page
def commentary(request, authority):
    figures = kept_figures([authority])
    context = {"authority": authority, "active": "commentary"}
    periods = commentary_periods(authority, figures)
    period = asked_period(request) or newest(periods)
    if period is None:
        return render(request, "reports/empty.html", context)
    # A month's words and a week's are chosen between, but not leafed through as if they were one row.
    alike = around([p for p in periods if p.frequency == period.frequency], period)
    may_write = can_comment(request.user, authority)
    context |= {
        "page": build_commentary(authority, period, figures),
        "around": replace(alike, every=tuple(reversed(periods))),
        "may_write": may_write,
        "drafts": build_drafts(authority, figures) if may_write else (),
    }
    return render(request, "reports/commentary.html", context)
