"""The work on an upload, which a worker does, or for a small file the request itself: reading it, or committing it."""

import gc
import logging
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from importers import operations, rows
from importers.kept import basis_of, keep, kept_reading, preview_to_keep
from importers.models import Reading
from importers.problems import to_plain
from importers.progress import Progress
from importers.records import Problem, Refused
from indicators.models import ImportBatch

BROKEN_OFF = Problem(
    "file-broken-off",
    "Something went wrong here, and not in your file. Nothing was written. It is in the log of this site for whoever "
    "looks after it; try again, or ask them.",
)

_log = logging.getLogger(__name__)


def perform(*, pk, run):
    """Do what a reading asks for under the name `run`. False where it doesn't, any more: somebody else was first."""
    reading = _take(pk, run)
    if reading is None:
        return False
    with Progress(run) as progress, _without_collecting():
        try:
            if reading.state == Reading.State.COMMITTING:
                _commit(reading, progress.tell)
            else:
                _read(reading, progress.tell)
        except Exception:
            _log.exception("upload %d was broken off", reading.batch_id)
            _finish(reading, state=Reading.State.FAILED, problems=to_plain([BROKEN_OFF]))
    return True


@contextmanager
def _without_collecting():
    """A hundred thousand figures are no garbage, and to look through them for some again and again is half the work."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _take(pk, run):
    """The reading, taken, so that nobody else takes it; or None."""
    mine = Reading.objects.filter(pk=pk, run=run)
    free = mine.filter(taken_at=None, state__in=(Reading.State.WAITING, Reading.State.COMMITTING))
    if not free.update(taken_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    mine.filter(state=Reading.State.WAITING).update(state=Reading.State.READING)
    return mine.select_related("batch__authority", "batch__created_by", "ordered_by").first()


def _finish(reading, **facts):
    """Write down what came of it, unless it is somebody else's by now. True where it was."""
    return bool(Reading.objects.filter(pk=reading.pk, run=reading.run).update(**facts))


def _read(reading, tell):
    basis = basis_of(reading)
    try:
        preview = operations.stage_again(batch=reading.batch, tell=tell).preview
        operations.check_may_load(preview=preview, by=reading.batch.created_by)
    except Refused as refusal:
        _finish(reading, state=Reading.State.REFUSED, problems=to_plain(refusal.problems))
        return
    path = keep(reading, preview_to_keep(preview, tell), preview.read)
    with transaction.atomic():
        is_mine = _finish(reading, state=Reading.State.READY, preview=path, basis=basis)
        if is_mine:
            staged = ImportBatch.objects.filter(pk=reading.batch_id, state=ImportBatch.State.STAGED)
            staged.update(**rows.read_from(preview))
    # The preview before this one, or the one that nobody asks for any more.
    if is_mine and reading.preview:
        default_storage.delete(reading.preview)
    elif not is_mine:
        default_storage.delete(path)


def _commit(reading, tell):
    batch, order = reading.batch, reading.order
    try:
        staged = operations.stage_again(batch=batch, read=kept_reading(reading), tell=tell)
        operations.check_may_load(preview=staged.preview, by=reading.ordered_by)
    except Refused as refusal:
        _finish(reading, state=Reading.State.REFUSED, problems=to_plain(refusal.problems))
        return
    try:
        if staged.preview.stamp != order["stamp"] or (staged.preview.is_empty and not order["chosen"]):
            raise operations.Moved("What was looked at is not what a commit would do now.")
        with transaction.atomic():
            operations.lock(batch.authority)
            if Reading.objects.select_for_update().filter(pk=reading.pk, run=reading.run).exists():
                operations.commit(
                    staged=staged,
                    by=reading.ordered_by,
                    reason=order["reason"],
                    batch=batch,
                    chosen=order["chosen"],
                    tell=tell,
                )
    except operations.Moved:
        if _finish(reading, order={**order, "moved": True}):
            _read(reading, tell)
    except operations.Settled:
        _log.info("upload %d was settled in the meantime", batch.pk)
