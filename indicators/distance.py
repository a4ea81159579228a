"""How far a figure is from its target, and whether that is on the good side of it."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import format_difference
from indicators.polarity import BIB, NEUTRAL, SIB, WORDS


@dataclass(frozen=True)
class Distance:
    """`by` is never negative, in the indicator's unit; `side` is above, below or "" on the target itself.

    `is_met` is None where no polarity says which side is good; nearer-is-better is met on the target alone.
    """

    by: Decimal
    side: str
    is_met: bool | None

    @property
    def short_by(self):
        """By how much the target is missed: negative where it is passed. None where nobody can say."""
        return None if self.is_met is None else -self.by if self.is_met else self.by

    def in_words(self, unit):
        """`8 percentage points below`, `met by 2`, `met exactly`, `on the target`."""
        if not self.by:
            return "on the target" if self.is_met is None else "met exactly"
        amount = format_difference(self.by, unit)
        return f"met by {amount}" if self.is_met else f"{amount} {self.side}"


def distance(value, target, polarity):
    """The Distance of a value from a target, both Decimals; None without one of them.

    `polarity` is NEUTRAL where nobody has said which way is better. Raises ValueError for one that there isn't.
    """
    if polarity not in WORDS:
        raise ValueError(f"there is no polarity '{polarity}'")
    if value is None or target is None:
        return None
    side = "above" if value > target else "below" if value < target else ""
    good = {BIB: ("above", ""), SIB: ("below", "")}.get(polarity, ("",))
    return Distance(abs(value - target), side, None if polarity == NEUTRAL else side in good)
