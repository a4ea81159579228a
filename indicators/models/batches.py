"""The loading of files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from indicators.models.authorities import Authority
from indicators.models.choices import FREQUENCY_CHOICES
from indicators.periods import Period
from indicators.querysets import ImportBatchQuerySet


class FileLoad(models.Model):
    """One loading of one file: who, when, what it did, and the file itself. staged → committed → undone, never back."""

    class State(models.TextChoices):
        STAGED = "staged", "staged"
        COMMITTED = "committed", "committed"
        UNDONE = "undone", "undone"

    source = models.CharField(max_length=50, blank=True, help_text="The format it was read as.")
    file_name = models.CharField(max_length=255)
    file = models.FileField(upload_to="originals/", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.STAGED)
    commit_number = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    undo_reason = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="Findings on the file and parts not used, each with its place.")

    HAS_ITS_MOMENTS = (
        Q(state="staged", commit_number=None, committed_at=None, undone_at=None)
        | Q(state="committed", commit_number__isnull=False, committed_at__isnull=False, undone_at=None)
        | Q(state="undone", commit_number__isnull=False, committed_at__isnull=False, undone_at__isnull=False)
    )

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.file_name} ({self.state})"

    @property
    def uploaded_by(self):
        return _name(self.created_by)

    @property
    def loaded_by(self):
        """Whoever commits a file answers for it, whoever uploaded it."""
        return _name(self.committed_by)


class ImportBatch(FileLoad):
    """The loading of one authority's file.

    Commit numbers rise for each authority. What the file is read as, and its period, are unknown until it has been
    read: a staged batch may be without them, a committed one never is.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="batches")
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta(FileLoad.Meta):
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(fields=["authority", "commit_number"], name="commit_number_once"),
            models.CheckConstraint(name="batch_state_has_its_moments", condition=FileLoad.HAS_ITS_MOMENTS),
            models.CheckConstraint(name="batch_period_in_order", condition=Q(period_end__gte=F("period_start"))),
            models.CheckConstraint(
                name="batch_period_whole_once_committed",
                condition=Q(period_start=None, period_end=None, frequency="", state="staged")
                | Q(period_start__isnull=False, period_end__isnull=False) & ~Q(frequency=""),
            ),
        ]

    @property
    def period(self):
        """The period that the file is about, or None until it has been read."""
        return Period(self.period_start, self.frequency) if self.period_start else None


def _name(user):
    return str(user) if user else "the command line"
