"""What is said of the figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.authorities import Authority, Section
from indicators.models.batches import ImportBatch
from indicators.models.choices import FREQUENCY_CHOICES
from indicators.models.indicators import Indicator
from indicators.periods import Period
from indicators.querysets import CommentaryQuerySet


class Commentary(models.Model):
    """What was said of an authority's period: by theme, by table, or of the indicators that it names.

    From a file: `batch` is set, and the row counts while its batch does. By hand: each save is a row of its own, which
    supersedes the one before it; a draft is read by those who may write alone.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", "director's summary"
        IMPROVEMENT_ACTIVITY = "improvement_activity", "improvement activity"
        NEXT_STEPS = "next_steps", "next steps"
        ANALYSIS = "analysis", "analysis"
        NARRATIVE = "narrative", "narrative"
        PLAN = "plan", "progress of the improvement plan"
        DATA_NOTE = "data_note", "note on the data"
        NOTE = "note", "note"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="commentary")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="commentary")
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    period_end = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    theme = models.TextField(blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="commentary")
    indicators = models.ManyToManyField(Indicator, related_name="commentary")
    named = models.BooleanField(default=False, help_text="The passage itself names its indicator.")
    from_comment = models.BooleanField(
        default=False, help_text="A comment on a cell that a person chose, beside what the file says as a whole."
    )
    position = models.PositiveIntegerField(default=0)
    text = models.TextField()
    locator = models.CharField(max_length=100, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    is_draft = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentaryQuerySet.as_manager()

    class Meta:
        ordering = ["period_start", "position"]
        verbose_name_plural = "commentary"
        constraints = [
            models.CheckConstraint(
                name="commentary_of_a_batch_goes_with_it",
                condition=Q(batch=None) | Q(superseded_at=None, is_draft=False),
            ),
            models.CheckConstraint(
                name="commentary_by_hand_is_signed", condition=Q(batch__isnull=False) | Q(written_by__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def period(self):
        return Period(self.period_start, self.frequency)

    @property
    def source(self):
        """The file that it came with, or who wrote it and when."""
        on = timezone.localtime(self.written_at)
        return self.batch.file_name if self.batch else f"{self.written_by}, {on.day} {on:%B %Y}"
