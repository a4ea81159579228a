"""How national figures are read: what counts now or did at a moment, as frozen rows, in few queries.

    figures = load_benchmarks(measures=["icpc-within-15-days"], years=[2025])
    figures.get("icpc-within-15-days", "E09000008", 2025).value    Decimal("70.0")
    figures.area("E09000008").within                               ("E13000002", "E12000007", "E92000001")
    load_neighbours()["E09000008"]                                 Neighbours(set, codes nearest first)

A rate per head that is published nowhere is worked out here, from the count and the population that count at that
moment (see `catalogue.rates`): so it follows both, whichever is loaded first.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from django.db.models import Subquery

from indicators import catalogue, suppression
from indicators.models import Area, Benchmark, Neighbour, NeighbourSet
from indicators.periods import long_date

ENGLAND = "E92000001"


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area, by its newest ONS code. `within` are the codes of the areas around it, the nearest first.

    `codes` are all ONS codes that it has had: an `Authority` may be kept under an older one.
    """

    code: str
    name: str
    level: str
    dfe_code: str
    within: tuple[str, ...]
    codes: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a national figure stands: the file's title and name, the line there, and when it was loaded."""

    batch: int
    title: str
    file_name: str
    locator: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """A measure's national figure of an area and year: a `value` in the measure's unit, or a `status`, never both.

    `year` is the publisher's own; `start` and `end` are the days that it is about, the same for a snapshot. `code` is
    the area's ONS code as the file had it. `stated` says where it stands; one for each part where it was worked out.
    """

    measure: str
    area: AreaFacts
    year: int
    start: date
    end: date
    value: Decimal | None
    status: str
    decimals: int
    code: str
    stated: tuple[Statement, ...]

    @property
    def when(self):
        return when_words(self.start, self.end)

    @property
    def meaning(self):
        """What the status means, in words, or ""."""
        return suppression.MEANINGS.get(self.status, "")


@dataclass(frozen=True)
class Benchmarks:
    """National figures in order of measure, year and the area's name, and the areas they are of by their codes."""

    figures: tuple[NationalFigure, ...]
    areas: dict[str, AreaFacts]

    def area(self, code):
        """The AreaFacts that has, or had, an ONS code; None where there is none."""
        return self._by_any_code.get(code)

    def get(self, measure, code, year):
        """The NationalFigure of an area by its newest code, or None."""
        return self._by_key.get((measure, code, year))

    def in_year(self, measure, year):
        """All areas' figures of a year."""
        return self._by_year.get((measure, year), ())

    def series(self, measure, code):
        """An area's figures in order of year."""
        return self._by_area.get((measure, code), ())

    def years(self, measure):
        """The years that a measure has figures of, the newest last."""
        return sorted({figure.year for figure in self.figures if figure.measure == measure})

    @cached_property
    def _by_any_code(self):
        return {code: area for area in self.areas.values() for code in area.codes}

    @cached_property
    def _by_key(self):
        return {(figure.measure, figure.area.code, figure.year): figure for figure in self.figures}

    @cached_property
    def _by_year(self):
        return _grouped(self.figures, lambda figure: (figure.measure, figure.year))

    @cached_property
    def _by_area(self):
        return _grouped(self.figures, lambda figure: (figure.measure, figure.area.code))


@dataclass(frozen=True)
class Neighbours:
    """An area's statistical neighbours: their newest codes, nearest first. `set_name` is the version in use."""

    set_name: str
    codes: tuple[str, ...]
    closeness: tuple[str, ...]


def load_benchmarks(measures=None, areas=None, years=None, as_of=None, supposing=None):
    """The national figures that count now, or did at `as_of`, as Benchmarks. Two queries, however many there are.

    `measures` are slugs, `areas` newest ONS codes, `years` the publisher's; None for all of them. `areas` may be a
    function that picks codes of all areas there are, as a Benchmarks without figures. `supposing` is a Supposed
    batch (see `querysets`), for what committing or undoing it would do.
    """
    known = _areas()
    if callable(areas):
        areas = areas(Benchmarks(figures=(), areas={area.code: area for area in known.values()}))
    rates = {slug: rate for slug, rate in catalogue.rates().items() if measures is None or slug in measures}
    rows = Benchmark.objects.current(as_of, supposing)
    if measures is not None:
        parts = {part for rate in rates.values() for part in (rate.count, rate.per)}
        rows = rows.filter(measure__slug__in={*measures, *parts})
    if areas is not None:
        rows = rows.filter(area__ons_code__in=areas)
    if years is not None:
        rows = rows.filter(year__in={*years, *(year - rate.years_before for year in years for rate in rates.values())})
    stated = {(figure.measure, figure.area.code, figure.year): figure for figure in _figures(rows, known)}
    wanted = [
        figure
        for figure in (*stated.values(), *_worked_out(rates, stated))
        if (measures is None or figure.measure in measures) and (years is None or figure.year in years)
    ]
    wanted.sort(key=lambda figure: (figure.measure, figure.year, figure.area.name, figure.area.code))
    return Benchmarks(figures=tuple(wanted), areas={area.code: area for area in known.values()})


def when_words(start, end):
    """`31 March 2025` for a snapshot, `year to 31 March 2025` for anything else."""
    return long_date(end) if start == end else f"year to {long_date(end)}"


def load_neighbours(as_of=None, supposing=None, of=None):
    """{area's newest code: Neighbours} of the set in use; empty where none was loaded. One query.

    `of` are the newest codes of the areas whose they are, None for all; `supposing` is as `load_benchmarks` takes it.
    """
    in_use = NeighbourSet.objects.newest(as_of, supposing).values("pk")[:1]
    rows = Neighbour.objects.filter(neighbour_set=Subquery(in_use)).order_by("area", "rank")
    if of is not None:
        rows = rows.filter(area__ons_code__in=of)
    named = rows.values_list(
        "area__ons_code", "neighbour__ons_code", "closeness", "neighbour_set__name", "neighbour_set__version"
    )
    of = {}
    for area, found in groupby(named, key=itemgetter(0)):
        _, codes, closeness, (name, *_), (version, *_) = zip(*found, strict=True)
        of[area] = Neighbours(str(NeighbourSet(name=name, version=version)), codes, closeness)
    return of


def rate_of(count, per, rate):
    """(value, status) of a NationalFigure per head of another. What either lacks the rate lacks; a half rounds up."""
    status = count.status or per.status or ("" if per.value else suppression.NOT_APPLICABLE)
    if status:
        return None, status
    exact = count.value * rate.times / per.value
    return exact.quantize(Decimal(1).scaleb(-rate.decimals), ROUND_HALF_UP), ""


def _areas():
    """{key: AreaFacts}"""
    facts = ("pk", "ons_code", "former_codes", "dfe_code", "name", "level", "note", "within_id")
    rows = {row.pk: row for row in Area.objects.values_list(*facts, named=True)}
    return {pk: _facts(row, tuple(_around(row, rows))) for pk, row in rows.items()}


def _around(row, rows):
    while row.within_id:
        row = rows[row.within_id]
        yield row.ons_code


def _facts(row, within):
    codes = frozenset((row.ons_code, *row.former_codes))
    return AreaFacts(row.ons_code, row.name, row.level, row.dfe_code, within, codes, row.note)


def _figures(rows, areas):
    named = rows.order_by().values_list(
        "measure__slug", "area", "year", "start", "end", "value", "status", "decimals", "code", "locator",
        "batch", "batch__title", "batch__file_name", "batch__committed_at",
    )  # fmt: skip
    for slug, area, year, start, end, value, status, decimals, code, locator, batch, title, name, at in named:
        stated = Statement(batch, title, name, locator, at)
        value = value if value is None else value.quantize(Decimal(1).scaleb(-decimals))
        yield NationalFigure(slug, areas[area], year, start, end, value, status, decimals, code, (stated,))


def _worked_out(rates, stated):
    for slug, rate in rates.items():
        for (measure, area, year), count in stated.items():
            per = stated.get((rate.per, area, year - rate.years_before)) if measure == rate.count else None
            if per:
                value, status = rate_of(count, per, rate)
                yield NationalFigure(
                    slug,
                    count.area,
                    year,
                    count.start,
                    count.end,
                    value,
                    status,
                    rate.decimals,
                    count.code,
                    count.stated + per.stated,
                )


def _grouped(figures, key):
    groups = defaultdict(list)
    for figure in figures:
        groups[key(figure)].append(figure)
    return {each: tuple(group) for each, group in groups.items()}
