"""The colours, a figure's rating, and what a rule is measured against."""

from dataclasses import dataclass
from decimal import Context, Decimal

RED, AMBER, GREEN, NOT_RATED = "red", "amber", "green", "not_rated"
COLOURS = (GREEN, AMBER, RED)  # best first
RANK = {colour: rank for rank, colour in enumerate(COLOURS)}

# Wide enough for the product of any two figures that can be held, so that no bound is ever rounded.
EXACT = Context(prec=60)


class NotARule(ValueError):
    """The values make no rule."""


@dataclass(frozen=True)
class Rating:
    """The colour, a sentence or two on why, and how far it is to the nearest change of colour.

    `distance` is never negative, and in the indicator's unit (percentage points for percent).
    Red and amber: how far the value must move to reach the nearest better band (0 on an open bound of it).
    Green: how far it may move before a worse colour holds (0 on the edge); an end of green with no band
    beyond it, such as 100%, doesn't count. None when not rated, and for green without such an edge.
    The reason doesn't name the dates of the rule and the target: the caller knows them and adds them.
    """

    colour: str
    reason: str
    distance: Decimal | None = None


@dataclass(frozen=True)
class Cohort:
    """The group that a share is a share of: another indicator's figure for the same period.

    `named` is what people call it: `CP 1`. Without a `value` that can be used, `why_not` is a clause that says why.
    """

    named: str
    value: Decimal | None
    why_not: str = ""


@dataclass(frozen=True)
class Yardstick:
    """What others reached, that a figure is rated against: England, the region, the neighbours' average.

    `named` is what people call it, with its date: `England, 2024/25`. Without a `value` that can be used, in the
    indicator's unit, `why_not` is a clause that says why.
    """

    named: str
    value: Decimal | None
    why_not: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What was so in the period that is rated: the indicator's unit and polarity, target, cohort and yardstick.

    `target` is None for none, and for one in words.
    """

    unit: str
    target: Decimal | None = None
    polarity: str = ""
    cohort: Cohort | None = None
    yardstick: Yardstick | None = None


def checked(value, named, most_decimals=5):
    """The value, if it is a number from 0 up with few decimals, as councils write them. Raises NotARule."""
    if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
        raise NotARule(f"{named} is a number from 0 up")
    if -value.normalize().as_tuple().exponent > most_decimals:
        raise NotARule(f"{named} has more than {most_decimals} decimals")
    return value


def decimals_of(values):
    """Decimal places of the most precise of some Decimals."""
    return max((max(0, -value.normalize().as_tuple().exponent) for value in values), default=0)
