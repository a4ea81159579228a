"""What a rule comes down to in a period: bands in the indicator's unit, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.rating.bands import Bands


@dataclass(frozen=True)
class Resolved:
    """`origin` is a sentence on what the bands follow from, "" where they are the rule itself.

    Without `bands`, `why_not` is a clause that says why no figure can be rated.
    """

    bands: Bands | None
    origin: str = ""
    why_not: str = ""

    @classmethod
    def impossible(cls, why_not):
        return cls(None, why_not=why_not)
