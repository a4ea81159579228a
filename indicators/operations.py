"""Every write to what is true, other than loading a file: keyword-only, atomic, by a named user."""

from django.db import transaction
from django.utils import timezone

from indicators import catalogue, rating
from indicators.methodology import read
from indicators.models import Authority, Indicator, Measure, RagThreshold


@transaction.atomic
def load_catalogue():
    """Add the authorities and measures that are missing. What is there is left as people edited it.

    Raises catalogue.CatalogueError where a file of `fixtures/` is not what it should be.
    """
    for fields in catalogue.authorities():
        Authority.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)
    for fields in catalogue.measures():
        Measure.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)


def link_measures(*, authority):
    """Link the authority's indicators to the measures that the catalogue names. A link that a person made stays."""
    entries = {slug: entry for slug, entry in catalogue.indicators_of(authority.slug).items() if entry.measure}
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    linked_to = [slug for slug, entry in entries.items() if entry.measure in measures]
    for indicator in Indicator.objects.filter(authority=authority, slug__in=linked_to, measure=None):
        indicator.measure = measures[entries[indicator.slug].measure]
        indicator.measure_caveat = entries[indicator.slug].caveat
        indicator.save(update_fields=["measure", "measure_caveat"])


@transaction.atomic
def record_by_hand(*, model, indicator, starts_on, by, reason="", **facts):
    """Set a target, threshold or definition from a date, superseding the hand-made row for that date if there is one.

    What a file stated is left as it is, and outranked for as long as this row stands. Returns the new row.
    """
    now = timezone.now()
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    model.objects.filter(indicator=indicator, starts_on=starts_on, batch=None, superseded_at=None).update(
        superseded_at=now, superseded_by=by
    )
    if model is RagThreshold:
        facts["rule"] = rule_json(facts["words"])
    return model.objects.create(
        indicator=indicator, starts_on=starts_on, recorded_at=now, recorded_by=by, reason=reason, **facts
    )


@transaction.atomic
def withdraw_by_hand(*, rows, by):
    """Supersede the hand-made ones among the rows (a queryset of one dated model), putting nothing in their place.

    Returns how many. What a file states for their dates counts again.
    """
    standing = rows.model.objects.filter(pk__in=rows.values("pk"), batch=None, superseded_at=None)
    return standing.update(superseded_at=timezone.now(), superseded_by=by)


def rule_json(words):
    """The rule that a methodology in words makes, as stored, or None where the words can't be read."""
    rule = read(words).rule if words else None
    return rating.to_json(rule) if rule else None
