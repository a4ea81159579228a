"""What Prometheus is told, and that nobody else is."""

import re
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from csp_dashboard import metrics
from importers import operations
from importers.models import Reading
from importers.progress import Progress
from tests.conftest import FIXTURE

TOKEN = "a-token-of-these-tests"


@pytest.fixture
def scraped(client, settings, db):
    """What is there to scrape, by the sample's name with its labels: scraped() -> {'csp_workers': 0.0, …}."""
    settings.METRICS_TOKEN = TOKEN

    def scraped():
        response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}", "host": "10.0.3.7:8000"})
        assert response.status_code == 200
        lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    return scraped


@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}])
def test_without_the_token_there_is_no_such_page(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers=given).status_code == 404


def test_where_there_is_no_token_nothing_opens_it(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_their_pattern(scraped, client, batch, cy):
    name = 'csp_request_seconds_count{method="GET",route="<slug:authority>/scorecard/",status="200"}'
    before = scraped()
    client.force_login(cy)
    client.get("/croydon/scorecard/")
    client.get("/croydon/scorecard/?period=2017-10")
    after = scraped()
    assert after[name] - before.get(name, 0) == 2
    assert after["csp_queries_total"] - before["csp_queries_total"] >= 20
    assert after["csp_query_seconds_total"] > before["csp_query_seconds_total"]


def test_nobody_makes_up_labels(scraped, client):
    client.get("/a/page/that/nobody/wrote/")
    client.generic("BREW", "/sign-in/")
    labels = re.findall(r'csp_request_seconds_count\{(method="[^"]*",route="[^"]*")', "\n".join(scraped()))
    assert 'method="other",route="sign-in/"' in labels
    assert not [label for label in labels if "nobody" in label or "BREW" in label]


def test_imports_and_how_fresh_the_figures_are(scraped, batch):
    found = scraped()
    assert found["csp_database_up"] == 1
    assert found['csp_imports{state="committed"}'] == 1
    assert found['csp_imports{state="undone"}'] == 0
    assert found['csp_last_commit_timestamp_seconds{authority="croydon"}'] == pytest.approx(
        batch.committed_at.timestamp()
    )
    end = datetime.fromtimestamp(found['csp_newest_period_end_timestamp_seconds{authority="croydon"}'], UTC)
    assert end.date() == batch.period_end

    operations.undo(batch=batch, by=None, reason="Wrong month.")
    found = scraped()
    assert found['csp_imports{state="undone"}'] == 1
    # What doesn't count makes nothing fresh.
    assert 'csp_last_commit_timestamp_seconds{authority="croydon"}' not in found


def test_the_queue_and_who_works_on_it(scraped, ana, croydon):
    assert (scraped()["csp_queue_length"], scraped()["csp_queue_age_seconds"], scraped()["csp_workers"]) == (0, 0, 0)
    waiting = operations.receive(name="croydon.txt", data=FIXTURE.read_bytes(), authority=croydon, by=ana)
    with Progress("worker-1"), Progress("worker-2"):
        found = scraped()
    assert (found["csp_queue_length"], found["csp_workers"]) == (1, 2)
    assert found["csp_queue_age_seconds"] >= 0
    assert found['csp_readings{state="waiting"}'] == 1
    Reading.objects.filter(batch=waiting).update(taken_at=waiting.created_at, state=Reading.State.READING)
    found = scraped()
    assert (found["csp_queue_length"], found['csp_readings{state="reading"}']) == (0, 1)


def test_a_database_that_is_away_is_said_and_the_rest_too(scraped, monkeypatch):
    def refuse():
        raise OperationalError("away")

    monkeypatch.setattr(metrics, "watch", refuse)
    found = scraped()
    assert found["csp_database_up"] == 0
    assert "csp_queries_total" in found


def test_it_takes_as_many_queries_for_one_authority_as_for_five(scraped, batch, django_assert_num_queries):
    with django_assert_num_queries(4):
        scraped()
