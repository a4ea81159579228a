"""An authority's national figures over the years beside England, its region and its statistical neighbours."""

from datetime import date
from decimal import Decimal

from indicators.figures import format_value
from indicators.periods import Period
from reports.beside import FiguresBeside, LinesBlock
from reports.charts.lines import Dot, LinePoint, build_lines
from reports.compare.ranking import meanings, national_text, ranking

NEIGHBOURS_MEAN, NEIGHBOURS_MEDIAN = "Neighbours' mean", "Neighbours' median"
DOTS_SAY = "Each dot is one of the statistical neighbours: {}."


def build_national_trend(around, measure, local=None):
    """The LinesBlock of a Measure over the years, or None without figures. No queries.

    `around` are the Surroundings of the authority. `local` is (name, points) of its own indicator in the measure's
    unit: they stand at their own dates. The table has the national figures alone.
    """
    years = around.years(measure.slug)
    lines = _lines(around, years, measure.unit)
    if not any(points for _, points in lines.values()):
        return None
    days = [reached.end for reached in years] + [point.period.end for point in (local[1] if local else ())]
    first = min(days).year
    named = [
        (name, _joined(points, first, years), name == around.area.name and not local)
        for name, points in lines.values()
        if name != NEIGHBOURS_MEDIAN
    ]
    if local:
        name, points = local
        named.insert(0, (name, _local(points, first), True))
    chart = build_lines(
        named,
        [str(year) for year in range(first, max(days).year + 1)],
        measure.unit,
        is_dated=True,
        dots=_dots(around, years, first, measure.unit),
    )
    remarks = [DOTS_SAY.format(", ".join(area.name for area in around.neighbours))] if chart.dots else []
    everyone = [each for reached in years for each in (reached.own, reached.region, reached.england)]
    return LinesBlock(
        f"{measure.title}: {around.area.name} and England",
        chart,
        _table(around, measure, years, lines),
        (*remarks, *meanings(everyone)),
    )


def _lines(around, years, unit):
    """{key: (name, [(Reached, value, text)])} of each line."""

    def stated(pick):
        figures = ((reached, pick(reached)) for reached in years)
        return [
            (reached, each.value, national_text(each, unit)) for reached, each in figures if each and not each.status
        ]

    def averaged(pick):
        found = ((reached, pick(reached)) for reached in years)
        return [
            (reached, each, format_value(each, unit, reached.decimals)) for reached, each in found if each is not None
        ]

    return {
        "own": (around.area.name, stated(lambda reached: reached.own)),
        "england": ("England", stated(lambda reached: reached.england)),
        "region": (around.region.name if around.region else "Region", stated(lambda reached: reached.region)),
        "mean": (NEIGHBOURS_MEAN, averaged(lambda reached: reached.mean)),
        "median": (NEIGHBOURS_MEDIAN, averaged(lambda reached: reached.median)),
    }


def _joined(points, first, years):
    """The LinePoints of national figures; a year without one starts another run."""
    order = [reached.year for reached in years]
    run, before = 0, None
    for reached, value, text in points:
        place = order.index(reached.year)
        run += before is None or place != before + 1
        before = place
        yield LinePoint(
            Period.month(reached.end.year, reached.end.month), place_of(reached.end, first), value, text, run
        )


def _local(points, first):
    run, before = 0, None
    for point in points:
        run += before is None or before.period.next != point.period or not before.stated.is_alike(point.stated)
        before = point
        text = format_value(point.value, point.definition.unit, point.observation.decimals)
        yield LinePoint(point.period, place_of(point.period.end, first), point.value, text, run)


def _dots(around, years, first, unit):
    for reached in years:
        for area, figure in zip(around.neighbours, reached.neighbours, strict=True):
            if figure and figure.value is not None:
                title = f"{area.name}, {reached.when}: {national_text(figure, unit)}"
                yield Dot(place_of(reached.end, first), figure.value, title)


def place_of(day, first_year):
    """Years from the middle of the first calendar year to a day."""
    start = date(day.year, 1, 1)
    share = Decimal((day - start).days + 1) / (date(day.year + 1, 1, 1) - start).days
    return day.year - first_year + share - Decimal("0.5")


def _table(around, measure, years, lines):
    cells = {key: {reached.year: text for reached, _, text in points} for key, (_, points) in lines.items()}
    of_year = {reached.year: ranking(around.benchmarks, measure, reached.year) for reached in years}
    has_rank = any(found.standing(around.area.code) for found in of_year.values())
    headings = [name for name, _ in lines.values()]
    rows = []
    for reached in reversed(years):
        stated = {
            "own": national_text(reached.own, measure.unit),
            "england": national_text(reached.england, measure.unit),
            "region": national_text(reached.region, measure.unit),
        }
        row = [stated.get(key) or cells[key].get(reached.year, "") for key in lines]
        if has_rank:
            row.append(of_year[reached.year].rank(around.area.code))
        rows.append((reached.when[0].upper() + reached.when[1:], tuple(row)))
    return FiguresBeside(
        caption=f"{measure.title} by year: {around.area.name} and those around it",
        headings=("Year", *headings, *(["Rank"] if has_rank else [])),
        rows=tuple(rows),
    )
