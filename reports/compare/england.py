"""England beside an indicator: what its national statistic says of the authority and of those around it."""

from dataclasses import dataclass

from indicators.figures import format_value
from indicators.models import Measure, Unit
from indicators.surroundings import Reached, Surroundings
from reports.beside import LinesBlock
from reports.compare.ranking import Ranking, meanings, national_text, ranking
from reports.compare.trend import build_national_trend


@dataclass(frozen=True)
class Told:
    """One of those an authority is seen beside: its figure in words, and what to know of it."""

    name: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class BesideEngland:
    """The year that a reader compares with: the newest that had ended by the period viewed, else the newest there is.

    `caveat` says how the local figure differs from the statistic, `why_apart` why the two share no axis, or "".
    """

    measure: Measure
    around: Surroundings
    reached: Reached
    is_of_its_time: bool
    ranking: Ranking
    told: tuple[Told, ...]
    caveat: str
    why_apart: str
    block: LinesBlock | None

    @property
    def headline(self):
        """England's figure in words, "" where it is of no time or unit to be read beside the indicator's."""
        is_alike = self.is_of_its_time and not self.why_apart
        return national_text(self.reached.england, self.measure.unit) if is_alike else ""

    @property
    def rank(self):
        return self.ranking.rank(self.around.area.code)

    @property
    def quarter(self):
        return self.ranking.quarter(self.around.area.code)

    @property
    def statements(self):
        """Where the figures of the year stand."""
        return told_statements([self.reached.own, self.reached.england])


def build_england(series, period, measure, around):
    """The BesideEngland of a Series as at a Period, or None where the Measure has no national figures. No queries."""
    years = around.years(measure.slug) if around else ()
    if not years:
        return None
    at_the_time = around.on(measure.slug, period.end) if period else None
    reached = at_the_time or years[-1]
    found = ranking(around.benchmarks, measure, reached.year)
    unit = series.definition.unit
    why_apart = ""
    if unit != measure.unit:
        why_apart = (
            f"The council's own figure is in another unit ({Unit(unit).label}) than the statistic "
            f"({Unit(measure.unit).label}), so the two share no axis."
        )
    points = series.stated_up_to(period) if period and not why_apart else ()
    points = tuple(point for point in points if point.definition.unit == unit)
    local = (f"{series.indicator.ref or 'As reported'}, {points[-1].period.frequency}", points) if points else None
    return BesideEngland(
        measure=measure,
        around=around,
        reached=reached,
        is_of_its_time=at_the_time is not None,
        ranking=found,
        told=tuple(_told(around, reached, found, measure.unit)),
        caveat=series.indicator.measure_caveat,
        why_apart=why_apart,
        block=build_national_trend(around, measure, local),
    )


def told_statements(figures):
    """The Statements of some national figures, each file once."""
    stated = (each for figure in figures if figure for each in figure.stated)
    return tuple({each.batch: each for each in stated}.values())


def _told(around, reached, found, unit):
    yield _of(around.area.name, reached.own, unit, found.rank(around.area.code), found.quarter(around.area.code))
    yield _of("England", reached.england, unit)
    if around.region:
        yield _of(around.region.name, reached.region, unit)
    if around.neighbours:
        yield from _of_neighbours(around, reached, unit)


def _of(name, figure, unit, *notes):
    notes = [*(note for note in notes if note), *meanings([figure])]
    return Told(name, national_text(figure, unit) or "No figure", ", ".join(notes))


def _of_neighbours(around, reached, unit):
    among = reached.spread
    if among is None:
        yield Told("Statistical neighbours", "No figure")
        return
    counted = f"Of {among.count}" + (f", {among.left_out} without a figure" if among.left_out else "")
    yield Told("Statistical neighbours' mean", format_value(reached.mean, unit, reached.decimals), counted)
    low, high = (format_value(value, unit) for value in (among.lowest, among.highest))
    yield Told("Their median", format_value(reached.median, unit, reached.decimals), f"from {low} to {high}")
