"""/<authority>/actions/<slug>/: one action with its history; and /<authority>/actions/new/.

`do` says what is asked of an action: save, close, reopen, carry (over to the next meeting) or withdraw. With
`?from=log` it leads back to the log, as it was asked for.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.periods import MONTHLY, Period
from indicators.policies import check_keep_actions
from indicators.series import load_figures
from reports.actions.forms import ActionForm, NewActionForm
from reports.actions.one import build_action
from reports.forms import ReasonForm
from reports.models import Action
from reports.operations import actions as operations
from reports.operations.statements import StaleStatement, standing
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept


@require_http_methods(["GET", "HEAD", "POST"])
@kept
@authority_page
def action(request, authority, slug):
    figures, period = _figures_and_period(request, authority)
    page = build_action(authority, slug, period.end) if period else None
    if page is None:
        raise Http404("There is no such action.")
    if request.method != "POST":
        return _page(request, authority, figures, period, page)
    check_keep_actions(request.user, authority)
    does = _DOES.get(request.POST.get("do"))
    if does is None:
        return HttpResponseBadRequest("There is no such button.")
    return does(request, authority, figures, period, page)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def new_action(request, authority):
    """For those who keep the log; `?indicator=` names one to link it to."""
    check_keep_actions(request.user, authority)
    figures, period = _figures_and_period(request, authority)
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "actions"})
    form = _new_form(request, authority, figures, period)
    if form.is_valid() and (row := _added(form, authority, period, request.user)):
        messages.success(request, f"{row.ref} was added to the action log.")
        # One that was raised later than the log that was looked at is in the later log.
        is_later = row.stated_for > period.end
        query = f"?period={form.raised_month.key}" if is_later else _query(request)
        return redirect(_log(authority, query) + f"#{row.slug}")
    context = {
        "authority": authority, "active": "actions", "period": period, "form": form, "query": _query(request),
    }  # fmt: skip
    return render(request, "reports/new_action.html", context)


def form_of(row, authority, day, figures, data=None):
    """The ActionForm of an ActionRow, as it stands on a day or as it was sent."""
    found = standing(model=Action, authority=authority, slug=row.slug, day=day)
    facts = operations.facts_of(found)
    asks = {"authority": authority, "titles": _titles(figures), "raised": row.raised}
    if data is None:
        return ActionForm.of(facts, row.pk, **asks)
    return ActionForm(data, was_due=facts.due_by, carried_to=facts.carried_to, **asks)


def _figures_and_period(request, authority):
    figures = load_figures([authority])
    return figures, asked_period(request) or figures.latest


def _new_form(request, authority, figures, period):
    asks = {"authority": authority, "titles": _titles(figures)}
    if request.method == "POST":
        return NewActionForm(request.POST, **asks)
    month = Period(period.end.replace(day=1), MONTHLY)
    wanted = request.GET.get("indicator")
    initial = {
        "ref": operations.free_ref(Action.objects.known().filter(authority=authority), month),
        "raised_in": month.short_label,
        "due": "TBC",
        "indicators": [each.indicator.pk for each in figures.series if each.indicator.slug == wanted],
    }
    return NewActionForm(initial=initial, **asks)


def _added(form, authority, period, user):
    """The new row, or None where the form now says why there is none."""
    given = form.cleaned_data
    try:
        return operations.add_action(
            authority=authority,
            ref=given["ref"],
            raised=given["raised_in"],
            # One of a later month stands from its first day on, so that a meeting in that month has it.
            day=max(period.end, given["raised_in"].start),
            facts=form.facts,
            by=user,
            reason=given["reason"],
        )
    except operations.Taken as taken:
        form.offer(taken.free)
        return None


def _save(request, authority, figures, period, page):
    form = form_of(page.row, authority, period.end, figures, request.POST)
    if not form.is_valid():
        return _page(request, authority, figures, period, page, form)
    try:
        row = operations.edit_action(
            authority=authority,
            slug=page.row.slug,
            day=period.end,
            facts=form.facts,
            seen=form.cleaned_data["seen"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except StaleStatement as stale:
        form.keep_beside(stale.theirs)
        return _page(request, authority, figures, period, page, form, theirs=True)
    return _done(request, authority, page, "saved" if row else "is as it was")


def _set_status(request, authority, figures, period, page):
    closes = request.POST["do"] == "close"
    status = Action.Status.COMPLETE if closes else Action.Status.OPEN
    return _change(
        request, authority, figures, period, page, operations.set_status, "closed" if closes else "reopened",
        status=status,
    )  # fmt: skip


def _carry(request, authority, figures, period, page):
    try:
        return _change(request, authority, figures, period, page, operations.carry_over, "carried over")
    except operations.NoLaterMeeting:
        messages.info(request, "There is no later meeting yet that it could be carried over to. Add one first.")
        return redirect("meetings", authority.slug)


def _change(request, authority, figures, period, page, operation, done, **facts):
    """One change by a button, with what was typed as the reason. The rest of the form is left as it stands."""
    form = form_of(page.row, authority, period.end, figures, request.POST)
    if form.has_error("reason"):
        return _page(request, authority, figures, period, page, form)
    try:
        operation(
            authority=authority,
            slug=page.row.slug,
            day=period.end,
            seen=form.cleaned_data.get("seen"),
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
            **facts,
        )
    except StaleStatement as stale:
        form.keep_beside(stale.theirs)
        return _page(request, authority, figures, period, page, form, theirs=True)
    return _done(request, authority, page, done)


def _withdraw(request, authority, figures, period, page):
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, authority, figures, period, page, withdrawing=form)
    reason = form.cleaned_data["reason"]
    operations.withdraw_action(authority=authority, slug=page.row.slug, by=request.user, reason=reason)
    messages.success(request, f"What was written of {page.row.ref} was taken back. It stays on record.")
    return redirect(_log(authority, _query(request)))


_DOES = {
    "save": _save,
    "close": _set_status,
    "reopen": _set_status,
    "carry": _carry,
    "withdraw": _withdraw,
}


def _done(request, authority, page, what):
    messages.success(request, f"{page.row.ref} {what}." if what.startswith("is") else f"{page.row.ref} was {what}.")
    if request.GET.get("from") == "log":
        return redirect(_log(authority, _query(request)) + f"#{page.row.slug}")
    return redirect(request.get_full_path())


def _page(request, authority, figures, period, page, form=None, withdrawing=None, theirs=False):
    """`theirs`: what stands now is shown beside what was typed."""
    if form is None and authority.may_keep_actions:
        form = form_of(page.row, authority, period.end, figures)
    context = {
        "authority": authority,
        "active": "actions",
        "period": period,
        "page": page,
        "row": page.row,
        "form": form,
        "withdrawing": withdrawing or ReasonForm(auto_id="withdraw_%s"),
        "theirs": theirs,
        "query": _query(request),
    }
    return render(request, "reports/action.html", context)


def _titles(figures):
    """{key: what to call it} of the indicators that an action can be linked to."""
    named = ((s.indicator, s.definition.title) for s in figures.series)
    return {indicator.pk: f"{indicator.ref} {title}".strip() for indicator, title in named}


def _log(authority, query):
    return reverse("actions", args=[authority.slug]) + query


def _query(request):
    """What the log was asked for, from `?` on."""
    asked = request.GET.copy()
    for name in ("from", "indicator" if request.path.endswith("/new/") else "edit"):
        asked.pop(name, None)
    return f"?{asked.urlencode()}" if asked else ""
