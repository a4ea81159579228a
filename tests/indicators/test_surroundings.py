"""England, the region and the statistical neighbours of an authority, as they are loaded."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.benchmarks import load_benchmarks, load_neighbours
from indicators.models import Measure
from indicators.surroundings import load_around, national_measure, surroundings
from tests.national import neighbours_of, publish
from tests.reports.made import indicator_of

D = Decimal
MEASURE = "icpc-within-15-days"


@pytest.fixture
def published(croydon):
    publish(MEASURE, 2016, {"England": "75.0", "Croydon": "c"})
    publish(
        MEASURE, 2017, {"England": "77.2", "London": "73.0", "Croydon": "56.4", "Ay": "70.0", "Bee": "c", "Cee": "81"}
    )
    neighbours_of("Croydon", ["Cee", "Ay", "Bee", "Dee"])


def around(authority):
    return load_around(authority, [MEASURE])


def test_who_is_around_an_authority(croydon, published):
    found = around(croydon)
    assert (found.area.name, found.region.name) == ("Croydon", "London")
    assert [area.name for area in found.neighbours] == ["Cee", "Ay", "Bee", "Dee"]
    assert found.set_name == "Statistical neighbours 2025"


def test_a_newer_set_takes_the_place_of_the_one_before(croydon, published):
    neighbours_of("Croydon", ["Ay"], version="2026")
    found = around(croydon)
    assert [area.name for area in found.neighbours] == ["Ay"]
    assert found.set_name == "Statistical neighbours 2026"


def test_what_was_reached_in_a_year(croydon, published):
    reached = around(croydon).on(MEASURE, date(2018, 1, 1))
    assert (reached.year, reached.when, reached.end) == (2017, "year to 31 March 2017", date(2017, 3, 31))
    assert [each.value for each in (reached.own, reached.region, reached.england)] == [D("56.4"), D("73.0"), D("77.2")]
    assert [each and each.value for each in reached.neighbours] == [D("81.0"), D("70.0"), None, None]
    assert (reached.spread.count, reached.spread.left_out) == (2, 2)
    assert (reached.mean, reached.median) == (D("75.50"), D("75.50"))


def test_a_year_holds_from_its_last_day_on(croydon, published):
    found = around(croydon)
    assert found.on(MEASURE, date(2017, 3, 30)).year == 2016
    assert found.on(MEASURE, date(2017, 3, 31)).year == 2017
    assert found.on(MEASURE, date(2016, 3, 30)) is None
    assert [reached.year for reached in found.years(MEASURE)] == [2016, 2017]


def test_a_year_without_neighbours_has_no_average(croydon, published):
    reached = around(croydon).on(MEASURE, date(2016, 4, 1))
    assert (reached.spread, reached.mean, reached.median) == (None, None, None)
    assert reached.own.value is None
    assert reached.own.meaning == "suppressed to protect confidentiality"


def test_an_average_is_a_place_finer_than_its_figures_and_halves_round_up(croydon):
    publish(MEASURE, 2017, {"England": "77", "Ay": "70", "Bee": "71", "Cee": "72"}, decimals=0)
    neighbours_of("Croydon", ["Ay", "Bee", "Cee"])
    assert around(croydon).on(MEASURE, date(2018, 1, 1)).mean == D("71.0")
    publish(MEASURE, 2017, {"Cee": "71.85"}, decimals=2)
    assert around(croydon).on(MEASURE, date(2018, 1, 1)).mean == D("70.950")


def test_an_authority_that_no_statistic_knows_has_nothing_around_it(croydon, published):
    croydon.ons_code = "E09999999"
    assert around(croydon) is None
    assert surroundings("E09999999", load_benchmarks(), load_neighbours()) is None


def test_it_takes_three_queries_whatever_there_is(croydon, published, django_assert_num_queries):
    with django_assert_num_queries(3):
        around(croydon)
    with django_assert_num_queries(2):
        load_around(croydon, [MEASURE], with_neighbours=False)


def test_a_number_is_compared_as_its_rate(croydon):
    count, rate = (Measure.objects.get(slug=slug) for slug in ("looked-after-children", "looked-after-children-rate"))
    assert national_measure(indicator_of("x-1", measure=count)) == rate
    assert national_measure(indicator_of("x-2", measure=rate)) == rate
    assert national_measure(indicator_of("x-3")) is None
