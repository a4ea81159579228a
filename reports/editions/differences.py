"""Where two packs of one period say different things, one by one."""

from dataclasses import dataclass

from reports.editions.facts import About, Fact, facts
from reports.pack import Pack


@dataclass(frozen=True)
class Change:
    """One thing that isn't said as it was. `then` or `now` is None where it wasn't said, or isn't any more."""

    about: About
    then: Fact | None
    now: Fact | None


def differences(then: Pack, now: Pack | None):
    """The Changes between two packs, in the order of the older one; what only the newer says comes last.

    Without a newer one, because nothing is stated any more, all of it has gone. A figure that another file states by
    now, but as it was, is no change.
    """
    before, after = facts(then), facts(now) if now else {}
    return tuple(
        Change(about, before.get(about), after.get(about))
        for about in {**before, **after}
        if _text(before.get(about)) != _text(after.get(about))
    )


def _text(fact):
    return fact.text if fact else None
