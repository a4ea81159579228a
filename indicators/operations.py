"""Every write to what is true, other than loading a file: keyword-only, atomic, by a named user."""

import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from indicators import rating
from indicators.methodology import read
from indicators.models import Authority, Indicator, Measure, RagThreshold

CATALOGUE = settings.BASE_DIR / "fixtures"


@transaction.atomic
def load_catalogue(*, folder=CATALOGUE):
    """Add the authorities and measures that are missing, from `fixtures/`. What is there is left as people edited it.

    Raises KeyError or json.JSONDecodeError where a file is not what it should be.
    """
    for fields in _entries(folder, "authorities"):
        Authority.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)
    for fields in _entries(folder, "measures"):
        Measure.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)


def link_measures(*, authority, folder=CATALOGUE):
    """Link the authority's indicators to the measures that `fixtures/links.json` names. A link that a person made stays."""
    for link in _entries(folder, "links"):
        if link["authority"] == authority.slug:
            Indicator.objects.filter(authority=authority, slug=link["indicator"], measure=None).update(
                measure=Measure.objects.get(slug=link["measure"]), measure_caveat=link["caveat"]
            )


@transaction.atomic
def record_by_hand(*, model, indicator, starts_on, by, reason="", **facts):
    """Set a target, threshold or definition from a date, superseding the hand-made row for that date if there is one.

    What a file stated is left as it is, and outranked for as long as this row stands. Returns the new row.
    """
    now = timezone.now()
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    model.objects.filter(
        indicator=indicator, starts_on=starts_on, batch=None, superseded_at=None
    ).update(superseded_at=now, superseded_by=by)
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


def _entries(folder, name):
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
