"""A RAG methodology in words becomes a rule, and what is wrong with it is said.

    90% or above Green 85%-89% Amber 84% and below Red
    17 or below Green 18.1-20 Amber 20.1 and above Red
    10% of cohort or below Green 10-15% Amber 16% and above Red

A range, then its colour; green, amber and red in any order and case, or green and red alone. Yellow is
amber. Numbers are ASCII digits with optional decimals and thousands commas. What isn't in this grammar is
refused and quoted, never guessed: a rule read wrongly would colour every figure of an indicator.

Defects are findings for a person. They never stop a rule from being used as it stands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from indicators.figures import format_value
from indicators.polarity import NEUTRAL, WORDS
from indicators.rating import (
    AMBER,
    GREEN,
    NOT_RATED,
    RED,
    Band,
    Bands,
    contradicts,
    direction_of,
    gaps,
    place,
    rate,
    why_not_rated,
    written_range,
)

UNREADABLE = "methodology-unreadable"
GAP, OVERLAP = "band-gap", "band-overlap"
TARGET_CONTRADICTS = "target-contradicts-bands"
POLARITY_CONTRADICTS, POLARITY_MISSING = "polarity-contradicts-bands", "polarity-missing"

_COLOUR_WORDS = {"green": GREEN, "amber": AMBER, "yellow": AMBER, "red": RED}
# Ten digits and five decimals are what an indicator's value can hold.
_NUMBER = (
    r"((?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,10})(?:\.[0-9]{1,5})?)"
    r"(?: ?%)?(?: of (?:the )?cohort)?"
)
# In each: which bound the number is ("range" for both), and whether the bound is open.
_FORMS = tuple(
    (re.compile(pattern), bound, is_open)
    for pattern, bound, is_open in (
        (rf"{_NUMBER} ?(?:-|to) ?{_NUMBER}", "range", False),
        (rf"{_NUMBER} (?:or|and) (?:below|under|less|fewer|lower)", "high", False),
        (rf"{_NUMBER} (?:or|and) (?:above|over|more|higher|greater)", "low", False),
        (rf"(?:<=|≤|up to|at most|no more than) ?{_NUMBER}", "high", False),
        (rf"(?:>=|≥|at least|no less than) ?{_NUMBER}", "low", False),
        (rf"(?:<|less than|fewer than|below|under) ?{_NUMBER}", "high", True),
        (rf"(?:>|more than|greater than|above|over) ?{_NUMBER}", "low", True),
    )
)
_COLOUR = re.compile(r"\b(green|amber|yellow|red)\b", re.IGNORECASE)
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})
# A full stop before a digit is no separator: "Green .5% or below Red" must not be read as 5%.
_SEPARATOR = re.compile(r"[,;:.]? ")


@dataclass(frozen=True)
class Defect:
    """Something wrong with a rule. `message` is a sentence that a manager understands."""

    code: str
    message: str


@dataclass(frozen=True)
class Methodology:
    """The rule that the words state, or None with a `methodology-unreadable` defect."""

    rule: Bands | None
    defects: tuple[Defect, ...] = ()


class _Unreadable(Exception):
    """Its message is a clause with the words that couldn't be read."""


def read(words):
    """Methodology from its words, with `check`'s defects. Raises nothing: unreadable words give no rule."""
    text = " ".join(words.translate(_DASHES).split())
    try:
        rule = _rule(text)
    except _Unreadable as why:
        message = f"The methodology '{text}' can't be read: {why}."
        return Methodology(None, (Defect(UNREADABLE, message),))
    return Methodology(rule, check(rule))


def check(rule):
    """Defects of the bands by themselves: values that none of them holds, or more than one.

    Only values at the precision the bands are written in count: from 89% to 90% there is no gap, from 17 to
    18.1 there is. None, for no rule, has no defects.
    """
    if rule is None:
        return ()
    return (*_gap_defects(rule), *_overlap_defects(rule))


def contradictions(rule, polarity, target, unit):
    """Defects of the rule beside its indicator: its polarity, its target (Decimal or None) and its unit."""
    defects = []
    if rule and target is not None and not why_not_rated(rule, unit):
        rating = rate(target, rule, target, unit)
        if rating.colour != GREEN:
            would_be = "not be rated" if rating.colour == NOT_RATED else f"be {rating.colour}, not green"
            message = f"A figure that meets the target would {would_be}. {rating.reason}"
            defects.append(Defect(TARGET_CONTRADICTS, message))
    if contradicts(rule, polarity):
        message = (
            f"The polarity says that {WORDS[polarity]}, but by the bands {WORDS[direction_of(rule)]}. "
            "Until one of them is put right, its direction is only up or down."
        )
        defects.append(Defect(POLARITY_CONTRADICTS, message))
    if polarity == NEUTRAL:
        defects.append(Defect(POLARITY_MISSING, _missing_polarity(rule)))
    return tuple(defects)


def _rule(text):
    bands, shares, percents = [], [], []
    *parts, rest = _COLOUR.split(text)
    for before, name in zip(parts[::2], parts[1::2], strict=True):
        separator = _SEPARATOR.match(before)
        words = before[separator.end() if separator else 0 :].rstrip(" ,;:")
        colour = _COLOUR_WORDS[name.lower()]
        if not words:
            raise _Unreadable(f"no range stands before '{name}'")
        if colour in [band.colour for band in bands]:
            raise _Unreadable(f"{colour} comes twice, the second time for '{words}'")
        bands.append(_band(words, colour))
        shares.append("cohort" in words.lower())
        percents.append("%" in words)
    if rest := rest.strip(" ,;:."):
        raise _Unreadable(f"no colour follows '{rest}'")
    missing = [colour for colour in (GREEN, RED) if colour not in [band.colour for band in bands]]
    if missing:
        raise _Unreadable(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    if any(percents) != all(percents):
        raise _Unreadable("some of its bands are percentages and some are not")
    return Bands(tuple(bands), _decimals(text), all(percents), any(shares))


def _band(words, colour):
    for pattern, bound, is_open in _FORMS:
        match = pattern.fullmatch(words.lower())
        if not match:
            continue
        numbers = [Decimal(number.replace(",", "")) for number in match.groups()]
        if bound == "low":
            return Band(colour, numbers[0], None, low_open=is_open)
        if bound == "high":
            return Band(colour, None, numbers[0], high_open=is_open)
        if numbers[0] > numbers[1]:
            raise _Unreadable(f"the range '{words}' runs backwards")
        return Band(colour, *numbers)
    raise _Unreadable(f"'{words}' is no range")


def _decimals(text):
    """Decimal places of the most precise number: `16.1-18` is written to one."""
    return max((len(places) for places in re.findall(r"\.([0-9]+)", text)), default=0)


def _gap_defects(rule):
    for below, above in gaps(rule.bands):
        missed = written_range(below.high, above.low, not below.high_open, not above.low_open, rule.decimals)
        if missed:
            colour = place(missed[0], rule.bands).colour
            used = f"the worse of its neighbours is used: {colour}"
            yield Defect(GAP, f"{_values(*missed, rule)} no band applies; {used}.")


def _overlap_defects(rule):
    for one, other in combinations(rule.bands, 2):
        shared = _shared(one, other, rule.decimals)
        if shared and one.colour != other.colour:
            colour = next(c for c in (GREEN, AMBER) if c in (one.colour, other.colour))
            both = f"both {one.colour} and {other.colour} apply"
            yield Defect(OVERLAP, f"{_values(*shared, rule)} {both}; the better of them is used: {colour}.")


def _shared(one, other, decimals):
    """First and last written value that both bands hold, or None."""
    lows = [(band.low, band.low_open) for band in (one, other) if band.low is not None]
    highs = [(band.high, not band.high_open) for band in (one, other) if band.high is not None]
    low, low_open = max(lows, default=(None, False))
    high, high_closed = min(highs, default=(None, True))
    return written_range(low, high, low_open, not high_closed, decimals)


def _values(first, last, rule):
    """`At 10%`, `At 21% and 22%`, `From 17.1 to 18`, `From 90% up`: the written values from first to last."""
    low, high = (None if value is None else format_value(value, rule.unit) for value in (first, last))
    if low is None or high is None:
        return f"From {high} down" if low is None else f"From {low} up"
    if first == last:
        return f"At {low}"
    if last - first == Decimal(1).scaleb(-rule.decimals):
        return f"At {low} and {high}"
    return f"From {low} to {high}"


def _missing_polarity(rule):
    pointing = direction_of(rule) if rule else NEUTRAL
    if pointing == NEUTRAL:
        return "No polarity is stated, so it is treated as a volume: neither up nor down is better."
    return (
        f"No polarity is stated. By its bands {WORDS[pointing]}, "
        "but until a person says so its direction is only up or down."
    )
