"""Filters of the list of indicators that take a figure or a date to answer."""

from django.contrib import admin

from indicators.admin.figures import rows_of
from indicators.models import Section
from indicators.policies import administered
from indicators.rating import AMBER, GREEN, NOT_RATED, RED


class OfRow(admin.SimpleListFilter):
    """Keeps the indicators whose Row passes `holds(row, value)`."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        rows = rows_of(request, queryset.order_by().values_list("authority", flat=True).distinct())
        return queryset.filter(pk__in=[pk for pk, row in rows.items() if self.holds(row, self.value())])


class BySection(OfRow):
    """Offered once an authority is chosen, or where there is one: sections of two councils may have one title."""

    title = "section"
    parameter_name = "section"

    def lookups(self, request, model_admin):
        chosen = request.GET.get("authority__id__exact")
        authorities = administered(request.user) if chosen is None else administered(request.user) & _keys(chosen)
        if len(authorities) != 1:
            return []
        return [(section.pk, section.heading) for section in Section.objects.filter(authority__in=authorities)]

    def holds(self, row, value):
        return str(row.series.definition.section_id) == value


class ByRating(OfRow):
    title = "latest rating"
    parameter_name = "rating"

    def lookups(self, request, model_admin):
        return [(RED, "Red"), (AMBER, "Amber"), (GREEN, "Green"), (NOT_RATED, "Not rated")]

    def holds(self, row, value):
        return row.rag == value


class ByGap(OfRow):
    title = "what is missing"
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [
            ("target", "No target today"),
            ("rule", "No rule today"),
            ("owner", "No owner"),
            ("figure", "No figures"),
        ]

    def holds(self, row, value):
        has = {"target": row.target, "rule": row.rule, "owner": row.series.definition.owner, "figure": row.latest}
        return value in has and not has[value]


class Standing(admin.SimpleListFilter):
    """Of dated rows: those that make today's timelines, or those that were replaced."""

    title = "whether it counts"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("yes", "Counts"), ("no", "Superseded or taken back")]

    def queryset(self, request, queryset):
        standing = queryset.model.objects.filter(indicator__in=queryset.order_by().values("indicator")).standing()
        match self.value():
            case "yes":
                return queryset.filter(pk__in=standing.order_by().values("pk"))
            case "no":
                return queryset.exclude(pk__in=standing.order_by().values("pk"))
        return queryset


def _keys(text):
    return {int(text)} if text.isdecimal() else set()
