"""A rule drawn as a scale: its colours from left to right, with the target and a figure on it. Geometry, no HTML.

Places run from 0 to 100 along the scale, as text that is ready for an attribute.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.figures import PERCENT, format_value
from indicators.rating import NOT_RATED, place, stretches

# Narrower than this, a stretch has room for its shape but not for its word; narrower still, for neither.
ROOM_FOR_WORD, ROOM_FOR_SHAPE = 21, 5
# Labels nearer to each other than this stand on two lines.
ROOM_FOR_LABEL = 13
# How far the scale goes on beyond the outermost bound, as a part of what lies between the bounds.
MARGIN = Decimal("0.45")
# A figure further out than so many times what lies between the bounds is marked at the end of the scale.
FURTHEST = 3


@dataclass(frozen=True)
class Stripe:
    """One colour of the scale. `words` say which values have it, `has_word` and `has_shape` what there is room for."""

    colour: str
    start: str
    width: str
    middle: str
    words: str
    has_word: bool
    has_shape: bool


@dataclass(frozen=True)
class Mark:
    """A value on the scale. `anchor` keeps its label inside the drawing, `line` (0 or 1) clear of its neighbour's.

    `beyond` is where it lies off the scale: "left", "right" or "".
    """

    at: str
    text: str
    anchor: str
    line: int = 0
    beyond: str = ""


@dataclass(frozen=True)
class Scale:
    """`ticks` are where the colours change, `colour` is the figure's, `words` say all of it for those who can't see."""

    stripes: tuple[Stripe, ...]
    ticks: tuple[Mark, ...]
    target: Mark | None
    value: Mark | None
    colour: str
    words: str


def scale_of(bands, target=None, value=None, unit=PERCENT):
    """The Scale of the Bands that a rule came down to. `target` and `value` are Decimals or None, in the unit."""
    found = stretches(bands.bands)
    ends = [stretch.high for stretch in found if stretch.high is not None]
    low, high = _reach(found, target, value, unit)
    to = _placer(low, high)
    stripes = tuple(_stripes(found, low, high, to, unit))
    ticks = _apart([(to(end), format_value(end, unit)) for end in dict.fromkeys(ends) if low < end < high])
    colour = NOT_RATED if value is None else place(value, bands.bands).colour
    aim, figure = (None if number is None else _mark(number, low, high, to, unit) for number in (target, value))
    return Scale(
        stripes=stripes,
        ticks=ticks,
        target=_clear_of(aim, figure) if aim and figure else aim,
        value=figure,
        colour=colour,
        words=_words(stripes, target, value, colour, unit),
    )


def _reach(found, target, value, unit):
    """(lowest, highest) value of the scale: all bounds with some room around them, the target, and the figure."""
    ends = [stretch.high for stretch in found if stretch.high is not None]
    between = max(ends) - min(ends) or abs(max(ends)) / 10 or Decimal(1)
    low, high = min(ends) - between * MARGIN, max(ends) + between * MARGIN
    if target is not None:
        low, high = min(low, target - between * MARGIN), max(high, target + between * MARGIN)
    if value is not None and min(ends) - FURTHEST * between <= value <= max(ends) + FURTHEST * between:
        low, high = min(low, value - between / 10), max(high, value + between / 10)
    known = [number for number in (*ends, target, value) if number is not None]
    # Where figures below 0 have a rating, or 0 alone has, a little room there lets it be seen; so at 100%.
    edge = between / 6
    if min(known) >= 0:
        starts = found[0].colour == NOT_RATED and found[0].high_open
        low = max(low, Decimal(0) if starts or min(ends) > 0 else -edge)
    if unit == PERCENT and max(known) <= 100:
        stops = found[-1].colour == NOT_RATED and not found[-2].high_open
        high = min(high, Decimal(100) if stops or max(ends) < 100 else 100 + edge)
    return low, high


def _placer(low, high):
    """A function from values to places; what lies off the scale is placed at its end."""
    return lambda number: (min(max(number, low), high) - low) / (high - low) * 100


def _stripes(found, low, high, to, unit):
    start, is_open = low, None
    for stretch in found:
        end = high if stretch.high is None else stretch.high
        left, right = to(start), to(end)
        # A colour at one value alone, such as the target itself, is drawn as a line that can be seen.
        if right - left < 1 and is_open is not None and stretch.high is not None and end == start:
            left, right = max(left - Decimal("0.5"), Decimal(0)), min(right + Decimal("0.5"), Decimal(100))
        if right > left:
            yield Stripe(
                colour=stretch.colour,
                start=_text(left),
                width=_text(right - left),
                middle=_text((left + right) / 2),
                words=_values(None if is_open is None else start, is_open, stretch, unit),
                has_word=right - left >= ROOM_FOR_WORD,
                has_shape=right - left >= ROOM_FOR_SHAPE,
            )
        start, is_open = end, stretch.high_open


def _values(start, starts_with_it, stretch, unit):
    """`less than 85%`, `85% to less than 90%`, `90% or above`."""
    low = "" if start is None else format_value(start, unit)
    high = "" if stretch.high is None else format_value(stretch.high, unit)
    if not low:
        return (f"less than {high}" if stretch.high_open else f"{high} or below") if high else "every value"
    if not high:
        return f"{low} or above" if starts_with_it else f"more than {low}"
    if low == high:
        return f"exactly {low}"
    to_high = f"less than {high}" if stretch.high_open else high
    if starts_with_it:
        return f"{low} to {to_high}"
    return f"more than {low}, " + (to_high if stretch.high_open else f"up to {high}")


def _mark(number, low, high, to, unit):
    beyond = "left" if number < low else "right" if number > high else ""
    at = to(number)
    return Mark(_text(at), format_value(number, unit), _anchor(at), beyond=beyond)


def _clear_of(mark, other):
    """The mark with its label on the side away from the other mark, where the two are close."""
    off = Decimal(mark.at) - Decimal(other.at)
    if mark.anchor != "middle" or abs(off) > ROOM_FOR_LABEL:
        return mark
    return replace(mark, anchor="start" if off > 0 else "end")


def _apart(labelled):
    marks, line, before = [], 0, None
    for at, text in labelled:
        line = 1 - line if before is not None and at - before < ROOM_FOR_LABEL else 0
        marks.append(Mark(_text(at), text, _anchor(at), line))
        before = at
    return tuple(marks)


def _anchor(at):
    return "start" if at < 8 else "end" if at > 92 else "middle"


def _words(stripes, target, value, colour, unit):
    """One text for the whole drawing."""
    told = ["; ".join(f"{stripe.colour.replace('_', ' ')}: {stripe.words}" for stripe in stripes).capitalize()]
    if target is not None:
        told.append(f"The target is {format_value(target, unit)}")
    if value is not None:
        rated = "not rated" if colour == NOT_RATED else colour
        told.append(f"The figure is {format_value(value, unit)}, {rated}")
    return ". ".join(told) + "."


def _text(length):
    return f"{length:.2f}".rstrip("0").rstrip(".")
