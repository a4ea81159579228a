"""The settings are read in a process of their own, as they are when the site starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOR_REAL = {
    "SECRET_KEY": "fifty-characters-or-more-of-what-nobody-else-knows-0123456789",
    "DATABASE_URL": "sqlite://:memory:",
    "ALLOWED_HOSTS": "dashboard.example.org",
    "DATA_DIR": "/srv/dashboard",
    "BEHIND_PROXY": "1",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "DATA_DIR"])
def test_what_is_missing_is_named(name):
    result = manage("check", **{key: value for key, value in FOR_REAL.items() if key != name})
    assert result.returncode != 0
    assert f"{name} is not set. Set it to " in result.stderr


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DEMO": "yes"}, "DEMO is 'yes'; set it to 1 or 0."),
        ({"DATABASE_URL": "mysql://db/csp"}, "DATABASE_URL names django.db.backends.mysql"),
        ({"DATABASE_URL": "csp.sqlite3"}, "DATABASE_URL cannot be read"),
        ({"HSTS_SECONDS": "a year"}, "HSTS_SECONDS is 'a year'; set it to a number of seconds."),
        ({"SLOW_QUERY_MS": "-1"}, "SLOW_QUERY_MS is '-1'; set it to a number of milliseconds."),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'; set it to json or line."),
        ({"SECRET_KEY_FILE": "/run/secrets/key"}, "SECRET_KEY and SECRET_KEY_FILE are both set; set one of them."),
        ({"METRICS_TOKEN_FILE": "/no/such/file"}, "METRICS_TOKEN_FILE names /no/such/file, which cannot be read."),
    ],
)
def test_what_cannot_be_read_is_named(environment, message):
    result = manage("check", **FOR_REAL | environment)
    assert result.returncode != 0
    assert message in result.stderr


def test_a_real_site_passes_the_deployment_checks():
    result = manage("check", "--deploy", "--fail-level", "INFO", **FOR_REAL)
    assert result.returncode == 0, result.stderr


def test_a_demo_needs_nothing_but_to_be_asked_for(tmp_path):
    result = manage("check", "--fail-level", "INFO", DEMO="1", DATA_DIR=str(tmp_path / "data"))
    assert result.returncode == 0, result.stderr


def test_secrets_may_be_files(tmp_path):
    secrets = {
        "SECRET_KEY": FOR_REAL["SECRET_KEY"],
        "DATABASE_PASSWORD": "of the database: /@:",
        "METRICS_TOKEN": "of it",
    }
    for name, secret in secrets.items():
        (tmp_path / name).write_text(f"{secret}\n")
    files = {f"{name}_FILE": str(tmp_path / name) for name in secrets}
    given = {name: value for name, value in FOR_REAL.items() if name != "SECRET_KEY"}
    given["DATABASE_URL"] = "postgres://csp@db:5432/csp"
    names = "s.SECRET_KEY, s.DATABASES['default']['PASSWORD'], s.METRICS_TOKEN"
    read = f"from django.conf import settings as s; print([{names}])"
    result = manage("shell", "--no-imports", "--verbosity", "0", "--command", read, **given, **files)
    assert result.stdout.strip() == str(list(secrets.values())), result.stderr


def test_debug_pages_are_for_demos_only():
    result = manage("diffsettings", **FOR_REAL, DEBUG="1")
    assert result.returncode == 0, result.stderr
    assert "\nDEBUG = " not in result.stdout
