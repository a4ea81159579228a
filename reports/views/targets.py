"""/<authority>/targets/ and the yearly sheet to fill in."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from indicators.periods import YEARLY
from indicators.series import kept_figures, load_figures
from reports.exports.targets_xlsx import targets_xlsx
from reports.tables import TargetTable
from reports.target_sheet import build_target_sheet
from reports.targets import build_targets
from reports.views.decorators import authority_page, parse_period
from reports.views.downloads import workbook_response
from reports.views.kept import kept


@kept
@authority_page
def targets(request, authority):
    figures = kept_figures([authority])
    context = {"authority": authority, "active": "targets"}
    year = asked_year(request, figures)
    if year is None:
        return render(request, "reports/empty.html", context)
    page = build_targets(authority, figures, year)
    context |= {"page": page, "table": TargetTable(page)}
    return render(request, "reports/targets.html", context)


@authority_page
def target_sheet(request, authority):
    """Any reader may have it: it holds what the page shows. Loading it again is what takes an admin."""
    figures = load_figures([authority])
    year = asked_year(request, figures)
    if year is None:
        raise Http404("There are no indicators to set targets for.")
    sheet = build_target_sheet(authority, figures, year)
    return workbook_response(targets_xlsx(sheet, made_at=timezone.now()), sheet.file_name)


def asked_year(request, figures):
    """The financial year that `?year=` names; without it that of the newest figures, or None. 404 for what is none."""
    if not request.GET.get("year"):
        return figures.latest and figures.latest.financial_year
    year = parse_period(request.GET["year"])
    if year.frequency != YEARLY:
        raise Http404("That is no financial year.")
    return year
