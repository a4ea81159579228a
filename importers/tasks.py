"""Who does the work on an upload, and when: the request at once, or a worker; and what to do when a worker is gone.

    asked for → queued → taken by a worker → done
                  ↑            ↓ killed
                  └── reaped ──┘  three times at most

A killed worker leaves its task RUNNING for ever. What it worked on tells so by itself: nobody renews its progress.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks_db.models import DBTaskResult

from importers import operations, progress, work
from importers.models import Reading
from importers.problems import to_plain
from importers.records import Problem

# What a request may do by itself: it takes a second or two.
AT_ONCE_BYTES = 48 * 1024
AT_ONCE_VALUES = 2000

MOST_ATTEMPTS = 3
WORKER = "worker-"

GIVEN_UP = Problem(
    "file-given-up",
    f"This was begun {MOST_ATTEMPTS} times and broken off each time, as happens when the machine runs out of memory or "
    "is switched off. Nothing was written. Try again, or ask whoever looks after this site.",
)


class WorkerGone(Exception):
    """What a task is said to have failed with whose worker was killed."""


@task()
def work_on(pk, run):
    """Do the work that a reading asked for. Nothing, where it was done or asked for anew since."""
    work.perform(pk=pk, run=run)


def begin(*, batch):
    """Have the work done that a batch's reading waits for: at once where it is small, else by a worker."""
    reading = Reading.objects.select_related("batch").filter(batch=batch).first()
    if reading is None:
        return  # discarded in the meantime
    if _is_small(reading):
        work.perform(pk=reading.pk, run=reading.run)
    else:
        _queue(reading)


def work_here(*, batch):
    """Do at once, in this process, what waits for a worker."""
    for reading in Reading.objects.filter(batch=batch):
        work.perform(pk=reading.pk, run=reading.run)


def reap(**which):
    """Take up again what nobody works on any more. `which` narrows the readings that are looked at."""
    for reading in Reading.objects.filter(state__in=Reading.UNDER_WAY, **which):
        if _is_dropped(reading):
            _take_up_again(reading)


def has_workers():
    """Whether a worker is there at all, be it busy or not."""
    return count_workers() > 0


def count_workers():
    """How many workers there are, on whatever machine: those that renew their progress."""
    return sum((last := progress.told(name)) is not None and last.is_alive for name in progress.names(WORKER))


def _is_small(reading):
    if reading.state == Reading.State.COMMITTING:
        return reading.batch.counts["values"] <= AT_ONCE_VALUES
    try:
        return reading.batch.file.size <= AT_ONCE_BYTES
    except FileNotFoundError:
        return True  # it is refused in no time


def _queue(reading):
    with transaction.atomic():
        queued = work_on.enqueue(reading.pk, reading.run)
        Reading.objects.filter(pk=reading.pk, run=reading.run).update(task=queued.id)


def _is_dropped(reading):
    long_ago = timezone.now() - timedelta(seconds=progress.DEAD_AFTER_SECONDS)
    if reading.taken_at:
        last = progress.told(reading.run)
        return not last.is_alive if last else reading.taken_at < long_ago
    return reading.asked_at < long_ago and not _is_queued(reading)


def _is_queued(reading):
    try:
        return work_on.get_result(reading.task).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False


def _take_up_again(reading):
    """Queue it anew under another name, or give it up. Of several who find it, one does."""
    found = Reading.objects.filter(pk=reading.pk, run=reading.run, state=reading.state)
    with transaction.atomic():
        if reading.attempts >= MOST_ATTEMPTS:
            found.update(state=Reading.State.FAILED, problems=to_plain([GIVEN_UP]))
        else:
            is_commit = reading.state == Reading.State.COMMITTING
            state = Reading.State.COMMITTING if is_commit else Reading.State.WAITING
            if operations.ask(readings=found, state=state, attempts=reading.attempts):
                _queue(Reading.objects.get(pk=reading.pk))
        for task_of_the_dead in DBTaskResult.objects.running().filter(pk=reading.task or None):
            task_of_the_dead.set_failed(WorkerGone(f"Nobody worked on {reading} any more."))
