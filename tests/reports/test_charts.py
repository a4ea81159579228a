"""The chart: its rows are the figures, and both drawings are made from its rows."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from indicators import profiles
from indicators.direction import NO_COMPARISON
from indicators.models import Definition, RagThreshold, Target
from indicators.operations import rebase_by_hand, record_by_hand
from indicators.periods import Period
from indicators.series import load_figures
from indicators.variation import CONCERN
from reports.chart import build_chart
from reports.charts.drawing import HEIGHT, WIDTH, draw_trend
from reports.charts.plotly import trend_figure
from reports.charts.scale import spread, ticks
from reports.charts.trend import BROKEN
from reports.trend import Note
from reports.trend import build_trend as build_page
from reports.variation import build_variation
from tests.reports.made import NOVEMBER, indicator_of, series_of, state

CSS = settings.BASE_DIR / "static" / "css" / "tokens.css"


@pytest.fixture
def x_1(croydon):
    return indicator_of("x-1")


def chart_of(indicator, *, notes=(), with_limits=False):
    series = series_of(indicator)
    variation = build_variation(series, series.points[-1].period) if with_limits else None
    return build_chart(series.points, notes, variation)


def test_both_drawings_have_the_figures_and_the_gaps(x_1):
    state(x_1, ["80.5", "81", "-", "79", "c", "77"])
    chart = chart_of(x_1)
    stated = [Decimal(v) for v in ("80.5", "81", "79", "77")]
    assert [mark.slot.value for mark in chart.drawing.marks] == stated
    trace = chart.figure["data"][0]
    assert trace["y"] == [80.5, 81.0, None, 79.0, None, 77.0]
    assert trace["customdata"] == ["2017-06", "2017-07", "2017-08", "2017-09", "2017-10", "2017-11"]
    # Only the first two follow each other.
    assert [len(line.split()) for line in chart.drawing.lines] == [2]
    (status,) = chart.drawing.statuses
    assert (status.text, chart.statuses) == ("c", (("c", "suppressed to protect confidentiality"),))


def test_heights_are_to_scale(x_1):
    state(x_1, ["10", "30", "20"])
    low, high, middle = (Decimal(mark.y) for mark in chart_of(x_1).drawing.marks)
    # To a tenth, as they are written.
    assert abs((low - middle) - (middle - high)) <= Decimal("0.1")
    assert low > middle > high


def test_columns_are_for_counts_and_start_at_zero(croydon):
    count = indicator_of("count", unit="number")
    state(count, ["90", "95", "100"])
    chart = chart_of(count)
    assert chart.trend.axis[0] == 0
    for mark in chart.drawing.marks:
        assert Decimal(mark.column.y) + Decimal(mark.column.height) == Decimal(chart.drawing.base)
    assert chart.figure["data"][1]["type"] == "bar"


@pytest.mark.parametrize("unit", ["percent", "rate_per_10000", "days"])
def test_rates_and_averages_are_lines(croydon, unit):
    rate = indicator_of("rate", unit=unit)
    state(rate, ["90", "95", "100"])
    chart = chart_of(rate)
    assert not chart.trend.as_columns
    # Off zero, the cut is said.
    assert chart.trend.cut_at


def test_the_target_steps_and_the_bands_change_where_the_rule_does(x_1, ada):
    state(x_1, ["20", "21", "22", "23"])
    for start, value in ((date(2017, 1, 1), "25"), (date(2017, 10, 1), "22")):
        record_by_hand(model=Target, indicator=x_1, starts_on=start, by=ada, value=Decimal(value), text=value)
        words = f"{value} or below Green {int(value) + 1} and above Red"
        record_by_hand(model=RagThreshold, indicator=x_1, starts_on=start, by=ada, words=words)
    trend = chart_of(x_1).trend
    assert [(aim.value, aim.start, aim.stop) for aim in trend.aims] == [(25, 0, 2), (22, 2, 4)]
    assert {(band.start, band.stop) for band in trend.bands} == {(0, 2), (2, 4)}
    (step,) = [line for line in draw_trend(trend).level if line.css == "aim"]
    assert len(step.points.split()) == 4
    assert chart_of(x_1).how_to_read == "Points below the target line are good."


def test_another_way_of_measuring_is_a_break(x_1):
    state(x_1, ["20", "21", "22", "23"], qualifiers=("old", "old", "", "provisional"))
    chart = chart_of(x_1)
    assert [(each.place, each.label) for each in chart.trend.breaks] == [(2, "measured as old until here")]
    assert [len(line.split()) for line in chart.drawing.lines] == [2, 2]
    assert [slot.signs for slot in chart.trend.slots] == ["", "", "", "P"]
    assert chart.figure["data"][0]["marker"]["symbol"][-1].endswith("-open")


def test_another_basis_is_a_break_and_another_unit_is_left_to_the_table(x_1, ada):
    state(x_1, ["20", "21", "22", "23"])
    facts = {"title": "x", "section": series_of(x_1).definition.section, "polarity": "SIB", "frequency": "monthly"}
    for start, unit, basis in ((1, "number", ""), (9, "percent", "snapshot"), (11, "percent", "rolling_12_months")):
        record_by_hand(
            model=Definition, indicator=x_1, starts_on=date(2017, start, 1), by=ada, unit=unit, basis=basis, **facts
        )
    chart = chart_of(x_1)
    assert [slot.value for slot in chart.trend.slots] == [None, 21, 22, 23]
    assert [(each.place, each.label) for each in chart.trend.breaks] == [(3, "rolling 12 months from here")]
    assert chart.left_out == 1


def test_a_definition_that_measures_something_else_is_a_break(x_1, ada):
    state(x_1, ["20", "21", "22", "23"])
    facts = {"title": "x", "section": series_of(x_1).definition.section, "unit": "percent", "frequency": "monthly"}
    start = date(2017, 10, 1)
    record_by_hand(model=Definition, indicator=x_1, starts_on=start, by=ada, breaks_series=True, **facts)
    page = build_page(load_figures([x_1.authority], slug=x_1.slug), ())
    assert [row.breaks for row in page.rows] == [False, False, True, False]
    assert [(each.place, each.label) for each in page.chart.trend.breaks] == [(2, BROKEN)]
    assert [len(line.split()) for line in page.chart.drawing.lines] == [2, 2]
    assert [point.value for point in page.variation.points] == [22, 23]
    assert page.rows[2].point.direction.word == NO_COMPARISON


def test_the_target_steps_along_its_path(x_1, ada):
    state(x_1, ["20", "21", "22", "23"])
    path = profiles.by_month({NOVEMBER.shifted(-3): Decimal(0), NOVEMBER.previous: Decimal(30)})
    text = profiles.describe(path, "percent")
    record_by_hand(
        model=Target, indicator=x_1, starts_on=date(2017, 4, 1), by=ada, text=text, path=profiles.to_json(path)
    )
    trend = chart_of(x_1).trend
    # A target of nothing is a target.
    assert [(aim.value, aim.start, aim.stop) for aim in trend.aims] == [(0, 0, 2), (30, 2, 4)]
    (step,) = [line for line in draw_trend(trend).level if line.css == "aim"]
    assert len(step.points.split()) == 4


def test_a_revised_figure_says_what_it_was(x_1):
    state(x_1, ["20", "21", "22"], number=97)
    undone = state(x_1, ["1", "1", "1"], number=98)
    undone.state, undone.undone_at = "undone", undone.committed_at
    undone.save()
    state(x_1, ["20", "25"], number=99, last=NOVEMBER.previous)
    assert [point.revised_from for point in series_of(x_1).points] == ["", "21", ""]
    chart = chart_of(x_1)
    assert chart.has_revised
    assert [slot.signs for slot in chart.trend.slots] == ["", "R", ""]
    assert "revised, was 21" in chart.figure["data"][0]["hovertext"][1]


def test_a_symbol_in_place_of_a_figure_is_a_revision_too(x_1):
    state(x_1, ["20"], number=98)
    state(x_1, ["c"], number=99)
    assert series_of(x_1).points[0].revised_from == "20"


def test_limits_are_drawn_with_what_stands_out(x_1, ada):
    state(x_1, ["10", "12", "9", "11", "10", "12", "9", "11", "10", "12", "9", "11", "10", "30"])
    plain, chart = chart_of(x_1), chart_of(x_1, with_limits=True)
    assert plain.trend.limits == ()
    (limits,) = chart.trend.limits
    assert limits.lower < limits.centre < limits.upper
    assert [mark.slot.kind for mark in chart.drawing.marks if mark.frame] == [CONCERN]
    assert chart.figure["data"][-1]["name"] == "Special cause"
    rebase_by_hand(indicator=x_1, period=NOVEMBER.previous, reason="A new team", by=ada)
    rebased = chart_of(x_1, with_limits=True).trend
    assert [(each.start, each.stop) for each in rebased.limits] == [(0, 12), (12, 14)]
    assert [each.label for each in rebased.breaks] == ["rebased"]


def test_commentary_is_numbered_in_order_of_time(x_1):
    state(x_1, ["20", "21", "22"])
    notes = [
        Note("narrative", period, "Said.", "", None, "", False)
        for period in (NOVEMBER, NOVEMBER.shifted(-2), Period.month(2001, 1))
    ]
    chart = chart_of(x_1, notes=notes)
    assert [(note.number, note.period.key) for note in chart.notes] == [(1, "2017-09"), (2, "2017-11")]
    assert [slot.note for slot in chart.trend.slots] == [1, 0, 2]
    assert len(chart.drawing.notes) == 2


@pytest.mark.parametrize("count", [1, 2, 13, 14, 72, 200])
def test_nothing_leaves_the_drawing(x_1, count):
    state(x_1, [str(50 + n % 7) for n in range(count)])
    chart = chart_of(x_1)
    drawing = chart.drawing
    assert len(drawing.marks) == min(count, 120)
    assert chart.left_out == max(count - 120, 0)
    for mark in drawing.marks:
        assert drawing.left < Decimal(mark.x) < WIDTH
        assert drawing.top <= Decimal(mark.y) <= drawing.base < HEIGHT
    places = [Decimal(label.x) for label in drawing.labels]
    assert places == sorted(set(places))


def test_plotly_knows_every_part_of_its_figure(x_1, ada):
    """The package's own model of the library refuses what the library wouldn't understand."""
    values = ["10", "12", "9", "11", "10", "12", "c", "11", "10", "12", "9", "11", "10", "12", "30"]
    state(x_1, values, qualifiers=["old", *[""] * 13, "p"])
    record_by_hand(model=Target, indicator=x_1, starts_on=date(2016, 1, 1), by=ada, value=Decimal(11), text="11")
    figure = trend_figure(chart_of(x_1, with_limits=True).trend)
    go.Figure(_with_colours(figure))


def test_every_colour_of_a_figure_is_a_token(x_1):
    state(x_1, ["10", "12"])
    tokens = set(re.findall(r"^\s+(--[\w-]+):", CSS.read_text(), re.MULTILINE))
    used = set(re.findall(r'"(--[\w-]+)"', (settings.BASE_DIR / "reports/charts/plotly.py").read_text()))
    assert used <= tokens
    assert {f"--{colour}-band" for colour in ("red", "amber", "green")} <= tokens


def test_marks_stand_out_at_three_to_one():
    tokens = dict(re.findall(r"^\s+(--[\w-]+): (#\w{6});", CSS.read_text(), re.MULTILINE))
    bands = ["#ffffff", *(tokens[f"--{colour}-band"] for colour in ("red", "amber", "green"))]
    marks = ("--red-mark", "--amber-mark", "--green-mark", "--column", "--muted", "--ink", "--accent")
    assert {mark: band for mark in marks for band in bands if _contrast(tokens[mark], band) < 3} == {}


@given(st.lists(st.decimals(20, 300, places=1), min_size=1, max_size=4))
def test_labels_never_meet(heights):
    moved = spread(heights, 14, 10, 310)
    in_order = [moved[n] for n in sorted(range(len(heights)), key=heights.__getitem__)]
    assert all(after - before >= 14 for before, after in pairwise(in_order))
    assert all(10 <= height <= 310 for height in moved)


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=20), st.booleans())
def test_the_axis_holds_every_value(values, from_zero):
    axis = ticks(values, "number", from_zero)
    assert axis == sorted(set(axis))
    assert axis[0] <= min(values) <= max(values) <= axis[-1]
    assert not from_zero or axis[0] <= 0 <= axis[-1]


def test_the_script_is_that_of_the_installed_package():
    assert finders.find("plotly/plotly.min.js").endswith("package_data/plotly.min.js")
    # Nothing else of the package is served.
    assert finders.find("plotly/widgetbundle.js") is None


def _with_colours(part):
    if isinstance(part, dict):
        return {name: _with_colours(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_with_colours(value) for value in part]
    return "#123456" if isinstance(part, str) and part.startswith("--") else part


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    """As WCAG 2.2 defines it."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
