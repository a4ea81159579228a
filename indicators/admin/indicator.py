"""Indicators: a list that says how each stands today, and a page with all that was ever said of it.

Registered by `reports.admin`, which adds what the reports find.
"""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from indicators.admin.figures import rows_of
from indicators.admin.filters import ByGap, ByRating, BySection
from indicators.admin.parts import PartsInline
from indicators.admin.scope import OfOwn, ScopedAdmin
from indicators.admin.timeline import build_timelines


class IndicatorList(ChangeList):
    """The list, with each indicator's Row as `row`: loaded for the authorities of the page that is shown."""

    def get_results(self, request):
        super().get_results(request)
        rows = rows_of(request, {indicator.authority_id for indicator in self.result_list})
        for indicator in self.result_list:
            indicator.row = rows.get(indicator.pk)


class IndicatorAdmin(ScopedAdmin):
    list_display = ["name", "title", "section", "target", "rule", "latest", "owner"]
    list_display_links = ["name", "title"]
    list_filter = [("authority", OfOwn), BySection, ByRating, ByGap]
    list_select_related = ["authority", "measure"]
    list_per_page = 50
    search_fields = ["ref", "slug", "definitions__title"]
    search_help_text = "A ref, such as FD 3, or words of a title."
    fieldsets = [
        (None, {"fields": ["authority", "ref", "slug"]}),
        (
            "Comparing with other authorities",
            {
                "fields": ["measure", "measure_caveat"],
                "description": "What this indicator has in common with those of other authorities, if anything.",
            },
        ),
    ]
    change_form_template = "admin/indicators/indicator.html"
    view_on_site = False

    def get_changelist(self, request, **kwargs):
        return IndicatorList

    def get_readonly_fields(self, request, obj=None):
        """Its ref is changed by a renaming, which keeps the former one."""
        if obj is None:
            return []
        return ["authority", "ref"] if obj.ref else ["authority"]

    def get_inlines(self, request, obj):
        return [PartsInline] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["ref"]}

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, **kwargs):
        indicator = kwargs.get("obj")
        if indicator:
            row = rows_of(request, {indicator.authority_id}).get(indicator.pk)
            context |= {"row": row, "timelines": build_timelines(indicator, timezone.localdate())}
            context["life"] = row.series.life if row else ()
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="indicator", ordering="slug")
    def name(self, indicator):
        return str(indicator)

    @admin.display(description="title")
    def title(self, indicator):
        return indicator.row.series.definition.title if indicator.row else "Not described yet"

    @admin.display(description="section")
    def section(self, indicator):
        return indicator.row.series.definition.section.heading if indicator.row else ""

    @admin.display(description="target today")
    def target(self, indicator):
        return (indicator.row and indicator.row.target) or "None"

    @admin.display(description="rule today")
    def rule(self, indicator):
        row = indicator.row
        if row and row.words and not row.rule:
            return format_html("“{}” can't be read", row.words)
        return (row and row.rule) or "None"

    @admin.display(description="latest rating")
    def latest(self, indicator):
        point = indicator.row and indicator.row.latest
        return render_to_string("admin/indicators/rating.html", {"point": point}) if point else "No figures"

    @admin.display(description="owner")
    def owner(self, indicator):
        return (indicator.row and indicator.row.series.definition.owner) or "Not stated"
