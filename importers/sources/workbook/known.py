"""What the authority's catalogue already knows, found by ref or by title."""

from importers.sources.workbook.words import compared


def bare_ref(ref):
    """A ref as compared: `FD 3`, `FD3` and `fd 3` are one."""
    return "".join(ref.split()).casefold()


class Catalogue:
    """The known indicators. A ref decides where the table has one, its title where it has none."""

    def __init__(self, known):
        self.indicators = tuple(known)
        self._by_ref, self._by_title = {}, {}
        for indicator in self.indicators:
            for alias in indicator.aliases:
                self._by_ref.setdefault(bare_ref(alias), indicator)
                self._by_title.setdefault(compared(alias), indicator)
        for indicator in self.indicators:
            if indicator.ref:
                self._by_ref[bare_ref(indicator.ref)] = indicator
            self._by_title[compared(indicator.title)] = indicator

    def find(self, ref, title):
        """The KnownIndicator of a row, or None."""
        if ref:
            return self._by_ref.get(bare_ref(ref))
        return self._by_title.get(compared(title))

    def by_title(self, title):
        return self._by_title.get(compared(title)) if title else None

    @property
    def any_weekly(self):
        return any(indicator.frequency == "weekly" for indicator in self.indicators)
