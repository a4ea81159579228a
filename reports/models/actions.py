"""The action log of a board."""

from django.db import models
from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import Rank

from indicators.models import Authority, ImportBatch
from indicators.querysets import batch_counts


class ActionQuerySet(models.QuerySet):
    def log_on(self, day):
        """One log for each authority: as the last report for a period up to `day` stated it.

        Where the first report loaded is for a later period, its log: better than none, and it is dated.
        """
        by_then = When(batch__period_end__lte=day, then=F("batch__period_end"))
        after = When(batch__period_end__gt=day, then=F("batch__period_end"))
        best = Window(
            Rank(),
            partition_by=[F("authority")],
            order_by=[
                Case(by_then, default=Value(None)).desc(nulls_last=True),
                Case(after, default=Value(None)).asc(nulls_first=True),
                F("batch__commit_number").desc(),
            ],
        )
        return self.filter(batch_counts()).annotate(log=best).filter(log=1).order_by("authority", "position")


class Action(models.Model):
    """One line of an action log, as a report stated it. A later report states the whole log anew."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="actions")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="actions")
    ref = models.CharField(max_length=40)
    text = models.TextField()
    raised_in = models.DateField(null=True, help_text="First day of the month it was raised in.")
    due_by = models.DateField(null=True, help_text="Last day of the month it is due in. Empty: no date yet.")
    due_text = models.CharField(max_length=40, blank=True)
    complete_text = models.CharField(max_length=40, blank=True)
    is_complete = models.BooleanField()
    position = models.PositiveIntegerField()
    locator = models.CharField(max_length=100)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["authority", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "ref"], name="action_once_a_batch")]

    def __str__(self):
        return self.ref

    def is_overdue(self, day):
        """Still open on `day`, though its month had ended."""
        return not self.is_complete and self.due_by is not None and self.due_by < day
