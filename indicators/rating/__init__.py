"""Red, amber or green: the rules that turn a value into a colour, and the rating with its reason.

A rule is a frozen value that travels as JSON (`to_json`, `from_json`). There is a module for each kind, and a kind is
a class with a name (`KIND`) that says which way is `better`, can `describe` itself in a sentence that
`methodology.read` reads back, and is able to `resolve`: to say which bands it comes down to in the circumstances of
a period, or why in none. What follows from bands (the colour, the reason, the distance, a drawing) is worked out in
one place for all kinds. Another kind is one more class in `KINDS`.
"""

from decimal import InvalidOperation

from indicators.figures import PERCENT, format_value
from indicators.polarity import NEUTRAL
from indicators.rating.bands import MOST_DECIMALS, Band, Bands, Placing, describe_band, gaps, place, written_range
from indicators.rating.benchmark import (
    BENCHMARKS,
    ENGLAND,
    NEIGHBOURS_MEAN,
    NEIGHBOURS_MEDIAN,
    REGION,
    AgainstBenchmark,
)
from indicators.rating.colours import (
    AMBER,
    COLOURS,
    GREEN,
    NOT_RATED,
    RED,
    Circumstances,
    Cohort,
    NotARule,
    Rating,
    Yardstick,
    decimals_of,
)
from indicators.rating.reasons import rate_by_bands
from indicators.rating.resolving import Resolved
from indicators.rating.share import ShareOfCohort
from indicators.rating.stretches import Stretch, stretches
from indicators.rating.tolerance import POINTS, SHARE, UNITS, Reach, Tolerance
from indicators.rating.two_targets import TwoTargets
from indicators.rating.unrated import NotRated

__all__ = [
    "AMBER", "BENCHMARKS", "COLOURS", "ENGLAND", "GREEN", "KINDS", "MOST_DECIMALS", "NEIGHBOURS_MEAN",
    "NEIGHBOURS_MEDIAN", "NOT_RATED", "POINTS", "RED", "REGION", "SHARE", "UNITS", "AgainstBenchmark", "Band", "Bands",
    "Circumstances", "Cohort", "NotARule", "NotRated", "Placing", "Rating", "Reach", "Resolved", "ShareOfCohort",
    "Stretch", "Tolerance", "TwoTargets", "Yardstick", "benchmark_of", "cohort_of", "contradicts", "decimals_of",
    "describe", "describe_band", "direction_of", "from_json", "gaps", "place", "rate", "rate_resolved", "resolve",
    "stretches", "to_json", "why_not_rated", "written_range",
]  # fmt: skip

KINDS = {kind.KIND: kind for kind in (Bands, Tolerance, AgainstBenchmark, TwoTargets, ShareOfCohort, NotRated)}


def rate(value, rule, target=None, unit=PERCENT, polarity=NEUTRAL, cohort=None, yardstick=None):
    """Rating of the Decimal `value`, as held and unrounded: 94.7 has not met 95.

    `rule` is a rule or None, `unit` and `polarity` are the indicator's. `target` (Decimal or None) is for rules that
    are set around the target, `cohort` (Cohort or None) for shares, `yardstick` (Yardstick or None) for those that are
    set against a benchmark. Raises ValueError for what is no finite number.
    """
    return rate_resolved(value, resolve(rule, Circumstances(unit, target, polarity, cohort, yardstick)), unit)


def rate_resolved(value, resolved, unit):
    """The same, by what the rule came down to."""
    if not value.is_finite():
        raise ValueError(f"{value} can't be rated: it is no number")
    if resolved.bands is None:
        return Rating(NOT_RATED, f"{format_value(value, unit)} is not rated: {resolved.why_not}.")
    rating = rate_by_bands(value, resolved.bands, unit)
    return Rating(rating.colour, f"{rating.reason} {resolved.origin}".rstrip(), rating.distance)


def resolve(rule, circumstances):
    """What the rule, or None, comes down to in the Circumstances: Resolved."""
    return rule.resolve(circumstances) if rule else Resolved.impossible("no rule in force")


def why_not_rated(rule, unit, target=None, polarity=NEUTRAL, cohort=None):
    """Why no value can be rated by the rule, as a clause; "" when it can."""
    return resolve(rule, Circumstances(unit, target, polarity, cohort)).why_not


def direction_of(rule):
    """Which way the rule says is better: BIB, SIB or NEARER; "" if it can't be told."""
    return rule.better


def cohort_of(rule):
    """The slug of the indicator whose figures a rule, or None, takes as its cohort; "" for none."""
    return rule.cohort if isinstance(rule, ShareOfCohort) else ""


def benchmark_of(rule):
    """Which of BENCHMARKS a rule, or None, is set against; "" for none."""
    return rule.benchmark if isinstance(rule, AgainstBenchmark) else ""


def contradicts(rule, polarity):
    """Whether the rule points another way than the stated polarity. A missing one contradicts nothing."""
    pointing = direction_of(rule) if rule else NEUTRAL
    return NEUTRAL not in (polarity, pointing) and polarity != pointing


def describe(rule):
    """The rule as one plain sentence without its full stop, best first; `methodology.read` reads it back."""
    return rule.describe()


def to_json(rule):
    """Plain dict of the rule, for a JSON field: its "kind", and Decimals as strings."""
    return {"kind": rule.KIND, **rule.to_json()}


def from_json(data):
    """The rule from `to_json`'s dict. Raises NotARule for anything else."""
    kind = str(data.get("kind")) if isinstance(data, dict) else None
    if kind not in KINDS:
        raise NotARule(f"there is no kind of rule called '{kind}'")
    try:
        # Bands that were shares of a cohort were kept as bands with a mark, before a cohort could be named.
        if kind == Bands.KIND and data.get("share_of_cohort"):
            return ShareOfCohort(Bands.from_json(data))
        return KINDS[kind].from_json(data)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise NotARule(f"not a rule of {kind}: {error!r}") from error
