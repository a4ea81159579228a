"""/<authority>/health/: which indicators lack a target, a rule, an owner or figures."""

from django.shortcuts import render
from django.utils import timezone

from indicators.series import kept_figures
from reports.finding_tables import HealthTable
from reports.findings.settling import settlers_of
from reports.health import build_health
from reports.views.decorators import authority_page
from reports.views.kept import kept


@kept
@authority_page
def health(request, authority):
    figures = kept_figures([authority])
    today = timezone.localdate()
    settlers = settlers_of(authority, figures, today)
    page = build_health(figures, settlers, today)
    context = {
        "authority": authority,
        "active": "findings",
        "page": page,
        "checks": [(check, HealthTable(check)) for check in page.checks],
        "admins": settlers.admins,
    }
    return render(request, "reports/health.html", context)
