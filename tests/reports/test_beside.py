"""An indicator beside something else: its parts, its earlier years, its measure in other authorities."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.models import Authority, Indicator, Measure, Relation
from indicators.operations import link_parts
from indicators.periods import Period
from reports.beside import ELSEWHERE, OF_SIZE, PARTS, YEARS, build_beside, build_elsewhere, build_years
from tests.reports.made import NOVEMBER, indicator_of, series_of, state

RATE, NUMERATOR = "total-lac-per-10000-population", "lac-numbers"


@pytest.fixture
def measure(catalogue):
    return Measure.objects.create(slug="m", title="A measure", unit="percent")


def beside(series, asked="", authorities=None):
    authorities = Authority.objects.all() if authorities is None else authorities
    return build_beside(series, series.points[-1].period, authorities, asked)


def test_three_years_lie_over_each_other_by_month(croydon):
    made = indicator_of("x-1")
    state(made, [str(n) for n in range(1, 45)])  # April 2014 to November 2017
    block = build_years(series_of(made), NOVEMBER)
    assert [(line.name, line.is_main, len(line.points)) for line in block.chart.lines] == [
        ("2017/18", True, 8),
        ("2016/17", False, 12),
        ("2015/16", False, 12),
    ]
    assert block.chart.places[:4] == ("Apr", "May", "Jun", "Jul")
    july = {point.value for line in block.chart.lines for point in line.points if point.place == 3}
    assert july == {Decimal(16), Decimal(28), Decimal(40)}
    assert block.figures.headings == ("Month", "2017/18", "2016/17", "2015/16")
    assert block.figures.rows[3] == ("Jul", ("40%", "28%", "16%"))
    assert block.figures.rows[-1] == ("Mar", ("", "36%", "24%"))


def test_both_drawings_of_lines_have_the_figures_of_the_table(croydon):
    made = indicator_of("x-1")
    state(made, ["50", "51", "-", "53", "54", "55", "56", "57", "58", "59", "60", "61"])
    block = build_years(series_of(made), NOVEMBER)
    for line, drawn, trace in zip(block.chart.lines, block.drawing.lines, block.figure["data"], strict=True):
        stated = [point.value for point in line.points]
        assert [mark.point.value for mark in drawn.marks] == stated
        assert [Decimal(str(value)) for value in trace["y"] if value is not None] == stated
        column = block.figures.headings.index(line.name) - 1
        assert [cells[column] for _, cells in block.figures.rows if cells[column]] == [
            f"{value:.0f}%" for value in stated
        ]
    # A gap is no line.
    assert None in block.figure["data"][1]["y"]


@pytest.mark.parametrize("values", [["1"], [str(n) for n in range(8)]])
def test_one_year_is_compared_with_none(croydon, values):
    made = indicator_of("x-1")
    state(made, values)
    assert build_years(series_of(made), NOVEMBER) is None
    assert beside(series_of(made), YEARS).chosen == ""


def test_weeks_have_no_place_in_a_year(croydon):
    made = indicator_of("x-1", frequency="weekly")
    state(made, ["1"] * 100, last=Period.parse("2017-04-30"))
    assert build_years(series_of(made), Period.parse("2017-04-30")) is None


def test_an_indicator_with_its_numerator_and_denominator(croydon, django_assert_num_queries):
    rate, top, bottom = indicator_of("rate"), indicator_of("top", unit="number"), indicator_of("bottom", unit="number")
    state(rate, ["10", "20"], number=97)
    state(bottom, ["100", "100"], number=98)
    state(top, ["10", "-", "20"], number=99)
    Relation.objects.create(indicator=rate, part=bottom, role="denominator")
    Relation.objects.create(indicator=rate, part=top, role="numerator")
    series = series_of(rate)
    with django_assert_num_queries(10):  # the parts, and the nine of their figures
        found = beside(series, PARTS, [croydon])
    assert [role for role, _ in found.block.charts] == ["", "numerator", "denominator"]
    # Over the same two months.
    assert {len(chart.trend.slots) for _, chart in found.block.charts} == {2}
    assert found.block.figures.rows == (("Oct 2017", ("10%", "", "100")), ("Nov 2017", ("20%", "20", "100")))


def test_the_catalogue_names_parts_and_what_a_person_chose_stays(catalogue):
    rate, part = (indicator_of(slug, authority="west-berkshire") for slug in (RATE, NUMERATOR))
    link_parts(authority=rate.authority)
    relation = rate.parts.get()
    assert (relation.part, relation.role) == (part, "numerator")
    relation.part = indicator_of("another", authority="west-berkshire")
    relation.save()
    link_parts(authority=rate.authority)
    assert rate.parts.get().part.slug == "another"


def test_a_relation_is_of_two_indicators_of_one_authority(croydon):
    one, foreign = indicator_of("one"), indicator_of("foreign", authority="reading")
    with pytest.raises(ValidationError):
        Relation(indicator=one, part=foreign, role="numerator").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(indicator=one, part=one, role="numerator")


def test_the_measure_elsewhere_is_for_those_who_may_see_it(measure, rea, cy):
    own = indicator_of("own", measure=measure)
    other = indicator_of("other", authority="reading", measure=measure, caveat="Counts others.")
    state(own, ["10", "20"])
    state(other, ["30", "40"], last=NOVEMBER.previous)
    series = series_of(own)
    assert beside(series, ELSEWHERE, Authority.objects.visible_to(cy)).names == ()
    assert beside(series, ELSEWHERE, Authority.objects.visible_to(cy)).block is None
    block = beside(series, ELSEWHERE).block
    assert [line.name for line in block.chart.lines] == ["Croydon", "Reading"]
    assert any("Counts others." in remark for remark in block.remarks)
    assert block.figures.rows == (
        ("Sep 2017", ("", "30%")),
        ("Oct 2017", ("10%", "40%")),
        ("Nov 2017", ("20%", "")),
    )
    assert block.figure["data"][1]["x"] == ["2017-09-30", "2017-10-31"]


def test_what_stands_on_no_common_axis_is_left_out_and_said(measure, croydon):
    own = indicator_of("own", measure=measure, unit="number")
    weekly = indicator_of("weekly", authority="reading", measure=measure, unit="number", frequency="weekly")
    share = indicator_of("share", authority="wokingham", measure=measure)
    state(own, ["10", "20"])
    state(weekly, ["1", "2"], last=Period.parse("2017-04-30"))
    state(share, ["1", "2"])
    block = build_elsewhere(series_of(own), [series_of(weekly), series_of(share)], NOVEMBER)
    assert [line.name for line in block.chart.lines] == ["Croydon"]
    assert block.remarks == (
        "Reading is left out: it counts weekly.",
        "Wokingham is left out: it is in another unit, per cent.",
        OF_SIZE,
    )


@pytest.mark.parametrize("view", [YEARS, PARTS, ELSEWHERE, "nonsense"])
def test_a_view_that_there_is_not_shows_the_chart_over_time(client, batch, cy, view):
    client.force_login(cy)
    page = client.get(f"/croydon/indicators/fd-8/?view={view}")
    assert page.status_code == 200
    assert page.context["beside"].chosen == ""
    assert Indicator.objects.filter(slug="fd-8", measure=None).count() == 0
    assert b"data-chart" in page.content
