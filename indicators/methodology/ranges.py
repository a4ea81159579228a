"""Absolute bands, and shares of a cohort: a range for each colour.

90% or above Green 85%-89% Amber 84% and below Red
10% of cohort or below Green 10-15% Amber 16% and above Red; cohort: CP 1
Green: 95%+; Amber: 90% to 94%; Red: below 90%
"""

import re

from indicators.methodology.statements import NUMBER, Unreadable, decimals, number
from indicators.polarity import NEARER
from indicators.rating import COLOURS, GREEN, MOST_DECIMALS, Band, Bands, NotARule, ShareOfCohort

_NUMBER = NUMBER + r"(?: ?%)?(?: of (?:the )?cohort)?"
# In each: which bound the number is ("range" for both), and whether the lower and the upper bound are open.
_FORMS = tuple(
    (re.compile(pattern), bound, opens)
    for pattern, bound, opens in (
        (rf"{_NUMBER} ?(?:-|to) ?{_NUMBER}", "range", (False, False)),
        (rf"{_NUMBER} (?:or|and) (?:below|under|less|fewer|lower)", "high", (False, False)),
        (rf"{_NUMBER} (?:or|and) (?:above|over|more|higher|greater)", "low", (False, False)),
        (rf"{_NUMBER} ?\+", "low", (False, False)),
        (rf"(?:<=|≤|up to|at most|no more than) ?{_NUMBER}", "high", (False, False)),
        (rf"(?:>=|≥|at least|no less than) ?{_NUMBER}", "low", (False, False)),
        (rf"(?:<|less than|fewer than|below|under) ?{_NUMBER}", "high", (False, True)),
        (rf"(?:>|more than|greater than|above|over) ?{_NUMBER}", "low", (True, False)),
        (rf"{_NUMBER} to (?:less than|under|below) {_NUMBER}", "range", (False, True)),
        (rf"(?:more than|over|above) {_NUMBER} and (?:less than|under|below) {_NUMBER}", "range", (True, True)),
        (rf"(?:more than|over|above) {_NUMBER} and up to {_NUMBER}", "range", (True, False)),
    )
)
# Ends the words, after the last colour or its range: as a council may add it, and as `describe` writes it.
_COHORT = re.compile(
    r"[ ,;.(]*(?:\b(?:the )?cohort(?: is|:| =) ?|\bas shares of the cohort ?)([a-z0-9][a-z0-9 ./-]*)?\)?$",
    re.IGNORECASE,
)


def without_cohort(text):
    """(the text, the slug of the indicator that it names as the cohort): "" for unnamed, None where it ends otherwise.

    `CP 1` is the indicator `cp-1`, in the way that addresses are made of refs.
    """
    found = _COHORT.search(text.rstrip(" ."))
    if not found:
        return text, None
    letters = re.sub(r"[^a-z0-9\s-]", "", (found[1] or "").lower()).strip()
    return text[: found.start()], re.sub(r"[-\s]+", "-", letters)


def read_ranges(said, cohort):
    """The Bands of the statements, or their ShareOfCohort. `cohort` as from `without_cohort`. Raises Unreadable."""
    bands = tuple(band_of(colour, phrase) for colour, phrase in said)
    for colour in COLOURS:
        phrases = [phrase for other, phrase in said if other == colour]
        if len(phrases) > 1 and not _beside_green(colour, bands):
            raise Unreadable(f"{colour} comes twice, the second time for '{phrases[1]}'")
    percents = ["%" in phrase for _, phrase in said]
    if any(percents) != all(percents):
        raise Unreadable("some of its bands are percentages and some are not")
    try:
        rule = Bands(bands, decimals(" ".join(phrase for _, phrase in said)), all(percents))
        of_cohort = cohort is not None or any("cohort" in phrase.lower() for _, phrase in said)
        return ShareOfCohort(rule, cohort or "") if of_cohort else rule
    except NotARule as why:
        raise Unreadable(str(why)) from why


def band_of(colour, phrase):
    """The Band of a range in words. Raises Unreadable."""
    for pattern, bound, opens in _FORMS:
        match = pattern.fullmatch(phrase.lower())
        if not match:
            continue
        low, high = number(match[1]), number(match[match.lastindex])
        if bound == "range" and (low > high or (low == high and any(opens))):
            raise Unreadable(f"the range '{phrase}' runs backwards")
        return Band(colour, None if bound == "high" else low, None if bound == "low" else high, *opens)
    raise Unreadable(f"'{phrase}' is no range")


def _beside_green(colour, bands):
    """Whether the colour has one band on each side of green: twice on one side is a slip of whoever wrote it."""
    green = [band for band in bands if band.colour == GREEN]
    others = [band for band in bands if band.colour == colour]
    if colour == GREEN or (len(green), len(others)) != (1, 2):
        return False
    return Bands((*green, *others), MOST_DECIMALS, percent=False).better == NEARER
