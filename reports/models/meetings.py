"""The meetings of a board, and what it decided there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from indicators.models import Authority
from indicators.models.choices import FREQUENCY_CHOICES
from indicators.periods import Period, long_date


class MeetingQuerySet(models.QuerySet):
    def before(self, meeting):
        """Those of its authority that were held before a meeting, the latest first."""
        return self.filter(authority=meeting.authority_id, held_on__lt=meeting.held_on).order_by("-held_on")

    def with_decisions(self):
        """Annotate `decided`: how many decisions stand. The latest first."""
        standing = models.Q(decisions__isnull=False, decisions__withdrawn_at=None)
        return self.annotate(decided=models.Count("decisions", filter=standing)).order_by("-held_on")

    def with_published(self):
        """Annotate `published_at`: when the last edition for it was published, or None. The latest first."""
        return self.annotate(published_at=models.Max("editions__made_at")).order_by("-held_on")


class Meeting(models.Model):
    """One meeting of a board, on a day, about a period. It can be moved; nothing else that it gathers is its own."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    note = models.CharField(max_length=300, blank=True, help_text="Such as where, or who chairs it.")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["authority", "-held_on"]
        constraints = [models.UniqueConstraint(fields=["authority", "held_on"], name="meeting_once_a_day")]

    def __str__(self):
        return f"Board of {long_date(self.held_on)}"

    @property
    def period(self):
        """The Period whose figures the board looks at."""
        return Period(self.period_start, self.frequency)


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Decision(models.Model):
    """What a board decided, in words. Never edited: a withdrawal marks it, and it stays on record."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return self.text[:60]
