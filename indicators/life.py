"""What a person says became of an indicator: keyword-only, atomic, by a named user, as in `operations`."""

from django.db import transaction
from django.utils import timezone

from indicators.models import Definition, Indicator, LifeEvent
from indicators.operations import record_by_hand
from indicators.refs import bare_ref
from indicators.versions import renew


class NotPossible(ValueError):
    """What was asked contradicts what is on record. Says why, in a sentence."""


@transaction.atomic
def rename(*, indicator, starts_on, by, reason, ref="", title=""):
    """Give it another ref, another title, or both, from a day on. Its address stays, and earlier months their title.

    The former ref goes on finding it when a file is loaded. Returns the LifeEvent, or None where the ref stays.
    Raises NotPossible.
    """
    indicator = _lock(indicator)
    event = None
    if ref and ref != indicator.ref:
        _check_ref(indicator, ref)
        event = _record(indicator, LifeEvent.Kind.RENAMED, starts_on, by, reason, former_ref=indicator.ref)
        _set_ref(indicator, ref)
    if title:
        definition = Definition.objects.to_copy(indicator, starts_on)
        if definition is None:
            raise NotPossible(f"Nothing describes {indicator} on that day, so that its title can't change then.")
        # A break that starts on this very day stays one.
        is_break = definition.breaks_series and definition.starts_on == starts_on
        facts = definition.stated | {"title": title, "breaks_series": is_break}
        record_by_hand(model=Definition, indicator=indicator, starts_on=starts_on, by=by, reason=reason, **facts)
    renew(indicator.authority_id)
    return event


@transaction.atomic
def end(*, indicator, starts_on, by, reason, successor=None):
    """Say that no figure of it is expected from a day on, because `successor` has its place, where there is one.

    Its history stays. Returns the LifeEvent. Raises NotPossible.
    """
    indicator = _lock(indicator)
    if LifeEvent.objects.standing().filter(indicator=indicator).exclude(kind=LifeEvent.Kind.RENAMED).exists():
        raise NotPossible(f"{indicator} has ended already. Take that back first.")
    if successor is None:
        return _record(indicator, LifeEvent.Kind.ENDED, starts_on, by, reason)
    if successor.authority_id != indicator.authority_id:
        raise NotPossible(f"{successor} belongs to another authority.")
    if indicator.pk in _line_of(successor):
        raise NotPossible(f"{successor} is itself, in the end, replaced by {indicator}.")
    return _record(indicator, LifeEvent.Kind.REPLACED, starts_on, by, reason, successor=successor)


@transaction.atomic
def take_back(*, event, by, reason):
    """Mark an event as taken back, and give a renamed indicator its ref back. Raises NotPossible."""
    indicator = _lock(event.indicator)
    standing = LifeEvent.objects.standing().filter(indicator=indicator)
    if not standing.filter(pk=event.pk).exists():
        raise NotPossible("This was taken back already.")
    if event.kind == LifeEvent.Kind.RENAMED:
        if standing.filter(kind=event.kind, pk__gt=event.pk).exists():
            raise NotPossible(f"{indicator} was renamed again since. Take that back first.")
        _set_ref(indicator, event.former_ref)
    standing.filter(pk=event.pk).update(superseded_at=timezone.now(), superseded_by=by, superseded_reason=reason)
    renew(indicator.authority_id)


def former_refs(authority):
    """{former ref: indicator} of what was renamed, the newest renaming last. One query."""
    renamed = LifeEvent.objects.standing().filter(indicator__authority=authority, kind=LifeEvent.Kind.RENAMED)
    return {event.former_ref: event.indicator for event in renamed.select_related("indicator").order_by("pk")}


def _lock(indicator):
    return Indicator.objects.select_for_update(of=("self",)).select_related("authority").get(pk=indicator.pk)


def _check_ref(indicator, ref):
    if not indicator.ref:
        raise NotPossible(f"{indicator} had no ref so far: give it one on its page.")
    if Definition.objects.filter(indicator=indicator).standing().first() is None:
        raise NotPossible(f"Nothing describes {indicator} yet, so that there is nothing to rename.")
    for other in indicator.authority.indicators.exclude(pk=indicator.pk):
        if bare_ref(other.ref) == bare_ref(ref):
            raise NotPossible(f"{other.ref} is the ref of another indicator.")
    for former, other in former_refs(indicator.authority).items():
        if other.pk != indicator.pk and bare_ref(former) == bare_ref(ref):
            raise NotPossible(f"{former} was the ref of {other} before, and still finds it when a file is loaded.")


def _line_of(indicator):
    """The keys of the indicator and of all that took its place, one after the other."""
    line = [indicator.pk]
    replaced = dict(
        LifeEvent.objects.standing()
        .filter(indicator__authority_id=indicator.authority_id, kind=LifeEvent.Kind.REPLACED)
        .values_list("indicator", "successor")
    )
    while line[-1] in replaced:
        line.append(replaced[line[-1]])
    return line


def _record(indicator, kind, starts_on, by, reason, **facts):
    event = LifeEvent.objects.create(
        indicator=indicator, kind=kind, starts_on=starts_on, recorded_by=by, reason=reason, **facts
    )
    renew(indicator.authority_id)
    return event


def _set_ref(indicator, ref):
    indicator.ref = ref
    indicator.save(update_fields=["ref"])
