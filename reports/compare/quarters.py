"""Authorities × measures: in which quarter of all authorities each stands, in each measure's newest year."""

from dataclasses import dataclass

from indicators.benchmarking import QUARTERS, is_ranked
from indicators.benchmarks import AreaFacts
from indicators.models import Measure
from indicators.surroundings import Surroundings
from reports.charts.dots import OWN
from reports.compare.measure import kind_of, region_of
from reports.compare.ranking import Ranking, national_text, ranking

NEIGHBOURS, REGION, EVERYONE = "neighbours", "region", "all"


@dataclass(frozen=True)
class MeasureColumn:
    """A measure, and the year that is shown of it."""

    measure: Measure
    year: int
    when: str
    ranking: Ranking


@dataclass(frozen=True)
class QuarterCell:
    """One authority's figure: `quarter` from 1 to 4, None where the statistic gives no value or none is stated."""

    column: MeasureColumn
    text: str
    quarter: int | None
    quarter_text: str
    meaning: str


@dataclass(frozen=True)
class QuarterRow:
    area: AreaFacts
    kind: str
    cells: tuple[QuarterCell, ...]

    @property
    def worst(self):
        """How many of those `ranked` lie in the worst quarter."""
        return sum(cell.quarter == QUARTERS[-1] for cell in self._ranked)

    @property
    def ranked(self):
        """How many measures have a better end, and a figure of the authority."""
        return len(self._ranked)

    @property
    def _ranked(self):
        return [cell for cell in self.cells if cell.quarter and is_ranked(cell.column.measure.polarity)]


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
        return any(column.ranking.is_partial for column in self.columns)

    @property
    def own(self):
        """The row of the authority that the page is seen from, or None."""
        return next((row for _, rows in self.groups for row in rows if row.kind == OWN), None)


def build_quarters(measures, latest, around, shown):
    """The QuartersPage of some Measures, each in its year of `latest`, {slug: year}. No queries.

    `shown` is NEIGHBOURS, REGION or EVERYONE.
    """
    columns = tuple(_column(measure, latest[measure.slug], around.benchmarks) for measure in measures)
    # One that has no value in any of these years is no longer an authority, or not yet.
    stated = (figure for column in columns for figure in column.ranking.figures if figure.value is not None)
    areas = sorted({figure.area.code: figure.area for figure in stated}.values(), key=lambda area: area.name)
    return QuartersPage(around, columns, tuple(_groups(areas, columns, around, shown)), shown)


def _column(measure, year, benchmarks):
    some = benchmarks.in_year(measure.slug, year)[0]
    return MeasureColumn(measure, year, some.when, ranking(benchmarks, measure, year))


def _groups(areas, columns, around, shown):
    def rows(chosen):
        return tuple(_row(area, columns, around) for area in chosen)

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


def _row(area, columns, around):
    return QuarterRow(area, kind_of(area, around), tuple(_cell(area, column) for column in columns))


def _cell(area, column):
    figure = column.ranking.figure(area.code)
    standing = column.ranking.standing(area.code)
    return QuarterCell(
        column=column,
        text=national_text(figure, column.measure.unit),
        quarter=standing and standing.quarter,
        quarter_text=column.ranking.quarter(area.code),
        meaning=figure.meaning if figure else "",
    )
