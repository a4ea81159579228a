"""The list of indicators in Django admin, with what the reports find of each."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from indicators.admin.figures import figures_of
from indicators.admin.indicator import IndicatorAdmin, IndicatorList
from indicators.models import Indicator
from reports.findings import build_findings, to_settle


class ListWithFindings(IndicatorList):
    def get_results(self, request):
        super().get_results(request)
        figures = figures_of(request, {indicator.authority_id for indicator in self.result_list})
        found = {}
        for authority, of_authority in figures.items():
            for finding in to_settle(build_findings(of_authority)):
                found.setdefault((authority, finding.slug), []).append(finding)
        for indicator in self.result_list:
            indicator.findings = found.get((indicator.authority_id, indicator.slug), ())


@admin.register(Indicator)
class IndicatorWithFindingsAdmin(IndicatorAdmin):
    list_display = [*IndicatorAdmin.list_display, "findings"]

    def get_changelist(self, request, **kwargs):
        return ListWithFindings

    @admin.display(description="findings")
    def findings(self, indicator):
        if not indicator.findings:
            return "None"
        address = reverse("indicator", args=[indicator.authority.slug, indicator.slug]) + "#findings"
        return format_html('<a href="{}">{}</a>', address, len(indicator.findings))
