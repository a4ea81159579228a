"""What holds of an indicator from a day on: how it is described, what it aims for, how it is rated."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from indicators import comparison, profiles
from indicators.models.authorities import Section
from indicators.models.batches import ImportBatch
from indicators.models.choices import FREQUENCY_CHOICES, POLARITY_CHOICES, Unit
from indicators.models.indicators import Indicator
from indicators.querysets import DatedQuerySet, DefinitionQuerySet, RagThresholdQuerySet

DIRECTION_RULE_CHOICES = list(comparison.WORDS.items())


class Dated(models.Model):
    """A fact that holds from `starts_on` until the next row of the same indicator starts, so that none can overlap.

    From a file: `batch` is set, and the row counts while its batch does. By hand: `batch` is null, and a correction
    sets `superseded_at` and adds a row. For one start the hand-made row is read first (see `DatedQuerySet`).
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="%(class)ss")
    starts_on = models.DateField(help_text="In force from this day until the next one starts.")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", editable=False
    )
    locator = models.CharField(max_length=100, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    superseded_reason = models.TextField(blank=True, editable=False)
    reason = models.TextField(blank=True, help_text="Why a row from this date is set or corrected.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["indicator", "-starts_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "starts_on"],
                name="%(class)s_once_a_batch",
                condition=Q(batch__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["indicator", "starts_on"],
                name="%(class)s_once_by_hand",
                condition=Q(batch=None, superseded_at=None),
            ),
            models.CheckConstraint(
                name="%(class)s_of_a_batch_goes_with_it", condition=Q(batch=None) | Q(superseded_at=None)
            ),
        ]


class Definition(Dated):
    """How an indicator is called and read from a date on: a later report may rename it or give it another owner."""

    class Basis(models.TextChoices):
        IN_PERIOD = "in_period", "in the period"
        SNAPSHOT = "snapshot", "snapshot"
        YEAR_TO_DATE = "year_to_date", "year to date"
        ROLLING_12_MONTHS = "rolling_12_months", "rolling 12 months"
        QUARTERLY = "quarterly", "quarterly"
        ANNUAL = "annual", "annual"
        NOT_STATED = "", "not stated"

    # What it says of the indicator, whichever day it starts on.
    STATED = (
        "title", "section", "position", "unit", "decimals", "polarity", "frequency", "basis", "owner", "direction_rule",
    )  # fmt: skip

    title = models.CharField(max_length=300)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0, help_text="Place in the report.")
    unit = models.CharField(max_length=20, choices=Unit)
    decimals = models.PositiveSmallIntegerField(default=0)
    polarity = models.CharField(max_length=6, choices=POLARITY_CHOICES, blank=True)
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    basis = models.CharField(max_length=20, choices=Basis, blank=True)
    owner = models.CharField(max_length=100, blank=True)
    direction_rule = models.CharField(max_length=20, choices=DIRECTION_RULE_CHOICES, default=comparison.PREVIOUS)
    breaks_series = models.BooleanField(
        "measures something else",
        default=False,
        help_text="Figures from this day on are not compared with those before it: the chart shows a break.",
    )

    objects = DefinitionQuerySet.as_manager()

    def __str__(self):
        return self.title

    @property
    def stated(self):
        """{field: value} of all that it says, for a row that goes on saying it."""
        return {name: getattr(self, name) for name in self.STATED}


class Target(Dated):
    """The value aimed for. `value` is null for a target in words, and with empty `text` for no target from then on.

    A path over the year is one row: `path` has its steps (see `indicators.profiles`), `text` says it, `value` is null.
    """

    value = models.DecimalField(
        max_digits=15, decimal_places=5, null=True, blank=True, help_text="In the indicator's unit: 90 for 90%."
    )
    text = models.CharField(
        "in words", max_length=200, blank=True, help_text="As published, such as <10% of Cohort. Empty for none."
    )
    path = models.JSONField(null=True, blank=True, editable=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="target_value_or_path", condition=Q(value=None) | Q(path__isnull=True)),
        ]

    def __str__(self):
        return self.text or (f"{self.value:f}" if self.value is not None else "no target")

    @cached_property
    def profile(self):
        """The path as `indicators.profiles` works it out, or None for one value."""
        return profiles.from_json(self.path) if self.path else None

    def value_on(self, day):
        """What is aimed for on a day, or None: no target, one in words, or a path that has no step yet."""
        return self.profile.on(day) if self.profile else self.value


class RagThreshold(Dated):
    """The rule that turns a value into red, amber or green.

    `words` as the council writes it; `rule` as `indicators.rating` works it out, null where the words can't be read.
    """

    words = models.CharField(
        "RAG methodology", max_length=300, blank=True,
        help_text="Such as: 90% or above Green 85%-89% Amber 84% and below Red. Empty for none from then on.",
    )  # fmt: skip
    rule = models.JSONField(null=True, editable=False)

    objects = RagThresholdQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "RAG threshold"

    def __str__(self):
        return self.words or "no rule"


class Rebase(Dated):
    """Variation is worked out anew from the period that starts on `starts_on`: a person's decision, with a reason."""

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="rebase_is_a_persons", condition=Q(batch=None, recorded_by__isnull=False)),
            models.CheckConstraint(name="rebase_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.indicator} from {self.starts_on}"
