"""What is left behind: uploads that nobody committed, files and previews that nothing names."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from importers import kept, operations, originals, progress
from importers.models import Reading
from importers.national import operations as national_operations
from indicators.models import BenchmarkBatch, ImportBatch

ABANDONED_AFTER = timedelta(days=30)
LEFT_BEHIND_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Cleaned:
    """How many were removed."""

    uploads: int
    files: int
    previews: int


def clean_up(*, before=None):
    """Discard what was staged before that moment (30 days ago) and not touched since, and what nothing needs any more.

    What was committed stays, with its file, undone or not.
    """
    before = before or timezone.now() - ABANDONED_AFTER
    abandoned = ImportBatch.objects.filter(state=ImportBatch.State.STAGED, created_at__lt=before)
    uploads = sum(_discard(batch) for batch in abandoned.exclude(reading__asked_at__gte=before))
    national = BenchmarkBatch.objects.filter(state=BenchmarkBatch.State.STAGED, created_at__lt=before)
    uploads += sum(_is_discarded(batch, national_operations) for batch in national)
    progress.sweep(LEFT_BEHIND_AFTER.total_seconds())
    return Cleaned(uploads=uploads, files=originals.sweep(), previews=kept.sweep())


def _discard(batch):
    """Whether it was."""
    if Reading.objects.filter(batch=batch, state__in=Reading.UNDER_WAY).exists():
        return False
    return _is_discarded(batch, operations)


def _is_discarded(batch, its_operations):
    """Discard it, unless somebody is committing it at this very moment."""
    try:
        its_operations.discard(batch=batch)
    except operations.Settled:
        return False
    return True
