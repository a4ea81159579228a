"""The questions that a file leaves open, put to a person and answered: see `records.Question`."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from importers import aliases, operations
from importers.models import Alias
from importers.records import Question
from importers.sources.workbook.answers import HEADERS, INDICATORS

# The kinds of answers that can be kept as an Alias.
_ALIASES = {HEADERS: Alias.Kind.HEADING, INDICATORS: Alias.Kind.INDICATOR}


@dataclass(frozen=True)
class Asked:
    """A Question, and the place in the file that it is about."""

    question: Question
    locator: str

    @property
    def field(self):
        """What its answer is called in a form: the same as long as the question is."""
        return "answer-" + hashlib.sha256(f"{self.question.kind} {self.question.name}".encode()).hexdigest()[:16]


def asked_in(problems):
    """An Asked for each question of the problems, once: those first without which the file can't be read."""
    found = {}
    for problem in problems:
        if question := problem.question:
            found.setdefault((question.kind, question.name), Asked(question, problem.locator))
    return tuple(sorted(found.values(), key=lambda asked: asked.question.is_optional))


@transaction.atomic
def answer(*, batch, said, by):
    """Answer questions about a staged file, which is then read again. `said` are pairs of a Question and a Choice.

    An answer that holds for later files is kept as an Alias of the authority, any other with this file. Raises
    Settled where the batch isn't staged any more.
    """
    operations.lock(batch.authority)
    answers = {}
    for question, choice in said:
        if choice.is_lasting:
            kind = _ALIASES[question.kind]
            aliases.remember(authority=batch.authority, kind=kind, printed=question.name, means=choice.value, by=by)
        else:
            answers.setdefault(question.kind, {})[question.name] = choice.value
    operations.answer(batch=batch, answers=answers, by=by)
