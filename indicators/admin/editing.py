"""The page that sets a dated row, and the step before it counts.

    open → fill in → try (nothing written: what would change) → save, or back to the form with its values

Without script, and with nothing kept on the server between the steps: the form's values travel in the page. The save
refuses what a person has not seen: another row in place of the one they opened, or effects other than those shown.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from indicators.admin.effects import build_shown
from indicators.admin.timeline import day, describe, moment
from indicators.admin.versions import who
from indicators.models import Definition
from indicators.operations import Stale, check_seen, record_by_hand, withdraw_by_hand
from indicators.policies import check_edit_targets
from indicators.trial import Moved, carry_out, try_out
from indicators.whatif import Proposed

SAVE, BACK = "save", "back"
# What the steps add to the form's own values.
_OURS = ("step", "stamp", "csrfmiddlewaretoken")


def edit(request, model_admin, indicator, row=None):
    """Set a row of the model of `model_admin` for the indicator, or correct `row`."""
    check_edit_targets(request.user, indicator.authority)
    options = {"indicator": indicator, "row": row, "today": timezone.localdate(), "kind": request.GET.get("kind", "")}
    if request.method != "POST":
        # A link may begin the form for the day on which a change should start.
        begun = {} if row else {"starts_on": request.GET.get("starts_on")}
        return _form_page(request, model_admin, model_admin.dated_form(**options, initial=begun))
    form = model_admin.dated_form(request.POST, **options)
    if request.POST.get("step") == BACK or not form.is_valid():
        return _form_page(request, model_admin, form)
    seen = form.cleaned_data["opened_on"]
    try:
        check_seen(model=form.model, indicator=indicator, starts_on=form.starts_on, seen=seen)
        if request.POST.get("step") == SAVE:
            return _saved(request, model_admin, form, seen)
    except Stale as stale:
        return _stale_page(request, model_admin, form, seen, stale.row)
    except Moved as moved:
        return _trial_page(request, model_admin, form, moved.trial, moved=True)
    return _trial_page(request, model_admin, form, try_out(authority=indicator.authority, proposed=[_proposed(form)]))


def former(request, model_admin, row, standing):
    """A row that no longer counts: what it said, and what does count for its date."""
    context = {"title": f"{capfirst(row._meta.verbose_name)} that no longer counts", "subtitle": None}
    context |= {"standing": standing, "versions": model_admin.versions(row)}
    return _page(request, model_admin, row.indicator, "former", context, row)


def withdraw(request, model_admin, rows):
    """Withdraw hand-made rows of one authority: first what that would change, then, with a reason, in earnest."""
    rows = list(rows.select_related("indicator__authority").filter(batch=None, superseded_at=None))
    authorities = {row.indicator.authority for row in rows}
    if len(authorities) != 1:
        words = "Choose rows of one authority at a time." if rows else "None of these was set by hand and still stands."
        messages.error(request, words)
        return None
    authority = authorities.pop()
    check_edit_targets(request.user, authority)
    proposed = [Proposed(model_admin.model, row.indicator, row.starts_on) for row in rows]
    reason = request.POST.get("reason", "").strip()
    is_asked = request.POST.get("step") == SAVE
    if not is_asked or not reason:
        found = try_out(authority=authority, proposed=proposed)
        return _withdraw_page(request, model_admin, rows, found, missing_reason=is_asked)

    def act():
        chosen = model_admin.model.objects.filter(pk__in=[row.pk for row in rows])
        for row in rows:
            model_admin.log_change(request, row, f"Withdrawn: {reason}")
        return withdraw_by_hand(rows=chosen, by=request.user, reason=reason)

    try:
        count = carry_out(authority=authority, proposed=proposed, stamp=request.POST.get("stamp"), act=act)
    except Moved as moved:
        return _withdraw_page(request, model_admin, rows, moved.trial, moved=True)
    messages.success(request, f"{count} withdrawn. What a file stated for the date counts again.")
    return None


def _proposed(form):
    return Proposed(form.model, form.indicator, form.starts_on, form.facts)


def _saved(request, model_admin, form, seen):
    def act():
        row = record_by_hand(
            model=form.model,
            indicator=form.indicator,
            starts_on=form.starts_on,
            by=request.user,
            reason=form.cleaned_data["reason"],
            replaces=seen,
            **form.facts,
        )
        model_admin.log_addition(request, row, f"From {day(row.starts_on)}: {describe(row)}")
        return row

    row = carry_out(
        authority=form.indicator.authority, proposed=[_proposed(form)], stamp=request.POST.get("stamp"), act=act
    )
    messages.success(request, f"Saved. The {_name(form)} from {day(row.starts_on)} on: {describe(row)}.")
    return HttpResponseRedirect(reverse("admin:indicators_indicator_change", args=[form.indicator.pk]))


def _form_page(request, model_admin, form, **context):
    title = f"Correct the {_name(form)}" if form.row else f"Add a {_name(form)}"
    context |= {"form": form, "title": title, "subtitle": None}
    context |= model_admin.more_of_form(form)
    return _page(request, model_admin, form.indicator, "form", context, form.row)


def _stale_page(request, model_admin, form, seen, standing):
    if not form.row:
        # Adding is not correcting: what there is keeps its own form, with its own reason.
        already = f"There is a {_name(form)} from {day(form.starts_on)} already: {described(standing)}."
        form.add_error("starts_on", already)
        return _form_page(request, model_admin, form, instead=standing)
    before = form.model.objects.filter(indicator=form.indicator, pk=seen).select_related("superseded_by").first()
    values = form.data.copy()
    # Whoever has read what the other changed may go on, and replaces that.
    values["opened_on"] = standing.pk if standing else ""
    form.data = values
    return _form_page(request, model_admin, form, changed=what_changed(before, standing), standing=standing)


def _trial_page(request, model_admin, form, trial, moved=False):
    context = {
        "title": "Try before it counts",
        "subtitle": f"{capfirst(_name(form))} from {day(form.starts_on)}: {describe(_as_row(form))}",
        "form": form,
        "trial": trial,
        "shown": build_shown(trial.effects),
        "moved": moved,
        "values": _values(request),
    }
    context |= model_admin.more_of_trial(form)
    return _page(request, model_admin, form.indicator, "trial", context, form.row)


def _withdraw_page(request, model_admin, rows, trial, moved=False, missing_reason=False):
    opts = model_admin.opts
    context = {
        "title": f"Withdraw {len(rows)} {opts.verbose_name if len(rows) == 1 else opts.verbose_name_plural}?",
        "subtitle": None,
        "rows": rows,
        "trial": trial,
        "shown": build_shown(trial.effects),
        "moved": moved,
        "missing_reason": missing_reason,
        "reason": request.POST.get("reason", ""),
        "values": [(name, value) for name, value in _values(request) if name != "reason"],
    }
    return _page(request, model_admin, None, "withdraw", context)


def _page(request, model_admin, indicator, name, context, row=None):
    definition = _newest_definition(indicator) if indicator else None
    shared = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "indicator": indicator,
        "definition": definition,
        "section": definition and definition.section,
        "row": row,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, f"admin/indicators/dated/{name}.html", shared | context)


def _newest_definition(indicator):
    rows = Definition.objects.filter(indicator=indicator).standing().select_related("section")
    return max(rows, key=lambda row: row.starts_on, default=None)


def _values(request):
    """What was filled in, to travel with the page."""
    return [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]


def _as_row(form):
    return form.model(**form.facts)


def _name(form):
    return form.model._meta.verbose_name


def described(row):
    """`85, set by ola on 3 Apr 2018, 10:00`: what a row says, and who or what said it."""
    if row.batch:
        return f"{describe(row)}, stated by {row.batch.file_name}"
    return f"{describe(row)}, set by {who(row.recorded_by)} on {moment(row.recorded_at)}"


def what_changed(before, standing):
    """What somebody else did to the row `before` (None for none): `standing` has its place, or nothing has."""
    if standing is None:
        if before and before.superseded_at:
            return f"{who(before.superseded_by)} withdrew “{describe(before)}” on {moment(before.superseded_at)}."
        return "What there was for this day was taken back with its upload."
    was = f"It was “{describe(before)}”" if before else "There was nothing for this day"
    reason = f" Their reason: {standing.reason}" if standing.reason else ""
    return f"{was}, and now is {described(standing)}.{reason}"
