"""A minimum that must be reached, and a stretch target to aim for: green at the stretch, amber at the minimum."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import PERCENT, format_value
from indicators.polarity import BIB, SIB
from indicators.rating.bands import Band, Bands
from indicators.rating.colours import AMBER, GREEN, RED, NotARule, checked, decimals_of
from indicators.rating.resolving import Resolved


@dataclass(frozen=True)
class TwoTargets:
    """Where the stretch lies above the minimum bigger is better, where it lies below smaller is.

    `percent` is whether they are written with a % sign. Raises NotARule.
    """

    KIND = "two_targets"

    minimum: Decimal
    stretch: Decimal
    percent: bool

    def __post_init__(self):
        if checked(self.minimum, "the minimum") == checked(self.stretch, "the stretch target"):
            raise NotARule("the minimum and the stretch target are the same")

    @property
    def better(self):
        return BIB if self.stretch > self.minimum else SIB

    @property
    def bands(self):
        minimum, stretch = self.minimum, self.stretch
        if self.better == BIB:
            bands = (
                Band(GREEN, stretch, None),
                Band(AMBER, minimum, stretch, high_open=True),
                Band(RED, None, minimum, high_open=True),
            )
        else:
            bands = (
                Band(GREEN, None, stretch),
                Band(AMBER, stretch, minimum, low_open=True),
                Band(RED, minimum, None, low_open=True),
            )
        return Bands(bands, decimals_of((minimum, stretch)), self.percent)

    def resolve(self, circumstances):
        resolved = self.bands.resolve(circumstances)
        if resolved.bands is None:
            return resolved
        minimum, stretch = (format_value(bound, circumstances.unit) for bound in (self.minimum, self.stretch))
        return Resolved(resolved.bands, f"The minimum is {minimum}, the stretch target {stretch}.")

    def describe(self):
        """`Green at the stretch target of 95% or above, amber at the minimum of 90% or above, red below that`."""
        minimum, stretch = (
            format_value(bound, PERCENT if self.percent else "") for bound in (self.minimum, self.stretch)
        )
        met, missed = ("above", "below") if self.better == BIB else ("below", "above")
        return (
            f"Green at the stretch target of {stretch} or {met}, amber at the minimum of {minimum} or {met}, "
            f"red {missed} that"
        )

    def to_json(self):
        return {"minimum": str(self.minimum), "stretch": str(self.stretch), "percent": self.percent}

    @classmethod
    def from_json(cls, data):
        return cls(Decimal(str(data["minimum"])), Decimal(str(data["stretch"])), bool(data["percent"]))
