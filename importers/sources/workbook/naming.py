"""Which indicators the rows are of, where their names don't say. A strong likeness is a question, never a match."""

from itertools import islice

from importers.printed import shortened
from importers.sources.workbook import asking
from importers.sources.workbook.answers import NEW
from importers.sources.workbook.notes import FILE, ROW

_SAMPLES = 4


def check_said(catalogue, notes):
    """Refuses what was said of names where no such indicator is known."""
    for name, key in catalogue.said.items():
        if key != NEW and catalogue.by_key(key) is None:
            message = f"'{shortened(name)}' was confirmed to be {shortened(key)}, which is no indicator that is known."
            notes.refuse(FILE, "confirmation-invalid", message)


def check_names(facts, catalogue, notes):
    """Asks about new names that resemble a known one that the file lacks, and says where a person's word decided."""
    stated = {whose.known for whose in {fact.whose for fact in facts} if whose.known}
    groups = {}
    for fact in facts:
        groups.setdefault((fact.whose.identity, fact.whose.called), []).append(fact)
    for group in groups.values():
        first = group[0]
        if first.whose.known:
            _tell_confirmed(first.whose, first.place, catalogue, notes)
        else:
            _check_new(group, stated, catalogue, notes)


def _tell_confirmed(whose, place, catalogue, notes):
    called, known = whose.called, whose.known
    alias_of, alias = catalogue.alias(called) or (None, None)
    if whose.is_by_word and catalogue.said_of(called) is not None:
        message = f"'{shortened(called)}' is taken for {known.key}, as was said of this file."
    elif whose.is_by_word:
        message = f"'{shortened(called)}' is taken for {known.key}, as confirmed by {alias.confirmed}."
    elif alias_of and alias_of is not known:
        message = (
            f"'{shortened(called)}' was confirmed by {alias.confirmed} to be {alias_of.key}, but {known.key} is called "
            "so itself now: its figures are taken for that."
        )
        notes.find("alias-overruled", message, place, whose.name)
        return
    else:
        return
    notes.find("as-confirmed", message, place, whose.name)


def _check_new(group, stated, catalogue, notes):
    whose, place = group[0].whose, group[0].place
    is_said_new = catalogue.said_of(whose.called) == NEW
    candidates = [known for known in catalogue.resembling(whose.ref, whose.title) if known not in stated]
    if candidates and not is_said_new:
        figures = (reading for fact in group for _, reading in fact.figures)
        samples = tuple(reading.text for reading in islice(figures, _SAMPLES))
        question = asking.which_indicator(whose.called, whose.title, candidates, samples)
        message = (
            f"{shortened(whose.called)} is not known, but resembles {shortened(candidates[0].key)}. Say whether it is "
            "that one, or a new indicator."
        )
        notes.refuse(ROW, "indicator-unclear", message, place, whose.name, question)
        return
    if is_said_new:
        message = f"'{shortened(whose.called)}' is taken for a new indicator, as was said of this file."
        notes.find("as-confirmed", message, place, whose.name)
    if whose.ref and not whose.title:
        message = f"{whose.ref} is new, and the row gives it no title."
        notes.refuse(ROW, "title-missing", message, place, whose.name)
    if whose.ref and (other := catalogue.by_title(whose.title)) and not is_said_new:
        message = f"{whose.ref} is new, but its title is that of {other.key}, which is in the file as well."
        notes.find("title-known", message, place, whose.name)
