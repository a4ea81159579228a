"""The command: exit codes, and what it prints."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import ImportBatch
from tests.conftest import FIXTURE, edition


def run(file, *args, authority="croydon"):
    """(exit code, output) of import_report on an empty, migrated database."""
    out = StringIO()
    try:
        call_command("import_report", str(file), "--authority", authority, *args, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


@pytest.fixture
def damaged(tmp_path):
    file = tmp_path / "damaged.txt"
    file.write_bytes(edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t82%\t90%\tIL")))
    return file


@pytest.mark.django_db
def test_committed_then_already_loaded(tmp_path):
    code, out = run(FIXTURE)
    assert code == 0
    assert "34 indicators, 243 values (243 new" in out
    assert "[placeholder]" in out
    assert "line:127: " in out  # Graph 1, not used
    code, out = run(FIXTURE)
    assert (code, ImportBatch.objects.count()) == (0, 1)
    assert "Already loaded: croydon-2017-11.txt was loaded on" in out


@pytest.mark.django_db
def test_json():
    code, out = run(FIXTURE, "--json")
    said = json.loads(out)
    assert (code, said["state"], said["counts"]["values"]) == (0, "committed", 243)
    assert all(set(problem) == {"code", "message", "locator"} for problem in said["problems"])
    assert json.loads(run(FIXTURE, "--json")[1])["state"] == "already-loaded"


@pytest.mark.django_db
def test_a_dry_run_writes_nothing():
    code, out = run(FIXTURE, "--dry-run", "--json")
    assert (code, json.loads(out)["state"]) == (0, "dry-run")
    assert ImportBatch.objects.count() == 0


@pytest.mark.django_db
def test_refused(damaged):
    code, out = run(damaged)
    assert code == 1
    assert "Refused, and nothing was written" in out
    assert "line:135" in out
    code, out = run(damaged, "--json")
    said = json.loads(out)
    assert (code, said["state"], said["problems"][0]["locator"]) == (1, "refused", "line:135")
    assert run(damaged, "--dry-run")[0] == 1
    assert ImportBatch.objects.count() == 0


@pytest.mark.django_db
def test_usage(tmp_path, mo):
    assert run(FIXTURE, authority="atlantis") == (
        2,
        "There is no authority 'atlantis'. Known: croydon, reading, west-berkshire, windsor-and-maidenhead, wokingham.",
    )
    assert run(tmp_path / "nowhere.txt")[0] == 2
    assert run(FIXTURE, "--format", "carrier-pigeon")[0] == 2
    assert run(FIXTURE, "--user", "nobody")[0] == 2
    code, out = run(FIXTURE, "--user", "mo")
    assert code == 2
    assert "may not load figures for Croydon" in out


@pytest.mark.django_db
def test_who_loaded_it_and_why(ana):
    run(FIXTURE, "--user", "ana", "--reason", "The board's pack.")
    batch = ImportBatch.objects.get()
    assert (batch.created_by, batch.reason) == (ana, "The board's pack.")


@pytest.mark.django_db
def test_a_file_for_the_wrong_authority_says_what_it_is():
    code, out = run(FIXTURE, authority="wokingham")
    assert code == 1
    assert "which can't be loaded for" in out


@pytest.mark.django_db
def test_a_question_and_its_answer(tmp_path):
    table, answers = tmp_path / "figures.csv", tmp_path / "answers.json"
    table.write_text("Ref,Title,Month,Actuls\nX 9,Foster carers,Dec-17,5\n")
    code, out = run(table)
    assert code == 1
    assert '--pairing takes {"headers": {"Actuls": …}} with "value" or ' in out
    (problem,) = json.loads(run(table, "--json")[1])["problems"]
    question = problem["question"]
    assert (question["kind"], question["name"], question["choices"][0]) == ("headers", "Actuls", "value")
    answers.write_text(json.dumps({question["kind"]: {question["name"]: question["choices"][0]}}))
    code, out = run(table, "--pairing", str(answers))
    assert code == 0
    assert "1 values (1 new" in out
