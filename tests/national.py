"""National figures of a test's own, as batches would have stated them."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.models import Area, Benchmark, BenchmarkBatch, Measure, Neighbour, NeighbourSet
from indicators.versions import renew_all

CODES = {"England": "E92000001", "London": "E12000007", "South East": "E12000008", "Croydon": "E09000008",
         "Reading": "E06000038"}  # fmt: skip


def area(name):
    """An area of the catalogue by its name; one that there isn't is added as an authority of no region."""
    if name in CODES:
        return Area.objects.get(ons_code=CODES[name])
    found = Area.objects.filter(name=name).first()
    return found or Area.objects.create(ons_code=f"X{Area.objects.count():08}", name=name, level=Area.Level.AUTHORITY)


def _batch(number):
    return BenchmarkBatch.objects.create(
        file_name=f"national-{number}.csv", title="A statistic", sha256=str(number), state="committed",
        commit_number=number, committed_at=timezone.now(),
    )  # fmt: skip


def publish(measure, year, figures, *, number=None, decimals=1):
    """A committed batch that states {area's name: "70.1" or a symbol} of a measure's slug, for the year to 31 March."""
    number = number or BenchmarkBatch.objects.count() + 1
    batch = _batch(number)
    measure = Measure.objects.get(slug=measure)
    rows = []
    for n, (name, text) in enumerate(figures.items()):
        fact = {"status": text} if text.isalpha() else {"value": Decimal(text)}
        place = area(name)
        rows.append(Benchmark(
            batch=batch, measure=measure, area=place, code=place.ons_code, year=year,
            start=date(year - 1, 4, 1), end=date(year, 3, 31), decimals=decimals, locator=f"line:{n + 2}", **fact,
        ))  # fmt: skip
    Benchmark.objects.bulk_create(rows)
    _renew()
    return batch


def neighbours_of(name, others, *, version="2025"):
    """A committed set in which an area has these neighbours, the nearest first."""
    batch = _batch(BenchmarkBatch.objects.count() + 1)
    made = NeighbourSet.objects.create(batch=batch, name="Statistical neighbours", version=version)
    for rank, other in enumerate(others, 1):
        Neighbour.objects.create(
            neighbour_set=made, area=area(name), neighbour=area(other), rank=rank, locator=f"line:{rank}"
        )
    _renew()
    return made


def _renew():
    """As committing does, so that no page is shown that was kept before."""
    with transaction.atomic():
        renew_all()
