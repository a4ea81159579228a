"""The symbols that national statistics and councils print in place of a figure, and which counts one stands for.

A symbol is a status, never a number, and never zero.
Source: the Department for Education's conventions for statistical symbols.
"""

from dataclasses import dataclass

CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, ROUNDS_TO_ZERO, UNRELIABLE = "c", "x", "z", "k", "u"

MEANINGS = {
    CONFIDENTIAL: "suppressed to protect confidentiality",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    ROUNDS_TO_ZERO: "rounds to zero, but is not zero",
    UNRELIABLE: "too unreliable to publish",
}
_SPELLINGS = {"low": ROUNDS_TO_ZERO, ":": NOT_AVAILABLE} | {code: code for code in MEANINGS}


def status_of(symbol):
    """The status that a printed symbol stands for, or "" when it is no symbol."""
    return _SPELLINGS.get(symbol.strip().lower(), "")


@dataclass(frozen=True)
class Limits:
    """Counts from `smallest` to `largest` are withheld, and `possible` values at least must stay possible for each."""

    smallest: int = 1
    largest: int = 5
    possible: int = 5

    def is_small(self, count):
        return self.smallest <= count <= self.largest


def rule_in_words(limits):
    """What a reader of a public pack is told of what it withholds, in sentences."""
    return (
        f"Counts from {limits.smallest} to {limits.largest} are shown as {CONFIDENTIAL}, because they could tell "
        "something of a single child.",
        "Where such a count could be worked out from a total, a running total, a percentage or a rate, the next "
        f"smallest figures are shown as {CONFIDENTIAL} too, until at least {limits.possible} values are possible "
        "for it. A year’s total is taken to be known even where it is not in this pack, and of a section’s counts "
        "never one alone is withheld.",
        f"So {CONFIDENTIAL} is never a zero, and need not be a small number.",
        "Ratings, directions, changes and charts that rest on a withheld figure are left out with it, and so are the "
        "parts in which people write, because what they say of figures can’t be checked.",
        "A percentage or a rate is withheld with its count where it is on record what it is worked out from. Of the "
        "others nobody has said what they are shares of.",
    )
