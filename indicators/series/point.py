"""One period of an indicator, with all that is known of it."""

from dataclasses import dataclass
from decimal import Decimal

from indicators import rating
from indicators.comparison import Stated
from indicators.direction import Direction
from indicators.models import Definition, ImportBatch, Observation, RagThreshold, Target
from indicators.periods import Period
from indicators.scale import scale_of


@dataclass(frozen=True)
class Point:
    """One period of an indicator: what was stated, what was in force, and what follows from the two.

    `bands` are what the rule came down to in this period, None where it can't be worked out. `stated` says what it may
    be compared with. `stretch` numbers the stretches between breaks of the series: points of two of them measure
    different things.
    """

    period: Period
    observation: Observation
    batch: ImportBatch
    definition: Definition
    target: Target | None
    target_value: Decimal | None
    threshold: RagThreshold | None
    rating: rating.Rating
    bands: rating.Bands | None
    direction: Direction
    published_rag: str
    published_direction: str
    stated: Stated
    stretch: int = 0

    @property
    def value(self):
        return self.observation.value

    @property
    def rag(self):
        return self.rating.colour

    @property
    def scale(self):
        """Its rule drawn, with the target and the value on it, or None where it can't be worked out."""
        return self.bands and scale_of(self.bands, self.target_value, self.value, self.definition.unit)

    @property
    def revised_from(self):
        """The other figure, as printed, that an earlier file stated for this period; "" where there is none."""
        return self.observation.revised_from or ""


def alike_last(points):
    """Those that were measured as the last one was: a mark such as 6m+ on one alone says that they weren't."""
    return tuple(point for point in points if point.stated.is_alike(points[-1].stated))
