"""Bands set against what others reached: green where a figure is as good as England, amber if it is not far off."""

from dataclasses import dataclass, replace

from indicators.figures import format_value
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating.bands import Bands
from indicators.rating.colours import GREEN, NotARule
from indicators.rating.resolving import Resolved
from indicators.rating.tolerance import Tolerance

# What a rule can be set against. The values are stored, so they never change.
ENGLAND, REGION = "england", "region"
NEIGHBOURS_MEAN, NEIGHBOURS_MEDIAN = "neighbours_mean", "neighbours_median"
BENCHMARKS = {
    ENGLAND: "England",
    REGION: "the region",
    NEIGHBOURS_MEAN: "the statistical neighbours' mean",
    NEIGHBOURS_MEDIAN: "the statistical neighbours' median",
}
_BETTER = {BIB: "above {}", SIB: "below {}", NEUTRAL: "better than {}"}


@dataclass(frozen=True)
class AgainstBenchmark:
    """A Tolerance around one of BENCHMARKS in place of the target: it may reach further on one side than the other.

    `strictly`: a figure that equals the benchmark is not green yet. Raises NotARule.
    """

    KIND = "benchmark"

    benchmark: str
    tolerance: Tolerance
    strictly: bool = False

    def __post_init__(self):
        if self.benchmark not in BENCHMARKS:
            raise NotARule(f"there is no benchmark '{self.benchmark}'")
        if self.strictly and (self.tolerance.reach.green or self.better == NEARER):
            raise NotARule("what has to be better than the benchmark can't be allowed to miss it")

    @property
    def better(self):
        return self.tolerance.better

    @property
    def name(self):
        return BENCHMARKS[self.benchmark]

    def resolve(self, circumstances):
        yardstick = circumstances.yardstick
        if yardstick is None or yardstick.value is None:
            why_not = yardstick.why_not if yardstick else "there is no national statistic to rate it by"
            return Resolved.impossible(f"the rule is set against {self.name}, and {why_not}")
        if self.strictly and (self.better or circumstances.polarity) == NEARER:
            return Resolved.impossible(f"the rule asks for better than {self.name}, and neither way is better")
        origin = f"{yardstick.named}: {format_value(yardstick.value, circumstances.unit)}"
        resolved = self.tolerance.around(yardstick.value, circumstances, self.name, origin)
        if resolved.bands is None or not self.strictly:
            return resolved
        return replace(resolved, bands=_without_edge(resolved.bands))

    def describe(self):
        """`Green at or above England, amber no more than 2 percentage points below England, red otherwise`."""
        met = _BETTER[self.better].format(self.name) if self.strictly else ""
        return self.tolerance.describe(self.name, met)

    def to_json(self):
        return {"benchmark": self.benchmark, "tolerance": self.tolerance.to_json(), "strictly": self.strictly}

    @classmethod
    def from_json(cls, data):
        return cls(data["benchmark"], Tolerance.from_json(data["tolerance"]), bool(data["strictly"]))


def _without_edge(bands):
    """The Bands with the bound of green, which has one, given to the band beside it."""
    edge = bands.green.high if bands.green.low is None else bands.green.low
    return Bands(
        tuple(
            replace(
                band,
                low_open=band.low is not None and (band.low_open if band.low != edge else band.colour == GREEN),
                high_open=band.high is not None and (band.high_open if band.high != edge else band.colour == GREEN),
            )
            for band in bands.bands
        ),
        bands.decimals,
        bands.percent,
    )
