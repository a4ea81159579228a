"""What is true: authorities, what they measure, and what each source has stated of it.

Facts are append-only. A batch stores all that its file states; nothing in it is edited afterwards, and undoing
marks the batch alone. What people write by hand are rows of their own (`batch` is null), superseded but never edited.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils import timezone

from indicators import comparison, polarity, suppression
from indicators.direction import IMPROVING, NO_CHANGE, WORSENING
from indicators.periods import FREQUENCIES, Period
from indicators.querysets import (
    AuthorityQuerySet,
    CommentaryQuerySet,
    DatedQuerySet,
    ImportBatchQuerySet,
    ObservationQuerySet,
)

FREQUENCY_CHOICES = [(frequency, frequency) for frequency in FREQUENCIES]
POLARITY_CHOICES = list(polarity.WORDS.items())
DIRECTION_RULE_CHOICES = list(comparison.WORDS.items())
PUBLISHED_DIRECTION_CHOICES = [(word, word.replace("_", " ")) for word in (IMPROVING, WORSENING, NO_CHANGE)]
RAG_CHOICES = [("red", "red"), ("amber", "amber"), ("green", "green")]


class Unit(models.TextChoices):
    PERCENT = "percent", "per cent"
    NUMBER = "number", "number"
    DAYS = "days", "days"
    WEEKS = "weeks", "weeks"
    RATE_PER_10000 = "rate_per_10000", "rate per 10,000 children"


class Authority(models.Model):
    """A council with responsibility for children's services."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    ons_code = models.CharField("ONS code", max_length=9, unique=True, help_text="Such as E09000008.")
    dfe_code = models.CharField("DfE code", max_length=3, unique=True, help_text="Such as 306.")
    region = models.CharField(max_length=50)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self):
        return self.name


class Membership(models.Model):
    """What a user may do in one authority. Without a membership its pages don't exist for them."""

    class Role(models.TextChoices):
        MANAGER = "manager", "manager: reads"
        ANALYST = "analyst", "analyst: reads and uploads"
        ADMIN = "admin", "admin: reads, uploads, and edits targets and thresholds"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        ordering = ["authority", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "authority"], name="membership_once")]

    def __str__(self):
        return f"{self.user} in {self.authority}: {self.role}"


class Measure(models.Model):
    """What indicators of different authorities have in common: the key for comparing."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200, unique=True)
    unit = models.CharField(max_length=20, choices=Unit)
    polarity = models.CharField(max_length=6, choices=POLARITY_CHOICES, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class Section(models.Model):
    """A heading of an authority's report, as printed. Its place follows from the indicators under it."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)

    class Meta:
        ordering = ["authority", "title"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "slug"], name="section_slug_once"),
            models.UniqueConstraint(fields=["authority", "title"], name="section_title_once"),
        ]

    def __str__(self):
        return self.title

    @property
    def heading(self):
        """For reading: `Front door` for a printed `FRONT DOOR`."""
        return self.title.capitalize() if self.title.isupper() else self.title


class Indicator(models.Model):
    """One authority's own measure. Its identity only: what it is called and how it is read is its Definition."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="indicators")
    ref = models.CharField(max_length=40, blank=True, help_text="As the council prints it, such as FD 3.")
    slug = models.SlugField(max_length=200, help_text="Its address. From the ref, else the title.")
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators")
    measure_caveat = models.CharField(
        max_length=300, blank=True, help_text="How it differs from the measure, shown wherever the two meet."
    )

    class Meta:
        ordering = ["authority", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "slug"], name="indicator_slug_once"),
            # `FD 3` and `FD3` are one ref.
            models.UniqueConstraint(
                F("authority"),
                Lower(Replace("ref", Value(" "), Value(""))),
                name="indicator_ref_once",
                condition=~Q(ref=""),
            ),
        ]

    def __str__(self):
        return self.ref or self.slug


class Relation(models.Model):
    """`part` is the numerator or the denominator that `indicator` is worked out from: both are of one authority."""

    class Role(models.TextChoices):
        NUMERATOR = "numerator", "numerator"
        DENOMINATOR = "denominator", "denominator"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="part_of")
    role = models.CharField(max_length=11, choices=Role)

    class Meta:
        ordering = ["indicator", "-role"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "role"], name="relation_once_a_role"),
            models.CheckConstraint(name="relation_of_two", condition=~Q(indicator=F("part"))),
        ]

    def __str__(self):
        return f"{self.part}: {self.role} of {self.indicator}"

    def clean(self):
        if self.indicator_id and self.part_id and self.indicator.authority_id != self.part.authority_id:
            raise ValidationError("Both have to be indicators of one authority.")


class ImportBatch(models.Model):
    """One loading of one file: who, when, what it did, and the file itself.

    staged → committed → undone, never back. Commit numbers rise for each authority.
    """

    class State(models.TextChoices):
        STAGED = "staged", "staged"
        COMMITTED = "committed", "committed"
        UNDONE = "undone", "undone"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="batches")
    source = models.CharField(max_length=50, help_text="The format it was read as.")
    file_name = models.CharField(max_length=255)
    file = models.FileField(upload_to="originals/", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    title = models.CharField(max_length=300, blank=True)
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    period_end = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.STAGED)
    commit_number = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    undo_reason = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="Findings on the file and parts not used, each with its place.")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(fields=["authority", "commit_number"], name="commit_number_once"),
            models.CheckConstraint(
                name="batch_state_has_its_moments",
                condition=Q(state="staged", commit_number=None, committed_at=None, undone_at=None)
                | Q(state="committed", commit_number__isnull=False, committed_at__isnull=False, undone_at=None)
                | Q(state="undone", commit_number__isnull=False, committed_at__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(name="batch_period_in_order", condition=Q(period_end__gte=F("period_start"))),
        ]

    def __str__(self):
        return f"{self.file_name} ({self.state})"

    @property
    def period(self):
        return Period(self.period_start, self.frequency)

    @property
    def loaded_by(self):
        return str(self.created_by) if self.created_by else "the command line"


class Observation(models.Model):
    """One indicator's value for one period, as one source stated it, with its place in that source.

    Either `value`, in the indicator's unit (82% is 82), or `status`, a suppression symbol. Never updated or deleted.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=5, null=True)
    status = models.CharField(max_length=1, blank=True, choices=list(suppression.MEANINGS.items()))
    text = models.CharField("as published", max_length=100)
    decimals = models.PositiveSmallIntegerField(default=0, help_text="Decimal places that the source printed.")
    qualifier = models.CharField(max_length=50, blank=True)
    published_rag = models.CharField("published RAG", max_length=5, blank=True, choices=RAG_CHOICES)
    published_direction = models.CharField(max_length=10, blank=True, choices=PUBLISHED_DIRECTION_CHOICES)
    locator = models.CharField(max_length=100)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "frequency", "period_start"], name="observation_once_a_batch"
            ),
            models.CheckConstraint(
                name="observation_value_or_status",
                condition=Q(value__isnull=False, status="") | Q(value=None, status__in=list(suppression.MEANINGS)),
            ),
            models.CheckConstraint(name="observation_period_in_order", condition=Q(period_end__gte=F("period_start"))),
        ]
        indexes = [models.Index(fields=["indicator", "frequency", "period_start"], name="observation_series")]

    def __str__(self):
        return f"{self.indicator} {self.period}: {self.text}"

    @property
    def period(self):
        return Period(self.period_start, self.frequency)


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

    def __str__(self):
        return self.title


class Target(Dated):
    """The value aimed for. `value` is null for a target in words, and with empty `text` for no target from then on."""

    value = models.DecimalField(
        max_digits=15, decimal_places=5, null=True, blank=True, help_text="In the indicator's unit: 90 for 90%."
    )
    text = models.CharField(
        "in words", max_length=200, blank=True, help_text="As published, such as <10% of Cohort. Empty for none."
    )

    def __str__(self):
        return self.text or (f"{self.value:f}" if self.value is not None else "no target")


class RagThreshold(Dated):
    """The rule that turns a value into red, amber or green.

    `words` as the council writes it; `rule` as `indicators.rating` works it out, null where the words can't be read.
    """

    words = models.CharField(
        "RAG methodology", max_length=300, blank=True,
        help_text="Such as: 90% or above Green 85%-89% Amber 84% and below Red. Empty for none from then on.",
    )  # fmt: skip
    rule = models.JSONField(null=True, editable=False)

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


class Commentary(models.Model):
    """What was said of an authority's period: by theme, by table, or of the indicators that it names.

    From a file: `batch` is set, and the row counts while its batch does. By hand: each save is a row of its own, which
    supersedes the one before it; a draft is read by those who may write alone.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", "director's summary"
        IMPROVEMENT_ACTIVITY = "improvement_activity", "improvement activity"
        NEXT_STEPS = "next_steps", "next steps"
        ANALYSIS = "analysis", "analysis"
        NARRATIVE = "narrative", "narrative"
        PLAN = "plan", "progress of the improvement plan"
        DATA_NOTE = "data_note", "note on the data"
        NOTE = "note", "note"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="commentary")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="commentary")
    frequency = models.CharField(max_length=9, choices=FREQUENCY_CHOICES)
    period_start = models.DateField()
    period_end = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    theme = models.TextField(blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="commentary")
    indicators = models.ManyToManyField(Indicator, related_name="commentary")
    named = models.BooleanField(default=False, help_text="The passage itself names its indicator.")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField()
    locator = models.CharField(max_length=100, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    is_draft = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentaryQuerySet.as_manager()

    class Meta:
        ordering = ["period_start", "position"]
        verbose_name_plural = "commentary"
        constraints = [
            models.CheckConstraint(
                name="commentary_of_a_batch_goes_with_it",
                condition=Q(batch=None) | Q(superseded_at=None, is_draft=False),
            ),
            models.CheckConstraint(
                name="commentary_by_hand_is_signed", condition=Q(batch__isnull=False) | Q(written_by__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def period(self):
        return Period(self.period_start, self.frequency)

    @property
    def source(self):
        """The file that it came with, or who wrote it and when."""
        on = timezone.localtime(self.written_at)
        return self.batch.file_name if self.batch else f"{self.written_by}, {on.day} {on:%B %Y}"
