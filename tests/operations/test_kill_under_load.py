"""A web server and a worker are killed while people read, upload and commit: nothing is lost or shown wrongly.

Real servers on this machine: two gunicorns, two workers, one PostgreSQL, and nginx with the rules of `deploy/`.
"""

import http.client
import re
import threading
import time
from contextlib import closing
from dataclasses import dataclass

import psycopg2
import pytest

from tests.operations.load import Load, wrong
from tests.operations.person import Person
from tests.operations.scene import FIRST, LARGE, PASSWORD, SMALL
from tests.operations.servers import METRICS_TOKEN, PROCESSES, a_site

COUNCILS = {council.slug: council for council in (SMALL, LARGE)}

BATCHES = """
    SELECT a.slug, REPLACE(b.file_name, '.csv', '')::int, b.id, b.state, b.commit_number, COALESCE(r.state, 'done'),
        (SELECT COUNT(*) FROM indicators_observation o WHERE o.batch_id = b.id), r.attempts, r.problems
    FROM indicators_importbatch b
    JOIN indicators_authority a ON a.id = b.authority_id
    LEFT JOIN importers_reading r ON r.batch_id = b.id
"""
RUNNING = """
    SELECT r.run FROM importers_reading r JOIN django_tasks_database_dbtaskresult t ON t.id::text = r.task
    WHERE t.status = 'RUNNING' AND t.worker_ids::text LIKE %s
"""


@dataclass(frozen=True)
class Batch:
    """What the database says in the end of a file: `number` is the file's, `figures` are those that were written."""

    slug: str
    number: int
    key: int
    state: str
    commit_number: int | None
    reading: str
    figures: int
    attempts: int | None
    problems: list | None


@pytest.fixture(scope="module")
def site():
    with a_site("from tests.operations import scene; scene.make()") as site:
        yield site


def ask(site, query, *values):
    with closing(psycopg2.connect(site.database)) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def is_at_work(site, worker):
    return any((site.progress / run).exists() for (run,) in ask(site, RUNNING, f"%{worker}%"))


def wait_until(happens, meanwhile=lambda: None):
    """Until it happens: at once on a quiet machine, in a minute on a busy one."""
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end, "this takes too long"
        meanwhile()
        time.sleep(0.02)


def test_nothing_is_lost_and_nothing_shown_wrongly(site, record_property):
    people = {name: Person(site.port, name, PASSWORD) for name in ("ana", "ben", "lou")}
    load = Load()
    load.uploads(people["ana"], SMALL)
    load.uploads(people["ben"], SMALL)
    load.uploads(people["lou"], LARGE)
    load.reads(people["ana"], SMALL)
    load.reads(people["lou"], LARGE)

    wait_until(lambda: load.has_come(files=3, pages=20))
    site.webs[0].kill()
    name, worker = next(iter(site.workers.items()))
    wait_until(lambda: is_at_work(site, name))
    worker.kill()
    files, pages = len(load.record.known) + 3, len(load.record.reads) + 20
    wait_until(
        lambda: load.has_come(files=files, pages=pages) and load.has_seen_another(COUNCILS.values()),
        meanwhile=site.half_a_minute_passes_for_the_dead,
    )
    load.stop()
    wait_until(load.is_over, meanwhile=site.half_a_minute_passes_for_the_dead)

    record, batches = load.record, [Batch(*row) for row in ask(site, BATCHES)]
    record_property("counts", told(record, batches))
    assert (record.problems, site.errors()) == ([], [])
    assert record.counts["pages asked of a second server"] > 0
    # What is on its way to a browser as its server dies is cut off: at most a page for each of the server's processes.
    assert record.counts["pages that did not come"] <= PROCESSES
    check_files(record, batches)
    check_pages(record, batches)


def check_files(record, batches):
    """Every file that was accepted is there, once: committed whole, or staged with nothing written."""
    kept = {batch.number: f"/uploads/{batch.key}/" for batch in batches if batch.number != FIRST}
    assert len(kept) == len(batches) - len(COUNCILS)
    assert record.accepted.items() <= kept.items()
    for batch in batches:
        whole = ("committed", COUNCILS[batch.slug].values, "done")
        # Nothing is under way any more where nobody is at it.
        assert (batch.state, batch.figures, batch.reading) in (whole, ("staged", 0, "ready")), batch
    # Whoever was told that a file is committed was told the truth.
    assert set(record.known) <= {batch.number for batch in batches if batch.state == "committed"}


def check_pages(record, batches):
    """Every page showed one file, whole, and none that had given way before the page was asked for."""
    for council in COUNCILS.values():
        order = {batch.number: batch.commit_number for batch in batches if batch.slug == council.slug}
        order = {number: commit_number for number, commit_number in order.items() if commit_number}
        assert sorted(order.values()) == list(range(1, len(order) + 1))
        reads = [read for read in record.reads if read.slug == council.slug]
        assert len({read.numbers for read in reads}) > 1
        assert [said for read in reads if (said := wrong(read, record, council, order))] == []


def test_whichever_process_is_asked_it_has_counted_what_all_of_its_server_did(site):
    web = next(web for web in site.webs if web.is_running)
    lou = Person(site.web_port(web), "lou", PASSWORD)
    for _ in range(8):
        lou.get("/reading/scorecard/")
    for _ in range(4):
        metrics = scrape(site.web_port(web))
        counts = re.findall(r"^csp_request_seconds_count{.*} (.*)$", metrics, re.MULTILINE)
        assert sum(map(float, counts)) == web.log.count('"logger": "csp_dashboard.requests"')
        assert "csp_database_up 1.0" in metrics


def test_what_is_under_way_is_finished_when_its_server_is_told_to_stop(site):
    web = next(web for web in site.webs if web.is_running)
    name, worker = next((name, worker) for name, worker in site.workers.items() if worker.is_running)
    lou = Person(site.web_port(web), "lou", PASSWORD)

    address = lou.upload_for(LARGE, 998).location
    wait_until(lambda: is_at_work(site, name))
    assert worker.stop() == 0
    assert 'name="stamp"' in lou.get(address).text

    answers = []
    asking = threading.Thread(target=lambda: answers.append(lou.upload_for(SMALL, 999)))
    asking.start()
    wait_until(lambda: ask(site, "SELECT 1 FROM indicators_importbatch WHERE file_name = '999.csv'"))
    assert web.stop() == 0
    asking.join()
    assert [answer.status for answer in answers] == [302]


def scrape(port):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
        return connection.getresponse().read().decode()


def told(record, batches):
    states = [batch.state for batch in batches if batch.number != FIRST]
    facts = {
        "files accepted": len(record.accepted),
        "committed": states.count("committed"),
        "still staged": states.count("staged"),
        "pages of figures read": len(record.reads),
        "states of the figures seen": len({(read.slug, read.numbers) for read in record.reads}),
        **dict(sorted(record.counts.items())),
    }
    return "Killed under load: " + ", ".join(f"{count:,} {name}" for name, count in facts.items())
