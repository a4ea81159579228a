"""What authorities measure: their indicators, what these have in common, and what they are worked out from."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from simple_history.models import HistoricalRecords

from indicators.models.authorities import Authority
from indicators.models.choices import POLARITY_CHOICES, Unit
from indicators.querysets import MeasureQuerySet


class Measure(models.Model):
    """What indicators of different authorities have in common: the key for comparing."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200, unique=True)
    unit = models.CharField(max_length=20, choices=Unit)
    polarity = models.CharField(max_length=6, choices=POLARITY_CHOICES, blank=True)
    compared_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="counts",
        help_text="The rate or share in which authorities are compared, for a number that grows with their size.",
    )
    national_definition = models.TextField(
        blank=True, help_text="How the national figure is counted, shown wherever it stands beside a local one."
    )

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class Indicator(models.Model):
    """One authority's own measure. Its identity only: what it is called and how it is read is its Definition."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="indicators")
    ref = models.CharField(max_length=40, blank=True, help_text="As the council prints it, such as FD 3.")
    slug = models.SlugField(max_length=200, help_text="Its address. From the ref, else the title.")
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators")
    measure_caveat = models.CharField(
        max_length=300, blank=True, help_text="How it differs from the measure, shown wherever the two meet."
    )

    history = HistoricalRecords()

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

    history = HistoricalRecords()

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
