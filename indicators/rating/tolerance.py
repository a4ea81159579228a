"""How far a figure may miss its target and still be green, or amber. The bands move with the target."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import PERCENT, format_value, plain
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating.bands import Band, Bands
from indicators.rating.colours import AMBER, EXACT, GREEN, RED, NotARule, checked, decimals_of
from indicators.rating.resolving import Resolved

# What a tolerance is measured in: per cent of the target, percentage points, or the indicator's own unit.
SHARE, POINTS, UNITS = "share", "points", "units"
THE_TARGET = "the target"

_AMOUNTS = {SHARE: "{}% of its value", UNITS: "{}"}
_SIDES = {BIB: "below", SIB: "above", NEARER: "from", NEUTRAL: "worse than"}
_MET = {BIB: "at or above {}", SIB: "at or below {}", NEARER: "exactly at {}", NEUTRAL: "at {} or better"}


@dataclass(frozen=True)
class Reach:
    """How far off the target is still green, and how far is still amber (None: nothing is). Raises NotARule."""

    green: Decimal
    amber: Decimal | None = None

    def __post_init__(self):
        checked(self.green, "the tolerance for green")
        if self.amber is not None and checked(self.amber, "the tolerance for amber") <= self.green:
            raise NotARule("amber reaches further from the target than green")

    @property
    def red(self):
        """Beyond how far it is red."""
        return self.green if self.amber is None else self.amber


@dataclass(frozen=True)
class Tolerance:
    """Green and amber as far off the target, on its worse side, as `reach` says; red beyond.

    A figure that is better than its target is green; where nearer is better both sides count alike, unless `above`
    is given for the one above. `better` is as the rule states it; "" leaves it to the indicator's polarity.
    Raises NotARule.
    """

    KIND = "tolerance"

    reach: Reach
    measure: str
    better: str = NEUTRAL
    above: Reach | None = None

    def __post_init__(self):
        if self.measure not in (SHARE, POINTS, UNITS):
            raise NotARule(f"a tolerance isn't measured in '{self.measure}'")
        if self.better not in _SIDES:
            raise NotARule(f"there is no polarity '{self.better}'")
        if self.above and self.better != NEARER:
            raise NotARule("only where nearer the target is better does a tolerance have two sides")
        if not self.reach.red and not self.above and self.measure != UNITS:
            raise NotARule("where nothing is tolerated there is nothing to measure")
        if self.above and (self.above.amber is None) != (self.reach.amber is None):
            raise NotARule("amber is on both sides of the target or on neither")

    def resolve(self, circumstances):
        if circumstances.target is None:
            return Resolved.impossible("the rule is set around the target, and there is no target in figures")
        target = format_value(circumstances.target, circumstances.unit)
        return self.around(circumstances.target, circumstances, THE_TARGET, f"the target of {target}")

    def around(self, aim, circumstances, named, origin):
        """Resolved around a value other than the target, too. `origin` is what the bands follow from, in words."""
        better = self.better or circumstances.polarity
        if better == NEUTRAL:
            return Resolved.impossible(f"the rule is set around {named}, and nobody has said which way is better")
        if self.measure == POINTS and circumstances.unit != PERCENT:
            return Resolved.impossible("the tolerance is in percentage points, and the figure is no percentage")
        bands = _around(aim, *self._ends(aim), better)
        bounds = [bound for band in bands for bound in (band.low, band.high) if bound is not None]
        is_percent = circumstances.unit == PERCENT
        return Resolved(Bands(bands, decimals_of(bounds), is_percent), f"The bands follow from {origin}.")

    def _ends(self, target):
        """Below the target and above it: where green ends and where red begins, in the indicator's unit off it."""
        unit = EXACT.scaleb(abs(target), -2) if self.measure == SHARE else Decimal(1)
        reaches = (self.reach, self.above or self.reach)
        return [(EXACT.multiply(reach.green, unit), EXACT.multiply(reach.red, unit)) for reach in reaches]

    def describe(self, aim=THE_TARGET, met=""):
        """`Green at or above the target, amber no more than 5 percentage points below the target, red otherwise`.

        `aim` is what to call what it is set around, `met` how to say that it is met, where that is not as usual.
        """
        met = met or _MET[self.better].format(aim)
        green = self._no_more_than("green", aim) if self.reach.green or self.above else met
        amber = f", amber {self._no_more_than('amber', aim)}" if self.reach.amber is not None else ""
        return f"Green {green}{amber}, red otherwise"

    def _no_more_than(self, colour, aim):
        here = self._amount(getattr(self.reach, colour))
        if self.above:
            return f"no more than {here} below or {self._amount(getattr(self.above, colour))} above {aim}"
        return f"no more than {here} {_SIDES[self.better]} {aim}"

    def _amount(self, value):
        if self.measure == POINTS:
            return f"{plain(value)} percentage point{'s' * (value != 1)}"
        return _AMOUNTS[self.measure].format(plain(value))

    def to_json(self):
        return {
            "reach": _reach_to_json(self.reach),
            "measure": self.measure,
            "better": self.better,
            "above": self.above and _reach_to_json(self.above),
        }

    @classmethod
    def from_json(cls, data):
        above = data["above"] and _reach_from_json(data["above"])
        return cls(_reach_from_json(data["reach"]), data["measure"], data["better"], above)


def _around(target, below, above, better):
    """The bands of a target, green first. Of a target of 0 no share is left for amber."""
    bands, low, high = [], None, None
    if better in (BIB, NEARER):
        low, last = (EXACT.subtract(target, end) for end in below)
        bands.append(Band(RED, None, last, high_open=True))
        if last < low:
            bands.append(Band(AMBER, last, low, high_open=True))
    if better in (SIB, NEARER):
        high, last = (EXACT.add(target, end) for end in above)
        if high < last:
            bands.append(Band(AMBER, high, last, low_open=True))
        bands.append(Band(RED, last, None, low_open=True))
    return (Band(GREEN, low, high), *bands)


def _reach_to_json(reach):
    return {"green": str(reach.green), "amber": None if reach.amber is None else str(reach.amber)}


def _reach_from_json(data):
    amber = data["amber"]
    return Reach(Decimal(str(data["green"])), None if amber is None else Decimal(str(amber)))
