"""Bands that are shares of a cohort: a count is rated by how large a part it is of another indicator's count."""

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.figures import PERCENT, format_value
from indicators.rating.bands import Bands
from indicators.rating.colours import EXACT, NotARule, decimals_of
from indicators.rating.resolving import Resolved


@dataclass(frozen=True)
class ShareOfCohort:
    """`shares` are the bands in per cent of the cohort, `cohort` the slug of the indicator that counts it.

    Without `cohort` nobody has said which one does, and nothing can be rated. Raises NotARule.
    """

    KIND = "share"

    shares: Bands
    cohort: str = ""

    def __post_init__(self):
        if not self.shares.percent:
            raise NotARule("shares of a cohort are percentages")

    @property
    def better(self):
        return self.shares.better

    def resolve(self, circumstances):
        if not self.cohort:
            return Resolved.impossible("the bands are shares of a cohort, and the size of the cohort is not given")
        if circumstances.unit == PERCENT:
            return Resolved.impossible("the bands are shares of a cohort, and the figure is no count")
        cohort = circumstances.cohort
        if cohort is None or cohort.value is None:
            why_not = cohort.why_not if cohort else f"there is no figure of {self.cohort}"
            return Resolved.impossible(f"the bands are shares of a cohort, and {why_not}")
        size = f"{cohort.named}, which is {format_value(cohort.value, '')} in the same period"
        return Resolved(self._counts(cohort.value), f"The bands are shares of {size}.")

    def _counts(self, size):
        """The bands for a cohort of this size, in the count's own unit."""
        bands = tuple(
            replace(band, low=_share_of(size, band.low), high=_share_of(size, band.high)) for band in self.shares.bands
        )
        bounds = [bound for band in bands for bound in (band.low, band.high) if bound is not None]
        return Bands(bands, decimals_of(bounds), percent=False)

    def describe(self):
        """`Green 10% or below, red more than 10%, as shares of the cohort cp-1`."""
        return f"{self.shares.describe()}, as shares of the cohort{' ' * bool(self.cohort)}{self.cohort}"

    def to_json(self):
        return {"shares": self.shares.to_json(), "cohort": self.cohort}

    @classmethod
    def from_json(cls, data):
        return cls(Bands.from_json(data["shares"]), str(data["cohort"]))


def _share_of(size: Decimal, percentage: Decimal | None):
    return None if percentage is None else EXACT.scaleb(EXACT.multiply(size, percentage), -2)
