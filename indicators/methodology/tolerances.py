"""Tolerance around the target, in words.

Target or above Green; within 2 percentage points Amber; else Red
Green within 1% of target, Amber 1-5% below target, Red more than 5% below target
Green no more than 2 from the target, amber no more than 5 from the target, red otherwise
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.methodology.statements import NUMBER, Unreadable, decimals, number
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB
from indicators.rating import AMBER, GREEN, POINTS, RED, SHARE, UNITS, Band, Bands, NotARule, Reach, Tolerance

NAMES_IT = re.compile(r"\btarget\b|\bwithin\b|\bpercentage points?\b|±|\+/-", re.IGNORECASE)

_TARGET = r"(?:the |its |our )?target"
_UNIT = r"(?P<unit> ?(?:% points?|percentage points?|ppts?|pp|points?|%|per ?cent|days?|weeks?|cases|children))?"
_OF_ITS_VALUE = r"(?P<clear> of (?:its|the target's) value)?"
_SIDE = rf"(?: (?P<side>of|from|off|either side of|below|under|short of|above|over|worse than) {_TARGET})?"
_AMOUNT = rf"{NUMBER}{_UNIT}{_OF_ITS_VALUE}{_SIDE}"
_SIDES = {
    "below": BIB, "under": BIB, "short of": BIB, "above": SIB, "over": SIB, "from": NEARER, "either side of": NEARER,
}  # fmt: skip

_MET = tuple(
    (re.compile(pattern), better)
    for pattern, better in (
        (rf"(?:(?:at|on|meets|meeting) )?{_TARGET} (?:or|and) (?:above|over|more|higher)", BIB),
        (rf"(?:(?:at|on|meets|meeting) )?{_TARGET} (?:or|and) (?:below|under|less|lower)", SIB),
        (rf"(?:at|on|equal to) or (?:above|over) {_TARGET}", BIB),
        (rf"(?:at|on|equal to) or (?:below|under) {_TARGET}", SIB),
        (rf"exactly (?:at|on) {_TARGET}", NEARER),
        (rf"(?:(?:at|on|meets|meeting) )?{_TARGET}(?: met| achieved)?(?: or better)?", NEUTRAL),
    )
)
_UP_TO = re.compile(rf"(?P<both>\+/-|±)? ?(?P<lead>within|up to|no more than|not more than|at most)? ?{_AMOUNT}")
_BOTH_SIDES = re.compile(
    rf"(?:within|up to|no more than|at most) {NUMBER}{_UNIT}(?P<clear> of (?:its|the target's) value)? below or "
    rf"{NUMBER}(?: ?(?:% points?|percentage points?|ppts?|pp|points?|%|per ?cent))?(?: of (?:its|the target's) value)? "
    rf"above {_TARGET}"
)
_FROM_TO = re.compile(rf"(?:between )?{NUMBER}(?: ?%)? ?(?:-|to|and) ?{_AMOUNT}")
_OPEN = re.compile(rf"(?:<|less than|under|fewer than) ?{_AMOUNT}")
_MORE_THAN = re.compile(rf"(?:>|more than|greater than|over) ?{_AMOUNT}")
_OR_MORE = re.compile(rf"{NUMBER}{_UNIT}{_OF_ITS_VALUE} or more{_SIDE}")
_MISSED = re.compile(rf"(?P<side>below|under|above|over|worse than) {_TARGET}")
_REST = re.compile(r"(?:else|otherwise|anything else|all others?|the rest|worse|(?:worse than|beyond|outside) that)")


@dataclass(frozen=True)
class Said:
    """How far off the target a colour begins and ends, in words: None where the words leave it to its neighbour.

    `measure` is None without a number; `is_clear` whether the words tell per cent of the target from percentage
    points.
    """

    start: Decimal | None
    end: Decimal | None
    better: str = NEUTRAL
    measure: str | None = None
    is_clear: bool = True
    above: Decimal | None = None
    start_open: bool = False


@dataclass(frozen=True)
class Read:
    """The Tolerance; the bands off the target as they are written, for their defects; and whether % is clear."""

    rule: Tolerance
    written: Bands
    is_clear: bool


def read_tolerance(said):
    """Read, from the statements. Raises Unreadable."""
    colours = [colour for colour, _ in said]
    for colour in colours:
        if colours.count(colour) > 1:
            raise Unreadable(f"{colour} comes twice")
    read = {colour: _READERS[colour](phrase) for colour, phrase in said}
    better = _one([each.better for each in read.values() if each.better], "point different ways") or NEUTRAL
    measure = _one([each.measure for each in read.values() if each.measure], "measure the tolerance differently")
    green, amber = read[GREEN], read.get(AMBER)
    try:
        above = Reach(green.above or Decimal(0), amber and amber.above) if _has_sides(green, amber) else None
        rule = Tolerance(Reach(green.end, amber and amber.end), measure or UNITS, better, above)
        written = _written(rule, read, decimals(" ".join(phrase for _, phrase in said)))
    except NotARule as why:
        raise Unreadable(str(why)) from why
    return Read(rule, written, all(each.is_clear for each in read.values()))


def _has_sides(green, amber):
    given = [each.above is not None for each in (green, amber) if each and each.measure]
    if len(set(given)) > 1:
        raise Unreadable("one colour says how far above the target it goes, another doesn't")
    return any(given)


def _green(phrase):
    for pattern, better in _MET:
        if pattern.fullmatch(phrase.lower()):
            return Said(None, Decimal(0), better)
    return _up_to(phrase)


def _amber(phrase):
    if found := _FROM_TO.fullmatch(phrase.lower()):
        return _amount(found, number(found[1]), number(found[2]))
    return _up_to(phrase)


def _up_to(phrase):
    words = phrase.lower()
    if found := _BOTH_SIDES.fullmatch(words):
        return Said(None, number(found[1]), NEARER, *_measured(found), above=number(found[4]))
    found = _UP_TO.fullmatch(words)
    if found and (found["both"] or found["lead"] or found["side"]):
        return _amount(found, None, number(found[3]), NEARER if found["both"] else None)
    if _OPEN.fullmatch(words):
        raise Unreadable(f"'{phrase}' leaves its own end to no colour in particular: write 'up to' instead")
    raise Unreadable(f"'{phrase}' is no distance from the target")


def _red(phrase):
    words = phrase.lower()
    if _REST.fullmatch(words):
        return Said(None, None)
    if found := _MISSED.fullmatch(words):
        return Said(Decimal(0), None, _SIDES.get(found["side"], NEUTRAL), start_open=True)
    if found := _MORE_THAN.fullmatch(words):
        return _amount(found, number(found[1]), None, start_open=True)
    if found := _OR_MORE.fullmatch(words):
        return _amount(found, number(found[1]), None)
    raise Unreadable(f"'{phrase}' doesn't say how far from the target red begins: write 'else' for all that is left")


_READERS = {GREEN: _green, AMBER: _amber, RED: _red}


def _amount(found, start, end, better=None, start_open=False):
    side = _SIDES.get(found["side"], NEUTRAL) if better is None else better
    return Said(start, end, side, *_measured(found), start_open=start_open)


def _measured(found):
    """(measure, whether it is clear)."""
    unit = (found["unit"] or "").strip()
    if unit in ("%", "percent", "per cent"):
        return SHARE, bool(found["clear"])
    return (POINTS if unit.startswith(("%", "p")) else UNITS), True


def _one(values, differ):
    if len(set(values)) > 1:
        raise Unreadable(f"its parts {differ}")
    return values[0] if values else None


def _written(rule, read, precision):
    """The bands off the target on its worse side: what the words leave open is filled by the colour beside it."""
    end, red = rule.reach.red, read[RED]
    bands = [Band(GREEN, None, rule.reach.green)]
    if AMBER in read:
        start = read[AMBER].start
        bands.append(Band(AMBER, rule.reach.green, end, low_open=True) if start is None else Band(AMBER, start, end))
    bands.append(
        Band(RED, end, None, low_open=True) if red.start is None else Band(RED, red.start, None, red.start_open)
    )
    return Bands(tuple(bands), precision, percent=rule.measure == SHARE)
