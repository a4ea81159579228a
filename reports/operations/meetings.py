"""Calling a board together, and what it decides."""

from django.db import transaction
from django.utils import timezone

from indicators.models import Authority
from indicators.versions import renew_beside
from reports.models import Decision, Meeting


class MeetsAlready(Exception):
    """The board meets on that day already: `meeting`."""

    def __init__(self, meeting):
        super().__init__(f"{meeting.authority} meets on that day already")
        self.meeting = meeting


@transaction.atomic
def call_meeting(*, authority, held_on, period, note="", by):
    """Add a meeting on a day, about a Period. Returns the row. Raises MeetsAlready."""
    _check_free(authority, held_on)
    meeting = Meeting(authority=authority, recorded_by=by)
    return _saved(meeting, held_on, period, note, by)


@transaction.atomic
def move_meeting(*, meeting, held_on, period, note="", by):
    """Give a meeting another day, Period or note; what it was stays in its history. Raises MeetsAlready."""
    _check_free(meeting.authority, held_on, but=meeting)
    return _saved(meeting, held_on, period, note, by)


@transaction.atomic
def record_decision(*, meeting, text, by):
    """Add what a meeting decided. Returns the row; sent twice, it is one. Raises ValueError without a text."""
    if not text.strip():
        raise ValueError("a decision needs a text")
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    decision, _ = Decision.objects.standing().get_or_create(
        meeting=meeting, text=text.strip(), defaults={"recorded_by": by}
    )
    renew_beside(meeting.authority_id)
    return decision


@transaction.atomic
def withdraw_decision(*, decision, by):
    """Take a decision off the page. The row stays on record. Returns whether it still stood."""
    standing = Decision.objects.standing().filter(pk=decision.pk)
    stood = standing.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    renew_beside(decision.meeting.authority_id)
    return bool(stood)


def _check_free(authority, held_on, but=None):
    Authority.objects.select_for_update().get(pk=authority.pk)
    others = Meeting.objects.filter(authority=authority, held_on=held_on)
    if meeting := others.exclude(pk=but.pk if but else None).first():
        raise MeetsAlready(meeting)


def _saved(meeting, held_on, period, note, by):
    meeting.held_on, meeting.note = held_on, note
    meeting.frequency, meeting.period_start = period.frequency, period.start
    meeting._history_user = by
    meeting.save()
    renew_beside(meeting.authority_id)
    return meeting
