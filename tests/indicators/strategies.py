"""Rules and values that hypothesis makes up: ordered, gappy, overlapping, open-ended, either way round."""

from decimal import Decimal

from hypothesis import strategies as st

from indicators.rating import AMBER, GREEN, RED, Band, Bands


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
