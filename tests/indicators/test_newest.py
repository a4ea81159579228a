"""The newest year of each statistic, read the short way, against the figures as they are read one by one."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.benchmarks import ENGLAND, load_benchmarks
from indicators.models import Area, Benchmark
from indicators.newest import Amount, load_newest, newest_years
from tests.national import CODES, publish

CROYDON = CODES["Croydon"]
LEVELS = [Area.Level.AUTHORITY, Area.Level.ENGLAND]
COUNT, HEADS, RATE = "cp-plans", "population-under-18", "cp-plans-rate"
FIGURES = st.dictionaries(
    st.sampled_from(["England", "London", "Croydon", "Reading"]),
    st.integers(0, 9999).map(lambda number: f"{number / 10}") | st.sampled_from(["c", "x"]),
    min_size=1,
)
BATCHES = st.lists(st.tuples(st.sampled_from([COUNT, HEADS, "caseload"]), st.integers(2023, 2025), FIGURES), max_size=8)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=BATCHES)
def test_it_is_what_the_figures_say_one_by_one(catalogue, batches):
    Benchmark.objects.all().delete()
    for measure, year, figures in batches:
        publish(measure, year, figures)
    everything, years = load_benchmarks(), newest_years()
    newest = load_newest(years, LEVELS)
    for slug, year in years.items():
        figures = everything.in_year(slug, year.number)
        assert newest[slug] == {
            each.area.code: (each.value, each.status, each.decimals) for each in figures if each.area.level in LEVELS
        }
        assert {(each.start, each.end, each.when) for each in figures} <= {(year.start, year.end, year.when)}
        # A rate has a year where both of its parts do, though perhaps of no area in common.
        assert slug == RATE or year.number == everything.years(slug)[-1]
    assert {each.measure for each in everything.figures} <= years.keys()


def test_a_rate_is_of_the_newest_year_that_it_can_be_worked_out_for(catalogue):
    publish(COUNT, 2024, {"Croydon": "560"}, decimals=0)
    publish(COUNT, 2025, {"Croydon": "588", "England": "c"}, decimals=0)
    publish(HEADS, 2024, {"Croydon": "93930", "England": "12000000"}, decimals=0)
    years = newest_years()
    assert {slug: year.number for slug, year in years.items()} == {COUNT: 2025, HEADS: 2024, RATE: 2025}
    rate = {RATE: years[RATE]}
    assert load_newest(rate, LEVELS) == {RATE: {CROYDON: Amount(Decimal("62.6"), "", 1), ENGLAND: (None, "c", 1)}}
    publish(COUNT, 2026, {"Croydon": "600"}, decimals=0)
    assert newest_years()[RATE].number == 2025


def test_the_newest_batch_says_which_days_a_year_is_of(catalogue):
    publish("caseload", 2025, {"England": "16.1", "Croydon": "15.0"})
    corrected = publish("caseload", 2025, {"England": "16.2"})
    corrected.benchmarks.update(start=date(2025, 9, 30), end=date(2025, 9, 30))
    assert newest_years()["caseload"].when == "30 September 2025"


def test_one_query_each_however_many_years_and_measures(catalogue, django_assert_num_queries):
    for year in (2023, 2024, 2025):
        for measure in (COUNT, HEADS, "caseload", "vacancy-rate"):
            publish(measure, year, {"Croydon": "5"})
    with django_assert_num_queries(1):
        years = newest_years()
    with django_assert_num_queries(1):
        assert load_newest(years, LEVELS).keys() == years.keys()
    with django_assert_num_queries(0):
        assert load_newest({}, LEVELS) == {}
