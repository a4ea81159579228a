"""Authorities × measures: in which quarter of all authorities each stands, in each measure's newest year.

All of England in all measures are thousands of cells, so they are plain tuples, and each column is put in order once.
"""

from dataclasses import dataclass
from typing import NamedTuple

from indicators import suppression
from indicators.benchmarking import QUARTERS, is_ranked, quarter_words, quarters
from indicators.benchmarks import AreaFacts
from indicators.figures import format_value
from indicators.models import Measure
from indicators.newest import Amount, Year
from indicators.surroundings import Surroundings
from reports.charts.dots import OWN
from reports.compare.measure import kind_of, region_of
from reports.compare.ranking import known_authorities, lacks_many

NEIGHBOURS, REGION, EVERYONE = "neighbours", "region", "all"
_NOT_STATED = Amount(None, "", 0)


class QuarterCell(NamedTuple):
    """One authority's figure: `quarter` from 1 to 4, None where the statistic gives no value or none is stated."""

    text: str
    quarter: int | None
    quarter_text: str
    meaning: str


@dataclass(frozen=True)
class MeasureColumn:
    """A measure in the year that is shown of it; `amounts` and `quarters` are by the authorities' newest codes."""

    measure: Measure
    year: Year
    amounts: dict[str, Amount]
    quarters: dict[str, int]

    def cells(self, codes):
        """The QuarterCell of each of some authorities."""
        unit = self.measure.unit
        words = {quarter: quarter_words(quarter, self.measure.polarity) for quarter in QUARTERS}
        for code in codes:
            value, status, decimals = self.amounts.get(code, _NOT_STATED)
            if value is None:
                yield QuarterCell(status, None, "", suppression.MEANINGS.get(status, ""))
            else:
                quarter = self.quarters[code]
                yield QuarterCell(format_value(value, unit, decimals), quarter, words[quarter], "")


@dataclass(frozen=True)
class QuarterRow:
    """`cells` are of each of the page's columns."""

    area: AreaFacts
    kind: str
    cells: tuple[QuarterCell, ...]


@dataclass(frozen=True)
class QuartersPage:
    """`groups` are (heading, rows): one's own, its neighbours or its region, everybody."""

    around: Surroundings
    columns: tuple[MeasureColumn, ...]
    groups: tuple[tuple[str, tuple[QuarterRow, ...]], ...]
    show: str

    @property
    def is_partial(self):
        """Whether many authorities are missing in some year altogether."""
        known = known_authorities(self.around.benchmarks)
        return any(lacks_many(len(column.amounts), known) for column in self.columns)

    @property
    def ranked(self):
        """How many measures have a better end, and a figure of the authority that the page is seen from."""
        return len(self._own_quarters)

    @property
    def worst(self):
        """How many of those `ranked` it is in the worst quarter of."""
        return self._own_quarters.count(QUARTERS[-1])

    @property
    def _own_quarters(self):
        own = self.around.area.code
        ranked = (column for column in self.columns if is_ranked(column.measure.polarity))
        return [column.quarters[own] for column in ranked if own in column.quarters]


def build_quarters(measures, years, amounts, around, shown):
    """The QuartersPage of some Measures, each in its Year of `years` with its `amounts`, both by slug. No queries.

    `amounts` are of all authorities, as `load_newest` gives them; `shown` is NEIGHBOURS, REGION or EVERYONE.
    """
    columns = tuple(_column(each, years[each.slug], amounts[each.slug]) for each in measures if amounts[each.slug])
    # One that has no value in any of these years is no longer an authority, or not yet.
    stated = set().union(*(column.quarters for column in columns))
    areas = sorted((around.benchmarks.areas[code] for code in stated), key=lambda area: (area.name, area.code))
    return QuartersPage(around, columns, tuple(_groups(areas, columns, around, shown)), shown)


def _column(measure, year, amounts):
    values = {code: amount.value for code, amount in amounts.items()}
    return MeasureColumn(measure, year, amounts, quarters(values, measure.polarity))


def _groups(areas, columns, around, shown):
    def rows(chosen):
        codes = [area.code for area in chosen]
        across = zip(*(column.cells(codes) for column in columns), strict=True)
        return tuple(map(QuarterRow, chosen, (kind_of(area, around) for area in chosen), across))

    yield "", rows([area for area in areas if kind_of(area, around) == OWN])
    if shown == NEIGHBOURS:
        nearest_first = [area for area in around.neighbours if area in areas]
        yield "Its statistical neighbours, the nearest first", rows(nearest_first)
        return
    others = [area for area in areas if kind_of(area, around) != OWN]
    if shown == REGION and around.region:
        name = around.region.name
        yield name, rows([area for area in others if region_of(area, around.benchmarks) == name])
        return
    by_region = {}
    for area in others:
        by_region.setdefault(region_of(area, around.benchmarks), []).append(area)
    for name, members in sorted(by_region.items()):
        yield name or "No region", rows(members)
