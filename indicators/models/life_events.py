"""What became of an indicator: renamed, replaced by another, ended. Each from a day on, by a person, for a reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class LifeEventQuerySet(models.QuerySet):
    def standing(self, as_of=None):
        """Those that hold, or were known to hold at a moment, in order of start."""
        if as_of is None:
            found = self.filter(superseded_at__isnull=True)
        else:
            still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of)
            found = self.filter(still, recorded_at__lte=as_of)
        return found.order_by("indicator", "starts_on", "pk")


class LifeEvent(models.Model):
    """A fact that no report states. `starts_on` is the first day of its new state: the first on which it has ended.

    Never edited: taking it back marks it. A change of what is measured is no event but a Definition that
    `breaks_series`.
    """

    class Kind(models.TextChoices):
        RENAMED = "renamed", "renamed"
        REPLACED = "replaced", "replaced by another"
        ENDED = "ended", "ended"

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="life_events")
    kind = models.CharField(max_length=8, choices=Kind)
    starts_on = models.DateField(help_text="The first day on which it is so.")
    former_ref = models.CharField(max_length=40, blank=True, help_text="What it was called before.")
    successor = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="succeeded"
    )
    reason = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_reason = models.TextField(blank=True)

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-starts_on"]
        verbose_name = "event in an indicator's life"
        verbose_name_plural = "events in indicators' lives"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                name="indicator_ends_once",
                condition=Q(superseded_at=None) & ~Q(kind="renamed"),
            ),
            models.CheckConstraint(
                name="life_event_says_what_it_needs",
                condition=Q(kind="renamed", successor=None) & ~Q(former_ref="")
                | Q(kind="replaced", successor__isnull=False, former_ref="")
                | Q(kind="ended", successor=None, former_ref=""),
            ),
            models.CheckConstraint(
                name="life_event_names_another",
                condition=Q(successor=None) | ~Q(successor=F("indicator")),
            ),
        ]

    def __str__(self):
        match self.kind:
            case self.Kind.RENAMED:
                return f"renamed, {self.former_ref} before"
            case self.Kind.REPLACED:
                return f"replaced by {self.successor}"
        return "ended"

    @property
    def ends_it(self):
        return self.kind != self.Kind.RENAMED
