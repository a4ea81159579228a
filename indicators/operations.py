"""Every write to what is true, other than loading a file: keyword-only, atomic, by a named user."""

from django.db import transaction
from django.utils import timezone

from indicators import catalogue, rating
from indicators.methodology import read
from indicators.models import Authority, FindingAcceptance, Indicator, Measure, RagThreshold


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


# Whatever stands for the date, as a sheet of a whole year replaces it.
ANY = object()


class Stale(Exception):
    """What a person meant to replace is no longer what stands. `row` is what stands now, or None."""

    def __init__(self, row):
        super().__init__(f"{row} stands by now" if row else "nothing stands by now")
        self.row = row


@transaction.atomic
def record_by_hand(*, model, indicator, starts_on, by, reason="", replaces=ANY, **facts):
    """Set a target, threshold or definition from a date, superseding the hand-made row for that date if there is one.

    What a file stated is left as it is, and outranked for as long as this row stands. `replaces` is the key of the
    row for that date that the person saw, or None where they saw none. Returns the new row. Raises Stale.
    """
    now = timezone.now()
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    if replaces is not ANY:
        check_seen(model=model, indicator=indicator, starts_on=starts_on, seen=replaces)
    model.objects.filter(indicator=indicator, starts_on=starts_on, batch=None, superseded_at=None).update(
        superseded_at=now, superseded_by=by, superseded_reason=reason
    )
    row = row_by_hand(
        model=model, indicator=indicator, starts_on=starts_on, recorded_at=now, recorded_by=by, reason=reason, **facts
    )
    row.save(force_insert=True)
    return row


def standing_on(*, model, indicator, starts_on):
    """The row that counts for exactly that date, or None."""
    rows = model.objects.filter(indicator=indicator, starts_on=starts_on)
    return rows.standing().select_related("batch", "recorded_by").first()


def check_seen(*, model, indicator, starts_on, seen):
    """Raises Stale unless the row with the key `seen` (None for none) is the one that counts for exactly that date."""
    standing = standing_on(model=model, indicator=indicator, starts_on=starts_on)
    if (standing.pk if standing else None) != seen:
        raise Stale(standing)


def row_by_hand(*, model, indicator, starts_on, **facts):
    """The row that `record_by_hand` adds, not saved: a preview rates with it. A threshold's words make its rule."""
    if model is RagThreshold:
        facts.setdefault("rule", rule_json(facts["words"]))
    return model(indicator=indicator, starts_on=starts_on, **facts)


def is_past(*, indicator, starts_on, today):
    """Whether a row from that date would say something new of the past: of months before this, or of periods rated."""
    return starts_on < today.replace(day=1) or indicator.observations.filter(period_end__gte=starts_on).exists()


@transaction.atomic
def withdraw_by_hand(*, rows, by, reason=""):
    """Supersede the hand-made ones among the rows (a queryset of one dated model), putting nothing in their place.

    Returns how many. What a file states for their dates counts again.
    """
    standing = rows.model.objects.filter(pk__in=rows.values("pk"), batch=None, superseded_at=None)
    return standing.update(superseded_at=timezone.now(), superseded_by=by, superseded_reason=reason)


@transaction.atomic
def accept_findings(*, authority, findings, by, reason):
    """Accept findings as they are: they are quiet until their facts change. Returns how many were not accepted before.

    `findings` have `code`, `ref`, `message`, `indicator_id`, `subject` and `fingerprint` (see `reports.findings`).
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    accepted = FindingAcceptance.objects.standing().filter(authority=authority).values_list("fingerprint", flat=True)
    known, now = set(accepted), timezone.now()
    new = {finding.fingerprint: finding for finding in findings if finding.fingerprint not in known}
    FindingAcceptance.objects.bulk_create(
        FindingAcceptance(
            authority=authority,
            indicator_id=finding.indicator_id,
            code=finding.code,
            subject=finding.subject,
            fingerprint=finding.fingerprint,
            ref=finding.ref,
            message=finding.message,
            reason=reason,
            accepted_at=now,
            accepted_by=by,
        )
        for finding in new.values()
    )
    return len(new)


@transaction.atomic
def withdraw_acceptance(*, acceptance, by, reason):
    """The finding asks for a person again. Returns whether the acceptance still stood."""
    standing = FindingAcceptance.objects.standing().filter(pk=acceptance.pk)
    return bool(standing.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason))


def rule_json(words):
    """The rule that a methodology in words makes, as stored, or None where the words can't be read."""
    rule = read(words).rule if words else None
    return rating.to_json(rule) if rule else None
