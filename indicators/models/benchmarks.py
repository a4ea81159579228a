"""What is published of all authorities: the areas, national figures of them, and who is compared with whom.

National figures belong to no authority, so they have batches of their own. These go the same way as an authority's:
staged → committed → undone, and nothing in them is edited.
"""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from indicators import suppression
from indicators.models.batches import FileLoad
from indicators.models.indicators import Measure
from indicators.querysets import BenchmarkQuerySet, ImportBatchQuerySet, NeighbourSetQuerySet


class Area(models.Model):
    """A place that national statistics give figures of.

    One authority stays one area when its ONS code changes (Buckinghamshire in 2020); it becomes another where its
    boundaries were drawn anew (Dorset in 2019), which has a DfE code of its own.
    """

    class Level(models.TextChoices):
        ENGLAND = "england", "England"
        REGION = "region", "region"
        PART = "part", "part of a region"
        AUTHORITY = "authority", "authority"
        COMBINED = "combined", "authorities that are published together"

    ons_code = models.CharField("ONS code", max_length=30, unique=True, help_text="The newest, such as E09000008.")
    former_codes = models.JSONField(default=list, blank=True, help_text="The ONS codes that it had before.")
    dfe_code = models.CharField("DfE code", max_length=15, blank=True, help_text="Such as 306.")
    name = models.CharField(max_length=100)
    spellings = models.JSONField(default=list, blank=True, help_text="Other names that files have for it.")
    level = models.CharField(max_length=9, choices=Level)
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    note = models.CharField(max_length=200, blank=True, help_text="What a reader should know of it.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "ons_code"]
        constraints = [
            models.UniqueConstraint(fields=["dfe_code"], name="area_dfe_code_once", condition=~Q(dfe_code="")),
        ]

    def __str__(self):
        return self.name


class BenchmarkBatch(FileLoad):
    """The loading of one file of national statistics. Commit numbers rise over all of them."""

    objects = ImportBatchQuerySet.as_manager()

    class Meta(FileLoad.Meta):
        verbose_name_plural = "benchmark batches"
        constraints = [
            models.UniqueConstraint(fields=["commit_number"], name="benchmark_commit_number_once"),
            models.CheckConstraint(name="benchmark_batch_has_its_moments", condition=FileLoad.HAS_ITS_MOMENTS),
        ]


class Benchmark(models.Model):
    """A measure's national figure for one area and year, as one file stated it, with its place there.

    `year` is the publisher's own (2025); `start` and `end` are the days that it is about, the same for a snapshot.
    Either `value`, in the measure's unit (82% is 82), or `status`, a suppression symbol. Never updated or deleted once
    its batch was committed.
    """

    batch = models.ForeignKey(BenchmarkBatch, on_delete=models.CASCADE, related_name="benchmarks")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="benchmarks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="benchmarks")
    code = models.CharField("ONS code as published", max_length=30)
    year = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=5, null=True)
    status = models.CharField(max_length=1, blank=True, choices=list(suppression.MEANINGS.items()))
    decimals = models.PositiveSmallIntegerField(default=0)
    locator = models.CharField(max_length=100)

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "year", "area"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "measure", "area", "year"], name="benchmark_once_a_batch"),
            models.CheckConstraint(
                name="benchmark_value_or_status",
                condition=Q(value__isnull=False, status="") | Q(value=None, status__in=list(suppression.MEANINGS)),
            ),
            models.CheckConstraint(name="benchmark_days_in_order", condition=Q(end__gte=F("start"))),
        ]
        indexes = [models.Index(fields=["measure", "year"], name="benchmark_measure_year")]

    def __str__(self):
        return f"{self.measure}, {self.area}, {self.year}"


class NeighbourSet(models.Model):
    """One version of who is compared with whom: each authority's statistical neighbours, nearest first."""

    batch = models.OneToOneField(BenchmarkBatch, on_delete=models.CASCADE, related_name="neighbour_set")
    name = models.CharField(max_length=100)
    version = models.CharField(max_length=20, help_text="The publisher's own, such as 2025.")

    objects = NeighbourSetQuerySet.as_manager()

    class Meta:
        ordering = ["-batch__commit_number"]

    def __str__(self):
        return f"{self.name} {self.version}".strip()


class Neighbour(models.Model):
    """`neighbour` is the statistical neighbour of `area` with that rank, 1 for the nearest."""

    neighbour_set = models.ForeignKey(NeighbourSet, on_delete=models.CASCADE, related_name="neighbours")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="neighbours")
    neighbour = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="neighbour_of")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=30, blank=True, help_text="In the publisher's words.")
    locator = models.CharField(max_length=100)

    class Meta:
        ordering = ["neighbour_set", "area", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["neighbour_set", "area", "rank"], name="neighbour_rank_once"),
            models.UniqueConstraint(fields=["neighbour_set", "area", "neighbour"], name="neighbour_once"),
            models.CheckConstraint(name="neighbour_is_another", condition=~Q(area=F("neighbour"))),
        ]

    def __str__(self):
        return f"{self.area}: {self.neighbour}"
