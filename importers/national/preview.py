"""What committing a file of national statistics would do: how many figures of each measure and year, and which change.

Plain values in, a frozen Preview out. A figure is new where nothing counts for its measure, area and year yet, and
changed where something else does. Figures that the file doesn't have stay as they are.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a measure (or of who is whose neighbour) in an area and year: `key` is those three.

    Two are alike where `value` and `status` are; `locator` is where it stands.
    """

    key: tuple[str, str, str]
    value: Decimal | str | None
    status: str
    locator: str

    def is_like(self, other):
        return (self.value, self.status) == (other.value, other.status)


@dataclass(frozen=True)
class Change:
    """A figure that would change."""

    measure: str
    area: str
    year: str
    was: Said
    becomes: Said

    @property
    def size(self):
        """How large the change is, for its figure: 1 where either is no number, else the share of the larger one."""
        was, becomes = self.was.value, self.becomes.value
        if not (isinstance(was, Decimal) and isinstance(becomes, Decimal)):
            return Decimal(1)
        return abs(becomes - was) / max(abs(becomes), abs(was))


@dataclass(frozen=True)
class Tally:
    """How many figures of a measure's year would be new, changed and same."""

    measure: str
    year: str
    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Preview:
    """`tallies` are in order of measure and year, the newest first; `changes` in the file's order."""

    tallies: tuple[Tally, ...]
    changes: tuple[Change, ...]

    @property
    def counts(self):
        """{"values": …, "new": …, "changed": …, "same": …}"""
        new, changed, same = (sum(getattr(tally, kind) for tally in self.tallies) for kind in (NEW, CHANGED, SAME))
        return {"values": new + changed + same, NEW: new, CHANGED: changed, SAME: same}

    @property
    def is_empty(self):
        """A commit would change nothing."""
        return not (self.counts[NEW] or self.counts[CHANGED])

    def largest_changes(self, count):
        """The changes that are largest for their figure, that many at most."""
        return tuple(sorted(self.changes, key=lambda change: -change.size)[:count])


def build_preview(stated, counting):
    """The Preview of what a file states, against what counts: both are Said."""
    known = {said.key: said for said in counting}
    kinds, changes = Counter(), []
    for said in stated:
        measure, area, year = said.key
        was = known.get(said.key)
        kind = NEW if was is None else SAME if was.is_like(said) else CHANGED
        kinds[measure, year, kind] += 1
        if kind == CHANGED:
            changes.append(Change(measure, area, year, was, said))
    years = sorted({(measure, year) for measure, year, _ in kinds}, key=lambda each: each[1], reverse=True)
    years.sort(key=lambda each: each[0])
    tallies = tuple(
        Tally(measure, year, *(kinds[measure, year, kind] for kind in (NEW, CHANGED, SAME))) for measure, year in years
    )
    return Preview(tallies, tuple(changes))
