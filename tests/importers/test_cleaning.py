"""What is left behind is removed, and nothing else: not what counts, not what is just arriving."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from importers import operations, originals
from importers.cleaning import ABANDONED_AFTER, clean_up
from importers.models import Reading
from indicators.models import ImportBatch
from tests.conftest import FIXTURE


@pytest.fixture
def staged(ana, croydon):
    return operations.receive(name="staged.txt", data=b"Just words.", authority=croydon, by=ana)


def aged(batch, age=ABANDONED_AFTER + timedelta(days=1), state="refused"):
    """As if the upload had arrived, been read and been left so long ago."""
    past = timezone.now() - age
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=past)
    Reading.objects.filter(batch=batch).update(asked_at=past, state=state)
    long_ago = time.time() - age.total_seconds()
    os.utime(default_storage.path(batch.file.name), (long_ago, long_ago))


def files():
    return {path.name for path in Path(default_storage.path(originals.FOLDER)).iterdir()}


def test_what_was_left_for_a_month_is_discarded_with_its_file(staged, batch, capsys):
    aged(staged)
    aged(batch)
    call_command("clean_uploads")
    assert "Removed 1 uploads that were never committed, 1 files" in capsys.readouterr().out
    assert ImportBatch.objects.get() == batch
    assert files() == {batch.sha256}


@pytest.mark.parametrize(
    ("age", "state"),
    [(timedelta(days=29), "ready"), (timedelta(days=40), "waiting"), (timedelta(days=40), "committing")],
)
def test_what_is_newer_or_under_way_stays(staged, age, state):
    aged(staged, age, state)
    cleaned = clean_up()
    assert (cleaned.uploads, cleaned.files) == (0, 0)
    assert files() == {staged.sha256}


def test_one_who_looked_again_has_not_left_it(staged):
    aged(staged)
    Reading.objects.update(asked_at=timezone.now())
    assert clean_up().uploads == 0


def test_files_of_what_was_undone_stay(batch, ana):
    operations.undo(batch=batch, by=ana, reason="No.")
    aged(batch)
    assert clean_up().files == 0
    assert originals.read(batch) == FIXTURE.read_bytes()


def test_a_file_that_nothing_names_yet_may_be_arriving(catalogue):
    originals.keep(b"arriving")
    assert originals.sweep() == 0


def test_an_upload_of_the_same_file_while_it_is_swept_keeps_it(ana, croydon, staged, monkeypatch):
    """Between being asked who names it and being removed, at each of the places where that matters."""
    aged(staged)
    operations.discard(batch=staged)
    named = originals._named
    asked = []

    def arriving(paths):
        asked.append(paths)
        if len(asked) == 2:  # put aside, and asked a last time
            operations.receive(name="again.txt", data=b"Just words.", authority=croydon, by=ana)
        return named(paths)

    monkeypatch.setattr(originals, "_named", arriving)
    assert originals.sweep() == 0
    assert originals.read(ImportBatch.objects.get()) == b"Just words."
    assert files() == {staged.sha256}


def test_one_that_arrives_after_the_last_question_keeps_its_file_again(ana, croydon, staged, monkeypatch):
    aged(staged)
    operations.discard(batch=staged)
    unlink = Path.unlink

    def arriving(path, **kwargs):
        monkeypatch.setattr(Path, "unlink", unlink)
        operations.receive(name="again.txt", data=b"Just words.", authority=croydon, by=ana)
        path.unlink(**kwargs)

    monkeypatch.setattr(Path, "unlink", arriving)
    assert originals.sweep() == 1
    assert originals.read(ImportBatch.objects.get()) == b"Just words."


def test_a_sweep_that_was_killed_is_ended_by_the_next(staged):
    aged(staged)
    path = Path(default_storage.path(staged.file.name))
    path.rename(f"{path}.doomed")
    assert originals.sweep() == 0
    assert originals.read(staged) == b"Just words."


def test_a_file_that_was_half_written_is_written_whole(catalogue, settings):
    path = settings.MEDIA_ROOT / originals.keep(b"the whole of it")
    path.write_bytes(b"the")
    originals.keep(b"the whole of it")
    assert path.read_bytes() == b"the whole of it"
