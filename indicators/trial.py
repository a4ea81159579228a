"""A change tried before it counts: its effects are shown, and what is then saved is what was shown or nothing."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from indicators.models import Authority
from indicators.series import load_figures
from indicators.whatif import Effects, Proposed, effects


@dataclass(frozen=True)
class Trial:
    """The Effects of some Proposed rows on an authority's figures, with a `stamp` that is another for other effects."""

    authority: Authority
    proposed: tuple[Proposed, ...]
    effects: Effects
    stamp: str


class Moved(Exception):
    """The figures, targets or rules changed since they were shown. `trial` shows the effects there would be now."""

    def __init__(self, trial):
        super().__init__("the effects are others than were shown")
        self.trial = trial


def try_out(*, authority, proposed):
    """The Trial of the Proposed rows. Reads only."""
    proposed = tuple(proposed)
    found = effects(load_figures([authority]), proposed)
    return Trial(authority, proposed, found, _stamp(found))


@transaction.atomic
def carry_out(*, authority, proposed, stamp, act):
    """Call `act`, which writes the Proposed rows, if their effects still are those that `stamp` was made of.

    Uploads to the authority wait meanwhile. Returns what `act` returns. Raises Moved.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    trial = try_out(authority=authority, proposed=proposed)
    if trial.stamp != stamp:
        raise Moved(trial)
    return act()


def _stamp(found):
    told = [
        (
            change.series.indicator.pk,
            change.period.key,
            change.before,
            change.after,
            change.direction_before.word,
            change.direction_after.word,
        )
        for change in found.changes
    ]
    return sha256(repr((told, found.before, found.after)).encode()).hexdigest()
