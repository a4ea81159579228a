"""The symbols that national statistics and councils print in place of a figure.

A symbol is a status, never a number, and never zero.
Source: the Department for Education's conventions for statistical symbols.
"""

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
