"""The text under each indicator: whose it is, and whether its own counts agree with the figure above it."""

import re
from fractions import Fraction

from importers.printed import read_count
from importers.records import Passage
from indicators.refs import bare_ref

_AS_FOR = re.compile(
    r"Commentary\b[^.]{0,40}?\bas for (?P<ref>[A-Za-z]{1,4}\s?[0-9]{1,3}[a-z]{0,2})(?: above| below)?\.?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?P<part>[0-9]+|[a-z]+) (?:out )?of (?:the |these |those )?(?P<whole>[0-9]+|[a-z]+)\b", re.IGNORECASE
)
_QUARTER = re.compile(r"\bQ(?:uarter )?(?P<number>[1-4])\b", re.IGNORECASE)


def read_narratives(items, notes):
    """A Passage for each text, for the indicators that it speaks of: its own, and those that refer to it.

    Finds `commentary-misplaced` for an indicator that refers to one without a text here, and `commentary-empty`.
    """
    texts = {bare_ref(item.indicator.ref): [p for p in item.paragraphs if not _referred(p)] for item in items}
    sharing = {key: [] for key in texts}
    for item in items:
        ref = item.indicator.ref
        if not item.paragraphs:
            notes.find("commentary-empty", f"Nothing is said of {ref}.", item.line, ref)
        for paragraph in item.paragraphs:
            other = _referred(paragraph)
            if other and bare_ref(other) != bare_ref(ref) and texts.get(bare_ref(other)):
                sharing[bare_ref(other)].append(ref)
            elif other:
                message = f"The text under {ref} refers to that of {other}, but this report has none."
                notes.find("commentary-misplaced", message, paragraph.line, ref)
    keys = {bare_ref(item.indicator.ref): item.indicator for item in items}
    return tuple(_passage(keys[key], texts[key], sharing[key]) for key in keys if texts[key])


def _referred(paragraph):
    """The ref of the indicator whose text is said to hold here too, or ""."""
    match = _AS_FOR.fullmatch(paragraph.text)
    return match["ref"] if match else ""


def _passage(indicator, paragraphs, sharing):
    return Passage(
        kind="narrative",
        text="\n\n".join(paragraph.text for paragraph in paragraphs),
        locator=paragraphs[0].line.locator,
        section=indicator.section,
        refs=(indicator.ref, *sharing),
        named=True,
    )


def check_shares(item, period, notes):
    """Finds `narrative-differs` where the text counts `four of the ten` and the report's percentage is another."""
    indicator = item.indicator
    figure = next((figure for figure in indicator.figures if figure.period == period), None)
    if indicator.unit != "percent" or figure is None:
        return
    for paragraph in item.paragraphs:
        for sentence in paragraph.sentences:
            if _names_another_quarter(sentence, figure.period):
                continue
            for words, share in _shares(sentence):
                if abs(share - Fraction(figure.value)) > Fraction(1, 2 * 10**figure.decimals):
                    notes.find(
                        "narrative-differs",
                        f"The text under {indicator.ref} says '{words}', which is about {round(share)}%, but the "
                        f"figure for {figure.period.label} is {figure.text}.",
                        paragraph.line,
                        indicator.ref,
                    )


def _names_another_quarter(sentence, period):
    return any(match["number"] != period.key[-1] for match in _QUARTER.finditer(sentence))


def _shares(sentence):
    """(words, percentage) of each count that is a part of another."""
    for match in _SHARE.finditer(sentence):
        part, whole = read_count(match["part"]), read_count(match["whole"])
        if part is not None and whole:
            yield match[0], Fraction(100 * part, whole)
