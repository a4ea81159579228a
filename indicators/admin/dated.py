"""Targets, RAG thresholds and definitions: lists of dated rows, which are set and corrected by `editing`."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from indicators.admin import editing
from indicators.admin.filters import Standing
from indicators.admin.forms import DefinitionForm
from indicators.admin.scope import OfOwn, ScopedAdmin
from indicators.admin.target_form import TargetForm
from indicators.admin.threshold_form import RagThresholdForm, explained
from indicators.admin.timeline import describe, versions_of
from indicators.admin.versions import who
from indicators.models import Definition, Indicator, RagThreshold, Target
from indicators.operations import standing_on
from indicators.rule_forms import LONGEST


class DatedAdmin(ScopedAdmin):
    """Adds rows by its `dated_form`; none is edited in place."""

    authority_path = "indicator__authority_id"
    renews_all = False
    dated_form = None
    list_display = ["indicator", "authority", "starts_on", "what", "set_by", "superseded"]
    list_display_links = ["indicator", "what"]
    list_filter = [("indicator__authority", OfOwn), Standing]
    date_hierarchy = "starts_on"
    search_fields = ["indicator__ref", "indicator__slug", "indicator__definitions__title"]
    search_help_text = "The ref or title of an indicator."
    list_select_related = ["indicator__authority", "batch", "recorded_by"]
    actions = ["withdraw"]

    @admin.display(description="authority", ordering="indicator__authority")
    def authority(self, row):
        return row.indicator.authority

    @admin.display(description="what")
    def what(self, row):
        return describe(row)

    @admin.display(description="set by")
    def set_by(self, row):
        return row.batch.file_name if row.batch else f"{who(row.recorded_by)}, by hand"

    @admin.display(description="superseded", empty_value="–", ordering="superseded_at")
    def superseded(self, row):
        return row.superseded_at

    def has_delete_permission(self, request, obj=None):
        return False

    def versions(self, row):
        return versions_of(row)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return self._add(request)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        standing = standing_on(model=self.model, indicator=row.indicator, starts_on=row.starts_on)
        if standing != row and request.method != "POST":
            return editing.former(request, self, row, standing)
        return editing.edit(request, self, row.indicator, row)

    def _add(self, request):
        if "indicator" not in request.GET:
            messages.info(request, f"Choose an indicator first. A {self.opts.verbose_name} is added on its page.")
            return HttpResponseRedirect(reverse("admin:indicators_indicator_changelist"))
        key = request.GET["indicator"]
        indicator = get_object_or_404(own_indicators(self, request), pk=key if key.isdecimal() else None)
        return editing.edit(request, self, indicator)

    def more_of_form(self, form):
        """What else the page of the form shows: {name: value} for its template."""
        return {}

    def more_of_trial(self, form):
        """What else the page before saving shows."""
        return {}

    @admin.action(description="Withdraw what was set by hand", permissions=["change"])
    def withdraw(self, request, queryset):
        return editing.withdraw(request, self, queryset)


def own_indicators(model_admin, request):
    """Those that the user administers."""
    indicators = model_admin.admin_site.get_model_admin(Indicator)
    return indicators.get_queryset(request).select_related("authority")


@admin.register(Target)
class TargetAdmin(DatedAdmin):
    dated_form = TargetForm


@admin.register(RagThreshold)
class RagThresholdAdmin(DatedAdmin):
    dated_form = RagThresholdForm

    def get_urls(self):
        explain = self.admin_site.admin_view(self.explain)
        return [path("explain/<int:pk>/", explain, name="indicators_ragthreshold_explain"), *super().get_urls()]

    def explain(self, request, pk):
        """What words mean for an indicator, while somebody types them."""
        indicator = get_object_or_404(own_indicators(self, request), pk=pk)
        explanation = self._explanation(indicator, request.GET.get("words", "")[:LONGEST])
        return render(request, "components/explanation.html", explanation)

    def more_of_form(self, form):
        if form.kind != form.WORDS:
            return {}
        address = reverse("admin:indicators_ragthreshold_explain", args=[form.indicator.pk])
        form.fields["words"].widget.attrs |= {"data-explain": address, "data-explain-into": "explanation"}
        return self._explanation(form.indicator, form["words"].value()) | {"explains": True}

    def more_of_trial(self, form):
        return self._explanation(form.indicator, form.facts["words"], form.starts_on)

    def _explanation(self, indicator, words, on=None):
        return {"explanation": explained(indicator, words, on or timezone.localdate()) if words else None}


@admin.register(Definition)
class DefinitionAdmin(DatedAdmin):
    dated_form = DefinitionForm
