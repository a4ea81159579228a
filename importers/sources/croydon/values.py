"""The words that only this report has in its cells: sentences, colours and headings of targets."""

from importers.printed import CENTURY
from indicators.periods import NotAPeriod, Period

_COLOURS = {"": "", "red": "red", "amber": "amber", "yellow": "amber", "green": "green"}
_SENTENCE_WORDS = 4


def is_sentence(text):
    """Words in place of a figure: begins with a letter and has at least four of them."""
    return text[:1].isalpha() and len(text.split()) >= _SENTENCE_WORDS


def read_colour(text):
    """red, amber, green or "" for a published rating; None when it is no colour."""
    return _COLOURS.get(text.casefold())


def read_target_year(heading):
    """The financial year in a heading such as `2017-18 Target`, or None."""
    words, _, last = heading.strip().rpartition(" ")
    if last.casefold() != "target":
        return None
    try:
        year = Period.from_year_heading(words)
    except (NotAPeriod, ValueError):
        return None
    return year if year.start.year in CENTURY and year.end.year in CENTURY else None
