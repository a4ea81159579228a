"""What a board works with besides figures: its action log, published totals, progress statements."""

from django.db import models
from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import Rank

from indicators.models import Authority, ImportBatch, Indicator
from indicators.querysets import ReportRowQuerySet, batch_counts


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
