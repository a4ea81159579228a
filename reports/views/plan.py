"""/<authority>/plan/: the improvement plan, and its sheet; a new action of it; and each action with its history.

`do` says what is asked of an action: save or withdraw.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.periods import MONTHLY, Period
from indicators.policies import check_keep_actions
from reports.exports.plan_xlsx import plan_xlsx
from reports.forms import ReasonForm
from reports.operations import plan as operations
from reports.operations.statements import StaleStatement
from reports.plan.forms import NewPlanActionForm, PlanActionForm
from reports.plan.one import build_plan_action
from reports.plan.sheet import build_plan_sheet
from reports.plan.whole import build_plan, plan_months
from reports.scorecard import around
from reports.views.decorators import asked_period, authority_page
from reports.views.downloads import workbook_response
from reports.views.kept import kept


@kept
@authority_page
def plan(request, authority):
    months = plan_months(authority)
    period = _period(request, months)
    context = {
        "authority": authority,
        "active": "plan",
        "plan": build_plan(authority, period.end),
        "period": period,
        "around": around(months, period),
        "has_any": bool(months),
        # What is stated next is of the month after the newest.
        "next": months[-1].next if months and period == months[-1] else None,
    }
    return render(request, "reports/plan.html", context)


@authority_page
def plan_sheet(request, authority):
    """The plan as it stands, to be changed and uploaded for a month: the one after the newest without a period."""
    months = plan_months(authority)
    period = asked_period(request) or (months[-1].next if months else _this_month())
    if period.frequency != MONTHLY:
        raise Http404("A plan is kept by the month.")
    sheet = build_plan_sheet(authority, period, build_plan(authority, period.end))
    return workbook_response(plan_xlsx(sheet, made_at=timezone.now()), sheet.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def add_plan_action(request, authority):
    check_keep_actions(request.user, authority)
    period = _period(request, plan_months(authority))
    form = NewPlanActionForm(request.POST if request.method == "POST" else None, authority=authority)
    if form.is_valid() and (row := _added(form, authority, period, request.user)):
        messages.success(request, f"{row.ref} was added to the plan.")
        return redirect("plan-action", authority.slug, row.slug)
    context = {"authority": authority, "active": "plan", "period": period, "form": form}
    return render(request, "reports/new_plan_action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
@authority_page
def plan_action(request, authority, slug):
    period = _period(request, plan_months(authority))
    page = build_plan_action(authority, slug, period.end)
    if page is None:
        raise Http404("There is no such action.")
    if request.method != "POST":
        return _page(request, authority, period, page)
    check_keep_actions(request.user, authority)
    does = {"save": _save, "withdraw": _withdraw}.get(request.POST.get("do"))
    return does(request, authority, period, page) if does else HttpResponseBadRequest("There is no such button.")


def _period(request, months):
    """The month asked for, else the newest that something was stated of, else this one. 404 for another kind."""
    period = asked_period(request) or (months[-1] if months else _this_month())
    if period.frequency != MONTHLY:
        raise Http404("A plan is kept by the month.")
    return period


def _this_month():
    today = timezone.localdate()
    return Period.month(today.year, today.month)


def _added(form, authority, period, user):
    """The new row, or None where the form now says why there is none."""
    given = form.cleaned_data
    outcome = given["outcome"] or operations.begin_outcome(
        authority=authority, pillar=given["new_pillar"], outcome=given["new_outcome"], by=user
    )
    try:
        return operations.add_plan_action(
            authority=authority, ref=given["ref"], day=period.end, facts=form.facts(outcome), by=user
        )
    except operations.Taken:
        form.add_error("ref", f"Ref: the plan has an action {given['ref']}. Give this one another.")
        return None


def _save(request, authority, period, page):
    form = PlanActionForm(request.POST, authority=authority)
    if not form.is_valid():
        return _page(request, authority, period, page, form)
    try:
        row = operations.edit_plan_action(
            authority=authority,
            slug=page.row.slug,
            day=period.end,
            facts=form.facts(),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except StaleStatement as stale:
        form.keep_beside(stale.theirs)
        return _page(request, authority, period, page, form)
    messages.success(request, f"{page.row.ref} was saved." if row else f"{page.row.ref} is as it was.")
    return redirect(request.get_full_path())


def _withdraw(request, authority, period, page):
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, authority, period, page, withdrawing=form)
    reason = form.cleaned_data["reason"]
    operations.withdraw_plan_action(authority=authority, slug=page.row.slug, by=request.user, reason=reason)
    messages.success(request, f"What was written of {page.row.ref} was taken back. It stays on record.")
    return redirect("plan", authority.slug)


def _page(request, authority, period, page, form=None, withdrawing=None):
    context = {
        "authority": authority,
        "active": "plan",
        "period": period,
        "page": page,
        "row": page.row,
        "form": form or (PlanActionForm.of(page.row, authority) if authority.may_keep_actions else None),
        "withdrawing": withdrawing or ReasonForm(auto_id="withdraw_%s"),
    }
    return render(request, "reports/plan_action.html", context)
