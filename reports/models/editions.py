"""What a board saw on its day. It never changes afterwards, whatever is corrected later."""

import hashlib
import json

from django.conf import settings
from django.db import models

from indicators.models import Authority
from indicators.models.choices import FREQUENCY_CHOICES
from indicators.periods import Period
from reports.models.meetings import Meeting


class EditionIsClosed(Exception):
    """Somebody tried to change or remove what a board saw. A correction is an edition of its own."""


class EditionQuerySet(models.QuerySet):
    def of_period(self, authority, period):
        """The editions of one period, the newest first."""
        rows = self.filter(authority=authority, frequency=period.frequency, period_start=period.start)
        return rows.order_by("-number")

    def listed(self):
        """With who published each and for which meeting, but without the rows, which are large."""
        return self.select_related("made_by", "meeting").defer("rows")

    def update(self, **kwargs):
        raise EditionIsClosed("An edition is never changed.")

    def delete(self):
        raise EditionIsClosed("An edition is never deleted.")


class Edition(models.Model):
    """A pack as it was published: `rows` as `reports.pack.freeze` makes them, recorded at the moment `made_at`.

    A correction of the same period is another one, with the next number. The database refuses changes too: see its
    migration.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="editions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="editions")
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    rows = models.JSONField()
    sha256 = models.CharField("SHA-256 of the rows", max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["authority", "-period_start", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "frequency", "period_start", "number"], name="edition_number_once"
            )
        ]

    def __str__(self):
        return f"{self.period.label}, edition {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise EditionIsClosed(f"{self} was published, and is never changed.")
        self.sha256 = digest(self.rows)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EditionIsClosed(f"{self} was published, and is never deleted.")

    @property
    def period(self):
        return Period(self.period_start, self.frequency)

    @property
    def is_intact(self):
        """Whether the rows are those that were published."""
        return digest(self.rows) == self.sha256


def digest(rows):
    """The SHA-256 of rows, whatever order a database keeps their keys in."""
    text = json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
