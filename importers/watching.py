"""What whoever looks after the site keeps an eye on: uploads, those that wait, and how fresh the figures are."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db.models import Count, Max
from django.utils import timezone

from importers import tasks
from importers.models import Reading
from indicators.models import ImportBatch


@dataclass(frozen=True)
class Watched:
    """Uploads by the state of their batch, and what isn't committed by the state of its reading: each {state: count}.

    `waiting` uploads wait for a worker, the first of them for `oldest_seconds`; `workers` are alive. `committed_at` and
    `period_end` say by authority when the newest upload that counts was committed, and the end of the newest period.
    """

    uploads: dict[str, int]
    readings: dict[str, int]
    waiting: int
    oldest_seconds: float
    workers: int
    committed_at: dict[str, datetime]
    period_end: dict[str, datetime]


def watch():
    """What is Watched, as it is now. Four queries."""
    queue = Reading.objects.filter(state__in=Reading.UNDER_WAY, taken_at=None).order_by("asked_at")
    asked = list(queue.values_list("asked_at", flat=True))
    newest = ImportBatch.objects.counting().order_by().values_list("authority__slug")
    fresh = list(newest.annotate(Max("committed_at"), Max("period_end")))
    return Watched(
        uploads=_by_state(ImportBatch.objects, ImportBatch.State.values),
        readings=_by_state(Reading.objects.exclude(state=Reading.State.DONE), Reading.State.values[:-1]),
        waiting=len(asked),
        oldest_seconds=(timezone.now() - asked[0]).total_seconds() if asked else 0.0,
        workers=tasks.count_workers(),
        committed_at={slug: committed_at for slug, committed_at, _ in fresh},
        period_end={slug: datetime.combine(end, time.max, UTC) for slug, _, end in fresh},
    )


def _by_state(rows, states):
    """Every state is named, so that one that comes to none is seen to."""
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in states}
