"""How national figures are read: what counts, of which areas and years, and rates that are worked out of two."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalogue
from indicators.benchmarks import AreaFacts, NationalFigure, load_benchmarks, load_neighbours, rate_of
from indicators.models import Area, Benchmark, BenchmarkBatch, Measure
from indicators.operations import load_catalogue

CROYDON, LONDON, ENGLAND = "E09000008", "E12000007", "E92000001"
RATE = catalogue.Rate("cp-plans-rate", "cp-plans", "population-under-18", times=10_000, years_before=1, decimals=1)


@pytest.fixture
def batch(catalogue):
    return BenchmarkBatch.objects.create(
        source="test", file_name="test.csv", file="originals/0", sha256="0", title="Test", state="committed",
        commit_number=1, committed_at="2026-01-01T00:00Z",
    )  # fmt: skip


@pytest.fixture
def state(batch):
    """state(measure, code, year, value): a figure that counts."""

    def state(measure, code, year, value="", status="", batch=batch):
        return Benchmark.objects.create(
            batch=batch,
            measure=Measure.objects.get(slug=measure),
            area=Area.objects.get(ons_code=code),
            code=code,
            year=year,
            start=date(year, 3, 31),
            end=date(year, 3, 31),
            value=value or None,
            status=status,
            decimals=len(value.partition(".")[2]),
            locator=f"line:{year}",
        )

    return state


def plain(figures):
    return [(figure.measure, figure.area.name, figure.year, figure.value or figure.status) for figure in figures]


def test_an_area_lies_within_others(catalogue):
    areas = load_benchmarks(measures=[]).areas
    assert areas[CROYDON].within == ("E13000002", LONDON, ENGLAND)
    assert areas[ENGLAND].within == ()
    assert (areas[CROYDON].level, areas["E13000002"].level, areas[LONDON].level) == ("authority", "part", "region")


def test_an_area_is_found_by_any_code_that_it_has_had(catalogue):
    benchmarks = load_benchmarks(measures=[])
    assert benchmarks.area("E10000002").name == benchmarks.area("E06000060").name == "Buckinghamshire"
    assert benchmarks.area("E09009999") is None


def test_figures_are_in_order_and_found_by_measure_area_and_year(state):
    state("caseload", CROYDON, 2025, "15.2")
    state("caseload", CROYDON, 2024, "16")
    state("caseload", ENGLAND, 2025, status="u")
    benchmarks = load_benchmarks(measures=["caseload"])
    assert plain(benchmarks.figures) == [
        ("caseload", "Croydon", 2024, Decimal("16")),
        ("caseload", "Croydon", 2025, Decimal("15.2")),
        ("caseload", "England", 2025, "u"),
    ]
    assert benchmarks.get("caseload", ENGLAND, 2025).meaning == "too unreliable to publish"
    assert benchmarks.get("caseload", ENGLAND, 2024) is None
    assert [figure.area.name for figure in benchmarks.in_year("caseload", 2025)] == ["Croydon", "England"]
    assert [figure.year for figure in benchmarks.series("caseload", CROYDON)] == [2024, 2025]
    assert benchmarks.years("caseload") == [2024, 2025]
    assert benchmarks.series("caseload", LONDON) == ()


def test_only_what_was_asked_for(state):
    for measure in ("caseload", "vacancy-rate"):
        for code in (CROYDON, ENGLAND):
            for year in (2024, 2025):
                state(measure, code, year, "12.5")
    assert len(load_benchmarks().figures) == 8
    assert {figure.measure for figure in load_benchmarks(measures=["caseload"]).figures} == {"caseload"}
    assert {figure.area.code for figure in load_benchmarks(areas=[ENGLAND]).figures} == {ENGLAND}
    assert {figure.year for figure in load_benchmarks(years=[2025]).figures} == {2025}


def test_a_rate_is_the_number_over_the_children_of_the_year_before(state):
    state("cp-plans", CROYDON, 2025, "588")
    state("population-under-18", CROYDON, 2024, "93930")
    state("population-under-18", CROYDON, 2025, "1")
    for asked in ({}, {"measures": ["cp-plans-rate"]}, {"measures": ["cp-plans-rate"], "years": [2025]}):
        (rate,) = (each for each in load_benchmarks(**asked).figures if each.measure == "cp-plans-rate")
        assert (rate.value, rate.status, rate.decimals) == (Decimal("62.6"), "", 1)
        assert (rate.year, rate.when) == (2025, "31 March 2025")
        # It says where both stand.
        assert [stated.locator for stated in rate.stated] == ["line:2025", "line:2024"]
    # What it is worked out from was not asked for.
    assert {figure.measure for figure in load_benchmarks(measures=["cp-plans-rate"]).figures} == {"cp-plans-rate"}


@pytest.mark.parametrize(
    ("count", "population", "status"),
    [
        ({"status": "c"}, {"value": "9"}, "c"),
        ({"value": "9"}, {"status": "x"}, "x"),
        ({"value": "9"}, {"value": "0"}, "z"),
    ],
)
def test_a_rate_lacks_what_its_parts_lack(state, count, population, status):
    state("cp-plans", CROYDON, 2025, **count)
    state("population-under-18", CROYDON, 2024, **population)
    (rate,) = load_benchmarks(measures=["cp-plans-rate"]).figures
    assert (rate.value, rate.status) == (None, status)


def test_without_the_children_there_is_no_rate(state):
    state("cp-plans", CROYDON, 2025, "588")
    assert load_benchmarks(measures=["cp-plans-rate"]).figures == ()


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_a_rate_is_rounded_half_up(count, population):
    area = AreaFacts(CROYDON, "Croydon", "authority", "306", (), frozenset({CROYDON}))
    day = date(2025, 3, 31)

    def figure(value):
        return NationalFigure("x", area, 2025, day, day, Decimal(value), "", 0, CROYDON, ())

    value, status = rate_of(figure(count), figure(population), RATE)
    exact = Fraction(count * 10_000, population)
    assert status == ""
    assert -Fraction(1, 20) < Fraction(value) - exact <= Fraction(1, 20)


def test_two_queries_however_many_figures(state, django_assert_num_queries):
    for year in range(2015, 2025):
        state("cp-plans", CROYDON, year, "5")
        state("population-under-18", CROYDON, year, "5")
    with django_assert_num_queries(2):
        assert len(load_benchmarks().figures) == 29
    with django_assert_num_queries(1):
        assert load_neighbours() == {}


def test_the_catalogue_adds_what_is_missing_and_leaves_what_people_wrote(catalogue):
    measure = Measure.objects.get(slug="caseload")
    measure.national_definition = "As we say it."
    measure.save()
    older = Measure.objects.get(slug="cp-plans")
    Measure.objects.filter(pk=older.pk).update(national_definition="", compared_as=None)
    Measure.objects.filter(slug="turnover-rate").delete()
    Area.objects.filter(ons_code=CROYDON).update(spellings=["Croyden"])
    Area.objects.filter(ons_code="E06000060").delete()
    Area.objects.filter(ons_code="E08000038").update(ons_code="E08000099", former_codes=["E08000038", "E08000016"])
    load_catalogue()
    assert Area.objects.get(name="Barnsley").ons_code == "E08000099"
    assert Measure.objects.get(slug="caseload").national_definition == "As we say it."
    assert Measure.objects.get(slug="cp-plans").compared_as.slug == "cp-plans-rate"
    assert Measure.objects.get(slug="cp-plans").national_definition
    assert Measure.objects.filter(slug="turnover-rate").exists()
    assert Area.objects.get(ons_code=CROYDON).spellings == ["Croyden"]
    assert Area.objects.get(ons_code="E06000060").within.name == "South East"
