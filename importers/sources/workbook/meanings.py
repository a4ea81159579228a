"""What the words in a cell mean: ratings, polarities, units; and what a title says of its figures."""

import re

from indicators.polarity import BIB, NEARER, NEUTRAL, SIB

# Amber is what others call yellow; grey and the like say that there is no rating.
COLOURS = {
    "red": "red", "r": "red", "🔴": "red",
    "amber": "amber", "a": "amber", "yellow": "amber", "y": "amber", "🟠": "amber", "🟡": "amber",
    "green": "green", "g": "green", "🟢": "green",
    "": "", "grey": "", "gray": "", "none": "", "no rag": "", "not rated": "", "n a": "", "na": "",
    "not applicable": "",
}  # fmt: skip
_POLARITIES = {
    BIB: ("bib", "bigger is better", "bigger", "higher is better", "higher", "high", "high is good", "up"),
    SIB: ("sib", "smaller is better", "smaller", "lower is better", "lower", "low", "low is good", "down"),
    NEARER: ("nearer the target is better", "nearer target is better", "nearer the target", "target"),
    NEUTRAL: ("", "neutral", "neither", "neither is better", "none", "n a", "na", "volume"),
}
POLARITY_OF = {words: polarity for polarity, spellings in _POLARITIES.items() for words in spellings}
_UNITS = {
    "percent": ("%", "percent", "per cent", "percentage", "pct"),
    "number": ("number", "no", "count", "#", "num", "integer", "average", "ratio"),
    "days": ("days", "day"),
    "weeks": ("weeks", "week"),
    "rate_per_10000": ("rate per 10 000", "rate per 10000", "per 10 000", "per 10000", "rate per 10k"),
}
UNIT_OF = {words: unit for unit, spellings in _UNITS.items() for words in spellings}
# A title begins or ends with it: `Number of visits (% is shown elsewhere)` is no percentage.
_PERCENT_TITLE = re.compile(r"^(?:the )?(?:%|per ?cent)|(?:%|\bper ?cent(?:age)?)\)?$|\(%\)")


def unit_of_title(title):
    """The unit that a title's words state, or "". `… within 45 days` is a limit, not a unit."""
    lowered = title.casefold()
    if _PERCENT_TITLE.search(lowered):
        return "percent"
    if re.search(r"\bper 10[, ]?000\b|\bper 10k\b", lowered):
        return "rate_per_10000"
    lengths = (unit for unit in ("days", "weeks") if re.search(rf"\((?:in )?{unit}\)|\bin {unit}$", lowered))
    return next(lengths, "")


def basis_of_title(title):
    """The basis that a title's words state, or ""."""
    lowered = title.casefold()
    if "in the month" in lowered:
        return "in_period"
    return "snapshot" if re.search(r"\bcurrent\b", lowered) else ""
