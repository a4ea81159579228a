"""Which figures to withhold so that no small count can be worked out from those that are shown.

A Ledger holds counts and the equations that any reader may know to hold between them. Small counts are withheld first.
Then, for each, other solutions of the equations are looked for, in which it has other values while everything shown
stays as it is. As long as too few are found the next smallest figure is withheld with it. Each solution that was found
is proof that nobody, however they reckon, can rule that value out; where none is found though there is one, a figure
more is withheld than need be.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property

# How many changes one other solution may take, and how many are tried before the search is given up.
DEPTH, TRIES = 12, 400


@dataclass(frozen=True)
class Sum:
    """The total is the sum of its parts."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def members(self):
        return (self.total, *self.parts)

    def holds(self, values, shown):
        return values[self.total] == sum(values[part] for part in self.parts)

    def settled_by(self, key, values, shown):
        """The values of one member with which it holds, the others being as they are."""
        others = sum(values[part] for part in self.parts if part != key)
        return (others,) if key == self.total else (values[self.total] - others,)


@dataclass(frozen=True)
class Share:
    """A printed percentage: 100 × numerator / denominator, rounded half up to its decimals."""

    share: Hashable
    numerator: Hashable
    denominator: Hashable
    printed: Decimal
    decimals: int

    @property
    def members(self):
        return (self.share, self.numerator, self.denominator)

    def holds(self, values, shown):
        numerator, denominator = values[self.numerator], values[self.denominator]
        if self.share not in shown:
            return numerator <= denominator
        return denominator > 0 and self._rounded(Decimal(100 * numerator) / denominator) == self.printed

    def settled_by(self, key, values, shown):
        """Values of one of the two counts with which it holds, the smallest and the largest, and the one nearest."""
        numerator, denominator = values[self.numerator], values[self.denominator]
        if self.share not in shown:
            return (denominator,) if key == self.numerator else (numerator,)
        half = Decimal(5).scaleb(-self.decimals - 1)
        low, high = self.printed - half, self.printed + half
        if key == self.numerator:
            ends = (low * denominator / 100, high * denominator / 100)
        elif low > 0:
            ends = (100 * numerator / high, 100 * numerator / low)
        else:
            return ()
        smallest, largest = int(ends[0].to_integral_value(ROUND_CEILING)), int(ends[1].to_integral_value(ROUND_FLOOR))
        found = {smallest, largest, min(max(values[key], smallest), largest)}
        return tuple(v for v in sorted(found) if self.holds({**values, key: v}, shown))

    def _rounded(self, value):
        return value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


@dataclass(frozen=True)
class Ledger:
    """The counts of what is printed, by their keys, and what is known of them.

    `hidden` are counts that are printed nowhere, though equations lead to them; `known` are totals that are printed
    elsewhere, so that withholding them would be in vain. Every equation holds. `tied` are (figure, count) pairs: the
    figure, which needn't be a count, is withheld with the count. Of `groups` there may be totals that nobody has said
    anything of, so that never one count alone is withheld of a group.
    """

    counts: dict[Hashable, int]
    equations: tuple[Sum | Share, ...] = ()
    hidden: frozenset = field(default_factory=frozenset)
    known: frozenset = field(default_factory=frozenset)
    tied: tuple[tuple[Hashable, Hashable], ...] = ()
    groups: tuple[tuple[Hashable, ...], ...] = ()

    @cached_property
    def equations_of(self):
        found = defaultdict(list)
        for equation in self.equations:
            for key in equation.members:
                found[key].append(equation)
        return found

    @cached_property
    def printed(self):
        """Everything that can be withheld."""
        shares = {equation.share for equation in self.equations if isinstance(equation, Share)}
        return (self.counts.keys() | shares) - self.hidden - self.known


def withhold(ledger, limits):
    """The keys to withhold, by the `suppression.Limits`: small counts, and what would give one away."""
    small = [key for key, count in ledger.counts.items() if limits.is_small(count) and key not in ledger.known]
    withheld = {key for key in small if key in ledger.printed}
    _tie(ledger, withheld)
    # To withhold more leaves more solutions, never fewer: what is safe once stays so.
    for key in small:
        while len(possible_values(ledger, key, withheld, limits.possible)) < limits.possible:
            found = _next_smallest(ledger, key, withheld)
            if found is None:
                break
            withheld.add(found)
            _tie(ledger, withheld)
    for group in ledger.groups:
        shown = [key for key in group if key not in withheld and ledger.counts[key]]
        if shown and len(withheld.intersection(group)) == 1:
            withheld.add(_smallest(ledger, shown))
    _tie(ledger, withheld)
    return frozenset(withheld)


def possible_values(ledger, key, withheld, enough):
    """Values that a count may have by all that is shown, its own among them; looked for until there are `enough`."""
    unknown = withheld | ledger.hidden
    shown = ledger.printed - withheld
    own = ledger.counts[key]
    found = {own}
    for distance in range(1, 2 * enough + own):
        for value in (own + distance, own - distance):
            may_be = len(found) < enough and value >= _least(key, ledger)
            if may_be and _has_solution(ledger, key, value, unknown, shown):
                found.add(value)
    return found


def _least(key, ledger):
    """What is withheld is never zero, and every reader is told so."""
    return 0 if key in ledger.hidden else 1


def _has_solution(ledger, key, value, unknown, shown):
    """Whether the equations hold with another value of one count, and nothing that is shown changed."""
    tries = [TRIES]

    def settle(values, fixed, open_equations):
        broken = next((each for each in open_equations if not each.holds(values, shown)), None)
        if broken is None:
            return True
        if len(fixed) > DEPTH or tries[0] <= 0:
            return False
        free = [member for member in broken.members if member in unknown and member not in fixed and member in values]
        for member in sorted(free, key=lambda each: len(ledger.equations_of[each])):
            for other in broken.settled_by(member, values, shown):
                tries[0] -= 1
                if other >= _least(member, ledger) and settle(
                    {**values, member: other}, fixed | {member}, [*open_equations, *ledger.equations_of[member]]
                ):
                    return True
        return False

    return settle({**ledger.counts, key: value}, frozenset([key]), ledger.equations_of[key])


def _next_smallest(ledger, key, withheld):
    """What to withhold next: the percentage that gives the count away, or the smallest figure in a sum with it.

    Figures in the same equations come first, then those in equations with what is unknown there, and so on. None where
    nothing is left to withhold.
    """
    unknown = withheld | ledger.hidden
    seen, reached = {key}, [key]
    while reached:
        equations = [equation for each in reached for equation in ledger.equations_of[each]]
        candidates = {m for e in equations for m in e.members if m in ledger.printed and m not in withheld}
        # A percentage has no count; a zero says of nobody what they don't know.
        candidates = [m for m in candidates if ledger.counts.get(m, 1)]
        if candidates:
            return _smallest(ledger, candidates)
        reached = [m for e in equations for m in e.members if m in unknown and m not in seen]
        seen.update(reached)
    return None


def _smallest(ledger, keys):
    return min(keys, key=lambda each: (ledger.counts.get(each, 0), str(each)))


def _tie(ledger, withheld):
    """A figure that goes along may be what another one is tied to."""
    while found := {figure for figure, count in ledger.tied if count in withheld} - withheld:
        withheld.update(found)
