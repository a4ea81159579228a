"""The commands: exit codes, and what they print."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import BenchmarkBatch
from tests.importers.national_files import CONFERENCES_OF_READING, CROYDON, ENGLAND, READING, authority, file_of, row

pytestmark = pytest.mark.django_db


def run(*args, command="import_national"):
    """(exit code, output)"""
    out = StringIO()
    try:
        call_command(command, *map(str, args), stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


@pytest.fixture
def good(tmp_path):
    file = tmp_path / "good.csv"
    dorset = authority("835", "E10000009", "Dorset", "E12000009", "South West")
    rows = [
        row(ENGLAND),
        row(CROYDON),
        row(CROYDON, "2024", ICPC="c"),
        row(READING, **CONFERENCES_OF_READING),
        row(dorset, "2019"),
    ]
    file.write_bytes(file_of(rows))
    return file


@pytest.fixture
def wrong(tmp_path):
    file = tmp_path / "wrong.csv"
    file.write_bytes(file_of([row(CROYDON), row(CROYDON)]))
    return file


def test_loaded_then_already_loaded(good):
    assert run(good) == (0, "good.csv: loaded 15 values (15 new, 0 changed, 0 same).\n")
    assert run(good) == (0, "good.csv: already loaded. Nothing changes. 15 values (0 new, 0 changed, 15 same).\n")
    assert BenchmarkBatch.objects.count() == 1


def test_a_dry_run_writes_nothing(good):
    code, out = run(good, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out) == [
        {
            "file": "good.csv",
            "state": "dry-run",
            "counts": {"values": 15, "new": 15, "changed": 0, "same": 0},
            "problems": [],
        }
    ]
    assert not BenchmarkBatch.objects.exists()


def test_of_several_files_the_good_ones_are_loaded(good, wrong):
    code, out = run(wrong, good)
    assert code == 1
    assert "wrong.csv: refused, and nothing of it was written:" in out
    assert "  line:3: Croydon, 2025" in out
    assert "[row-twice]" in out
    assert "good.csv: loaded" in out
    assert BenchmarkBatch.objects.get().file_name == "good.csv"


def test_refused_as_json(wrong):
    code, out = run(wrong, "--json")
    (told,) = json.loads(out)
    assert (code, told["state"]) == (1, "refused")
    assert [(p["code"], p["locator"]) for p in told["problems"]] == [("row-twice", "line:3")]


def test_who_loads_them(good, ana, mo):
    assert run(good, "--user", "mo") == (
        2,
        "--user mo: mo may not load national statistics: that takes an analyst or admin somewhere.",
    )
    assert run(good, "--user", "nobody")[0] == 2
    assert run(good, "--user", "ana")[0] == 0
    assert BenchmarkBatch.objects.get().committed_by == ana


def test_a_file_that_is_not_there(tmp_path):
    code, out = run(tmp_path / "nowhere.csv")
    assert code == 2
    assert "can't be read" in out


def test_exported(good):
    run(good)
    code, out = run("--measure", "icpc-within-15-days", command="export_benchmarks")
    assert code == 0
    assert out.splitlines() == [
        "measure,area_code,area_name,period,value,status",
        "icpc-within-15-days,E09000008,Croydon,2025,70.0,",
        "icpc-within-15-days,E92000001,England,2025,70.0,",
        "icpc-within-15-days,E06000038,Reading,2025,54.5,",
        "icpc-within-15-days,E09000008,Croydon,2024,,c",
        "icpc-within-15-days,E10000009,Dorset,2019,70.0,",
    ]


def test_exported_as_it_was(good):
    run(good)
    code, out = run("--measure", "icpc-within-15-days", "--as-of", "2025-01-01T09:00", command="export_benchmarks")
    assert (code, out) == (0, "measure,area_code,area_name,period,value,status\n")


def test_exporting_what_there_is_not(catalogue):
    code, out = run("--measure", "nothing", command="export_benchmarks")
    assert code == 2
    assert "There is no measure 'nothing'." in out
    assert "icpc-within-15-days" in out
