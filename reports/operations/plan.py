"""Writes to the improvement plan: keyword-only, atomic, by a named user."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from indicators.versions import renew_beside
from reports.actions.refs import action_slug
from reports.models import Outcome, Pillar, PlanAction
from reports.operations import statements


class Taken(ValueError):
    """The plan has an action of that ref."""


@dataclass(frozen=True)
class PlanFacts:
    """What a person states of an action at the end of a month. `due_by` is the last day of a month, or None."""

    outcome: Outcome
    text: str
    owner: str
    due_by: date | None
    rating: str
    why: str
    evidence: str


@transaction.atomic
def begin_outcome(*, authority, pillar, outcome, by):
    """The Outcome of these headings, made where the plan hasn't got it."""
    statements.lock(authority)
    of_pillar, _ = Pillar.objects.get_or_create(authority=authority, title=pillar, defaults={"recorded_by": by})
    found, _ = Outcome.objects.get_or_create(pillar=of_pillar, title=outcome, defaults={"recorded_by": by})
    renew_beside(authority.pk)
    return found


@transaction.atomic
def add_plan_action(*, authority, ref, day, facts, by, reason=""):
    """Add an action to the plan of a day. Returns its row.

    Raises Taken where the plan has that ref, and ValueError where it is red and nothing says why.
    """
    statements.lock(authority)
    slug = action_slug(ref)
    known = PlanAction.objects.known().filter(authority=authority)
    if known.filter(slug=slug).exists():
        raise Taken("the plan has an action of that ref")
    position = max(known.values_list("position", flat=True), default=-1) + 1
    return _state(authority, slug, ref, day, facts, position=position, by=by, reason=reason)


@transaction.atomic
def edit_plan_action(*, authority, slug, day, facts, seen, by, reason=""):
    """State an action anew, from a day on. Returns the new row, or None where nothing differs from what stands.

    `seen` is the key of the statement that was edited. Raises StaleStatement, and ValueError where it is red and
    nothing says why.
    """
    statements.lock(authority)
    row = statements.seen_standing(model=PlanAction, authority=authority, slug=slug, day=day, seen=seen).row
    if facts == facts_of(row):
        return None
    return _state(authority, slug, row.ref, day, facts, position=row.position, by=by, reason=reason)


@transaction.atomic
def withdraw_plan_action(*, authority, slug, by, reason):
    """Take back all that people wrote of an action. Returns how many rows. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("taking back needs a reason")
    statements.lock(authority)
    return statements.withdraw(model=PlanAction, authority=authority, slug=slug, by=by, reason=reason.strip())


def facts_of(row):
    """The PlanFacts of a statement."""
    return PlanFacts(row.outcome, row.text, row.owner, row.due_by, row.rating, row.why, row.evidence)


def _state(authority, slug, ref, day, facts, **how):
    if facts.rating == PlanAction.Rating.RED and not facts.why.strip():
        raise ValueError("an action in red says why")
    row = statements.state(
        model=PlanAction,
        authority=authority,
        slug=slug,
        day=day,
        ref=ref,
        outcome=facts.outcome,
        text=facts.text,
        owner=facts.owner,
        due_by=facts.due_by,
        rating=facts.rating,
        why=facts.why,
        evidence=facts.evidence,
        **how,
    )
    renew_beside(authority.pk)
    return row
