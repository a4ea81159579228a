"""All authorities in a measure's national figures of one year, in order."""

from dataclasses import dataclass
from functools import cached_property

from indicators.benchmarking import Spread, Standing, quarter_words, rank_words, spread, standings
from indicators.benchmarks import NationalFigure
from indicators.figures import format_value
from indicators.models import Area

# Those that were published together count as one, as they do in the statistic.
RANKED = (Area.Level.AUTHORITY, Area.Level.COMBINED)
# Of all authorities that are known some exist no longer or not yet: no year has every one of them.
LEAST_KNOWN = 0.75


@dataclass(frozen=True)
class Ranking:
    """`figures` are of every authority that the statistic names, by name; `standings` of those with a value, by code.

    `spread` is of all of them, `known` how many authorities there are or were.
    """

    figures: tuple[NationalFigure, ...]
    standings: dict[str, Standing]
    spread: Spread | None
    polarity: str
    known: int

    @property
    def is_partial(self):
        """Whether many authorities are missing altogether, so that ranks are among those that are loaded alone."""
        return lacks_many(len(self.figures), self.known)

    @property
    def in_order(self):
        """The figures with a value, best (or highest) first; of equal ones by name."""
        ranked = [figure for figure in self.figures if figure.area.code in self.standings]
        return sorted(ranked, key=lambda figure: self.standings[figure.area.code].rank)

    def figure(self, code):
        """The NationalFigure of an area, or None."""
        return self._by_code.get(code)

    def standing(self, code):
        """The Standing of an area, or None."""
        return self.standings.get(code)

    def rank(self, code):
        """`3rd of 151`, `3rd of 40 loaded` where they are not all there; or "" where it has no value."""
        standing = self.standings.get(code)
        words = rank_words(standing, self.polarity) if standing else ""
        return f"{words} loaded" if words and self.is_partial else words

    def quarter(self, code):
        """`best quarter`, or ""."""
        standing = self.standings.get(code)
        return quarter_words(standing.quarter, self.polarity) if standing else ""

    @cached_property
    def _by_code(self):
        return {figure.area.code: figure for figure in self.figures}


def ranking(benchmarks, measure, year):
    """The Ranking of a Measure's national figures of a year."""
    figures = tuple(each for each in benchmarks.in_year(measure.slug, year) if each.area.level in RANKED)
    values = {figure.area.code: figure.value for figure in figures}
    return Ranking(
        figures=figures,
        standings=standings(values, measure.polarity),
        spread=spread(values.values()),
        polarity=measure.polarity,
        known=known_authorities(benchmarks),
    )


def known_authorities(benchmarks):
    """How many authorities there are or were."""
    return sum(area.level == Area.Level.AUTHORITY for area in benchmarks.areas.values())


def lacks_many(stated, known):
    """Whether figures of so many authorities are too few of those known to be all that there are."""
    return stated < known * LEAST_KNOWN


def national_text(figure, unit):
    """A national figure as published, `81.4%`, or its symbol; "" where none was stated."""
    if figure is None:
        return ""
    return figure.status if figure.value is None else format_value(figure.value, unit, figure.decimals)


def meanings(figures):
    """`c: suppressed to protect confidentiality` for each symbol among some figures, each once."""
    marked = {figure.status: figure.meaning for figure in figures if figure and figure.status}
    return tuple(f"{status}: {meaning}" for status, meaning in sorted(marked.items()))
