"""Is it a percentage, and is 0.853 then 85.3% or 0.853%? What the cells leave open is a question, never a guess.

A cell can say so itself (`85.3%`, or a number in a percent format); its column of units, the catalogue or its title
can say so for the whole indicator. Plain numbers of a percentage are percentage points where all of them are above 1.
"""

from dataclasses import dataclass

from importers.sources.workbook.meanings import unit_of_title
from indicators.figures import PERCENT

POINTS, FRACTION = "points", "fraction"
ANSWERS = (POINTS, FRACTION)


@dataclass(frozen=True)
class Decision:
    """The unit, and whether plain numbers are fractions. `question` is asked where that stays open.

    It is about `reading`; `plain` is a Reading of the indicator without a %, where it has any.
    """

    unit: str
    is_fraction: bool = False
    question: str = ""
    reading: object = None
    plain: object = None


def decide(name, facts, readings, answer):
    """The Decision for an indicator: its Facts, its Readings, and what a person answered, if anything."""
    numbers = [reading for reading in readings if reading.exact is not None]
    marked = [reading for reading in numbers if reading.is_percent]
    unit = _stated_unit(facts)
    aims = [aim.reading for f in facts for aim in f.targets if aim.reading]
    aims_marked = [reading for reading in aims if reading.is_percent]
    if answer:
        return Decision(PERCENT, answer == FRACTION)
    if not marked and not aims_marked and unit != PERCENT:
        return Decision(unit or "number")
    plain = [reading for reading in numbers if not reading.is_percent and reading.exact != 0]
    if unit not in ("", PERCENT) and (marked or aims_marked):
        odd = (marked or aims_marked)[0]
        question = f"{name} is measured in {_words(unit)}, but {odd.text} is a percentage. Is it a percentage?"
        return _asked(odd, question, plain)
    if marked and plain and (unit != PERCENT or not _all_points(plain)):
        return _asked(
            plain[0],
            f"Some figures of {name} are percentages, such as {marked[0].text}, but {plain[0].text} has no %. "
            f"{_meanings(plain[0])}",
            plain,
        )
    if marked or (aims_marked and not numbers):
        return Decision(PERCENT)
    if aims_marked and unit != PERCENT:
        return _asked(
            aims_marked[0],
            f"The target of {name} is a percentage, {aims_marked[0].text}, but its figures have no %. Are they "
            "percentages?",
            plain,
        )
    if unit == PERCENT and not _all_points(plain):
        return _asked(plain[0], f"{name} is a percentage, but {plain[0].text} has no %. {_meanings(plain[0])}", plain)
    return Decision(unit or "number")


def decide_target(name, reading, decision, answer):
    """(the target's Reading in the indicator's unit, or None; a question or "")."""
    if decision.unit != PERCENT or reading.is_percent or reading.exact == 0 or _all_points([reading]):
        return reading, ""
    if answer == POINTS:
        return reading, ""
    if decision.is_fraction:
        return reading.as_points(), ""
    return None, f"{name} is a percentage, but its target {reading.text} has no %. {_meanings(reading)}"


def _stated_unit(facts):
    """By the table's column of units, else by the catalogue, else by the title."""
    latest = facts[-1]
    stated = next((f.unit for f in reversed(facts) if f.unit), "")
    return stated or (latest.whose.known.unit if latest.whose.known else unit_of_title(latest.whose.title))


def _all_points(readings):
    return all(abs(reading.exact) > 1 for reading in readings)


def _asked(reading, question, plain):
    return Decision(PERCENT, question=question, reading=reading, plain=plain[0] if plain else None)


def _meanings(reading):
    return f"Does it mean {reading.text}% (points), or is it a fraction, {reading.as_points().value.normalize():f}%?"


def _words(unit):
    return {"number": "numbers", "rate_per_10000": "a rate per 10,000"}.get(unit, unit)
