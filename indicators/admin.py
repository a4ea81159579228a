"""Authorities, indicators, and the dated rows that rate them.

A target, threshold or definition is never edited in place: saving one supersedes the hand-made row of that date, or
outranks the one a file stated, and both stay to be read.
"""

from django import forms
from django.contrib import admin, messages

from indicators import methodology
from indicators.models import (
    Authority,
    Definition,
    ImportBatch,
    Indicator,
    Measure,
    Membership,
    RagThreshold,
    Relation,
    Section,
    Target,
)
from indicators.operations import record_by_hand, withdraw_by_hand


@admin.register(Authority)
class AuthorityAdmin(admin.ModelAdmin):
    list_display = ["name", "region", "ons_code", "dfe_code"]
    list_filter = ["region"]
    search_fields = ["name", "slug", "ons_code", "dfe_code"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "authority", "role"]
    list_filter = ["authority", "role"]
    autocomplete_fields = ["user", "authority"]
    list_select_related = ["user", "authority"]


@admin.register(Measure)
class MeasureAdmin(admin.ModelAdmin):
    list_display = ["title", "unit", "polarity"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["title", "authority"]
    list_filter = ["authority"]
    search_fields = ["title"]
    autocomplete_fields = ["authority"]
    list_select_related = ["authority"]


class ReadOnly:
    """Shown, never changed here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class DatedInline(ReadOnly, admin.TabularInline):
    """The rows that stand, each with a link to the form that sets another from its date."""

    extra = 0
    ordering = ["starts_on"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).standing()


class DefinitionInline(DatedInline):
    model = Definition
    fields = ["starts_on", "title", "section", "unit", "polarity", "frequency", "owner", "batch"]
    readonly_fields = ["batch"]


class TargetInline(DatedInline):
    model = Target
    fields = ["starts_on", "value", "text", "batch", "recorded_by"]
    readonly_fields = ["batch", "recorded_by"]


class RagThresholdInline(DatedInline):
    model = RagThreshold
    fields = ["starts_on", "words", "batch", "recorded_by"]
    readonly_fields = ["batch", "recorded_by"]


class RelationInline(admin.TabularInline):
    model = Relation
    fk_name = "indicator"
    extra = 0
    autocomplete_fields = ["part"]
    verbose_name = "part"


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["__str__", "authority", "measure"]
    list_filter = ["authority"]
    search_fields = ["ref", "slug", "definitions__title"]
    autocomplete_fields = ["authority", "measure"]
    list_select_related = ["authority", "measure"]
    inlines = [RelationInline, DefinitionInline, TargetInline, RagThresholdInline]

    def has_delete_permission(self, request, obj=None):
        return False


class DatedForm(forms.ModelForm):
    """A correction of a date that has a row already needs a reason."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not cleaned.get("reason"):
            self.add_error("reason", "Say why the row from this date is corrected. It stays on record.")
        return cleaned


class TargetForm(DatedForm):
    def clean(self):
        cleaned = super().clean()
        # A stated number is its own text; words are for a target that is no number.
        if cleaned.get("value") is not None:
            cleaned["text"] = f"{cleaned['value'].normalize():f}"
        return cleaned


class RagThresholdForm(DatedForm):
    def clean_words(self):
        words = self.cleaned_data["words"]
        read = methodology.read(words) if words else None
        if read and read.rule is None:
            raise forms.ValidationError([defect.message for defect in read.defects])
        return words


class DatedAdmin(admin.ModelAdmin):
    """Adds rows. `facts` are the fields that the row is about."""

    facts = ()
    list_filter = ["indicator__authority", "starts_on"]
    search_fields = ["indicator__ref", "indicator__slug"]
    autocomplete_fields = ["indicator"]
    list_select_related = ["indicator", "batch", "recorded_by"]
    actions = ["withdraw"]

    @admin.display(description="set by")
    def set_by(self, row):
        return row.batch.file_name if row.batch else f"{row.recorded_by or 'nobody known'}, by hand"

    @admin.display(description="superseded")
    def superseded(self, row):
        return row.superseded_at or "–"

    def get_readonly_fields(self, request, obj=None):
        # Another date is another row.
        return ["indicator", "starts_on"] if obj else []

    def has_change_permission(self, request, obj=None):
        is_history = obj is not None and obj.superseded_at is not None
        return super().has_change_permission(request, obj) and not is_history

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        row = record_by_hand(
            model=self.model,
            indicator=obj.indicator,
            starts_on=obj.starts_on,
            by=request.user,
            reason=obj.reason,
            **{name: getattr(obj, name) for name in self.facts},
        )
        # What follows in the admin, its log and its redirect, is about the row that was added.
        obj.pk = row.pk

    @admin.action(description="Withdraw what was set by hand", permissions=["change"])
    def withdraw(self, request, queryset):
        count = withdraw_by_hand(rows=queryset, by=request.user)
        self.message_user(
            request, f"{count} withdrawn. What a file stated for the date counts again.", messages.SUCCESS
        )


@admin.register(Target)
class TargetAdmin(DatedAdmin):
    form = TargetForm
    facts = ("value", "text")
    fields = ["indicator", "starts_on", "value", "text", "reason"]
    list_display = ["indicator", "starts_on", "value", "text", "set_by", "superseded"]


@admin.register(RagThreshold)
class RagThresholdAdmin(DatedAdmin):
    form = RagThresholdForm
    facts = ("words",)
    fields = ["indicator", "starts_on", "words", "reason"]
    list_display = ["indicator", "starts_on", "words", "set_by", "superseded"]


@admin.register(Definition)
class DefinitionAdmin(DatedAdmin):
    form = DatedForm
    facts = (
        "title", "section", "position", "unit", "decimals", "polarity", "frequency", "basis", "owner", "direction_rule",
    )  # fmt: skip
    fields = ["indicator", "starts_on", *facts, "reason"]
    list_display = ["indicator", "starts_on", "title", "owner", "set_by", "superseded"]


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "authority", "state", "commit_number", "committed_at", "created_by"]
    list_filter = ["authority", "state"]
    list_select_related = ["authority", "created_by"]
