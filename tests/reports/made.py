"""An indicator of Croydon with values of a test's own, as batches would have stated them."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.models import Authority, Definition, ImportBatch, Indicator, Observation, Section
from indicators.periods import Period
from indicators.series import load_figures
from indicators.versions import renew

NOVEMBER = Period.month(2017, 11)


def state(indicator, values, *, number=99, qualifiers=(), last=NOVEMBER):
    """A committed batch that states the values, the last for `last`; `-` states nothing, a letter is a status."""
    batch = ImportBatch.objects.create(
        authority=indicator.authority, source="test", file_name=f"made-{number}.txt", sha256=str(number),
        frequency=last.frequency, period_start=last.start, period_end=last.end, state="committed",
        commit_number=number, committed_at=timezone.now(),
    )  # fmt: skip
    for n, text in enumerate(values):
        if text == "-":
            continue
        period = last.shifted(n + 1 - len(values))
        fact = {"status": text} if text.isalpha() else {"value": Decimal(text)}
        Observation.objects.create(
            batch=batch, indicator=indicator, frequency=last.frequency, period_start=period.start,
            period_end=period.end, text=text, locator=f"line:{n}", decimals=len(text.partition(".")[2]),
            qualifier=qualifiers[n] if qualifiers else "", **fact,
        )  # fmt: skip
    _renew(indicator.authority)
    return batch


def indicator_of(slug, *, authority="croydon", measure=None, caveat="", **facts):
    """A new indicator with one definition, in force since 2010. `facts` are the definition's."""
    authority = Authority.objects.get(slug=authority)
    made = Indicator.objects.create(authority=authority, slug=slug, measure=measure, measure_caveat=caveat)
    section, _ = Section.objects.get_or_create(authority=authority, title="Made", slug="made")
    facts = {"title": slug, "unit": "percent", "polarity": "SIB", "frequency": "monthly"} | facts
    Definition.objects.create(indicator=made, starts_on=date(2010, 4, 1), section=section, **facts)
    _renew(authority)
    return made


def _renew(authority):
    with transaction.atomic():
        renew(authority.pk)


def series_of(indicator):
    (series,) = load_figures([indicator.authority], slug=indicator.slug).series
    return series
