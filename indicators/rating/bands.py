"""Absolute bands: each colour holds over a stretch of values. Every other kind of rule comes down to bands in the end.

A badly written methodology is still followed: in a gap the worse band holds, so that nobody looks better than
they are; in an overlap the better one, because the words do promise it. `methodology.check` reports both.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import PERCENT, format_value
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating.colours import COLOURS, GREEN, NOT_RATED, RANK, NotARule
from indicators.rating.resolving import Resolved

# Five decimals of a bound times five of a target or a cohort, and two for the percentage.
MOST_DECIMALS = 12


@dataclass(frozen=True)
class Band:
    """The values from `low` to `high` have the colour. None is no bound; an open bound is itself left out.

    Raises NotARule for a band without bounds, without values, or of no colour.
    """

    colour: str
    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self):
        if self.colour not in COLOURS:
            raise NotARule(f"'{self.colour}' is not red, amber or green")
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not bounds or not all(isinstance(bound, Decimal) and bound.is_finite() for bound in bounds):
            raise NotARule("a band needs a lower or an upper bound, and bounds are numbers")
        if len(bounds) == 2 and (self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))):
            raise NotARule(f"no value lies in a band from {self.low} to {self.high}")

    def holds(self, value):
        above_low = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below_high = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above_low and below_high


@dataclass(frozen=True)
class Bands:
    """A rule of bands, in the order they are written.

    `decimals` is the precision the bands are written in (`16.1-18` has 1), `percent` whether they are written
    with a % sign. There is one green band; other colours may come twice, on both sides of it. Raises NotARule.
    """

    KIND = "bands"

    bands: tuple[Band, ...]
    decimals: int
    percent: bool

    def __post_init__(self):
        if type(self.decimals) is not int or not 0 <= self.decimals <= MOST_DECIMALS:
            raise NotARule(f"bands are written with 0 to {MOST_DECIMALS} decimals")
        if len(self.bands) < 2 or [band.colour for band in self.bands].count(GREEN) != 1:
            raise NotARule("a rule needs one green band and at least one other")
        bounds = [bound for band in self.bands for bound in (band.low, band.high) if bound is not None]
        if any(-bound.normalize().as_tuple().exponent > self.decimals for bound in bounds):
            raise NotARule(f"a bound has more than {self.decimals} decimals")

    @property
    def unit(self):
        """For writing a bound: "percent" where the bands have a % sign, else ""."""
        return PERCENT if self.percent else ""

    @property
    def better(self):
        """Where green lies: BIB at the high end, SIB at the low, NEARER in the middle, "" if it can't be told."""
        others = [band for band in self.bands if band is not self.green]
        worse_below = any(start_of(band)[:2] < start_of(self.green)[:2] for band in others)
        worse_above = any(end_of(band)[:2] > end_of(self.green)[:2] for band in others)
        if worse_below and worse_above:
            return NEARER
        return BIB if worse_below else SIB if worse_above else NEUTRAL

    @property
    def green(self):
        return next(band for band in self.bands if band.colour == GREEN)

    def resolve(self, circumstances):
        if self.percent and circumstances.unit != PERCENT:
            return Resolved.impossible("the bands are percentages, and the figure is not")
        return Resolved(self)

    def describe(self):
        """Best first: `Green 90% or above, amber 85% to 89%, red 84% or below`."""
        text = ", ".join(f"{band.colour} {describe_band(band, self.unit)}" for band in sorted(self.bands, key=rank_of))
        return text[0].upper() + text[1:]

    def to_json(self):
        return {
            "bands": [
                {
                    "colour": band.colour,
                    "low": None if band.low is None else str(band.low),
                    "high": None if band.high is None else str(band.high),
                    "low_open": band.low_open,
                    "high_open": band.high_open,
                }
                for band in self.bands
            ],
            "decimals": self.decimals,
            "percent": self.percent,
        }

    @classmethod
    def from_json(cls, data):
        bands = tuple(
            Band(
                band["colour"],
                None if band["low"] is None else Decimal(str(band["low"])),
                None if band["high"] is None else Decimal(str(band["high"])),
                bool(band["low_open"]),
                bool(band["high_open"]),
            )
            for band in data["bands"]
        )
        return cls(bands, data["decimals"], bool(data["percent"]))


@dataclass(frozen=True)
class Placing:
    """Where a value lies among bands: `within` some (best first), `between` two, or outside them all."""

    colour: str
    within: tuple[Band, ...] = ()
    between: tuple[Band, Band] | None = None


def place(value, bands):
    """Placing of the value among the bands: the better holds in an overlap, the worse neighbour in a gap."""
    within = tuple(sorted((band for band in bands if band.holds(value)), key=rank_of))
    if within:
        return Placing(within[0].colour, within=within)
    for below, above in gaps(bands):
        if below.high <= value <= above.low:
            return Placing(max(below, above, key=rank_of).colour, between=(below, above))
    return Placing(NOT_RATED)


def gaps(bands):
    """Pairs of bands, the one below and the one above, with values between them that no band holds.

    Where several bands end (or start) at the same place the best of them is the neighbour, as it holds there.
    """
    first, *rest = sorted(bands, key=lambda band: (start_of(band), rank_of(band)))
    reach, found = first, []
    for band in rest:
        if _starts_beyond(band, reach):
            found.append((reach, band))
        if (end_of(band), -rank_of(band)) > (end_of(reach), -rank_of(reach)):
            reach = band
    return found


def written_range(low, high, low_open, high_open, decimals):
    """First and last value between the bounds at the precision the bands are written in; None for no value.

    Between 17 and 18.1, both open, that is (17.1, 18) with one decimal. None for a bound stays None.
    """
    step = Decimal(1).scaleb(-decimals)
    first = low + step if low is not None and low_open else low
    last = high - step if high is not None and high_open else high
    if first is not None and last is not None and first > last:
        return None
    return first, last


def describe_band(band, unit):
    """`90% or above`, `85% to 89%`, `less than 16`, `16 to less than 18`."""
    low, high = (format_value(bound, unit) if bound is not None else None for bound in (band.low, band.high))
    if high is None:
        return f"more than {low}" if band.low_open else f"{low} or above"
    if low is None:
        return f"less than {high}" if band.high_open else f"{high} or below"
    if band.low_open:
        return f"more than {low} and " + (f"less than {high}" if band.high_open else f"up to {high}")
    return f"{low} to less than {high}" if band.high_open else f"{low} to {high}"


def rank_of(band):
    return RANK[band.colour]


def start_of(band):
    """Sorts bands by where they start, from no bound upwards."""
    return (band.low is not None, band.low or Decimal(0), band.low_open)


def end_of(band):
    """Sorts bands by where they end, to no bound."""
    return (band.high is None, band.high or Decimal(0), not band.high_open)


def _starts_beyond(band, reach):
    if band.low is None or reach.high is None:
        return False
    return band.low > reach.high or (band.low == reach.high and band.low_open and reach.high_open)
