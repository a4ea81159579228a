"""Uploads that a worker reads and commits: what the page says meanwhile, and what happens when the worker is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from importers import operations, progress, tasks, work
from importers.models import Reading
from importers.progress import COMPARING, WRITING, Progress, told
from indicators.models import Authority, ImportBatch, Membership, Observation
from indicators.operations import load_catalogue
from tests.conftest import edition
from tests.importers.test_loading import FD3_NOVEMBER
from tests.importers.test_uploads import CHANGED_FILE, commit, post_file, staged_page, stamp_of, text_of

PATIENCE_SECONDS = 60


@pytest.fixture
def queue(settings, monkeypatch):
    """Everything waits for a worker, as large files do."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(tasks, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(tasks, "AT_ONCE_VALUES", 0)


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


def work_off():
    """What a worker does with all that is queued, on the connection of the test."""
    worker = Worker(
        queue_names=["default"], excluded_queue_names=[], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id="here",
    )  # fmt: skip
    while queued := DBTaskResult.objects.ready().first():
        queued.claim(worker.worker_id)
        worker.run_task(queued)


def the_reading():
    return Reading.objects.get()


def made_old(reading):
    """As if everything that is known of the work had been written a minute ago."""
    long_ago = time.time() - 2 * progress.DEAD_AFTER_SECONDS
    path = progress._path(reading.run)
    if path.exists():
        os.utime(path, (long_ago, long_ago))
    past = Reading.objects.get(pk=reading.pk).asked_at - timedelta(seconds=2 * progress.DEAD_AFTER_SECONDS)
    Reading.objects.filter(pk=reading.pk).update(asked_at=past)
    Reading.objects.filter(pk=reading.pk, taken_at__isnull=False).update(taken_at=past)


def killed(reading):
    """As if a worker had taken the task of the reading and had been killed."""
    Reading.objects.filter(pk=reading.pk).update(taken_at=reading.asked_at, attempts=reading.attempts + 1)
    DBTaskResult.objects.filter(pk=reading.task).update(status="RUNNING")
    made_old(reading)


def test_a_large_upload_is_read_and_committed_by_a_worker(queue, ana_at, ana, croydon):
    address, page = staged_page(ana_at)
    assert "The file waits to be read" in text_of(page)
    assert "Reading: waiting for its turn" in text_of(ana_at.get("/uploads/"))
    work_off()
    page = ana_at.get(address)
    assert "243 new 0 changed" in text_of(page)
    assert Observation.objects.count() == 0

    assert commit(ana_at, address, page).url == address
    assert "The figures wait to be committed" in text_of(ana_at.get(address))
    assert Observation.objects.count() == 0
    work_off()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.created_by, batch.committed_by) == ("committed", ana, ana)
    assert Observation.objects.count() == 243
    assert "See the scorecard" in text_of(ana_at.get(address))


def test_what_a_worker_refuses_is_said_on_the_page(queue, ana_at, croydon):
    address, _ = staged_page(ana_at, edition((FD3_NOVEMBER, "89%\t92%\t86%\teighty\t90%\tIL")))
    work_off()
    assert "Line 135: 'eighty'" in ana_at.get(address).content.decode().replace("&#x27;", "'")


def test_a_commit_that_the_figures_moved_away_from_writes_nothing(queue, ana_at, batch, load, croydon):
    address, _ = staged_page(ana_at, CHANGED_FILE)
    work_off()
    assert commit(ana_at, address, ana_at.get(address)).url == address
    load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL")), name="quick.txt")
    work_off()
    page = ana_at.get(address)
    assert "Nothing was written" in text_of(page)
    assert "83% 91% +8" in text_of(page)
    assert "Corrected by the team." in text_of(page)
    assert the_reading().state == "ready"
    commit(ana_at, address, page)
    work_off()
    assert ImportBatch.objects.get(pk=the_reading().batch_id).state == "committed"


def test_the_page_says_how_far_it_is(queue, ana_at, croydon):
    address, _ = staged_page(ana_at)
    Reading.objects.update(taken_at=the_reading().asked_at, state="reading")
    with Progress(the_reading().run) as telling:
        telling.tell(COMPARING, 80, 320)
        progress._write(the_reading().run, telling._now)
        page = ana_at.get(address)
        assert "Step 2 of 2: comparing it with what counts today : 80 of 320 indicators" in text_of(page)
        assert '<progress max="100" value="62"' in page.content.decode()
        assert "Reading 62%" in text_of(ana_at.get("/uploads/"))
    assert told(the_reading().run) is None


def test_the_page_loads_again_by_itself_without_script_and_only_while_there_is_something_to_wait_for(
    queue, ana_at, croydon
):
    refresh = '<noscript><meta http-equiv="refresh"'
    with Progress(f"{tasks.WORKER}1"):
        address, page = staged_page(ana_at)
        assert refresh in page.content.decode()
    # No worker is there: the page asks a person, and leaves them the time to answer.
    page = ana_at.get(address)
    assert refresh not in page.content.decode()
    assert "Nobody is at work on uploads just now" in text_of(page)
    assert ana_at.post(f"{address}take-up/").url == address
    page = ana_at.get(address)
    assert refresh not in page.content.decode()
    assert "Nothing is written yet" in text_of(page)
    # The task is still queued for whenever a worker comes, and is nothing to it.
    seen = the_reading().preview
    work_off()
    assert the_reading().preview == seen


def test_progress_is_renewed_and_taken_away(tmp_path):
    with Progress("x") as telling:
        telling.tell(WRITING, 1, 2)
        os.utime(progress._path("x"), (0, 0))
        assert not told("x").is_alive
        for _ in range(50):
            time.sleep(0.1)
            if told("x").done:
                break
        assert (told("x").step, told("x").done, told("x").total, told("x").is_alive) == (WRITING, 1, 2, True)
    assert told("x") is None


@pytest.mark.parametrize("looked_for_by", ["a worker", "the page"])
def test_what_a_killed_worker_left_is_taken_up_again(queue, ana_at, croydon, looked_for_by):
    address, _ = staged_page(ana_at)
    dead = the_reading()
    killed(dead)
    if looked_for_by == "the page":
        ana_at.get(address)
    else:
        tasks.reap()
    assert (the_reading().state, the_reading().taken_at, the_reading().attempts) == ("waiting", None, 1)
    assert the_reading().run != dead.run
    assert DBTaskResult.objects.get(pk=dead.task).status == "FAILED"
    work_off()
    assert "243 new" in text_of(ana_at.get(address))


def test_who_is_alive_is_left_at_work(queue, ana_at, croydon):
    staged_page(ana_at)
    reading = the_reading()
    killed(reading)
    with Progress(reading.run):
        tasks.reap()
    assert the_reading().run == reading.run


def test_a_task_that_was_lost_is_queued_again(queue, ana_at, croydon):
    address, _ = staged_page(ana_at)
    made_old(the_reading())
    tasks.reap()
    assert the_reading().task in {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)}
    DBTaskResult.objects.all().delete()
    tasks.reap()
    work_off()
    assert "243 new" in text_of(ana_at.get(address))


def test_after_three_attempts_it_is_given_up_in_words(queue, ana_at, croydon):
    address, _ = staged_page(ana_at)
    for _ in range(tasks.MOST_ATTEMPTS):
        killed(the_reading())
        tasks.reap()
    assert the_reading().state == "failed"
    text = text_of(ana_at.get(address))
    assert "begun 3 times and broken off each time" in text
    assert "Broken off" in text_of(ana_at.get("/uploads/"))
    assert ana_at.post(f"{address}take-up/").url == address
    work_off()
    assert "243 new" in text_of(ana_at.get(address))


def test_what_goes_wrong_here_is_logged_and_said_in_words(queue, ana_at, croydon, monkeypatch, caplog):
    def broken(**facts):
        raise RuntimeError("a fault of ours")

    address, _ = staged_page(ana_at)
    monkeypatch.setattr(operations, "stage", broken)
    work_off()
    assert "Something went wrong here, and not in your file" in text_of(ana_at.get(address))
    assert "a fault of ours" in caplog.text


@pytest.mark.parametrize("job", ["reading", "commit"])
def test_one_who_was_taken_for_dead_and_is_not_does_nothing_any_more(queue, ana_at, croydon, monkeypatch, job):
    address, _ = staged_page(ana_at)
    if job == "commit":
        work_off()
        commit(ana_at, address, ana_at.get(address))
    slow = the_reading()
    stage_again = operations.stage_again

    def slowly(**facts):
        """While it is at it, it is taken for dead, and another takes it up and ends it."""
        monkeypatch.setattr(operations, "stage_again", stage_again)
        made_old(the_reading())
        tasks.reap()
        assert the_reading().run != slow.run
        work_off()
        return stage_again(**facts)

    monkeypatch.setattr(operations, "stage_again", slowly)
    assert work.perform(pk=slow.pk, run=slow.run)
    assert the_reading().state == {"reading": "ready", "commit": "done"}[job]
    assert default_storage.exists(the_reading().preview)
    assert Observation.objects.count() == {"reading": 0, "commit": 243}[job]
    assert not work.perform(pk=slow.pk, run=slow.run)


def test_answers_are_added_up_and_the_file_is_read_again(queue, ana_at, ana, croydon):
    staged_page(ana_at)
    batch = ImportBatch.objects.get()
    with pytest.raises(operations.Settled):
        operations.answer(batch=batch, answers={"headers": {"Actuls": "value"}}, by=ana)
    work_off()
    operations.answer(batch=batch, answers={"headers": {"Actuls": "value"}, "read_hidden": True}, by=ana)
    assert the_reading().state == "waiting"
    Reading.objects.update(state="ready")
    operations.answer(batch=batch, answers={"headers": {"Arp-17": "2017-04"}}, by=ana)
    assert the_reading().answers == {"headers": {"Actuls": "value", "Arp-17": "2017-04"}, "read_hidden": True}
    assert the_reading().answered_by == ana


def test_a_small_upload_waits_for_nobody(ana_at, croydon, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    address, page = staged_page(ana_at)
    assert "Nothing is written yet" in text_of(page)
    assert commit(ana_at, address, page).url == address
    assert ImportBatch.objects.get().state == "committed"
    assert DBTaskResult.objects.count() == 0


# Real workers


@pytest.fixture
def installation(transactional_db, settings, tmp_path, queue):
    """The environment of a worker on this test's database and files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    load_catalogue()
    user = get_user_model().objects.create_user("ana")
    Membership.objects.create(user=user, authority=Authority.objects.get(slug="croydon"), role="analyst")
    return {**os.environ, "DEMO": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": _address_of_the_database()}


_PARTS = ("user", "password", "host", "port")


def _address_of_the_database():
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    facts = connection.get_connection_params()
    user, password, host, port = (quote(str(facts.get(name, "")), safe="") for name in _PARTS)
    return f"postgres://{user}:{password}@{host}:{port}/{facts['dbname']}"


@pytest.fixture
def worker(installation):
    """worker(): a worker process. What is still there at the end is killed."""
    begun = []

    def start():
        command = [sys.executable, "manage.py", "worker"]
        begun.append(subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=installation))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def until(holds):
    for _ in range(PATIENCE_SECONDS * 50):
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def test_a_worker_killed_in_mid_commit_is_followed_by_another_that_commits_once(worker, client):
    client.force_login(get_user_model().objects.get())
    address = post_file(client).url
    first = worker()
    page = until(lambda: (page := client.get(address)) and b"stamp" in page.content and page)
    assert client.post(f"{address}commit/", {"stamp": stamp_of(page), "reason": ""}).url == address
    until(lambda: the_reading().taken_at)
    with transaction.atomic():
        # It reads the file, and can't write before this lock is gone.
        operations.lock(Authority.objects.get(slug="croydon"))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    dead = the_reading()
    assert (dead.state, Observation.objects.count()) == ("committing", 0)
    made_old(dead)

    second = worker()
    until(lambda: ImportBatch.objects.get().state == "committed")
    assert (the_reading().state, the_reading().attempts) == ("done", 2)
    assert Observation.objects.count() == 243
    assert DBTaskResult.objects.get(pk=dead.task).status == "FAILED"
    until(lambda: not DBTaskResult.objects.running().exists())
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=PATIENCE_SECONDS) == 0
    assert len(progress.names(tasks.WORKER)) == 1  # what the first left behind
    assert re.search(r"Committed .+ by ana", text_of(client.get("/uploads/")))
