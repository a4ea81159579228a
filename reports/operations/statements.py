"""What people state of an action, of a log or of a plan: a row for every change, and none is ever edited."""

from django.utils import timezone

from indicators.models import Authority
from indicators.versions import renew_beside
from reports.statements import standing_on


class StaleStatement(Exception):
    """Somebody stated something else of the action in the meantime. `theirs` is what stands now, or None."""

    def __init__(self, theirs):
        super().__init__(f"{theirs} was stated in the meantime")
        self.theirs = theirs


def lock(authority):
    """No two people state something of the same authority's actions at once."""
    Authority.objects.select_for_update().get(pk=authority.pk)


def standing(*, model, authority, slug, day):
    """The Standing of one action on a day, or None."""
    rows = model.objects.known().filter(authority=authority)
    return next((each for each in standing_on(list(rows), day, or_later=True) if each.row.slug == slug), None)


def seen_standing(*, model, authority, slug, day, seen):
    """The Standing of one action on a day, whose row has the key `seen`: the one that a person saw.

    Raises StaleStatement where another stands by now, or none. To be called with the authority locked.
    """
    found = standing(model=model, authority=authority, slug=slug, day=day)
    if found is None or found.row.pk != seen:
        raise StaleStatement(found.row if found else None)
    return found


def state(*, model, authority, slug, day, by, **facts):
    """Add a person's statement for a day, in place of the one for that day if there is one. Returns the new row.

    To be called with the authority locked, and what was seen checked.
    """
    now = timezone.now()
    same_day = model.objects.by_hand().filter(authority=authority, slug=slug, stated_for=day)
    same_day.update(superseded_at=now, superseded_by=by)
    return model.objects.create(
        authority=authority, slug=slug, stated_for=day, recorded_at=now, recorded_by=by, **facts
    )


def withdraw(*, model, authority, slug, by, reason):
    """Take back all that people stated of an action. What a file states of it counts again. Returns how many rows."""
    rows = model.objects.by_hand().filter(authority=authority, slug=slug)
    withdrawn = rows.update(superseded_at=timezone.now(), superseded_by=by, superseded_reason=reason)
    renew_beside(authority.pk)
    return withdrawn
