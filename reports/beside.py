"""An indicator beside something else: its own earlier years, what it is made of, or its measure elsewhere."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.models import Definition, Indicator
from indicators.periods import MONTHLY, QUARTERLY, Period
from indicators.series import load_figures
from reports.chart import Chart, build_chart, every_period
from reports.charts.line_drawing import draw_lines
from reports.charts.lines import Lines, build_lines, line_points
from reports.charts.plotly import lines_figure
from reports.scorecard import figure_text

YEARS, PARTS, ELSEWHERE = "years", "parts", "elsewhere"
NAMES = {YEARS: "Years compared", PARTS: "Numerator and denominator", ELSEWHERE: "Other authorities"}
YEARS_SHOWN = 3
OF_SIZE = "Counts are as reported: nothing is made of how many children each council has."


@dataclass(frozen=True)
class FiguresBeside:
    """The figures of a chart as a table: a cell for each heading after the first, "" where there is no figure."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class LinesBlock:
    """Lines on one axis with their figures. `remarks` say what to know before comparing them."""

    label: str
    chart: Lines
    figures: FiguresBeside
    remarks: tuple[str, ...] = ()

    @cached_property
    def drawing(self):
        return draw_lines(self.chart)

    @cached_property
    def figure(self):
        return lines_figure(self.chart)


@dataclass(frozen=True)
class PartsBlock:
    """An indicator and what it is worked out from: (role, Chart) of each, over the same periods, and their figures."""

    charts: tuple[tuple[str, Chart], ...]
    figures: FiguresBeside


@dataclass(frozen=True)
class Beside:
    """What a chart can be set beside: (key, name) of each that there is, and the block of the one `chosen`, or ""."""

    names: tuple[tuple[str, str], ...]
    chosen: str = ""
    block: LinesBlock | PartsBlock | None = None


def build_beside(series, period, authorities, asked):
    """The Beside of a Series, among authorities that the reader may see. Figures are loaded for what is asked alone."""
    years = build_years(series, period) if period else None
    roles = {relation.part_id: relation.role for relation in series.indicator.parts.all()}
    elsewhere = Indicator.objects.filter(measure=series.indicator.measure_id, authority__in=authorities).exclude(
        authority=series.indicator.authority_id
    )
    has_elsewhere = bool(period and series.indicator.measure_id and elsewhere.exists())
    there_is = {YEARS: bool(years), PARTS: bool(period and roles), ELSEWHERE: has_elsewhere}
    names = tuple((key, name) for key, name in NAMES.items() if there_is[key])
    if not there_is.get(asked):
        return Beside(names)
    if asked == YEARS:
        return Beside(names, asked, years)
    if asked == PARTS:
        found = load_figures([series.indicator.authority], among=Indicator.objects.filter(pk__in=roles)).series
        in_order = sorted(found, key=lambda part: roles[part.indicator.pk], reverse=True)
        return Beside(names, asked, build_parts(series, [(roles[p.indicator.pk], p) for p in in_order], period))
    return Beside(names, asked, build_elsewhere(series, load_figures(authorities, among=elsewhere).series, period))


def build_years(series, period):
    """The LinesBlock of up to three financial years of months or quarters, or None with fewer than two. No queries."""
    points = _drawable(series, period)
    if not points or period.frequency not in (MONTHLY, QUARTERLY):
        return None
    years = sorted({point.period.financial_year for point in points}, reverse=True)[:YEARS_SHOWN]
    if len(years) < 2:
        return None
    of_year = {year: [point for point in points if point.period.financial_year == year] for year in years}
    places = _places_of(years[0], period.frequency)
    chart = build_lines(
        [(year.short_label, line_points(of_year[year], _place_in_year), year == years[0]) for year in years],
        [_name_in_year(each) for each in places],
        points[-1].definition.unit,
    )
    cells = {(point.period.financial_year, _place_in_year(point.period)): figure_text(point) for point in points}
    figures = FiguresBeside(
        caption="The same figures by financial year",
        headings=("Month" if period.frequency == MONTHLY else "Quarter", *(year.short_label for year in years)),
        rows=tuple(
            (_name_in_year(each), tuple(cells.get((year, _place_in_year(each)), "") for year in years))
            for each in places
        ),
    )
    return LinesBlock(f"{series.indicator} by financial year", chart, figures)


def build_parts(series, parts, period):
    """The PartsBlock of a Series and its (role, Series), over the periods of the first. No queries."""
    points = series.up_to(period)
    if not points:
        return None
    periods = every_period(points)
    everything = [("", series), *parts]
    charts = [(role, build_chart(each.up_to(period), periods=periods)) for role, each in everything]
    charts = tuple((role, chart) for role, chart in charts if chart)
    figures = FiguresBeside(
        caption="The same figures side by side",
        headings=("Period", *(each.definition.title for _, each in everything)),
        rows=tuple((each.short_label, tuple(_text_at(other, each) for _, other in everything)) for each in periods),
    )
    return PartsBlock(charts, figures)


def build_elsewhere(series, others, period):
    """The LinesBlock of a Series and those of the same measure in other authorities, or None where none can be drawn.

    No queries. `others` are Series; one whose figures can't stand on the same axis is named in a remark instead.
    """
    own = _drawable(series, period)
    if not own:
        return None
    drawn, remarks = [(series, own)], []
    for other in others:
        points = other.points and _drawable(other, other.points[-1].period)
        if not points:
            continue
        if why_not := _not_alike(own[-1], points[-1]):
            remarks.append(f"{_name(other)} is left out: {why_not}.")
        else:
            drawn.append((other, points))
            remarks.append(_described(other, points[-1]))
    first = min(points[0].period.end for _, points in drawn)
    last = max(points[-1].period.end for _, points in drawn)
    months = [Period.month(first.year, first.month)]
    while months[-1].end < last:
        months.append(months[-1].next)
    chart = build_lines(
        [
            (_name(each), line_points(points, lambda of: _place_in_calendar(of, months[0])), each is series)
            for each, points in drawn
        ],
        [month.short_label for month in months],
        own[-1].definition.unit,
        is_dated=True,
    )
    if own[-1].definition.unit == "number":
        remarks.append(OF_SIZE)
    figures = FiguresBeside(
        caption="The same figures by authority",
        headings=("Period", *(_name(each) for each, _ in drawn)),
        rows=_by_period(drawn),
    )
    measure = series.indicator.measure
    return LinesBlock(f"{measure.title} by authority", chart, figures, tuple(remarks))


def _drawable(series, period):
    """The figures of one kind of period and one unit, those of the last."""
    points = series.stated_up_to(period)
    return tuple(point for point in points if point.definition.unit == points[-1].definition.unit)


def _places_of(year, frequency):
    first = Period(year.start, frequency)
    return tuple(first.shifted(n) for n in range(12 if frequency == MONTHLY else 4))


def _place_in_year(period):
    months = (period.start.month - 4) % 12
    return Decimal(months if period.frequency == MONTHLY else months // 3)


def _name_in_year(period):
    return period.short_label.partition(" ")[0]


def _place_in_calendar(period, first_month):
    """Months from the middle of the first one to the last day of the period."""
    end, start = period.end, first_month.start
    month = Period.month(end.year, end.month)
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole + Decimal(end.day) / month.end.day - Decimal("0.5")


def _text_at(series, period):
    point = series.at(period)
    return figure_text(point) if point else ""


def _not_alike(own, other):
    if own.definition.unit != other.definition.unit:
        return f"it is in another unit, {other.definition.get_unit_display()}"
    is_count_over_time = own.definition.unit == "number" and Definition.Basis.SNAPSHOT not in (
        own.definition.basis,
        other.definition.basis,
    )
    if is_count_over_time and own.period.frequency != other.period.frequency:
        return f"it counts {other.period.frequency}"
    return ""


def _described(series, last):
    indicator, definition = series.indicator, last.definition
    words = f"{_name(series)}: {definition.title}, {definition.frequency}"
    if definition.basis:
        words += f", {definition.get_basis_display()}"
    return f"{words}. {indicator.measure_caveat}".strip()


def _name(series):
    return series.indicator.authority.name


def _by_period(drawn):
    cells = {}
    for n, (_, points) in enumerate(drawn):
        for point in points:
            cells.setdefault(point.period, [""] * len(drawn))[n] = figure_text(point)
    in_order = sorted(cells, key=lambda period: (period.end, period.start))
    return tuple((period.short_label, tuple(cells[period])) for period in in_order)
