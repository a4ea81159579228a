"""/<authority>/meetings/: the meetings of its board, each with all that it looks at.

On a meeting's own page `do` says what is asked: decide, withdraw (a decision) or move.
"""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.periods import long_date
from indicators.policies import can_prepare, check_prepare
from indicators.series import load_figures
from reports.board_forms import DecisionForm, MeetingForm
from reports.board_tables import MeetingTable
from reports.meetings import build_meeting, meeting_periods
from reports.models import Decision, Meeting
from reports.operations.meetings import MeetsAlready, call_meeting, move_meeting, record_decision, withdraw_decision
from reports.views.decorators import authority_page
from reports.views.kept import kept


@require_http_methods(["GET", "HEAD", "POST"])
@kept
@authority_page
def meetings(request, authority):
    figures = load_figures([authority])
    context = {"authority": authority, "active": "board", "tab": "meetings"}
    periods = meeting_periods(figures)
    if not periods:
        return render(request, "reports/empty.html", context)
    initial = {"held_on": timezone.localdate(), "period": figures.latest.key}
    form = MeetingForm(request.POST or None, periods=periods, initial=initial)
    if request.method == "POST":
        check_prepare(request.user, authority)
        if form.is_valid() and (meeting := _kept(form, call_meeting, authority=authority, by=request.user)):
            return redirect("meeting", authority.slug, meeting.held_on)
    context |= {
        "table": MeetingTable(Meeting.objects.filter(authority=authority).with_decisions()),
        "form": form,
        "may_prepare": can_prepare(request.user, authority),
    }
    return render(request, "reports/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@kept
@authority_page
def meeting(request, authority, held_on):
    found = get_object_or_404(Meeting, authority=authority, held_on=held_on)
    if request.method != "POST":
        return _page(request, found)
    check_prepare(request.user, authority)
    does = _DOES.get(request.POST.get("do"))
    return does(request, found) if does else HttpResponseBadRequest("There is no such button.")


def _decide(request, meeting):
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, decision=form)
    record_decision(meeting=meeting, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "The decision was put down.")
    return redirect("meeting", meeting.authority.slug, meeting.held_on)


def _withdraw(request, meeting):
    pk = request.POST.get("decision", "")
    decision = get_object_or_404(Decision, meeting=meeting, pk=pk if pk.isdecimal() else None)
    stood = withdraw_decision(decision=decision, by=request.user)
    messages.success(
        request, "The decision was withdrawn. It stays on record." if stood else "This was done in the meantime."
    )
    return redirect("meeting", meeting.authority.slug, meeting.held_on)


def _move(request, meeting):
    form = _move_form(meeting, load_figures([meeting.authority]), request.POST)
    if form.is_valid() and (moved := _kept(form, move_meeting, meeting=meeting, by=request.user)):
        messages.success(request, "The meeting was changed.")
        return redirect("meeting", moved.authority.slug, moved.held_on)
    return _page(request, meeting, move=form)


_DOES = {"decide": _decide, "withdraw": _withdraw, "move": _move}


def _kept(form, write, **about):
    """The meeting that a form makes or moves; None where the board meets on that day already, which the form says."""
    try:
        return write(**about, **form.cleaned_data)
    except MeetsAlready as already:
        day = long_date(already.meeting.held_on)
        form.add_error("held_on", f"The board meets on {day} already. Choose another day, or open that meeting.")
        return None


def _move_form(meeting, figures, data=None):
    periods = sorted({*meeting_periods(figures), meeting.period})
    initial = {"held_on": meeting.held_on, "period": meeting.period.key, "note": meeting.note}
    return MeetingForm(data, periods=periods, initial=initial)


def _page(request, meeting, decision=None, move=None):
    authority = meeting.authority
    figures, may_prepare = load_figures([authority]), can_prepare(request.user, authority)
    context = {
        "authority": authority,
        "active": "board",
        "page": build_meeting(meeting, figures, may_write=may_prepare),
        "may_prepare": may_prepare,
        "decision": decision or DecisionForm(),
        "move": move or _move_form(meeting, figures),
    }
    return render(request, "reports/meeting.html", context)
