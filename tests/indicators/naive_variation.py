"""Variation worked out a second time, from the wording of the rules: whole numbers, every window tried, nothing shared.

Fractions are avoided by multiplying out, so that this and the module agree to the last digit or not at all.
"""

from itertools import pairwise

SCALE = 10**5


def naive(values, polarity, target=None, rebase_at=()):
    """[(kind, rule) or None for each value], [(mean, lower, upper) as (numerator, denominator) pairs], assurance."""
    whole = [None if value is None else int(value * SCALE) for value in values]
    edges = [*sorted({0, *rebase_at}), len(values)]
    classes, lines = [], []
    for number, start in enumerate(edges[:-1]):
        stretch = whole[start : edges[number + 1]]
        known, drawn = _stretch(stretch, polarity)
        classes += known
        lines += [drawn] if drawn else []
    return classes, lines, _assurance(lines[-1] if lines else None, polarity, target)


def _stretch(stretch, polarity):
    present = [value for value in stretch if value is not None]
    if not present:
        return [None] * len(stretch), None
    n, total = len(present), sum(present)
    ranges = [abs(b - a) for a, b in pairwise(stretch) if a is not None and b is not None]
    # r ≥ 3.267 × sum / count, multiplied out; nothing is left out of ranges that are all zero.
    kept = [r for r in ranges if 1000 * r * len(ranges) < 3267 * sum(ranges)] or ranges
    m, moved = len(kept), sum(kept)

    def beyond(value, thirds):
        """1 above, -1 below, 0 within: value − total/n against thirds/3 × 2.66 × moved/m."""
        if not m and thirds:
            return 0
        distance = (value * n - total) * 300 * (m or 1)
        margin = thirds * 266 * moved * n
        return (distance > margin) - (distance < -margin)

    def windows(place, size):
        for first in range(place - size + 1, place + 1):
            window = stretch[max(first, 0) : first + size]
            if first >= 0 and len(window) == size and None not in window:
                yield window

    def outside(place):
        return beyond(stretch[place], 3)

    def trend(place):
        # Of two runs that meet at a point the earlier names it.
        for window in windows(place, 7):
            if window == sorted(set(window)):
                return 1
            if window == sorted(set(window), reverse=True):
                return -1
        return 0

    def near_a_limit(place):
        mine = beyond(stretch[place], 2)
        return mine if mine and any([beyond(v, 2) for v in w].count(mine) >= 2 for w in windows(place, 3)) else 0

    def one_side(place):
        mine = beyond(stretch[place], 0)
        return mine if mine and any({beyond(v, 0) for v in w} == {mine} for w in windows(place, 7)) else 0

    rules = {"outside": outside, "trend": trend, "near_a_limit": near_a_limit, "one_side": one_side}
    classes = []
    for place, value in enumerate(stretch):
        fired = None if value is None else next(((name, rule(place)) for name, rule in rules.items() if rule(place)), 0)
        classes.append(fired if fired is None else _kind(fired, polarity))
    if not m:
        return classes, ((total, n), None, None)
    middle, reach, below = 100 * m * total, 266 * moved * n, 100 * m * n
    return classes, ((total, n), (middle - reach, below), (middle + reach, below))


def _kind(fired, polarity):
    if not fired:
        return "common_cause", ""
    rule, way = fired
    better = {"BIB": 1, "SIB": -1}.get(polarity)
    if better is None:
        return ("high" if way > 0 else "low"), rule
    return ("improvement" if way == better else "concern"), rule


def _assurance(lines, polarity, target):
    if target is None or polarity not in ("BIB", "SIB") or lines is None or lines[1] is None:
        return ""
    aim, (low, below), (high, _) = int(target * SCALE), *lines[1:]
    if polarity == "BIB":
        always, sometimes = low >= aim * below, high >= aim * below
    else:
        always, sometimes = high <= aim * below, low <= aim * below
    return "will_pass" if always else "either_way" if sometimes else "will_fail"
