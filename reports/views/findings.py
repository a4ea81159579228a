"""/<authority>/findings/: what a person should look at."""

from itertools import groupby

from django.shortcuts import render

from indicators.series import load_figures
from reports.findings import build_findings, to_settle
from reports.tables import FindingTable
from reports.views.decorators import authority_page


@authority_page
def findings(request, authority):
    figures = load_figures([authority])
    found = build_findings(figures)
    by_group = groupby(found, key=lambda finding: finding.group)
    groups = [(group, FindingTable(group, tuple(members))) for group, members in by_group]
    context = {"authority": authority, "active": "findings", "groups": groups, "to_settle": len(to_settle(found))}
    return render(request, "reports/findings.html", context)
