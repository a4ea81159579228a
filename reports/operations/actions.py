"""Writes to the action log: keyword-only, atomic, by a named user."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from indicators.models import Indicator
from indicators.periods import MONTHLY, Period
from indicators.versions import renew_beside
from reports.actions.refs import action_slug, next_ref
from reports.models import Action, Meeting
from reports.operations import statements


class Taken(ValueError):
    """Another action of the month has that ref by now. `free` is the next that nobody has."""

    def __init__(self, free):
        super().__init__(f"the ref is taken; {free} is free")
        self.free = free


class NoLaterMeeting(ValueError):
    """There is no meeting yet that the action could go on to."""


@dataclass(frozen=True)
class ActionFacts:
    """What a person states of an action. `due_by` is the last day of a month, or None for no date yet."""

    text: str
    owner: str
    due_by: date | None
    status: str
    indicators: tuple[Indicator, ...] = ()
    meeting: Meeting | None = None
    carried_to: Meeting | None = None

    @property
    def due_text(self):
        return f"{self.due_by:%b-%y}" if self.due_by else "TBC"


@transaction.atomic
def add_action(*, authority, ref, raised, day, facts, by, reason=""):
    """Add an action that was raised in the month `raised` (a Period) to the log of a day. Returns its row.

    Raises Taken where the log has that ref, and ValueError where it is due before it was raised.
    """
    statements.lock(authority)
    slug = action_slug(ref, raised.start)
    known = list(Action.objects.known().filter(authority=authority))
    if slug in {row.slug for row in known}:
        raise Taken(free_ref(known, raised))
    _check_due(facts, raised.start)
    position = max((row.position for row in known), default=-1) + 1
    return _state(authority, slug, ref, raised.start, day, facts, position=position, by=by, reason=reason)


@transaction.atomic
def edit_action(*, authority, slug, day, facts, seen, by, reason=""):
    """State an action anew, from a day on. Returns the new row, or None where nothing differs from what stands.

    `seen` is the key of the statement that was edited. Raises StaleStatement, and ValueError where it is due before it
    was raised.
    """
    statements.lock(authority)
    found = _seen(authority, slug, day, seen)
    row = found.row
    # What a report printed wrongly, and nobody touched, is a finding: it is no reason to refuse another change.
    if facts.due_by != row.due_by:
        _check_due(facts, row.raised_in)
    if facts == facts_of(found):
        return None
    return _state(authority, slug, row.ref, row.raised_in, day, facts, position=row.position, by=by, reason=reason)


@transaction.atomic
def set_status(*, authority, slug, day, status, seen, by, reason=""):
    """Close or reopen an action. Returns the new row, or None where it had that status. Raises StaleStatement."""
    found = _seen(authority, slug, day, seen)
    facts = replace(facts_of(found), status=status)
    return edit_action(authority=authority, slug=slug, day=day, facts=facts, seen=seen, by=by, reason=reason)


@transaction.atomic
def carry_over(*, authority, slug, day, seen, by, reason=""):
    """Carry an action over to the next meeting: the first after the day, and after one that it was carried to before.

    Returns the meeting. Raises NoLaterMeeting and StaleStatement.
    """
    facts = facts_of(_seen(authority, slug, day, seen))
    after = max(day, facts.carried_to.held_on) if facts.carried_to else day
    later = Meeting.objects.filter(authority=authority, held_on__gt=after).order_by("held_on")
    if facts.meeting:
        later = later.exclude(pk=facts.meeting.pk)
    meeting = later.first()
    if meeting is None:
        raise NoLaterMeeting("there is no later meeting")
    facts = replace(facts, carried_to=meeting)
    edit_action(authority=authority, slug=slug, day=day, facts=facts, seen=seen, by=by, reason=reason)
    return meeting


@transaction.atomic
def withdraw_action(*, authority, slug, by, reason):
    """Take back all that people wrote of an action. Returns how many rows. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("taking back needs a reason")
    statements.lock(authority)
    return statements.withdraw(model=Action, authority=authority, slug=slug, by=by, reason=reason.strip())


def free_ref(rows, raised):
    """The ref for the next action raised in a month (a Period), given the known rows of its authority."""
    return next_ref([row.ref for row in rows if row.raised_in == raised.start], raised)


def facts_of(found):
    """The ActionFacts of a Standing: what a report doesn't state is as a person stated it last."""
    row, by_hand = found.row, found.by_hand
    return ActionFacts(
        text=row.text,
        owner=by_hand.owner if by_hand else "",
        due_by=row.due_by,
        status=row.status,
        indicators=tuple(sorted(by_hand.indicators.all(), key=lambda each: each.pk)) if by_hand else (),
        meeting=by_hand.meeting if by_hand else None,
        carried_to=by_hand.carried_to if by_hand else None,
    )


def _seen(authority, slug, day, seen):
    return statements.seen_standing(model=Action, authority=authority, slug=slug, day=day, seen=seen)


def _check_due(facts, raised_in):
    if facts.due_by and raised_in and facts.due_by < raised_in:
        month = Period(raised_in, MONTHLY).label
        raise ValueError(f"it is due before {month}, in which it was raised")


def _state(authority, slug, ref, raised_in, day, facts, **how):
    row = statements.state(
        model=Action,
        authority=authority,
        slug=slug,
        day=day,
        ref=ref,
        raised_in=raised_in,
        text=facts.text,
        owner=facts.owner,
        due_by=facts.due_by,
        due_text=facts.due_text,
        status=facts.status,
        meeting=facts.meeting,
        carried_to=facts.carried_to,
        **how,
    )
    row.indicators.set(facts.indicators)
    renew_beside(authority.pk)
    return row
