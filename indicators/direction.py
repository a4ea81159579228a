"""Direction of travel: whether a figure got better or worse since the one it is compared with."""

from dataclasses import dataclass, field

from indicators.figures import format_difference, format_value
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB, WORDS
from indicators.rating import contradicts

IMPROVING, WORSENING, NO_CHANGE = "improving", "worsening", "no_change"
UP, DOWN = "up", "down"
NO_COMPARISON = ""


@dataclass(frozen=True)
class Direction:
    """`word` is improving, worsening, no_change, up, down or "" (no comparison); `reason` is a sentence.

    `way` is up or down whatever that is worth, for an arrow; "" where nothing moved or nothing can be compared.
    """

    word: str
    reason: str
    way: str = field(default=NO_COMPARISON, compare=False)


def direction(value, previous, polarity, rule=None, against="", target=None, unit="", why_not=""):
    """Direction from `previous` to `value`: Decimals, or None where there is no figure that can be compared.

    `against` names what `previous` is, in the caller's words: "October 2017"; `why_not` is the caller's sentence on why
    there is none. `unit` is the indicator's, for the reason. Without a polarity, or with one that the rule's bands
    contradict, the direction is only up or down, because nobody has said which way is better. Nearer-is-better needs
    the `target`.
    Raises ValueError for a polarity that there isn't.
    """
    if polarity not in WORDS:
        raise ValueError(f"there is no polarity '{polarity}'")
    if value is None or previous is None:
        return Direction(NO_COMPARISON, _no_comparison(value, against, why_not))
    earlier = f"{format_value(previous, unit)} ({against})" if against else format_value(previous, unit)
    if value == previous:
        return Direction(NO_CHANGE, f"No change from {earlier}.")
    way = UP if value > previous else DOWN
    word, why = _judged(value, previous, polarity, rule, target, unit)
    by = format_difference(abs(value - previous), unit)
    moved = f"{way.capitalize()} by {by}, from {earlier} to {format_value(value, unit)}"
    return Direction(word or way, f"{moved}: {why}.", way)


def _judged(value, previous, polarity, rule, target, unit):
    """(improving, worsening or "", why). `value` and `previous` differ."""
    if polarity == NEUTRAL:
        return "", "no polarity is stated, so neither way is called better"
    if contradicts(rule, polarity):
        return "", f"the polarity says that {WORDS[polarity]}, but the bands point another way"
    if polarity in (BIB, SIB):
        better = (value > previous) == (polarity == BIB)
        return (IMPROVING if better else WORSENING), WORDS[polarity]
    return _nearer(value, previous, target, unit)


def _nearer(value, previous, target, unit):
    if target is None:
        return "", f"{WORDS[NEARER]}, but there is no target to measure from"
    now, then = abs(value - target), abs(previous - target)
    aim = f"the target of {format_value(target, unit)}"
    if now == then:
        return "", f"as far from {aim} as before"
    return (IMPROVING, f"nearer to {aim}") if now < then else (WORSENING, f"further from {aim}")


def _no_comparison(value, against, why_not):
    if value is None:
        return "There is no figure to compare."
    return why_not or f"There is no figure for {against or 'an earlier period'} to compare with."
