"""What a service says of its progress."""

from django.db import models

from indicators.models import Authority, ImportBatch, Indicator
from indicators.querysets import ReportRowQuerySet


class ProgressStatement(models.Model):
    """Where a service stood, what was done, what comes next; with the indicators whose figures its sentences state."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="progress_statements")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="progress_statements")
    ref = models.CharField(max_length=20)
    area = models.CharField(max_length=200)
    baseline = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    arrangement = models.TextField("new arrangement", blank=True)
    position = models.PositiveIntegerField()
    locator = models.CharField(max_length=100)
    indicators = models.ManyToManyField(Indicator, related_name="progress_statements")

    objects = ReportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "ref"], name="progress_statement_once_a_batch")]

    def __str__(self):
        return self.ref
