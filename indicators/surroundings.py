"""What is around an authority: England, its region, its statistical neighbours, and what they reached in a year.

A rule that is set against one of them takes the newest year of the national statistic that had ended by the last day
of the period that is rated, whenever it was published. So a later edition of the statistic can change a rating, and so
can undoing one: whoever does either sees which ratings before it counts. The reason of each rating names the year.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, partial

from indicators.benchmarking import Spread, spread
from indicators.benchmarks import ENGLAND as ENGLAND_CODE
from indicators.benchmarks import (
    AreaFacts,
    Benchmarks,
    NationalFigure,
    Neighbours,
    load_benchmarks,
    load_neighbours,
)
from indicators.models import Area
from indicators.periods import long_date
from indicators.rating import BENCHMARKS, ENGLAND, NEIGHBOURS_MEAN, NEIGHBOURS_MEDIAN, REGION, Yardstick

# As many as a figure can be held with, so that a tolerance around an average can be held, too.
MOST_DECIMALS = 5


@dataclass(frozen=True)
class Reached:
    """What an authority and those around it reached in a year that ended on `end`; None where nothing was stated.

    `neighbours` are in the order of the set. `spread` is of those that have a value, None where none has.
    """

    year: int
    when: str
    end: date
    own: NationalFigure | None
    region: NationalFigure | None
    england: NationalFigure | None
    neighbours: tuple[NationalFigure | None, ...]
    spread: Spread | None

    @property
    def mean(self):
        """The neighbours' mean, to one decimal place more than they are published in, a half rounded up; or None."""
        return self.spread and self._rounded(self.spread.mean)

    @property
    def median(self):
        return self.spread and self._rounded(self.spread.median)

    @property
    def decimals(self):
        """Decimal places of an average."""
        return min(max((figure.decimals for figure in self.neighbours if figure), default=0) + 1, MOST_DECIMALS)

    def _rounded(self, value):
        return value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


@dataclass(frozen=True)
class Surroundings:
    """Those around an authority's `area`. `set_name` names the set that `neighbours` are of, "" where none is loaded.

    `measure` in what follows is a national measure's slug.
    """

    area: AreaFacts
    region: AreaFacts | None
    neighbours: tuple[AreaFacts, ...]
    set_name: str
    benchmarks: Benchmarks

    def on(self, measure, day):
        """What was Reached in the newest year that had ended by a day, or None."""
        ended = [year for end, year in self._ends.get(measure, ()) if end <= day]
        return self.reached(measure, ended[-1]) if ended else None

    def years(self, measure):
        """What was Reached in each year, oldest first."""
        return tuple(self.reached(measure, year) for _, year in self._ends.get(measure, ()))

    def reached(self, measure, year):
        """What was Reached in a year that the measure has figures of."""
        get = partial(self.benchmarks.get, measure, year=year)
        some = self.benchmarks.in_year(measure, year)[0]
        neighbours = tuple(get(code=area.code) for area in self.neighbours)
        return Reached(
            year=year,
            when=some.when,
            end=some.end,
            own=get(code=self.area.code),
            region=self.region and get(code=self.region.code),
            england=get(code=ENGLAND_CODE),
            neighbours=neighbours,
            spread=spread([figure and figure.value for figure in neighbours]),
        )

    def yardstick(self, benchmark, measure, day):
        """The Yardstick that one of `rating.BENCHMARKS` is for a period that ends on a day."""
        is_average = benchmark in (NEIGHBOURS_MEAN, NEIGHBOURS_MEDIAN)
        if is_average and not self.neighbours:
            return Yardstick("", None, "no set of statistical neighbours is loaded")
        reached = self.on(measure, day)
        if reached is None:
            return Yardstick("", None, f"there is no national statistic of a year that had ended by {long_date(day)}")
        if is_average:
            return self._average(benchmark, reached)
        figure, name = {
            ENGLAND: (reached.england, BENCHMARKS[ENGLAND]),
            REGION: (reached.region, self.region.name if self.region else BENCHMARKS[REGION]),
        }[benchmark]
        if figure is None:
            return Yardstick("", None, f"there is no figure of {name} for the {_year(reached)}")
        if figure.value is None:
            return Yardstick("", None, f"the figure of {name} for the {_year(reached)} is {figure.meaning}")
        return Yardstick(f"{name}, {reached.when}", figure.value)

    def _average(self, benchmark, reached):
        if reached.spread is None:
            return Yardstick("", None, f"none of the neighbours has a figure for the {_year(reached)}")
        of = (
            f"{reached.spread.count} of {len(self.neighbours)} neighbours" if reached.spread.left_out else self.set_name
        )
        value = reached.mean if benchmark == NEIGHBOURS_MEAN else reached.median
        return Yardstick(f"{BENCHMARKS[benchmark]}, {reached.when} ({of})", value)

    @cached_property
    def _ends(self):
        """{measure: ((end, year), oldest first)}"""
        found = defaultdict(set)
        for figure in self.benchmarks.figures:
            found[figure.measure].add((figure.end, figure.year))
        return {measure: tuple(sorted(ends)) for measure, ends in found.items()}


class SurroundingsOf:
    """The Surroundings of each of some authorities, loaded when the first of them is asked for.

    Most rules name no benchmark, and then nothing is loaded. `load` gives (Benchmarks, {ONS code: Neighbours}).
    """

    def __init__(self, load: Callable[[], tuple[Benchmarks, dict[str, Neighbours]]]):
        self._load = load
        self._found = {}

    @cached_property
    def _loaded(self):
        return self._load()

    def get(self, authority):
        """Its Surroundings, or None where no area has its ONS code."""
        code = authority.ons_code
        if code not in self._found:
            self._found[code] = surroundings(code, *self._loaded)
        return self._found[code]


def surroundings(code, benchmarks, neighbours):
    """The Surroundings of the area with an ONS code, or None."""
    area = benchmarks.area(code)
    if area is None:
        return None
    around = (benchmarks.area(each) for each in area.within)
    found = neighbours.get(area.code)
    return Surroundings(
        area=area,
        region=next((each for each in around if each.level == Area.Level.REGION), None),
        neighbours=tuple(benchmarks.area(each) for each in found.codes) if found else (),
        set_name=found.set_name if found else "",
        benchmarks=benchmarks,
    )


def lazily(authorities, as_of=None, supposing=None):
    """SurroundingsOf the authorities, as they count now or did at a moment. Queries only once asked.

    `supposing` is a Supposed batch (see `querysets`), for what committing or undoing it would do.
    """

    return SurroundingsOf(lambda: _load(authorities, as_of=as_of, supposing=supposing))


def load_around(authority, measures, with_neighbours=True):
    """The Surroundings of an authority, with their figures of some measures alone, or None.

    Two queries; one less without measures, and one more for the neighbours.
    """
    return surroundings(authority.ons_code, *_load([authority], measures, with_neighbours))


def load_among_all(authority, measure):
    """The Surroundings of an authority, with all areas' figures of a national measure, or None. Three queries."""
    benchmarks = load_benchmarks(measures=[measure.slug])
    return surroundings(authority.ons_code, benchmarks, _neighbours([authority], benchmarks))


def national_measure(indicator):
    """The Measure in which its authority is compared with others, or None where it is linked to none.

    A number that grows with an authority's size is compared as a rate.
    """
    return indicator.measure and (indicator.measure.compared_as or indicator.measure)


def _load(authorities, measures=None, with_neighbours=True, **when):
    """(Benchmarks, {area's newest code: Neighbours}) of some authorities and of all that is around them."""
    neighbours = {}

    def wanted(known):
        if with_neighbours:
            neighbours.update(_neighbours(authorities, known, **when))
        return _around(authorities, known, neighbours)

    return load_benchmarks(measures=measures, areas=wanted, **when), neighbours


def _neighbours(authorities, known, **when):
    areas = (known.area(authority.ons_code) for authority in authorities)
    return load_neighbours(of=[area.code for area in areas if area], **when)


def _around(authorities, known, neighbours):
    """The codes of some authorities and of all that is around them, among the areas of Benchmarks."""
    codes = {ENGLAND_CODE}
    for authority in authorities:
        found = surroundings(authority.ons_code, known, neighbours)
        if found:
            codes |= {found.area.code, *found.area.within, *(each.code for each in found.neighbours)}
    return codes


def _year(reached):
    return reached.when if reached.when.startswith("year") else f"year {reached.year}"
