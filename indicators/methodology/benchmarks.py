"""Rules set against what others reached, in words: a tolerance in which they stand in the target's place.

Green if better than England, amber within 2 percentage points, red otherwise
At or above the regional average Green; within 5% of its value Amber; else Red
Green at or below the statistical neighbours' median, amber no more than 1 above it, red otherwise
"""

import re
from dataclasses import dataclass

from indicators.methodology.statements import Unreadable
from indicators.methodology.tolerances import Read, read_tolerance
from indicators.polarity import BIB, NEUTRAL, SIB
from indicators.rating import (
    BENCHMARKS,
    ENGLAND,
    GREEN,
    NEIGHBOURS_MEAN,
    NEIGHBOURS_MEDIAN,
    REGION,
    AgainstBenchmark,
    NotARule,
)
from indicators.rating.tolerance import THE_TARGET

NAMES_ONE = re.compile(r"\b(?:england|national|region(?:al)?|neighbours?)\b", re.IGNORECASE)

_OURS = r"(?:(?:the|our|its) )?"
_NEIGHBOURS = r"(?:statistical )?neighbours?(?:['’]s?)?"
_NAMES = (
    (ENGLAND, r"(?:the )?(?:(?:average|figure) (?:of|for) )?england(?:['’]s)?(?: (?:average|figure))?"),
    (ENGLAND, r"(?:the )?national (?:average|figure)"),
    (REGION, rf"{_OURS}(?:regional (?:average|figure)|region(?:['’]s)?(?: (?:average|figure))?)"),
    (NEIGHBOURS_MEDIAN, rf"{_OURS}(?:median of {_OURS}{_NEIGHBOURS}|{_NEIGHBOURS} median)"),
    (NEIGHBOURS_MEAN, rf"{_OURS}(?:(?:mean|average) of {_OURS}{_NEIGHBOURS}|{_NEIGHBOURS} (?:mean|average))"),
)
_PATTERNS = tuple((key, re.compile(rf"\b{pattern}(?!\w)", re.IGNORECASE)) for key, pattern in _NAMES)
_ITSELF = re.compile(r"\b(from|off|below|under|above|over|worse than) it$", re.IGNORECASE)
_OR_BETTER = re.compile(rf"(?:at|equal to|same as) or better than {THE_TARGET}", re.IGNORECASE)
_STRICTLY = re.compile(rf"(better than|above|over|higher than|below|under|lower than) {THE_TARGET}", re.IGNORECASE)
_WAYS = {"better than": NEUTRAL, "below": SIB, "under": SIB, "lower than": SIB}
_MET = {NEUTRAL: f"{THE_TARGET} or better", BIB: f"{THE_TARGET} or above", SIB: f"{THE_TARGET} or below"}


@dataclass(frozen=True)
class ReadBenchmark:
    """The rule, and its tolerance as `tolerances.Read` gives it, for what is wrong with the words."""

    rule: AgainstBenchmark
    tolerance: Read


def read_benchmark(said):
    """ReadBenchmark from the statements. Raises Unreadable."""
    if any(re.search(r"\btarget\b", phrase, re.IGNORECASE) for _, phrase in said):
        raise Unreadable("it names a target beside what others reached: a rule is set against one of them")
    named = {colour: _with_target(phrase) for colour, phrase in said}
    benchmarks = {benchmark for found, _ in named.values() for benchmark in found}
    if len(benchmarks) > 1:
        raise Unreadable("it is set against more than one benchmark")
    (benchmark,) = benchmarks
    phrases = [(colour, _OR_BETTER.sub(_MET[NEUTRAL], named[colour][1])) for colour, _ in said]
    strictly = next((_STRICTLY.fullmatch(phrase) for colour, phrase in phrases if colour == GREEN), None)
    if strictly:
        met = _MET[_WAYS.get(strictly[1].lower(), BIB)]
        phrases = [(colour, met if colour == GREEN else phrase) for colour, phrase in phrases]
    try:
        tolerance = read_tolerance(phrases)
        rule = AgainstBenchmark(benchmark, tolerance.rule, bool(strictly))
    except Unreadable as why:
        raise Unreadable(str(why).replace(THE_TARGET, BENCHMARKS[benchmark])) from why
    except NotARule as why:
        raise Unreadable(str(why)) from why
    return ReadBenchmark(rule, tolerance)


def _with_target(phrase):
    """(the benchmarks that a phrase names, the phrase with the target in their place). Raises Unreadable."""
    found = []
    for benchmark, pattern in _PATTERNS:
        phrase, count = pattern.subn(THE_TARGET, phrase)
        found += [benchmark] * bool(count)
    if NAMES_ONE.search(phrase):
        raise Unreadable(f"'{phrase}' doesn't say what is meant: England, the region, the neighbours' mean or median")
    return found, _ITSELF.sub(rf"\1 {THE_TARGET}", phrase)
