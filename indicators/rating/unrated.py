"""Not rated by decision, which is not the same as having no rule: a volume, where neither way is better."""

from dataclasses import dataclass

from indicators.polarity import NEUTRAL
from indicators.rating.resolving import Resolved


@dataclass(frozen=True)
class NotRated:
    """`reason` is a clause on why, or "" where none was given."""

    KIND = "none"

    reason: str = ""
    better = NEUTRAL

    def resolve(self, circumstances):
        return Resolved.impossible(f"by decision{': ' * bool(self.reason)}{self.reason}")

    def describe(self):
        """`Not rated: a volume`."""
        return f"Not rated{': ' * bool(self.reason)}{self.reason}"

    def to_json(self):
        return {"reason": self.reason}

    @classmethod
    def from_json(cls, data):
        return cls(str(data["reason"]))
