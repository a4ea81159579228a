"""The published files as a whole, against a second and naive reading: every measure, area and year.

The files stand beside the project and not in it: in ../shared/data, or where SHARED_DATA says.
"""

import csv
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from indicators import catalogue
from indicators.benchmarks import load_benchmarks
from indicators.models import Benchmark, BenchmarkBatch
from reports.national_values import build_national_values
from tests.importers.national_subset import FILES, FULL, NEIGHBOURS_FILE, SUBSET, rows_of, subset_of

pytestmark = pytest.mark.skipif(not FULL.is_dir(), reason=f"the national statistics as published are not in {FULL}")

REFERRALS, ASSESSMENTS, CONFERENCES, LOOKED_AFTER, WORKERS, SUBSEQUENT, DURATION, SUITABLE, ACTIVITY, POPULATION = FILES
WITHIN_45 = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
STATUSES = {"c": "c", "x": "x", ":": "x", "z": "z", "u": "u", "k": "k", "low": "k"}


def published(column, **where):
    return lambda row: row[column] if all(row[name] == value for name, value in where.items()) else None


def added_up(parts, whole):
    def read(row):
        cells = [row[part] for part in parts] + [row[whole]]
        for symbol in ("c", "u", "x", "z"):
            if symbol in cells:
                return symbol
        *bands, everybody = map(int, cells)
        if everybody == 0:
            return "z"
        return str((Decimal(sum(bands)) * 100 / everybody).quantize(Decimal("0.1"), ROUND_HALF_UP))

    return read


AGED_19_TO_21 = {"care_leaver_age": "19 to 21 years"}
ON_31_MARCH = {"population_type": "Children looked after on 31 March each year"}
# What each measure is, said a second time.
NAIVE = {
    "rereferrals-within-12-months": (REFERRALS, published("rereferral_percent")),
    "referrals": (REFERRALS, published("referral_count")),
    "assessments-within-45-days": (ASSESSMENTS, added_up(WITHIN_45, "Assessments_completed")),
    "assessments-rate": (ASSESSMENTS, published("Assessments_completed_rate")),
    "icpc-within-15-days": (CONFERENCES, added_up(("Duration_0-10_days", "Duration_11-15_days"), "ICPC")),
    "icpcs": (CONFERENCES, published("ICPC")),
    "section-47-enquiries": (CONFERENCES, published("Section47")),
    "second-or-subsequent-cp-plans": (SUBSEQUENT, published("CPP_subsequent_percent")),
    "cp-plans": (DURATION, published("CPP_At31")),
    "cp-plans-2-years-or-more": (DURATION, published("2_years_or_more")),
    "cp-plans-2-years-or-more-share": (DURATION, published("2_years_or_more_percent")),
    "looked-after-children": (LOOKED_AFTER, published("children_count", **ON_31_MARCH)),
    "looked-after-children-rate": (LOOKED_AFTER, published("rate_per_10000", **ON_31_MARCH)),
    "vacancy-rate": (WORKERS, published("vacancy_rate_fte")),
    "turnover-rate": (WORKERS, published("turnover_rate_fte")),
    "agency-rate": (WORKERS, published("agency_rate_fte")),
    "caseload": (WORKERS, published("caseload_fte")),
    "care-leavers-eet": (
        ACTIVITY,
        published("care_leaver_percent", breakdown="Total in education, employment or training", **AGED_19_TO_21),
    ),
    "care-leavers-accommodation": (
        SUITABLE,
        published("care_leaver_percent", breakdown="Accommodation considered suitable", **AGED_19_TO_21),
    ),
    "population-under-18": (POPULATION, published("population_estimate")),
}
PER_10000 = {
    "referrals-rate": "referrals",
    "section-47-rate": "section-47-enquiries",
    "icpc-rate": "icpcs",
    "cp-plans-rate": "cp-plans",
}
SPOT = {
    "E09000008": "70.0", "E06000038": "54.5", "E06000037": "74.1", "E06000040": "79.5", "E06000041": "89.4",
    "E92000001": "81.4",
}  # fmt: skip


def naive(measure, folder):
    """{(code as published, year): value, or status, as text}"""
    file, read = NAIVE[measure]
    found = {}
    for row in rows_of(folder / file)[1]:
        cell = read(row)
        if cell:
            code = row["new_la_code"] or row["region_code"] or row["country_code"]
            assert (code, row["time_period"]) not in found
            found[code, row["time_period"]] = STATUSES.get(cell, cell)
    return found


def naive_rate(measure, folder):
    """The same, of a number for every 10,000 of the children in the middle of the year before."""
    children = {(name, int(year) + 1): cell for (_, name, year), cell in _by_name("population-under-18", folder)}
    found = {}
    for (code, name, year), count in _by_name(PER_10000[measure], folder):
        of = children.get((name, int(year)))
        if of is not None:
            symbols = [cell for cell in (count, of) if cell in STATUSES]
            exact = None if symbols else Decimal(count) * 10000 / Decimal(of)
            found[code, year] = symbols[0] if symbols else str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return found


def _by_name(measure, folder):
    file, read = NAIVE[measure]
    for row in rows_of(folder / file)[1]:
        code = row["new_la_code"] or row["region_code"] or row["country_code"]
        # The two Dorsets are two places.
        name = f"{row['old_la_code']} {row['la_name'] or row['region_name'] or 'England'}"
        yield (code, name, row["time_period"]), STATUSES.get(read(row), read(row))


def exported(measure):
    out = StringIO()
    call_command("export_benchmarks", "--measure", measure, stdout=out)
    return {(row["area_code"], row["period"]): row["value"] for row in csv.DictReader(StringIO(out.getvalue()))}


def everything():
    """{measure: {(code, year): value or status}} of all that can be exported."""
    found = {}
    for measure, code, _, year, value, status in build_national_values(load_benchmarks()):
        of_measure = found.setdefault(measure, {})
        assert bool(value) != bool(status)
        assert (code, year) not in of_measure
        of_measure[code, year] = value or status
    return found


@pytest.mark.django_db
def test_every_figure_is_as_published(capsys):
    call_command("import_national", *(str(FULL / name) for name in (*FILES, NEIGHBOURS_FILE)))
    assert BenchmarkBatch.objects.filter(state="committed").count() == 11
    found = everything()
    for measure in NAIVE:
        assert found.pop(measure) == naive(measure, FULL), measure
    for measure in PER_10000:
        assert found.pop(measure) == naive_rate(measure, FULL), measure
    assert not found
    of_2025 = {code: value for (code, year), value in exported("icpc-within-15-days").items() if year == "2025"}
    assert {code: of_2025[code] for code in SPOT} == SPOT

    before = BenchmarkBatch.objects.count(), Benchmark.objects.count()
    call_command("import_national", str(FULL / CONFERENCES), str(FULL / NEIGHBOURS_FILE))
    assert (BenchmarkBatch.objects.count(), Benchmark.objects.count()) == before
    assert capsys.readouterr().out.count("already loaded") == 2


def test_the_naive_reading_has_every_measure():
    mapped = {entry["slug"] for entry in catalogue.measures() if entry.get("national_definition")}
    assert set(NAIVE) | set(PER_10000) == mapped


@pytest.mark.parametrize("name", [*FILES, NEIGHBOURS_FILE])
def test_the_subset_in_fixtures_is_of_the_published_files(name):
    """`python -m tests.importers.national_subset` makes it again."""
    assert (SUBSET / name).read_bytes() == subset_of(name)


def test_the_areas_are_those_of_the_lookup():
    """Each authority of the catalogue that there is today has the codes and the region that the lookup gives it."""
    lookup = {row["la_code"]: row for row in rows_of(FULL / "Provider_data_lookup.csv")[1]}
    areas = {area["ons_code"]: area for area in catalogue.areas()}
    regions = {"E13000001": "E12000007", "E13000002": "E12000007"}
    for area in areas.values():
        if area["level"] == "authority" and area["dfe_code"] in lookup:
            row = lookup[area["dfe_code"]]
            codes = {area["ons_code"], *area.get("former_codes", ())}
            assert row["la_code_new"] in codes or not row["la_code_new"], area
            region = areas[regions.get(area["within"], area["within"])]["name"]
            assert region.casefold() == row["region_name"].casefold() or not row["region_name"], area
    assert {area["dfe_code"] for area in areas.values() if area["level"] == "authority"} >= set(lookup)
    ours = {entry["ons_code"] for entry in catalogue.authorities()}
    assert ours <= areas.keys()
