"""Red, amber or green: the rules that turn a value into a colour, and the rating with its reason.

A rule is a frozen value that travels as JSON (`to_json`, `from_json`). Bands are the only kind yet: each
colour holds over a stretch of values. Another kind is one more dataclass with its own entry in `_READERS`,
`_WRITERS` and `_RATERS`, and a line in `why_not_rated`, `describe` and `direction_of`.

A badly written methodology is still followed: in a gap the worse band holds, so that nobody looks better than
they are; in an overlap the better one, because the words do promise it. `methodology.check` reports both.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from indicators.figures import PERCENT, format_difference, format_value
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB

RED, AMBER, GREEN, NOT_RATED = "red", "amber", "green", "not_rated"
COLOURS = (GREEN, AMBER, RED)  # best first
_RANK = {colour: rank for rank, colour in enumerate(COLOURS)}


class NotARule(ValueError):
    """The values make no rule."""


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
    with a % sign, `share_of_cohort` whether they are shares of a group whose size the figure doesn't tell.
    There is one green band; other colours may come twice, on both sides of it. Raises NotARule.
    """

    bands: tuple[Band, ...]
    decimals: int
    percent: bool
    share_of_cohort: bool = False

    def __post_init__(self):
        if type(self.decimals) is not int or not 0 <= self.decimals <= 10:
            raise NotARule("bands are written with 0 to 10 decimals")
        if len(self.bands) < 2 or [band.colour for band in self.bands].count(GREEN) != 1:
            raise NotARule("a rule needs one green band and at least one other")
        bounds = [bound for band in self.bands for bound in (band.low, band.high) if bound is not None]
        if any(-bound.normalize().as_tuple().exponent > self.decimals for bound in bounds):
            raise NotARule(f"a bound has more than {self.decimals} decimals")

    @property
    def unit(self):
        """For writing a bound: "percent" where the bands have a % sign, else ""."""
        return PERCENT if self.percent else ""


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
class Placing:
    """Where a value lies among bands: `within` some (best first), `between` two, or outside them all."""

    colour: str
    within: tuple[Band, ...] = ()
    between: tuple[Band, Band] | None = None


def rate(value, rule, target=None, unit=PERCENT):
    """Rating of the Decimal `value`, as held and unrounded: 94.7 has not met 95.

    `rule` is a rule or None, `unit` the indicator's. `target` (Decimal or None) is for rules that are set
    around the target; bands don't need it. Raises ValueError for a value that is no finite number.
    """
    if not value.is_finite():
        raise ValueError(f"{value} can't be rated: it is no number")
    if why_not := why_not_rated(rule, unit):
        return Rating(NOT_RATED, f"{format_value(value, unit)} is not rated: {why_not}.")
    return _RATERS[type(rule)](value, rule, target, unit)


def why_not_rated(rule, unit):
    """Why no value of the unit can be rated by the rule, as a clause; "" when it can."""
    if rule is None:
        return "no rule in force"
    if rule.share_of_cohort:
        return "the bands are shares of a cohort, and the size of the cohort is not given"
    if rule.percent and unit != PERCENT:
        return "the bands are percentages, and the figure is not"
    return ""


def place(value, bands):
    """Placing of the value among the bands: the better holds in an overlap, the worse neighbour in a gap."""
    within = tuple(sorted((band for band in bands if band.holds(value)), key=_rank))
    if within:
        return Placing(within[0].colour, within=within)
    for below, above in gaps(bands):
        if below.high <= value <= above.low:
            return Placing(max(below, above, key=_rank).colour, between=(below, above))
    return Placing(NOT_RATED)


def gaps(bands):
    """Pairs of bands, the one below and the one above, with values between them that no band holds.

    Where several bands end (or start) at the same place the best of them is the neighbour, as it holds there.
    """
    first, *rest = sorted(bands, key=lambda band: (_start(band), _rank(band)))
    reach, found = first, []
    for band in rest:
        if _starts_beyond(band, reach):
            found.append((reach, band))
        if (_end(band), -_rank(band)) > (_end(reach), -_rank(reach)):
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


def direction_of(rule):
    """Where green lies: BIB at the high end, SIB at the low, NEARER in the middle, "" if it can't be told."""
    green = _green(rule)
    others = [band for band in rule.bands if band is not green]
    worse_below = any(_start(band)[:2] < _start(green)[:2] for band in others)
    worse_above = any(_end(band)[:2] > _end(green)[:2] for band in others)
    if worse_below and worse_above:
        return NEARER
    return BIB if worse_below else SIB if worse_above else NEUTRAL


def contradicts(rule, polarity):
    """Whether the bands point another way than the stated polarity. A missing one contradicts nothing."""
    pointing = direction_of(rule) if rule else NEUTRAL
    return NEUTRAL not in (polarity, pointing) and polarity != pointing


def describe(rule):
    """The rule in words, best first: `Green 90% or above, amber 85% to 89%, red 84% or below`."""
    text = ", ".join(f"{band.colour} {describe_band(band, rule.unit)}" for band in sorted(rule.bands, key=_rank))
    return text[0].upper() + text[1:] + (", as shares of the cohort" if rule.share_of_cohort else "")


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


def to_json(rule):
    """Plain dict of the rule, for a JSON field: a "kind", and Decimals as strings."""
    return _WRITERS[type(rule)](rule)


def from_json(data):
    """The rule from `to_json`'s dict. Raises NotARule for anything else."""
    kind = str(data.get("kind")) if isinstance(data, dict) else None
    if kind not in _READERS:
        raise NotARule(f"there is no kind of rule called '{kind}'")
    try:
        return _READERS[kind](data)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise NotARule(f"not a rule of {kind}: {error!r}") from error


def _bands_to_json(rule):
    return {
        "kind": "bands",
        "bands": [
            {
                "colour": band.colour,
                "low": None if band.low is None else str(band.low),
                "high": None if band.high is None else str(band.high),
                "low_open": band.low_open,
                "high_open": band.high_open,
            }
            for band in rule.bands
        ],
        "decimals": rule.decimals,
        "percent": rule.percent,
        "share_of_cohort": rule.share_of_cohort,
    }


def _bands_from_json(data):
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
    return Bands(bands, data["decimals"], bool(data["percent"]), bool(data["share_of_cohort"]))


def _rate_bands(value, rule, target, unit):
    placing = place(value, rule.bands)
    shown = format_value(value, unit)
    if placing.colour == NOT_RATED:
        return Rating(NOT_RATED, f"{shown} is not rated: it lies outside every band.")
    if placing.colour == GREEN:
        distance, outlook = _room(value, rule, unit)
    else:
        distance, outlook = _way_up(value, placing.colour, rule, unit)
    why = _why_within(placing, unit) if placing.within else _why_between(placing, rule, unit)
    return Rating(placing.colour, f"{shown} is {placing.colour}: {why}. {outlook}".rstrip(), distance)


# In reasons the bounds take the indicator's unit: the words may leave out a % sign that the unit implies.


def _why_within(placing, unit):
    best, *others = placing.within
    others = [band for band in others if band.colour != best.colour]
    if not others:
        return f"{describe_band(best, unit)} is {best.colour}"
    named = " and ".join(f"{band.colour} ({describe_band(band, unit)})" for band in (best, *others))
    return f"{named} {'both' if len(others) == 1 else 'all'} apply, and the better one holds"


def _why_between(placing, rule, unit):
    below, above = placing.between
    if below.high == above.low:
        at = format_value(below.high, unit)
        return f"no band is given at {at}, between {below.colour} and {above.colour}, and the worse one holds"
    low = f"{format_value(below.high, unit)} ({below.colour})"
    high = f"{format_value(above.low, unit)} ({above.colour})"
    if written_range(below.high, above.low, not below.high_open, not above.low_open, rule.decimals):
        return f"no band is given between {low} and {high}, and the worse one holds"
    return f"it falls between {low} and {high}, finer than the bands are written, and the worse one holds"


def _way_up(value, colour, rule, unit):
    """Distance to the nearest better band, and the sentence that says so. There is always green."""
    better = [band for band in rule.bands if _RANK[band.colour] < _RANK[colour]]
    below = {band: band.low is not None and value <= band.low for band in better}
    distances = {band: band.low - value if below[band] else value - band.high for band in better}
    nearest = min(better, key=lambda band: (distances[band], _rank(band)))
    distance = distances[nearest]
    if below[nearest]:
        side, edge, bound = "below", "starts above" if nearest.low_open else "starts at", nearest.low
    else:
        side, edge, bound = "above", "ends below" if nearest.high_open else "ends at", nearest.high
    how_far = f"{format_difference(distance, unit)} {side}" if distance else f"Just {side}"
    return distance, f"{how_far} {nearest.colour}, which {edge} {format_value(bound, unit)}."


def _room(value, rule, unit):
    """How far a green value may move before a worse colour holds, and the sentence that says so.

    (None, "") for a green band that has none beyond it on either side.
    """
    green = _green(rule)
    edges = []
    if green.low is not None and any(_start(band) < _start(green) for band in rule.bands):
        edges.append((value - green.low, "fall", green.low_open))
    if green.high is not None and any(_end(band) > _end(green) for band in rule.bands):
        edges.append((green.high - value, "rise", green.high_open))
    if not edges:
        return None, ""
    distance, way, is_open = min(edges)
    if distance == 0:
        return distance, f"It is on the edge of green: if it {way}s it leaves green."
    at_most = "less than " if is_open else ""
    return distance, f"It can {way} by {at_most}{format_difference(distance, unit)} and stay green."


def _green(rule):
    return next(band for band in rule.bands if band.colour == GREEN)


def _rank(band):
    return _RANK[band.colour]


def _start(band):
    """Sorts bands by where they start, from no bound upwards."""
    return (band.low is not None, band.low or Decimal(0), band.low_open)


def _end(band):
    """Sorts bands by where they end, to no bound."""
    return (band.high is None, band.high or Decimal(0), not band.high_open)


def _starts_beyond(band, reach):
    if band.low is None or reach.high is None:
        return False
    return band.low > reach.high or (band.low == reach.high and band.low_open and reach.high_open)


_WRITERS = {Bands: _bands_to_json}
_READERS = {"bands": _bands_from_json}
_RATERS = {Bands: _rate_bands}
