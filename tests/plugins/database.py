"""Gives the tests a PostgreSQL server of their own, unless DATABASE_URL names a database.

pytest-django reads the settings, and they read the environment, before any conftest is loaded. So this is a
plugin named in addopts, and its hook wraps pytest-django's.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db import connections

from tests.postgresql import forget_power_cuts, start_postgresql


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Set the environment the settings are read from, and start PostgreSQL if nothing else was asked for."""
    private = Path(tempfile.mkdtemp(prefix="csp-tests-"))
    early_config.add_cleanup(lambda: shutil.rmtree(private))

    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DATA_DIR", str(private / "data"))
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_postgresql(private, early_config)
    return (yield)


def _start_postgresql(private: Path, config: pytest.Config) -> str:
    """Start a server that ends with the test run; a server that does not start ends the run."""
    try:
        server = start_postgresql(private)
        forget_power_cuts(server)
    except Exception as problem:
        raise pytest.UsageError(
            f"PostgreSQL did not start in {private}: {problem}\n"
            "To test on another server, set DATABASE_URL=postgres://user:password@host:5432/name."
        ) from problem
    config.add_cleanup(server.cleanup)
    return server.get_uri()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put an SQLite test database in a file: in memory it has no write-ahead log and one connection."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("sqlite") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def sessions_ended(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """End what is still connected before the test database is dropped.

    A thread of the live server answers a browser for as long as the browser keeps its connection open, which may be
    past the last test; PostgreSQL drops no database that somebody is connected to.
    """
    yield
    with django_db_blocker.unblock():
        if connections["default"].vendor == "postgresql":
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
