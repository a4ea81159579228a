"""What is kept of a file on its way in: how far its reading is, what a person answered, and what words mean here."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from indicators.models import Authority, ImportBatch


class Reading(models.Model):
    """The reading of one upload, from its arrival until it is committed or discarded.

    waiting → reading → ready, refused or failed; ready → committing → done, or back to ready where the figures moved.
    What is asked for is queued until somebody takes it (`taken_at`); `run` names that one piece of work, so that
    whoever was taken for dead, and isn't, finds that it is no longer theirs.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be read"
        READING = "reading", "being read"
        REFUSED = "refused", "could not be loaded"
        READY = "ready", "ready to commit"
        COMMITTING = "committing", "being committed"
        FAILED = "failed", "broken off"
        DONE = "done", "committed"

    # Somebody works on it, or should; and nobody does.
    UNDER_WAY = (State.WAITING, State.READING, State.COMMITTING)
    SETTLED = (State.REFUSED, State.READY, State.FAILED)

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answers = models.JSONField(
        default=dict, blank=True, help_text="What a person answered about this file: a source's `confirmed`."
    )
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField(default=list, blank=True, help_text="Why it was refused, or broken off.")
    order = models.JSONField(
        default=dict, blank=True, help_text="What the commit was asked for with: the preview's stamp, the reason …"
    )
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    run = models.CharField(max_length=32, blank=True)
    task = models.CharField(max_length=64, blank=True, help_text="The task that was queued for it.")
    asked_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    preview = models.CharField(max_length=200, blank=True, help_text="Where the preview is kept.")
    basis = models.CharField(max_length=64, blank=True, help_text="What the preview was worked out from, as a hash.")

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self):
        return f"{self.batch.file_name}: {self.get_state_display()}"

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY


class Alias(models.Model):
    """What a heading, or an indicator's ref or title, means in one authority's files: asked once, and confirmed."""

    class Kind(models.TextChoices):
        HEADING = "heading", "heading"
        INDICATOR = "indicator", "indicator"

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(max_length=300, help_text="As it is compared.")
    printed = models.CharField(max_length=300, help_text="As the file had it.")
    means = models.CharField(max_length=300, help_text="The heading, or the indicator's ref or title.")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["authority", "kind", "text"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["authority", "kind", "text"], name="alias_once")]

    def __str__(self):
        return f"{self.printed}: {self.means}"
