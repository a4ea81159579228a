"""Findings that a person has looked at and accepted as they are, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class FindingAcceptanceQuerySet(models.QuerySet):
    def standing(self, as_of=None):
        """Those that hold, or held at a moment."""
        if as_of is None:
            return self.filter(withdrawn_at__isnull=True)
        still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_of)
        return self.filter(still, accepted_at__lte=as_of)


class FindingAcceptance(models.Model):
    """What was accepted, by whom and why. Never edited: a withdrawal marks it, and it stays on record.

    `fingerprint` stands for the finding with its facts, `subject` for what it is about whatever its facts.
    """

    authority = models.ForeignKey("indicators.Authority", on_delete=models.PROTECT, related_name="acceptances")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    code = models.CharField(max_length=50)
    subject = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=32)
    ref = models.CharField("about", max_length=300, blank=True)
    message = models.TextField("what was found")
    reason = models.TextField()
    accepted_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    objects = FindingAcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["authority", "-accepted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "fingerprint"], name="finding_accepted_once", condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="acceptance_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.ref or 'the file'}: {self.code}"
