"""One period of an indicator, with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from indicators import rating
from indicators.comparison import Stated
from indicators.models import Definition, ImportBatch, Observation, RagThreshold, Target
from indicators.periods import Period
from indicators.scale import scale_of

if TYPE_CHECKING:
    from indicators.series.one import Series


@dataclass(frozen=True)
class Point:
    """One period of an indicator: what was stated, what was in force, and what follows from the two.

    `resolved` is what the rule came down to in this period. `stated` says what it may be compared with: with some of
    the `before` figures of its kind of period that came before. `stretch` numbers the stretches between breaks of the
    series: points of two of them measure different things. What takes words is worked out when it is asked for, as
    most of a long series never is.
    """

    period: Period
    observation: Observation
    batch: ImportBatch
    definition: Definition
    target: Target | None
    target_value: Decimal | None
    threshold: RagThreshold | None
    resolved: rating.Resolved
    published_rag: str
    published_direction: str
    stated: Stated
    stretch: int
    before: int
    series: Series = field(repr=False, compare=False)

    @property
    def value(self):
        return self.observation.value

    @property
    def bands(self):
        """What the rule came down to in this period, None where it can't be worked out."""
        return self.resolved.bands

    @cached_property
    def rating(self):
        return self.series.rate(self)

    @cached_property
    def direction(self):
        return self.series.direction_to(self)

    @property
    def rag(self):
        return self.rating.colour if self.resolved.bands else rating.NOT_RATED

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
