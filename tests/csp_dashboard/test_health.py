"""Whether a process is alive, and whether it can serve."""

import os
import time

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.parametrize("host", ["testserver", "10.0.3.7:8000"])
def test_alive_is_said_without_a_database_and_to_whatever_name(client, host):
    """No `db` fixture: a query would fail this."""
    response = client.get("/healthz", headers={"host": host})
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_only_a_process_is_asked_by_any_name(client, db):
    assert client.get("/sign-in/", headers={"host": "10.0.3.7:8000"}).status_code == 400


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nobody_posts_to_them(client, db, address):
    assert client.post(address).status_code == 405


def test_ready(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


def test_not_ready_without_the_database_and_no_word_of_where_it_is(client, db, monkeypatch):
    def refuse(*_, **__):
        raise OperationalError('connection to server at "10.1.2.3", user "csp" failed: password authentication failed')

    with monkeypatch.context() as without_database:
        without_database.setattr(connection, "cursor", refuse)
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: The database does not answer.\n")


def test_not_ready_before_the_migrations(client, db):
    MigrationRecorder.Migration.objects.filter(app="importers").order_by("-pk")[:1].get().delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"not ready: Migrations that are not applied yet: 1. Run manage.py migrate.\n"


def test_ready_before_the_code_that_the_migrations_are_for(client, db):
    """Migrations come first, and the servers that run meanwhile go on."""
    MigrationRecorder(connection).record_applied("importers", "9999_of_the_next_version")
    assert client.get("/readyz").status_code == 200


def test_not_ready_without_a_folder_to_write_to(client, db, settings, tmp_path):
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    settings.MEDIA_ROOT = in_the_way / "files"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"not ready: The folder for uploaded files cannot be written.\n"


def test_every_reason_is_named(client, db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result((0,) * 7 + (0, time.time() - 60, 0)))
    MigrationRecorder.Migration.objects.filter(app="importers").delete()
    lines = client.get("/readyz").content.decode().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["not ready", "not ready"]
    assert "60 seconds apart" in lines[1]


def test_asking_leaves_nothing_behind(client, db, settings):
    client.get("/readyz")
    assert os.listdir(settings.MEDIA_ROOT) == []  # noqa: PTH208 - of a setting that may be a text
