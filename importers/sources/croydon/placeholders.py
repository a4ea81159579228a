"""Figures that an author meant to fill in and did not."""

import re

_PLACEHOLDER = re.compile(r"\(\s?x{2,8}\s?%?\s?\)|\bx{2,8}\s?%", re.IGNORECASE)


def check_placeholders(text, where, line, notes):
    """Finds each `(xx%)`, `xx%` or `(xx)` in prose. `where` is the heading or ref that it stands under."""
    for match in _PLACEHOLDER.finditer(text):
        notes.find(
            "placeholder",
            f"Under '{where}' a figure was never filled in: it still reads '{match[0]}'.",
            line,
        )
