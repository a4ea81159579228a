"""A second implementation of rating, slow and plain, to check the clever one against.

It knows nothing of neighbours, edges or sorted bands. It cuts the number line into pieces (every bound, and
every stretch between two bounds), colours each piece by asking all the bands, and reads everything off them.
"""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

BEST_FIRST = ["green", "amber", "red"]


def naive_rate(value, rule):
    """(colour, distance) of the value, as `rating.rate` should give them."""
    pieces = coloured_pieces(rule)
    colour = next(colour for low, high, colour in pieces if lies_in(value, low, high))
    if colour == "not_rated":
        return "not_rated", None
    place = BEST_FIRST.index(colour)
    wanted = BEST_FIRST[1:] if colour == "green" else BEST_FIRST[:place]
    distances = [distance_to(value, low, high) for low, high, c in pieces if c in wanted]
    return colour, min(distances, default=None)


def coloured_pieces(rule):
    """(low, high, colour), lowest first; low == high is a bound itself, else both ends are open."""
    bounds = sorted({b for band in rule.bands for b in (band.low, band.high) if b is not None})
    pieces = [(None, bounds[0])]
    for number, bound in enumerate(bounds):
        pieces.append((bound, bound))
        pieces.append((bound, bounds[number + 1] if number + 1 < len(bounds) else None))
    covered = [best_band_over(low, high, rule) for low, high in pieces]
    return [(low, high, filled(covered, i)) for i, (low, high) in enumerate(pieces)]


def best_band_over(low, high, rule):
    """The best colour among the bands that hold the piece, or None."""
    if low is None:
        probe = high - 1
    elif high is None:
        probe = low + 1
    else:
        probe = (low + high) / 2
    found = []
    for band in rule.bands:
        if band.low is not None and (probe < band.low or (probe == band.low and band.low_open)):
            continue
        if band.high is not None and (probe > band.high or (probe == band.high and band.high_open)):
            continue
        found.append(band.colour)
    return min(found, key=BEST_FIRST.index) if found else None


def filled(covered, i):
    """The colour of piece `i`: its own, else the worse of the nearest coloured pieces on both sides."""
    if covered[i]:
        return covered[i]
    before = [colour for colour in covered[:i] if colour]
    after = [colour for colour in covered[i + 1 :] if colour]
    if not before or not after:
        return "not_rated"
    return max(before[-1], after[0], key=BEST_FIRST.index)


def lies_in(value, low, high):
    if low == high:
        return value == low
    return (low is None or value > low) and (high is None or value < high)


def distance_to(value, low, high):
    if low is not None and value < low:
        return low - value
    if high is not None and value > high:
        return value - high
    return Decimal(0)


def naive_tolerance(value, rule, target, polarity):
    """The colour, by measuring how far off its target the value is, in exact fractions."""
    off = Fraction(target) - Fraction(value)  # above 0 below the target
    better = rule.better or polarity
    reach = rule.reach
    if better == "SIB":
        off = -off
    elif better == "TARGET":
        reach = rule.above if off < 0 and rule.above else rule.reach
        off = abs(off)
    if rule.measure == "share":
        off, limit = off * 100, abs(Fraction(target))
    else:
        limit = 1
    if off <= Fraction(reach.green) * limit:
        return "green"
    return "amber" if reach.amber is not None and off <= Fraction(reach.amber) * limit else "red"


def naive_two_targets(value, rule):
    """The colour, by counting which of the two are met."""
    if rule.stretch > rule.minimum:
        met = [value >= rule.stretch, value >= rule.minimum]
    else:
        met = [value <= rule.stretch, value <= rule.minimum]
    return {2: "green", 1: "amber", 0: "red"}[sum(met)]


def naive_share(value, rule, cohort):
    """The colour of the share itself, which the rule's own bands give: no bound is turned into a count."""
    bands = [
        SimpleNamespace(
            colour=band.colour,
            low=None if band.low is None else Fraction(band.low),
            high=None if band.high is None else Fraction(band.high),
            low_open=band.low_open,
            high_open=band.high_open,
        )
        for band in rule.shares.bands
    ]
    return naive_rate(Fraction(value) * 100 / Fraction(cohort), SimpleNamespace(bands=bands))[0]


def naive_defects(rule):
    """Values without a band but with bands on both sides, and values with two, at the written precision."""
    step = Decimal(1).scaleb(-rule.decimals)
    bounds = [b for band in rule.bands for b in (band.low, band.high) if b is not None]
    value, gaps, overlaps = min(bounds) - step, [], []
    while value <= max(bounds) + step:
        colours = {band.colour for band in rule.bands if band.holds(value)}
        if len(colours) > 1:
            overlaps.append(value)
        if not colours and naive_rate(value, rule)[0] != "not_rated":
            gaps.append(value)
        value += step
    return gaps, overlaps
