"""A RAG methodology in words becomes a rule, and what is wrong with it is said.

    90% or above Green 85%-89% Amber 84% and below Red              absolute bands: see `ranges`
    10% of cohort or below Green 10-15% Amber 16% and above Red     shares of a cohort: see `ranges`
    Target or above Green; within 2 percentage points Amber; else Red   around the target: see `tolerances`
    Green if better than England, amber within 2, red otherwise     what others reached: see `benchmarks`
    Green: 95%+; Amber: 90% minimum; Red: below 90%                 two targets: see `two_targets`
    Not rated: a volume                                             none, by decision

A range, then its colour, or each colour and then its range; green, amber and red in any order and case, or green and
red alone. Yellow is amber. Numbers are ASCII digits with optional decimals and thousands commas. What isn't in this
grammar is refused and quoted, never guessed: a rule read wrongly would colour every figure of an indicator.
What `rating.describe` writes is read back as the same rule.

Defects are findings for a person. They never stop a rule from being used as it stands.
"""

import re
from dataclasses import dataclass

from indicators.figures import PERCENT
from indicators.methodology.benchmarks import NAMES_ONE, read_benchmark
from indicators.methodology.defects import GAP, OVERLAP, Defect, band_defects
from indicators.methodology.ranges import read_ranges, without_cohort
from indicators.methodology.statements import COLOUR, Unreadable, statements, tidied
from indicators.methodology.tolerances import NAMES_IT, read_tolerance
from indicators.methodology.two_targets import NAMES_THEM, read_two_targets
from indicators.polarity import NEUTRAL, WORDS
from indicators.rating import (
    GREEN,
    NOT_RATED,
    POINTS,
    AgainstBenchmark,
    Bands,
    NotRated,
    ShareOfCohort,
    Tolerance,
    TwoTargets,
    contradicts,
    direction_of,
    rate,
    why_not_rated,
)

__all__ = [
    "GAP", "OVERLAP", "POLARITY_CONTRADICTS", "POLARITY_MISSING", "TARGET_CONTRADICTS", "TOLERANCE_UNCLEAR",
    "UNREADABLE", "Defect", "Methodology", "check", "contradictions", "read",
]  # fmt: skip

UNREADABLE = "methodology-unreadable"
TARGET_CONTRADICTS = "target-contradicts-bands"
POLARITY_CONTRADICTS, POLARITY_MISSING = "polarity-contradicts-bands", "polarity-missing"
TOLERANCE_UNCLEAR = "tolerance-unclear"

_NOT_RATED = re.compile(
    r"(?:not (?:rag )?rated|no rag(?: rating)?)(?:(?: ?[:,] ?| because )(.+?))?[. ]*", re.IGNORECASE
)


@dataclass(frozen=True)
class Methodology:
    """The rule that the words state, or None with a `methodology-unreadable` defect."""

    rule: Bands | Tolerance | AgainstBenchmark | TwoTargets | ShareOfCohort | NotRated | None
    defects: tuple[Defect, ...] = ()


def read(words, unit=""):
    """Methodology from its words, with what is wrong with them. Raises nothing: unreadable words give no rule.

    With the indicator's `unit`, a `%` that may mean two things for it is a defect too.
    """
    text = tidied(words)
    try:
        return _read(text, unit)
    except Unreadable as why:
        message = f"The methodology '{text}' can't be read: {why}."
        return Methodology(None, (Defect(UNREADABLE, message),))


def check(rule):
    """Defects of a rule's bands by themselves: values that none of them holds, or more than one.

    Other kinds leave no room for such a defect: it is their words that can have one, which `read` tells. None, for
    no rule, has no defects.
    """
    if isinstance(rule, ShareOfCohort):
        rule = rule.shares
    return band_defects(rule) if isinstance(rule, Bands) else ()


def contradictions(rule, polarity, target, unit):
    """Defects of the rule beside its indicator: its polarity, its target (Decimal or None) and its unit."""
    defects = []
    if target is not None and not why_not_rated(rule, unit, target, polarity):
        rating = rate(target, rule, target, unit, polarity)
        # With two targets, either may be the one that is written down as the target.
        is_minimum = isinstance(rule, TwoTargets) and target == rule.minimum
        if rating.colour != GREEN and not is_minimum:
            would_be = "not be rated" if rating.colour == NOT_RATED else f"be {rating.colour}, not green"
            message = f"A figure that meets the target would {would_be}. {rating.reason}"
            defects.append(Defect(TARGET_CONTRADICTS, message))
    if contradicts(rule, polarity):
        message = (
            f"The polarity says that {WORDS[polarity]}, but by the bands {WORDS[direction_of(rule)]}. "
            "Until one of them is put right, its direction is only up or down."
        )
        defects.append(Defect(POLARITY_CONTRADICTS, message))
    if polarity == NEUTRAL and not isinstance(rule, NotRated):
        defects.append(Defect(POLARITY_MISSING, _missing_polarity(rule)))
    return tuple(defects)


def _read(text, unit):
    decision = _NOT_RATED.fullmatch(text)
    if decision and not COLOUR.search(text):
        return Methodology(NotRated(decision[1] or ""))
    text, cohort = without_cohort(text)
    said = statements(text)
    phrases = " ".join(phrase for _, phrase in said)
    if cohort is None and NAMES_ONE.search(phrases):
        found = read_benchmark(said)
        return Methodology(found.rule, _tolerance_defects(found.tolerance, found.rule.name, unit))
    if cohort is None and NAMES_THEM.search(phrases):
        rule, written = read_two_targets(said)
        return Methodology(rule, band_defects(written))
    if cohort is None and NAMES_IT.search(phrases):
        tolerance = read_tolerance(said)
        return Methodology(tolerance.rule, _tolerance_defects(tolerance, "the target", unit))
    rule = read_ranges(said, cohort)
    return Methodology(rule, check(rule))


def _tolerance_defects(tolerance, aim, unit):
    points = ", in percentage points," * (tolerance.rule.measure == POINTS)
    return (*band_defects(tolerance.written, of=f" off {aim}{points}"), *_unclear(tolerance, aim, unit))


def _unclear(tolerance, aim, unit):
    if unit != PERCENT or tolerance.is_clear:
        return ()
    message = (
        "The figure is a percentage, so a tolerance in % may be meant as percentage points. It is read as a share of "
        f"{aim}: 5% of 80% is 4 percentage points. Write “percentage points”, or “% of its value”."
    )
    return (Defect(TOLERANCE_UNCLEAR, message),)


def _missing_polarity(rule):
    if isinstance(rule, Tolerance | AgainstBenchmark) and rule.better == NEUTRAL:
        aim = rule.name if isinstance(rule, AgainstBenchmark) else "the target"
        return f"No polarity is stated, so nobody can tell which side of {aim} is the worse one: nothing is rated."
    pointing = direction_of(rule) if rule else NEUTRAL
    if pointing == NEUTRAL:
        return "No polarity is stated, so it is treated as a volume: neither up nor down is better."
    return (
        f"No polarity is stated. By its bands {WORDS[pointing]}, "
        "but until a person says so its direction is only up or down."
    )
