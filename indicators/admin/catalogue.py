"""Authorities, their people, sections and uploads, the measures that they share, and the areas of statistics."""

from functools import partial

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import path, reverse
from django.utils.html import format_html

from indicators.admin import setting_up
from indicators.admin.scope import OfOwn, ReadOnly, ScopedAdmin, SuperusersOnly
from indicators.admin.versions import Version, who
from indicators.models import Area, Authority, ImportBatch, Indicator, Measure, Membership, Section

_INDICATORS = Indicator.objects.filter(authority=OuterRef("pk"))


@admin.register(Authority)
class AuthorityAdmin(ScopedAdmin):
    authority_path = "pk"
    list_display = ["name", "region", "ons_code", "dfe_code", "sections", "indicators", "set_up"]
    list_filter = ["region"]
    search_fields = ["name", "slug", "ons_code", "dfe_code"]
    prepopulated_fields = {"slug": ["name"]}

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_urls(self):
        page = self.admin_site.admin_view(partial(setting_up.set_up, model_admin=self))
        return [path("<int:pk>/set-up/", page, name="indicators_authority_set_up"), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(has_indicators=Exists(_INDICATORS))

    @admin.display(description="set up", empty_value="")
    def set_up(self, authority):
        if authority.has_indicators:
            return None
        address = reverse("admin:indicators_authority_set_up", args=[authority.pk])
        return format_html(
            '<a href="{}">Set up from…<span class="visually-hidden"> for {}</span></a>', address, authority
        )

    @admin.display(description="sections")
    def sections(self, authority):
        return _list_of(authority, "section", "Sections")

    @admin.display(description="indicators")
    def indicators(self, authority):
        return _list_of(authority, "indicator", "Indicators")


@admin.register(Membership)
class MembershipAdmin(SuperusersOnly, ScopedAdmin):
    list_display = ["user", "authority", "role"]
    list_filter = [("authority", OfOwn), "role"]
    search_fields = ["user__username", "authority__name"]
    autocomplete_fields = ["user", "authority"]
    list_select_related = ["user", "authority"]


@admin.register(Measure)
class MeasureAdmin(ScopedAdmin):
    """Every authority's administrator may choose among measures; they belong to none."""

    list_display = ["title", "unit", "polarity"]
    list_filter = ["unit"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}

    def get_queryset(self, request):
        return admin.ModelAdmin.get_queryset(self, request)

    def is_own(self, request, obj):
        return True

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Area)
class AreaAdmin(SuperusersOnly, ScopedAdmin):
    """Where an ONS code or spelling is added that files have, once somebody has checked that the place is the same."""

    list_display = ["name", "level", "ons_code", "dfe_code", "within"]
    list_filter = ["level"]
    search_fields = ["name", "ons_code", "dfe_code"]
    list_select_related = ["within"]

    def get_queryset(self, request):
        return admin.ModelAdmin.get_queryset(self, request)


@admin.register(Section)
class SectionAdmin(ScopedAdmin):
    list_display = ["title", "authority", "indicators"]
    list_filter = [("authority", OfOwn)]
    search_fields = ["title"]
    list_select_related = ["authority"]
    fields = ["authority", "title", "slug"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def get_readonly_fields(self, request, obj=None):
        return ["authority"] if obj else []

    @admin.display(description="indicators")
    def indicators(self, section):
        return _list_of(section.authority, "indicator", "Indicators", f"&section={section.pk}")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, ScopedAdmin):
    list_display = ["file_name", "authority", "period", "state", "commit_number", "committed_at", "committed_by"]
    list_filter = [("authority", OfOwn), "state"]
    search_fields = ["file_name", "title"]
    date_hierarchy = "created_at"
    list_select_related = ["authority", "committed_by"]
    fields = [
        "authority", "file_name", "upload", "title", "source", "sha256", "state", "commit_number", "created_at",
        "created_by", "reason", "committed_at", "committed_by", "undone_at", "undone_by", "undo_reason",
    ]  # fmt: skip
    readonly_fields = ["upload"]

    def versions(self, batch):
        return tuple(reversed(list(_moments(batch))))

    @admin.display(description="upload")
    def upload(self, batch):
        return format_html('<a href="{}">What it changed, and undoing it</a>', reverse("upload", args=[batch.pk]))


def _moments(batch):
    """What became of an upload: staged, committed, undone."""
    yield Version(batch.created_at, batch.uploaded_by, "Uploaded")
    if batch.committed_at:
        yield Version(batch.committed_at, batch.loaded_by, "Committed", reason=batch.reason)
    if batch.undone_at:
        yield Version(batch.undone_at, who(batch.undone_by), "Undone", reason=batch.undo_reason)


def _list_of(authority, model, words, more=""):
    """A link to the list of what the authority has."""
    address = reverse(f"admin:indicators_{model}_changelist") + f"?authority__id__exact={authority.pk}{more}"
    return format_html('<a href="{}">{}<span class="visually-hidden"> of {}</span></a>', address, words, authority)
