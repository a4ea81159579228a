"""The improvement plan of a board."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import Authority
from reports.models.stated import Statement, StatementQuerySet


class Pillar(models.Model):
    """What a plan rests on, named by its heading. Under another heading it is another pillar: nothing is renamed."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="pillars")
    title = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["authority", "pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "title"], name="pillar_once")]

    def __str__(self):
        return self.title


class Outcome(models.Model):
    """What a pillar is to lead to, named by its heading as a pillar is."""

    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="outcomes")
    title = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pillar", "pk"]
        constraints = [models.UniqueConstraint(fields=["pillar", "title"], name="outcome_once")]

    def __str__(self):
        return self.title


class PlanActionQuerySet(StatementQuerySet):
    def known(self, as_of=None):
        return super().known(as_of).select_related("outcome__pillar")


class PlanAction(Statement):
    """What is stated of one action of a plan at the end of a month: how it stands, and why."""

    class Rating(models.TextChoices):
        RED = "red", "red"
        AMBER = "amber", "amber"
        GREEN = "green", "green"
        COMPLETE = "complete", "complete"
        NOT_RATED = "not_rated", "not rated"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="statements")
    ref = models.CharField(max_length=40)
    text = models.TextField()
    owner = models.CharField(max_length=100, blank=True)
    due_by = models.DateField(null=True, help_text="Last day of the month it is due in. Empty: no date yet.")
    rating = models.CharField(max_length=9, choices=Rating, default=Rating.NOT_RATED)
    why = models.TextField(blank=True, help_text="Why it is rated so.")
    evidence = models.TextField(blank=True, help_text="What shows that it was done, or how far it is.")

    objects = PlanActionQuerySet.as_manager()

    class Meta(Statement.Meta):
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                name="planaction_in_red_says_why",
                condition=Q(batch__isnull=False) | ~Q(rating="red") | ~Q(why=""),
            ),
        ]

    def __str__(self):
        return self.ref

    @property
    def facts(self):
        """What a sheet states of it, to tell whether the next one says something new."""
        return (self.outcome_id, self.text, self.owner, self.due_by, self.rating, self.why, self.evidence)
