"""Counts that a report prints without listing what it counted."""

from django.db import models

from indicators.models import Authority, ImportBatch
from indicators.querysets import ReportRowQuerySet


class PublishedTotal(models.Model):
    """A count that a report gives of things it doesn't all list: six green indicators, 60 actions of a plan."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="published_totals")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="published_totals")
    name = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    text = models.TextField(help_text="The sentence that states it.")
    locator = models.CharField(max_length=100)

    objects = ReportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="published_total_once_a_batch")]

    def __str__(self):
        return f"{self.count} {self.name}"
