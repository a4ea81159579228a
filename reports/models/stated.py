"""What files and people state of an action, of a log or of a plan: rows that are added to, and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import Authority, ImportBatch
from indicators.periods import long_date
from indicators.querysets import batch_counts, stands


class StatementQuerySet(models.QuerySet):
    def known(self, as_of=None):
        """Every statement that counts: of files whose batch counts, and of people where nothing has superseded it.

        Which of them stands on a day is worked out by `reports.statements.standing_on`.
        """
        known = self.filter(batch_counts(as_of) | stands(as_of))
        return known.select_related("batch", "recorded_by").defer("batch__problems", "batch__counts")

    def by_hand(self):
        """What people wrote, where nothing has superseded it."""
        return self.filter(stands())

    def history_of(self, authority, slug):
        """Every statement of one action, the newest first: of files that count, and all that people ever wrote."""
        counts = batch_counts() | Q(batch=None)
        rows = self.filter(counts, authority=authority, slug=slug)
        return rows.select_related("batch", "recorded_by", "superseded_by").order_by("-recorded_at", "-pk")


class Statement(models.Model):
    """One statement of one action, which is named by `slug` within its authority.

    From a file: `batch` is set, and the row counts while its batch does; the file states all of its actions. By hand:
    a change on a day supersedes that day's row, if there is one, and one for a later day stands beside it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="%(class)ss")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="%(class)ss")
    slug = models.SlugField(max_length=80)
    stated_for = models.DateField(help_text="The last day of the period that it speaks of. It holds from then on.")
    position = models.PositiveIntegerField(default=0)
    locator = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(
        default=timezone.now, help_text="When it was made known: of a file when that was committed."
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_reason = models.TextField(blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["authority", "stated_for", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "ref"], name="%(class)s_once_a_batch"),
            models.UniqueConstraint(
                fields=["authority", "slug", "stated_for"],
                name="%(class)s_once_by_hand",
                condition=Q(batch=None, superseded_at=None),
            ),
            models.CheckConstraint(
                name="%(class)s_of_a_batch_goes_with_it", condition=Q(batch=None) | Q(superseded_at=None)
            ),
            models.CheckConstraint(
                name="%(class)s_by_hand_is_signed", condition=Q(batch__isnull=False) | Q(recorded_by__isnull=False)
            ),
        ]

    @property
    def issue(self):
        """Of two files for a period the later has the higher one. 0 for what a person wrote."""
        return self.batch.commit_number if self.batch_id else 0

    @property
    def source(self):
        """The file that it came with, or who wrote it and when."""
        if self.batch_id:
            return self.batch.file_name
        return f"{self.recorded_by}, {long_date(timezone.localtime(self.recorded_at).date())}"
