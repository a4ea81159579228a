"""What is in the log, and what must not be."""

import json
import logging
import sys

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from csp_dashboard.logs import JsonLine, OfRequest, request_id
from importers import operations
from indicators.series import kept_figures
from tests.conftest import FIXTURE

REQUESTS = "csp_dashboard.requests"


@pytest.fixture
def told(caplog):
    """The records of a logger as they are written: told(logger) -> [{…}]."""
    caplog.handler.addFilter(OfRequest())
    caplog.handler.setLevel(logging.INFO)
    for name in (REQUESTS, "csp_dashboard.queries"):
        caplog.set_level(logging.INFO, logger=name)

    def told(name):
        return [json.loads(JsonLine().format(record)) for record in caplog.records if record.name == name]

    return told


def test_a_request_leaves_a_line(client, batch, cy, told):
    client.force_login(cy)
    response = client.get("/croydon/scorecard/?period=2017-10&owner=IL", headers={"x-request-id": "from-the-proxy-1"})
    (line,) = told(REQUESTS)
    assert response["X-Request-ID"] == line["request_id"] == "from-the-proxy-1"
    facts = {name: line[name] for name in ("method", "route", "path", "status", "user", "authority")}
    assert facts == {
        "method": "GET", "route": "<slug:authority>/scorecard/", "path": "/croydon/scorecard/", "status": 200,
        "user": cy.pk, "authority": "croydon",
    }  # fmt: skip
    assert line["queries"] > 5
    assert line["milliseconds"] > line["query_milliseconds"] > 0
    assert line["time"].endswith("+00:00")
    assert {"owner", "IL", "cy", "period"}.isdisjoint(json.dumps(line).replace('"', " ").split())


def test_the_queries_that_are_told_are_those_that_were_made(client, batch, cy, told):
    client.force_login(cy)
    with CaptureQueriesContext(connection) as made:
        client.get("/croydon/scorecard/")
    assert told(REQUESTS)[-1]["queries"] == len(made)


def test_a_stranger_has_no_number(client, db, told):
    client.get("/sign-in/")
    (line,) = told(REQUESTS)
    assert (line["user"], line["authority"]) == (None, None)


@pytest.mark.parametrize("given", ["", "short", "x" * 65, 'a"b\ninjected-line', "personal data here"])
def test_what_is_no_id_is_given_one(client, db, told, given):
    response = client.get("/sign-in/", headers={"x-request-id": given})
    (line,) = told(REQUESTS)
    assert response["X-Request-ID"] == line["request_id"] != given
    assert len(line["request_id"]) == 32


def test_what_was_typed_is_not_kept_where_there_is_no_such_page(client, cy, told):
    client.force_login(cy)
    assert client.get("/who/is/this/child/").status_code == 404
    (line,) = told(REQUESTS)
    assert (line["route"], line["path"], line["status"]) == ("", "", 404)
    assert request_id.get() == ""


def test_a_probe_leaves_none(client, db, told):
    client.get("/healthz")
    client.get("/readyz")
    assert told(REQUESTS) == []


def test_a_slow_query_is_told_without_what_it_was_about(db, settings, told):
    settings.SLOW_QUERY_MS = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["Ana"])
    line = told("csp_dashboard.queries")[-1]
    assert (line["message"], line["sql"], line["level"]) == ("slow query", "SELECT %s", "WARNING")
    assert line["milliseconds"] >= 0
    assert "Ana" not in json.dumps(line)


def test_a_query_that_is_put_together_once_is_told_as_it_was_written(batch, settings, told):
    settings.SLOW_QUERY_MS = 0
    kept_figures([batch.authority])
    assert any('FROM "indicators_dataversion"' in line["sql"] for line in told("csp_dashboard.queries"))
    assert not any("EXECUTE" in line["sql"] for line in told("csp_dashboard.queries"))


def test_a_quick_query_is_not(db, settings, told):
    settings.SLOW_QUERY_MS = 60_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert told("csp_dashboard.queries") == []


def test_an_error_is_told_without_the_row_that_it_was_about():
    said = "duplicate key\nDETAIL:  Key (username)=(ana) already exists."
    try:
        raise IntegrityError(said)
    except IntegrityError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Oh", None, sys.exc_info())
    record.request = "<WSGIRequest: GET '/croydon/findings/?since=2017-12-01'>"
    line = json.loads(JsonLine().format(record))
    assert "IntegrityError: duplicate key" in line["exc_info"]
    assert "(ana)" not in line["exc_info"]
    assert "request" not in line


def test_an_error_belongs_to_its_request(client, cy, told, caplog, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("out of order")

    monkeypatch.setattr("reports.views.home.render", fail)
    client.force_login(cy)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    (line,) = told("django.request")
    assert line["request_id"] == told(REQUESTS)[-1]["request_id"] == response["X-Request-ID"]


def test_an_upload_leaves_no_name_of_a_file(client, ana, croydon, told, caplog, monkeypatch):
    """Whoever's figures they are is often in it. Not even where its reading goes wrong."""

    def fail(**_):
        raise RuntimeError("out of order")

    monkeypatch.setattr(operations, "stage_again", fail)
    client.force_login(ana)
    file = SimpleUploadedFile("Ana Smith.txt", FIXTURE.read_bytes())
    address = client.post("/uploads/", {"authority": croydon.pk, "file": file}).url
    assert "Something went wrong here" in client.get(address).content.decode()
    (line,) = told("importers.work")
    assert line["message"] == f"upload {croydon.batches.get().pk} was broken off"
    assert "Smith" not in caplog.text


def test_the_demo_speaks_to_a_person():
    assert site_settings.LOGGING["handlers"]["console"]["formatter"] == "line"
