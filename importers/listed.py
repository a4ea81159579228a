"""The Changes of a preview, of which a page shows a hundred: what each of them is, is at hand, the words on demand."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, compress, count

from importers.compared import CHANGED, NEW, RERATED, SAME

# A letter for each: a capital where it is flagged.
_LETTERS = {NEW: "n", CHANGED: "c", SAME: "s", RERATED: "r"}
STATES = tuple(_LETTERS)
_STATE_OF = {letter: state for state, letter in _LETTERS.items()}


class Listed(Sequence):
    """Changes in the report's order. `marks` is a text for each indicator, with a letter for each of its figures.

    `compared(n)` gives the nth indicator's `Compared`.
    """

    def __init__(self, marks, compared):
        self.marks = marks
        self._every = "".join(marks)
        self._starts = [0, *accumulate(map(len, marks))]
        self._compared = cache(compared)

    @classmethod
    def of(cls, compared):
        """The Changes of all Compareds of a report."""
        return cls([_marked(each) for each in compared], compared.__getitem__)

    def count(self, states=STATES, *, only_flagged=False):
        """How many are of these states."""
        return sum(map(self._every.count, _marks(states, only_flagged)))

    def places(self, states=STATES, *, only_flagged=False):
        """The places of those, in order."""
        wanted = _marks(states, only_flagged)
        return list(compress(count(), map(wanted.__contains__, self._every)))

    @property
    def indicators(self):
        """The Compared of each indicator."""
        return (self._compared(number) for number in range(len(self.marks)))

    def these(self, places):
        """The Changes at these places, in their order."""
        return [self._change(place) for place in places]

    @property
    def flagged(self):
        return self.these(self.places(only_flagged=True))

    def _change(self, place):
        number = bisect_right(self._starts, place) - 1
        return self._compared(number).change(place - self._starts[number])

    def __len__(self):
        return len(self._every)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return tuple(self.these(range(len(self))[place]))
        return self._change(range(len(self))[place])

    def __iter__(self):
        return map(self._change, range(len(self)))

    def __eq__(self, other):
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None


def states_of(marks):
    """The states of the figures that have these marks."""
    return tuple(_STATE_OF[letter] for letter in marks.lower())


def _marked(compared):
    letters = [_LETTERS[state] for state in compared.states]
    for place, figure in enumerate(compared.figures) if compared.flags else ():
        if figure.period in compared.flags:
            letters[place] = letters[place].upper()
    return "".join(letters)


def _marks(states, only_flagged):
    """The letters that mark changes of these states."""
    letters = "".join(_LETTERS[state] for state in states)
    return letters.upper() if only_flagged else letters + letters.upper()
