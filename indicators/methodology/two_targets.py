"""A minimum and a stretch target in words.

Green: 95%+; Amber: 90% minimum; Red: below 90%
Green at the stretch target of 5% or below, amber at the minimum of 8% or below, red above that
"""

import re

from indicators.methodology.ranges import band_of
from indicators.methodology.statements import NUMBER, Unreadable, decimals, number
from indicators.polarity import BIB, SIB
from indicators.rating import AMBER, GREEN, RED, Band, Bands, NotARule, TwoTargets

NAMES_THEM = re.compile(r"\b(?:stretch|minimum|maximum)\b", re.IGNORECASE)

_LABEL = re.compile(r"\(?(?:\bat )?(?:\bthe )?\b(?:stretch|minimum|maximum)(?: target)?(?: of)?\)?", re.IGNORECASE)
_BARE = re.compile(rf"{NUMBER}(?: ?%)?(?: or better)?")
_BEYOND = re.compile(r"(?:(?:below|under|above|over|worse than)(?: that| this| it)?|else|otherwise|anything else)")


def read_two_targets(said):
    """(TwoTargets, the Bands as they are written, for their defects). Raises Unreadable."""
    if [colour for colour, _ in sorted(said, key=lambda each: (GREEN, AMBER, RED).index(each[0]))] != [
        GREEN,
        AMBER,
        RED,
    ]:
        raise Unreadable("a minimum and a stretch target need one range each for green, amber and red")
    phrases = {colour: _LABEL.sub(" ", phrase).strip() for colour, phrase in said}
    phrases = {colour: " ".join(phrase.split()) for colour, phrase in phrases.items()}
    stretch, minimum = _bound(GREEN, phrases[GREEN]), _bound(AMBER, phrases[AMBER])
    signs = {"%" in phrases[colour] for colour in phrases if re.search("[0-9]", phrases[colour])}
    if len(signs) > 1:
        raise Unreadable("some of its bands are percentages and some are not")
    try:
        rule = TwoTargets(minimum[0], stretch[0], signs == {True})
    except NotARule as why:
        raise Unreadable(str(why)) from why
    for colour, (_, better) in ((GREEN, stretch), (AMBER, minimum)):
        if better not in ("", rule.better):
            raise Unreadable(f"'{phrases[colour]}' points another way than from the minimum to the stretch target")
    return rule, _as_written(rule, phrases[RED])


def _bound(colour, phrase):
    """(the number, which way is better by the words around it, or "")."""
    if bare := _BARE.fullmatch(phrase.lower()):
        return number(bare[1]), ""
    band = band_of(colour, phrase)
    if band.low_open or band.high_open or None not in (band.low, band.high):
        raise Unreadable(f"'{phrase}' is no target")
    return (band.high, SIB) if band.low is None else (band.low, BIB)


def _as_written(rule, red):
    if _BEYOND.fullmatch(red.lower()):
        return rule.bands
    red_band: Band = band_of(RED, red)
    green_and_amber = rule.bands.bands[:2]
    return Bands((*green_and_amber, red_band), max(rule.bands.decimals, decimals(red)), rule.percent)
