"""/<authority>/template.xlsx: the workbook to fill in for a period."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from indicators.series import load_figures
from reports.exports.xlsx import template_xlsx
from reports.template import build_template
from reports.views.decorators import asked_period, authority_page
from reports.views.downloads import workbook_response


@authority_page
def template(request, authority):
    """Any reader may have it: it holds what the scorecard shows. Loading it again is what takes an analyst."""
    figures = load_figures([authority])
    period = asked_period(request) or (figures.latest and figures.latest.next)
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "scorecard"})
    to_fill = build_template(authority, figures, period)
    if not to_fill.rows:
        raise Http404("No indicator is reported by this kind of period.")
    return workbook_response(template_xlsx(to_fill, made_at=timezone.now()), to_fill.file_name)
