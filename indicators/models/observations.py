"""Figures, as sources stated them."""

from django.db import models
from django.db.models import F, Q

from indicators import suppression
from indicators.direction import IMPROVING, NO_CHANGE, WORSENING
from indicators.models.batches import ImportBatch
from indicators.models.choices import FREQUENCY_CHOICES
from indicators.models.indicators import Indicator
from indicators.periods import Period
from indicators.querysets import ObservationQuerySet

PUBLISHED_DIRECTION_CHOICES = [(word, word.replace("_", " ")) for word in (IMPROVING, WORSENING, NO_CHANGE)]
RAG_CHOICES = [("red", "red"), ("amber", "amber"), ("green", "green")]


class Observation(models.Model):
    """One indicator's value for one period, as one source stated it, with its place in that source.

    Either `value`, in the indicator's unit (82% is 82), or `status`, a suppression symbol. Never updated or deleted.
    """

    # Found by the constraint and the index below, which begin with them.
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="observations", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False)
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=5, null=True)
    status = models.CharField(max_length=1, blank=True, choices=list(suppression.MEANINGS.items()))
    text = models.CharField("as published", max_length=100)
    decimals = models.PositiveSmallIntegerField(default=0, help_text="Decimal places that the source printed.")
    qualifier = models.CharField(max_length=50, blank=True)
    published_rag = models.CharField("published RAG", max_length=5, blank=True, choices=RAG_CHOICES)
    published_direction = models.CharField(max_length=10, blank=True, choices=PUBLISHED_DIRECTION_CHOICES)
    locator = models.CharField(max_length=100)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "frequency", "period_start"], name="observation_once_a_batch"
            ),
            models.CheckConstraint(
                name="observation_value_or_status",
                condition=Q(value__isnull=False, status="") | Q(value=None, status__in=list(suppression.MEANINGS)),
            ),
            models.CheckConstraint(name="observation_period_in_order", condition=Q(period_end__gte=F("period_start"))),
        ]
        indexes = [models.Index(fields=["indicator", "frequency", "period_start"], name="observation_series")]

    def __str__(self):
        return f"{self.indicator} {self.period}: {self.text}"

    @property
    def period(self):
        return Period.beginning(self.period_start, self.frequency)
