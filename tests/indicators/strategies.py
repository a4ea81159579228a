"""Rules and values that hypothesis makes up: ordered, gappy, overlapping, open-ended, either way round."""

from decimal import Decimal

from hypothesis import strategies as st

from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import (
    AMBER,
    GREEN,
    POINTS,
    RED,
    SHARE,
    UNITS,
    Band,
    Bands,
    NotRated,
    Reach,
    ShareOfCohort,
    Tolerance,
    TwoTargets,
    decimals_of,
)


@st.composite
def tidy_rules(draw):
    """Green, amber and red in a row, as councils write them; now and then with a gap or an overlap."""
    decimals = draw(st.integers(0, 2))
    step = Decimal(1).scaleb(-decimals)
    first = draw(st.integers(3, 100)) * step
    width = draw(st.integers(0, 10)) * step
    jump, other_jump = (draw(st.integers(-3, 3).map(lambda n, w=width: max(n * step, -w))) for _ in range(2))
    low = first + step + jump
    high = low + width
    bands = [
        (None, first, False, draw(st.booleans())),
        (low, high, False, False),
        (high + step + other_jump, None, draw(st.booleans()), False),
    ]
    colours = draw(st.sampled_from([(GREEN, AMBER, RED), (RED, AMBER, GREEN), (AMBER, GREEN, RED)]))
    made = tuple(Band(colour, *band) for colour, band in zip(colours, bands, strict=True))
    return Bands(tuple(draw(st.permutations(made))), decimals, percent=draw(st.booleans()))


@st.composite
def wild_rules(draw):
    """Bands anywhere, open or closed, of two to five, one of them green."""
    decimals = draw(st.integers(0, 1))
    step = Decimal(1).scaleb(-decimals)
    bound = st.none() | st.integers(0, 12).map(lambda n: n * step)
    colours = [GREEN, *draw(st.lists(st.sampled_from([AMBER, RED]), min_size=1, max_size=4))]
    bands = []
    for colour in draw(st.permutations(colours)):
        low, high = draw(st.tuples(bound, bound).filter(lambda pair: pair != (None, None)))
        if None not in (low, high) and low > high:
            low, high = high, low
        is_point = low == high
        bands.append(Band(colour, low, high, *(False if is_point else draw(st.booleans()) for _ in "lh")))
    return Bands(tuple(bands), decimals, percent=False)


rules = tidy_rules() | wild_rules()


@st.composite
def rules_and_values(draw):
    """A rule and a value: on a bound, at the rule's precision, or finer."""
    rule = draw(rules)
    bounds = [b for band in rule.bands for b in (band.low, band.high) if b is not None]
    on_a_bound = st.sampled_from(bounds)
    anywhere = st.decimals(min(bounds) - 3, max(bounds) + 3, places=rule.decimals + 1)
    return rule, draw(on_a_bound | anywhere)


def numbers(highest=200):
    """As councils write them: few digits, up to two decimals."""
    return st.decimals(0, highest, places=2) | st.integers(0, highest).map(Decimal)


@st.composite
def reaches(draw, with_amber=None):
    green = draw(numbers(20))
    has_amber = draw(st.booleans()) if with_amber is None else with_amber
    return Reach(green, green + draw(numbers(20).filter(bool)) if has_amber else None)


@st.composite
def tolerances(draw):
    better = draw(st.sampled_from([BIB, SIB, NEARER, NEUTRAL]))
    reach = draw(reaches())
    above = draw(st.none() | reaches(with_amber=reach.amber is not None)) if better == NEARER else None
    measures = [SHARE, POINTS, UNITS] if reach.red or above else [UNITS]
    return Tolerance(reach, draw(st.sampled_from(measures)), better, above)


@st.composite
def two_targets(draw):
    minimum, stretch = draw(st.tuples(numbers(), numbers()).filter(lambda pair: pair[0] != pair[1]))
    return TwoTargets(minimum, stretch, draw(st.booleans()))


@st.composite
def spoken_bands(draw):
    """Bands as a sentence gives them: best first, and as precise as their numbers."""
    rule = draw(tidy_rules())
    bounds = [bound for band in rule.bands for bound in (band.low, band.high) if bound is not None]
    best_first = sorted(rule.bands, key=lambda band: (GREEN, AMBER, RED).index(band.colour))
    return Bands(tuple(best_first), decimals_of(bounds), rule.percent)


def shares():
    percentages = spoken_bands().map(lambda rule: Bands(rule.bands, rule.decimals, percent=True))
    return st.builds(ShareOfCohort, percentages, st.sampled_from(["", "cp-1", "b6-12-month-review"]))


not_rated = st.builds(NotRated, st.sampled_from(["", "a volume"]))
all_rules = spoken_bands() | tolerances() | two_targets() | shares() | not_rated


def near(bounds):
    """Values on the bounds, a hair beside them, and anywhere around."""
    hair = st.sampled_from([Decimal(step) for step in ("-0.00001", "0", "0.00001")])
    on_or_beside = st.builds(lambda bound, step: bound + step, st.sampled_from(sorted(bounds)), hair)
    return on_or_beside | st.decimals(min(bounds) - 3, max(bounds) + 3, places=3)
