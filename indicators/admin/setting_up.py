"""The page that sets up an authority from another's catalogue."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from indicators.models import Authority, Indicator
from indicators.policies import can_edit_targets
from indicators.setting_up import NotEmpty, set_up_from


class SetUpForm(forms.Form):
    source = forms.ModelChoiceField(
        queryset=Authority.objects.none(), label="From", help_text="Authorities with indicators that you may read."
    )
    starts_on = forms.DateField(
        label="Holds from",
        help_text="What is in force there on this day is copied, and holds from this day on.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    targets = forms.BooleanField(required=False, label="With targets")
    thresholds = forms.BooleanField(required=False, label="With RAG thresholds")

    def __init__(self, *args, authority, user, **kwargs):
        super().__init__(*args, **kwargs)
        with_indicators = Authority.objects.filter(pk__in=Indicator.objects.values("authority"))
        self.fields["source"].queryset = with_indicators.visible_to(user).exclude(pk=authority.pk)


def set_up(request, model_admin, pk):
    """For admins of the authority; for anybody else the page doesn't exist."""
    authority = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not can_edit_targets(request.user, authority):
        raise Http404("There is no such page.")
    form = SetUpForm(request.POST if request.method == "POST" else None, authority=authority, user=request.user)
    if form.is_valid():
        try:
            added = set_up_from(authority=authority, by=request.user, **form.cleaned_data)
        except NotEmpty as why:
            form.add_error(None, str(why))
        else:
            model_admin.log_change(request, authority, f"Set up from {form.cleaned_data['source']}")
            messages.success(
                request,
                f"{authority} is set up: {added.indicators} indicators in {added.sections} sections, "
                f"{added.targets} targets, {added.thresholds} RAG thresholds.",
            )
            address = reverse("admin:indicators_indicator_changelist")
            return HttpResponseRedirect(f"{address}?authority__id__exact={authority.pk}")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Set up {authority} from another authority",
        "subtitle": None,
        "opts": model_admin.opts,
        "authority": authority,
        "form": form,
        "is_empty": not authority.indicators.exists(),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/indicators/set_up.html", context)
