"""The Changes of a preview, of which a page shows a hundred: what each of them is, is at hand, the rest on demand."""

from collections.abc import Sequence

from importers.changes import CHANGED, NEW, RERATED, SAME

# How many are kept, and read, together.
AT_ONCE = 100

# A letter for each: a capital where it is flagged.
_LETTERS = {NEW: "n", CHANGED: "c", SAME: "s", RERATED: "r"}
STATES = tuple(_LETTERS)


class Listed(Sequence):
    """Changes in the report's order. `marks` is a text with a letter for each, `part(n)` reads the nth hundred."""

    def __init__(self, marks, part):
        self.marks = marks
        self._part = part

    @classmethod
    def of(cls, changes):
        marks = "".join(_LETTERS[c.state].upper() if c.flags else _LETTERS[c.state] for c in changes)
        return cls(marks, lambda number: changes[number * AT_ONCE : (number + 1) * AT_ONCE])

    def count(self, states=STATES, *, only_flagged=False):
        """How many are of these states."""
        return sum(map(self.marks.count, _marks(states, only_flagged)))

    def places(self, states=STATES, *, only_flagged=False):
        """The places of those, in order."""
        wanted = _marks(states, only_flagged)
        return [place for place, mark in enumerate(self.marks) if mark in wanted]

    @property
    def parts(self):
        return (self._part(number) for number in range(-(-len(self.marks) // AT_ONCE)))

    def these(self, places):
        """The Changes at these places, in their order."""
        parts = {number: self._part(number) for number in {place // AT_ONCE for place in places}}
        return [parts[place // AT_ONCE][place % AT_ONCE] for place in places]

    @property
    def flagged(self):
        return self.these(self.places(only_flagged=True))

    def __len__(self):
        return len(self.marks)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return tuple(self.these(range(len(self))[place]))
        (change,) = self.these([range(len(self))[place]])
        return change

    def __iter__(self):
        return (change for part in self.parts for change in part)

    def __eq__(self, other):
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None


def _marks(states, only_flagged):
    """The letters that mark changes of these states."""
    letters = "".join(_LETTERS[state] for state in states)
    return letters.upper() if only_flagged else letters + letters.upper()
