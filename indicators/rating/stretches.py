"""The colours from the lowest value to the highest, as bands are followed: no gap and no overlap is left."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.rating.bands import place


@dataclass(frozen=True)
class Stretch:
    """The values up to `high` that have the colour, above those of the stretch before. None: all that are left.

    `high_open` leaves `high` itself to the next stretch.
    """

    colour: str
    high: Decimal | None = None
    high_open: bool = False


def stretches(bands):
    """The Stretches of a rule's bands, lowest first: the colour that `place` gives to every value there is.

    No colour changes anywhere but at a bound, so it is enough to ask for each bound and for a value between each two.
    """
    bounds = sorted({bound for band in bands for bound in (band.low, band.high) if bound is not None})
    found = []
    for n, bound in enumerate(bounds):
        below = bound - 1 if n == 0 else (bounds[n - 1] + bound) / 2
        found += [Stretch(place(below, bands).colour, bound, True), Stretch(place(bound, bands).colour, bound)]
    found.append(Stretch(place(bounds[-1] + 1, bands).colour))
    # Of neighbours with one colour the last says how far it goes.
    followed = zip(found, [*found[1:], None], strict=True)
    return tuple(stretch for stretch, after in followed if after is None or after.colour != stretch.colour)
