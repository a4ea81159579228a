"""A finding, and what makes it the same one next month: its facts, not its sentence or its place."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from indicators.models import FindingAcceptance
from reports.findings.kinds import TOLD, kind_of

# What a sentence states, whatever its wording: what is quoted, numbers with their signs, and names.
_QUOTED = re.compile(r"“([^”]*)”|'([^']*)'(?!\w)|\"([^\"]*)\"")
_WORD = re.compile(r"(?:(?<!\w)[-−+])?[^\W_]+(?:[.,:/-][^\W_]+)*%?")
_SENTENCE_START = re.compile(r"(?:^|[.:;?!]\s+)$")
# Words that are facts though they are no names: the difference between two sentences may be one of these alone.
_TELLING = re.compile(
    "red|amber|yellow|green|improving|worsening|unchanged|up|down|no|none|not|never|neither|above|below|before|after|"
    "first|second|third|last|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
)


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `ref` is the indicator's or action's, or "" for the file; `slug` an indicator's address.

    `locator` is the place in `source`, the file of batch `batch_id`. `occasion` tells it from others of its kind on
    the same subject, such as the month it is about; `facts` are the values, periods and words that make it up.
    `acceptance` says how a person accepted it as it is, `accepted_before` how it was accepted with other facts.
    """

    ref: str
    code: str
    message: str
    locator: str
    slug: str = ""
    source: str = ""
    batch_id: int | None = None
    indicator_id: int | None = None
    occasion: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    acceptance: FindingAcceptance | None = field(default=None, compare=False)
    accepted_before: FindingAcceptance | None = field(default=None, compare=False)

    @property
    def kind(self):
        return kind_of(self.code).words

    @cached_property
    def group(self):
        return kind_of(self.code).group

    @property
    def ways(self):
        return kind_of(self.code).ways

    @property
    def asks(self):
        """Whether it asks something of a person, unlike what a file changed or what wasn't used of it."""
        return self.group not in TOLD

    @property
    def is_open(self):
        return self.asks and self.acceptance is None

    @cached_property
    def subject(self):
        """What it is about, whatever its facts: the same where only these have changed."""
        return _digest(self.code, self.slug or self.ref, *self.occasion)

    @cached_property
    def fingerprint(self):
        """The same as long as its facts are."""
        return _digest(self.subject, *self.facts)


def facts_in(sentence):
    """What a file's sentence states, as a tuple: all it quotes, its numbers and its names, in their order.

    Another wording of the same facts gives the same tuple: `line 3` and `on line 3` do, `line 4` doesn't.
    """
    found, rest = [], []
    end = 0
    for match in _QUOTED.finditer(sentence):
        rest.append((end, sentence[end : match.start()]))
        found.append((match.start(), next(group for group in match.groups() if group is not None)))
        end = match.end()
    rest.append((end, sentence[end:]))
    for start, text in rest:
        for word in _WORD.finditer(text):
            if _states(word.group(), sentence[: start + word.start()]):
                found.append((start + word.start(), word.group()))
    return tuple(" ".join(fact.split()) for _, fact in sorted(found))


def _states(word, before):
    if _TELLING.fullmatch(word) or any(character.isdigit() for character in word):
        return True
    is_letter = len(word) == 1 and word not in "aA"  # part of a ref: W 1 e
    return is_letter or (word[0].isupper() and not _SENTENCE_START.search(before))


def _digest(*parts):
    return blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
