"""A preview that is kept is the preview, for as long as nothing that it was worked out from changes."""

from datetime import date
from pathlib import Path

import pytest

from importers import kept, operations, tasks, work
from importers.listed import STATES
from importers.models import Alias, Reading
from importers.problems import REVISED
from importers.uploads import PER_PAGE, build_upload
from indicators import life
from indicators.models import ImportBatch
from tests.conftest import FIXTURE
from tests.importers.test_targets_sheet import WORDS, filled
from tests.importers.test_uploads import CHANGED_FILE, shifted, staged_page, text_of


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def reading(ana_at, batch):
    """Of a file that restates a figure, read and kept."""
    staged_page(ana_at, CHANGED_FILE, name="again.txt")
    return Reading.objects.get()


@pytest.mark.parametrize("data", [FIXTURE.read_bytes(), CHANGED_FILE, shifted()], ids=["same", "changed", "flagged"])
def test_what_is_kept_is_what_was_worked_out(ana, batch, croydon, data):
    staged = operations.receive(name="x.txt", data=data, authority=croydon, by=ana)
    preview = operations.stage(name="x.txt", data=data, authority=croydon).preview
    path = kept.keep(staged.reading, kept.preview_to_keep(preview), preview.read)
    Reading.objects.update(state="ready", preview=path, basis=kept.basis_of(staged.reading))
    found = kept.kept_preview(Reading.objects.get())
    assert found == kept.preview_to_keep(preview)
    assert (found.figures, found.stamp) == (preview.figures, preview.stamp)
    assert {*preview.problems} - {*found.problems} == {p for p in preview.problems if p.code == REVISED}
    assert kept.kept_reading(Reading.objects.get()) == kept.KeptReading(preview.report, preview.document.notes)


def test_a_sheet_of_targets_is_kept_as_it_was_worked_out(ola, batch, croydon, monkeypatch, client):
    data = filled(croydon, fd_3={"starts_on": date(2017, 10, 1), "target": "80%", "rule": WORDS, "reason": "Agreed."})
    staged = operations.receive(name="targets.xlsx", data=data, authority=croydon, by=ola)
    tasks.work_here(batch=staged)
    preview = operations.stage(name="targets.xlsx", data=data, authority=croydon).preview
    found = kept.kept_preview(Reading.objects.get())
    assert found == kept.preview_to_keep(preview)
    assert (found.figures, found.targets.rows) == ((), preview.targets.rows)
    assert len(found.targets.effects) == len(preview.targets.effects.changes) > 0
    monkeypatch.delattr(operations, "stage")
    client.force_login(ola)
    assert preview.targets.effects.sentence in text_of(client.get(f"/uploads/{staged.pk}/"))


def test_pages_and_filters_do_not_read_the_file_again(ana_at, reading, monkeypatch):
    monkeypatch.delattr(operations, "stage")
    for query in ("", "?show=all", "?show=all&page=2", "?show=flagged"):
        assert "Nothing is written yet" in text_of(ana_at.get(f"/uploads/{reading.batch_id}/{query}"))


def test_it_no_longer_holds_once_the_figures_move(reading, batch, ana):
    assert kept.kept_preview(reading)
    operations.undo(batch=batch, by=ana, reason="No.")
    assert kept.kept_preview(reading) is None


def test_it_no_longer_holds_once_an_indicator_is_renamed(reading, croydon, ada):
    indicator = croydon.indicators.get(slug="fd-3")
    life.rename(indicator=indicator, starts_on=date(2017, 12, 1), by=ada, reason="R", ref="FD 3b")
    assert kept.kept_preview(reading) is None


def test_it_no_longer_holds_once_a_word_means_something_else(reading, croydon):
    alias = Alias.objects.create(authority=croydon, kind="heading", text="actuls", printed="Actuls", means="value")
    assert kept.kept_preview(reading) is None
    alias.delete()
    assert kept.kept_preview(reading)


def test_it_no_longer_holds_for_other_answers_or_other_code(reading, monkeypatch):
    reading.answers = {"read_hidden": True}
    assert kept.kept_preview(reading) is None
    reading.answers = {}
    assert kept.kept_preview(reading)
    monkeypatch.setattr(kept, "code_version", lambda: "the next release")
    assert kept.kept_preview(reading) is None


def test_what_no_longer_holds_or_is_lost_is_worked_out_anew(ana_at, reading, ana, batch):
    address = f"/uploads/{reading.batch_id}/"
    reading.batch.refresh_from_db()
    (kept_file,) = [kept.default_storage.path(reading.preview)]
    kept.default_storage.delete(reading.preview)
    assert "1 changed" in text_of(ana_at.get(address, follow=True))
    operations.undo(batch=batch, by=ana, reason="No.")
    assert "243 new" in text_of(ana_at.get(f"{address}?show=all", follow=True))
    assert Reading.objects.get().preview != kept_file


def test_previews_that_nobody_needs_are_removed(ana_at, reading):
    assert kept.sweep() == 0
    operations.discard(batch=ImportBatch.objects.get(state="staged"))
    assert kept.sweep() == 1


def ordered(reading, ana):
    order = {"stamp": kept.kept_preview(reading).stamp, "reason": "Restated.", "chosen": {}}
    operations.order_commit(batch=reading.batch, by=ana, order=order)
    return Reading.objects.get()


def test_a_commit_does_not_read_the_file_again(reading, ana, monkeypatch):
    asked = ordered(reading, ana)
    monkeypatch.delattr(operations, "read_document")
    assert work.perform(pk=asked.pk, run=asked.run)
    assert ImportBatch.objects.get(pk=reading.batch_id).state == "committed"


def test_a_commit_writes_nothing_but_what_was_looked_at(reading, ana):
    asked = ordered(reading, ana)
    path = Path(kept.default_storage.path(reading.preview))
    *lines, figures = path.read_bytes().rpartition(b'{"Figures":')
    assert figures.count(b'"43"]') == 1
    path.write_bytes(b"".join([*lines, figures.replace(b'"43"]', b'"44"]')]))
    assert work.perform(pk=asked.pk, run=asked.run)
    assert ImportBatch.objects.get(pk=reading.batch_id).state == "staged"
    assert Reading.objects.get().order["moved"]
    assert kept.kept_reading(Reading.objects.get()).report == operations.stage_again(batch=reading.batch).preview.report


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_has_the_figures_of_its_place(reading, page):
    found = kept.kept_preview(reading).figures
    every = tuple(found)
    for state in STATES:
        assert found.places((state,)) == [n for n, change in enumerate(every) if change.state == state]
        assert found.count((state,)) == len(found.places((state,)))
    flagged = [n for n, change in enumerate(every) if change.flags]
    assert found.places(only_flagged=True) == flagged
    assert found.count(only_flagged=True) == len(flagged)
    assert (
        build_upload(kept.kept_preview(reading), "all", page).rows.object_list
        == list(every)[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    assert found[-1] == every[-1]
    assert found[99:101] == every[99:101]
