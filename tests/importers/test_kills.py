"""A process that is killed in mid-commit or mid-undo leaves the old state or the new; a second try leads to the new.

`make test` kills at a sample of statements, `make test-full` (EVERYTHING=1) at every one.
"""

import json
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from tests.samples import EVERYTHING

SAMPLE = None if EVERYTHING else 5


def killed(names, database, folder):
    """By the name of an operation, how many points there are to kill it at, and what came of each kill."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c",
         f"from tests.importers import kills; kills.main({names!r}, {SAMPLE})"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database, "DATA_DIR": str(folder / "data")},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_old_state_or_the_new_on_sqlite(tmp_path):
    told = killed(["torn_commit", "commit", "undo"], f"sqlite:///{tmp_path / 'kills.sqlite3'}", tmp_path)
    check(told["commit"])
    check(told["undo"])
    # A commit without its transaction would be found.
    assert "between" in {kill["left"] for kill in told["torn_commit"]["kills"]}


# Where the tests have SQLite, this has been tested.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_the_old_state_or_the_new_on_postgresql(tmp_path):
        connections.close_all()  # another process uses it now
        address = urlsplit(os.environ["DATABASE_URL"])
        database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
        told = killed(["commit", "undo"], database, tmp_path)
        check(told["commit"])
        check(told["undo"])


def check(told):
    kills, every = told["kills"], told["points"]
    assert len(kills) == every if SAMPLE is None else len(kills) >= min(every, SAMPLE + 2)
    assert {kill["ended"] for kill in kills} == {-signal.SIGKILL}
    assert [kill["point"] for kill in kills[-2:]] == ["before COMMIT", "after COMMIT"]
    assert [kill for kill in kills[:-1] if kill["left"] != "before"] == []
    assert kills[-1]["left"] == "after"
    assert [kill for kill in kills if kill["then"] != "after"] == []
