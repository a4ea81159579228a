"""What became of indicators: renamed, replaced, ended. Recorded by a person with a reason, and taken back with one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from indicators import life
from indicators.admin.dated import own_indicators
from indicators.admin.scope import OfOwn, ScopedAdmin
from indicators.admin.timeline import day, moment
from indicators.admin.versions import Version, who
from indicators.models import Definition, Indicator, LifeEvent

RENAMED, REPLACED, ENDED = LifeEvent.Kind.RENAMED, LifeEvent.Kind.REPLACED, LifeEvent.Kind.ENDED


class LifeForm(forms.Form):
    """The fields of one kind of event. `carry_out` records it, and raises life.NotPossible."""

    KINDS = {RENAMED: "Rename it", REPLACED: "Replace it by another", ENDED: "End it"}

    starts_on = forms.DateField(
        label="From",
        help_text="The first day on which it is so. Earlier months stay as they are.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ref = forms.CharField(
        required=False,
        max_length=Indicator._meta.get_field("ref").max_length,
        help_text="A file that still prints the old one finds it too.",
    )
    title = forms.CharField(required=False, max_length=Definition._meta.get_field("title").max_length)
    successor = forms.ModelChoiceField(
        queryset=Indicator.objects.none(), label="Replaced by", help_text="Each of the two pages then names the other."
    )
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say why."})

    _FIELDS = {RENAMED: ("ref", "title"), REPLACED: ("successor",), ENDED: ()}

    def __init__(self, *args, indicator, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.kind = kind if kind in self.KINDS else ENDED
        for name in {"ref", "title", "successor"} - set(self._FIELDS[self.kind]):
            del self.fields[name]
        if self.kind == REPLACED:
            others = Indicator.objects.filter(authority=indicator.authority_id).exclude(pk=indicator.pk)
            self.fields["successor"].queryset = others

    def clean(self):
        cleaned = super().clean()
        if self.kind == RENAMED and not self.errors:
            cleaned = cleaned | {"ref": cleaned["ref"].strip(), "title": cleaned["title"].strip()}
            if cleaned["ref"] in ("", self.indicator.ref) and not cleaned["title"]:
                self.add_error("ref", "Give it another ref, or another title.")
        return cleaned

    def carry_out(self, by):
        facts = self.cleaned_data | {"indicator": self.indicator, "by": by}
        return life.rename(**facts) if self.kind == RENAMED else life.end(**facts)


class TakeBackForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say why."})


@admin.register(LifeEvent)
class LifeEventAdmin(ScopedAdmin):
    """Adds events and takes them back; none is edited."""

    authority_path = "indicator__authority_id"
    list_display = ["indicator", "authority", "starts_on", "__str__", "recorded_by", "superseded_at"]
    list_display_links = ["indicator", "__str__"]
    list_filter = [("indicator__authority", OfOwn), "kind"]
    search_fields = ["indicator__ref", "indicator__slug", "former_ref"]
    list_select_related = ["indicator__authority", "successor", "recorded_by"]

    @admin.display(description="authority", ordering="indicator__authority")
    def authority(self, event):
        return event.indicator.authority

    def has_delete_permission(self, request, obj=None):
        return False

    def versions(self, event):
        said = [Version(event.recorded_at, who(event.recorded_by), str(event).capitalize(), reason=event.reason)]
        if event.superseded_at:
            by = who(event.superseded_by)
            said.insert(0, Version(event.superseded_at, by, "Taken back", reason=event.superseded_reason))
        return tuple(said)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return self._add(request)
        event = self.get_object(request, unquote(object_id))
        if event is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._event(request, event)

    def _add(self, request):
        if "indicator" not in request.GET:
            messages.info(request, "Choose an indicator first. It is renamed, replaced or ended on its page.")
            return HttpResponseRedirect(reverse("admin:indicators_indicator_changelist"))
        key = request.GET["indicator"]
        indicator = get_object_or_404(own_indicators(self, request), pk=key if key.isdecimal() else None)
        kind, begun = request.GET.get("kind", ENDED), {"starts_on": request.GET.get("starts_on")}
        posted = request.POST if request.method == "POST" else None
        form = LifeForm(posted, indicator=indicator, kind=kind, initial=begun)
        if form.is_valid():
            try:
                form.carry_out(request.user)
            except life.NotPossible as why:
                form.add_error(None, str(why))
            else:
                said = f"{form.KINDS[form.kind]}: from {day(form.cleaned_data['starts_on'])}"
                self.log_change(request, indicator, said)
                messages.success(request, "Saved. It stands on its page, with your reason.")
                return HttpResponseRedirect(reverse("admin:indicators_indicator_change", args=[indicator.pk]))
        return self._page(request, "form", indicator, {"title": form.KINDS[form.kind], "form": form})

    def _event(self, request, event):
        form = TakeBackForm(request.POST if request.method == "POST" else None)
        if event.superseded_at is None and form.is_valid():
            try:
                life.take_back(event=event, by=request.user, reason=form.cleaned_data["reason"])
            except life.NotPossible as why:
                form.add_error(None, str(why))
            else:
                self.log_change(request, event, f"Taken back: {form.cleaned_data['reason']}")
                messages.success(request, f"Taken back on {moment(self.get_object(request, event.pk).superseded_at)}.")
                return HttpResponseRedirect(reverse("admin:indicators_indicator_change", args=[event.indicator_id]))
        context = {"title": f"{event.indicator}: {event}", "form": form, "event": event}
        return self._page(request, "event", event.indicator, context | {"versions": self.versions(event)})

    def _page(self, request, name, indicator, context):
        newest = Definition.objects.filter(indicator=indicator).standing().select_related("section").last()
        context |= {
            **self.admin_site.each_context(request),
            "subtitle": None,
            "opts": self.opts,
            "indicator": indicator,
            "definition": newest,
            "section": newest and newest.section,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/indicators/life/{name}.html", context)
