"""One authority among others: averages, spread, ranks and quarters of a statistic for one period.

Values are Decimals in the measure's unit, or None where the statistic gives no number (suppressed, not reported).
What has no value is left out of everything, and counted.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.polarity import BIB, SIB

QUARTERS = (1, 2, 3, 4)
_QUARTER = Decimal("0.25")
_RANKED = {
    BIB: ("best", "second best", "second worst", "worst"),
    SIB: ("best", "second best", "second worst", "worst"),
}
_BY_SIZE = ("highest", "second highest", "second lowest", "lowest")


@dataclass(frozen=True)
class Spread:
    """How `count` values lie. The quarters meet at `lower`, `median` and `upper`; `left_out` had no value.

    The mean is of the values as published: each authority counts alike, however many children it has.
    """

    count: int
    left_out: int
    mean: Decimal
    median: Decimal
    lowest: Decimal
    lower: Decimal
    upper: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Standing:
    """A place among `of` values, 1 being the best, or the highest where neither way is better.

    Equal values share a rank: `tied` is how many have this one. `quarter` is 1 for the best (or highest) to 4; a
    value on the line between two quarters is in the better one.
    """

    rank: int
    of: int
    tied: int
    quarter: int


def spread(values):
    """The Spread of some values, None among them for those without, or None where there are no others."""
    values = list(values)
    present = sorted(value for value in values if value is not None)
    if not present:
        return None
    return Spread(
        count=len(present),
        left_out=len(values) - len(present),
        mean=sum(present) / len(present),
        median=quantile(present, 2 * _QUARTER),
        lowest=present[0],
        lower=quantile(present, _QUARTER),
        upper=quantile(present, 3 * _QUARTER),
        highest=present[-1],
    )


def standings(values: Mapping, polarity):
    """{key: Standing} of each key that has a value, by polarity: see `is_ranked`."""
    signed = _signed(values, polarity)
    in_order = sorted(signed.values())
    found = quarters(values, polarity)
    return {
        key: Standing(
            rank=bisect_left(in_order, value) + 1,
            of=len(in_order),
            tied=bisect_right(in_order, value) - bisect_left(in_order, value),
            quarter=found[key],
        )
        for key, value in signed.items()
    }


def quarters(values: Mapping, polarity):
    """{key: the quarter} of each key that has a value, as its Standing says."""
    signed = _signed(values, polarity)
    if not signed:
        return {}
    in_order = sorted(signed.values())
    lines = [quantile(in_order, n * _QUARTER) for n in (1, 2, 3)]
    return {key: bisect_left(lines, value) + 1 for key, value in signed.items()}


def _signed(values, polarity):
    """The values that there are, so that the best, or the highest, is the least."""
    return {key: value if polarity == SIB else -value for key, value in values.items() if value is not None}


def is_ranked(polarity):
    """Whether one end is the better one. If not, 1 is the highest, and nobody is best."""
    return polarity in (BIB, SIB)


def quarter_words(quarter, polarity):
    """`best quarter`, or `highest quarter` where neither way is better."""
    return f"{_RANKED.get(polarity, _BY_SIZE)[quarter - 1]} quarter"


def rank_words(standing, polarity):
    """`3rd of 151`, `joint 3rd of 151`; `3rd highest of 151` where neither way is better."""
    joint = "joint " if standing.tied > 1 else ""
    if is_ranked(polarity):
        return f"{joint}{_ordinal(standing.rank)} of {standing.of}"
    place = "" if standing.rank == 1 else f"{_ordinal(standing.rank)} "
    return f"{joint}{place}highest of {standing.of}"


def quantile(in_order, share):
    """The value below which the share of some sorted values lies; between two of them in proportion."""
    place = (len(in_order) - 1) * share
    before = int(place)
    after = min(before + 1, len(in_order) - 1)
    return in_order[before] + (in_order[after] - in_order[before]) * (place - before)


def _ordinal(number):
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"
