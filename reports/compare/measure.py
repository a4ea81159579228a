"""A measure over all authorities: who stands where in one year, as dots and as a table."""

from dataclasses import dataclass
from functools import cached_property

from indicators.benchmarks import AreaFacts, NationalFigure
from indicators.figures import format_value
from indicators.models import Area, Measure
from indicators.surroundings import Reached, Surroundings
from reports.beside import LinesBlock
from reports.charts.dots import NEIGHBOUR, OTHER, OWN, Level, RankedDot, draw_dots
from reports.compare.england import told_statements
from reports.compare.ranking import Ranking, meanings, national_text, ranking
from reports.compare.trend import build_national_trend

# As they are listed.
KINDS = (OWN, NEIGHBOUR, OTHER)


@dataclass(frozen=True)
class PlaceRow:
    """An authority in the table. `kind` is OWN, NEIGHBOUR or OTHER; `nearness` is 1 for the nearest neighbour."""

    area: AreaFacts
    region: str
    text: str
    meaning: str
    rank: int | None
    rank_text: str
    quarter: int | None
    quarter_text: str
    kind: str
    nearness: int | None = None

    @property
    def name(self):
        return self.area.name

    @property
    def placed(self):
        """Sorts it by rank, those without one last."""
        return (self.rank is None, self.rank or 0, self.name)


@dataclass(frozen=True)
class MeasurePage:
    """A Measure in the year `reached`, seen from the authority that is `around`'s area.

    `rows` are of every authority, one's own and its neighbours first; `years` all there are, newest first.
    """

    measure: Measure
    around: Surroundings
    reached: Reached
    years: tuple[Reached, ...]
    ranking: Ranking
    rows: tuple[PlaceRow, ...]
    trend: LinesBlock | None
    regions: tuple[str, ...]

    @cached_property
    def drawing(self):
        dots = [
            RankedDot(figure.area.name, figure.value, self._title(figure), kind_of(figure.area, self.around), quarter)
            for figure, quarter in self._in_order()
        ]
        return draw_dots(dots, tuple(self._levels()), self.measure.unit, self.measure.polarity)

    @property
    def own_text(self):
        return national_text(self.reached.own, self.measure.unit)

    @property
    def rank(self):
        return self.ranking.rank(self.around.area.code)

    @property
    def quarter(self):
        return self.ranking.quarter(self.around.area.code)

    @property
    def averages(self):
        """(name, figure in words, note) of England, the region and the neighbours, for a list beside the drawing."""
        unit, among = self.measure.unit, self.reached.spread
        told = [("England", national_text(self.reached.england, unit), "")]
        if self.around.region:
            told.append((self.around.region.name, national_text(self.reached.region, unit), ""))
        if among:
            left_out = f", {among.left_out} without a figure" if among.left_out else ""
            mean, median = (
                format_value(each, unit, self.reached.decimals) for each in (self.reached.mean, self.reached.median)
            )
            told.append(("Neighbours' mean", mean, f"Of {among.count}{left_out}"))
            told.append(("Neighbours' median", median, ""))
        return tuple(each for each in told if each[1])

    @property
    def left_out(self):
        """How many authorities the statistic names without a value."""
        return self.ranking.spread.left_out if self.ranking.spread else len(self.ranking.figures)

    @property
    def meanings(self):
        return meanings(self.ranking.figures)

    @property
    def statements(self):
        return told_statements([self.reached.own or self.ranking.figures[0], self.reached.england])

    def _in_order(self):
        return [(figure, self.ranking.standing(figure.area.code).quarter) for figure in self.ranking.in_order]

    def _title(self, figure):
        return f"{figure.area.name}: {national_text(figure, self.measure.unit)}, {self.ranking.rank(figure.area.code)}"

    def _levels(self):
        if self.reached.england and self.reached.england.value is not None:
            yield Level("england", "England", self.reached.england.value)
        if self.reached.region and self.reached.region.value is not None:
            yield Level("region", self.around.region.name, self.reached.region.value)
        if self.reached.spread:
            yield Level("mean", "Neighbours' mean", self.reached.mean)


def build_measure(measure, around, year=None):
    """The MeasurePage of a Measure from the Surroundings of an authority, of the newest year unless one is named.

    None where there are no figures, or none of that year. No queries.
    """
    years = around.years(measure.slug)
    reached = next((each for each in reversed(years) if year in (None, each.year)), None)
    if reached is None:
        return None
    found = ranking(around.benchmarks, measure, reached.year)
    rows = sorted((_row(figure, found, measure, around) for figure in found.figures), key=_first)
    return MeasurePage(
        measure=measure,
        around=around,
        reached=reached,
        years=tuple(reversed(years)),
        ranking=found,
        rows=tuple(rows),
        trend=build_national_trend(around, measure),
        regions=tuple(sorted({row.region for row in rows if row.region})),
    )


def kind_of(area, around):
    """What an area is from where `around` stands."""
    if area.code == around.area.code:
        return OWN
    return NEIGHBOUR if area in around.neighbours else OTHER


def region_of(area, benchmarks):
    """The name of the region that an area lies in, "" where it lies in none."""
    around = (benchmarks.area(code) for code in area.within)
    return next((each.name for each in around if each.level == Area.Level.REGION), "")


def _row(figure: NationalFigure, found, measure, around):
    area, standing = figure.area, found.standing(figure.area.code)
    kind = kind_of(area, around)
    return PlaceRow(
        area=area,
        region=region_of(area, around.benchmarks),
        text=national_text(figure, measure.unit),
        meaning=figure.meaning,
        rank=standing and standing.rank,
        rank_text=found.rank(area.code),
        quarter=standing and standing.quarter,
        quarter_text=found.quarter(area.code),
        kind=kind,
        nearness=around.neighbours.index(area) + 1 if kind == NEIGHBOUR else None,
    )


def _first(row):
    """One's own first, its neighbours from the nearest, then all others from the best."""
    return (KINDS.index(row.kind), row.nearness or 0, row.placed)
