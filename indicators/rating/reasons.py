"""Why bands give a value its colour: the band, the distance to the next one, in a sentence or two."""

from indicators.figures import format_difference, format_value
from indicators.rating.bands import describe_band, end_of, place, rank_of, start_of, written_range
from indicators.rating.colours import GREEN, NOT_RATED, RANK, Rating


def rate_by_bands(value, rule, unit):
    """Rating of the Decimal by Bands, as held and unrounded: 94.7 has not met 95."""
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
    better = [band for band in rule.bands if RANK[band.colour] < RANK[colour]]
    below = {band: band.low is not None and value <= band.low for band in better}
    distances = {band: band.low - value if below[band] else value - band.high for band in better}
    nearest = min(better, key=lambda band: (distances[band], rank_of(band)))
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
    green = rule.green
    edges = []
    if green.low is not None and any(start_of(band) < start_of(green) for band in rule.bands):
        edges.append((value - green.low, "fall", green.low_open))
    if green.high is not None and any(end_of(band) > end_of(green) for band in rule.bands):
        edges.append((green.high - value, "rise", green.high_open))
    if not edges:
        return None, ""
    distance, way, is_open = min(edges)
    if distance == 0:
        return distance, f"It is on the edge of green: if it {way}s it leaves green."
    at_most = "less than " if is_open else ""
    return distance, f"It can {way} by {at_most}{format_difference(distance, unit)} and stay green."
