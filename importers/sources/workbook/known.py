"""What the authority's catalogue already knows, found by ref or by title; and what a new name only resembles."""

from functools import cached_property

from rapidfuzz.fuzz import token_set_ratio

from importers.printed import bare_title
from importers.sources.workbook.words import compared
from indicators.refs import bare_ref

# What most titles have in common, and so says nothing of whether two are one.
_COMMON = frozenset(
    (
        "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "with", "within",
        "who", "which", "are", "were", "have", "had", "been", "number", "percentage", "percent", "rate", "total", "all",
        "child", "children", "young", "people", "month", "quarter", "year",
    )
)  # fmt: skip
_ALIKE = 85
_MOST = 5


class Catalogue:
    """The known indicators. A ref decides where the table has one, its title where it has none.

    `said` is what a person said of names that are not known: {bare name: key of an indicator, or "" for a new one}.
    """

    def __init__(self, known, said=None):
        self.indicators = tuple(known)
        self.said = said or {}
        self._by_key = {bare_ref(indicator.key): indicator for indicator in self.indicators}
        self._by_ref, self._by_title, self._by_alias = {}, {}, {}
        for indicator in self.indicators:
            if indicator.ref:
                self._by_ref[bare_ref(indicator.ref)] = indicator
            self._by_title[compared(indicator.title)] = indicator
            for alias in indicator.aliases:
                self._by_alias.setdefault(compared(alias.text), (indicator, alias))
                self._by_alias.setdefault(bare_ref(alias.text), (indicator, alias))

    def find(self, ref, title):
        """(KnownIndicator of a row or None, whether only a person's word says so). What is called so comes first."""
        called = self._by_ref.get(bare_ref(ref)) if ref else self._by_title.get(compared(title))
        known = called or self._confirmed(ref or title)
        return known, known is not called

    def by_key(self, key):
        return self._by_key.get(bare_ref(key))

    def by_title(self, title):
        return self._by_title.get(compared(title)) if title else None

    def said_of(self, name):
        """What a person said of this file that the name means: an indicator's key, "" for a new one, else None."""
        return self.said.get(bare_ref(name))

    def alias(self, name):
        """(KnownIndicator, KnownAlias): what the name was confirmed to mean in the authority's files; else None."""
        return self._by_alias.get(bare_ref(name)) or self._by_alias.get(compared(name))

    def resembling(self, ref, title):
        """The KnownIndicators that a row without one may be of, the likeliest first."""
        bare, words = bare_title(ref), _telling(title)
        likeness = {}
        for indicator, known_words in self._titles:
            is_same_ref = bare and bare == bare_title(indicator.ref)
            likeness[indicator] = 101 if is_same_ref else token_set_ratio(words, known_words)
        alike = [indicator for indicator in likeness if likeness[indicator] >= _ALIKE]
        return tuple(sorted(alike, key=likeness.get, reverse=True)[:_MOST])

    @cached_property
    def _titles(self):
        return [(indicator, _telling(indicator.title)) for indicator in self.indicators]

    @property
    def any_weekly(self):
        return any(indicator.frequency == "weekly" for indicator in self.indicators)

    def _confirmed(self, name):
        said, alias = self.said_of(name), self.alias(name)
        if said is not None:
            return self.by_key(said)
        return alias and alias[0]


def _telling(title):
    """The words of a title that tell it from others; all of them, where none does."""
    words = compared(title).split()
    return " ".join([word for word in words if word not in _COMMON] or words)
