"""Every write to what is true, other than loading a file: keyword-only, atomic, by a named user."""

from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from indicators import catalogue, rating
from indicators.commentary import standing_words
from indicators.methodology import read
from indicators.models import (
    Area,
    Authority,
    Commentary,
    Definition,
    FindingAcceptance,
    Indicator,
    Measure,
    RagThreshold,
    Rebase,
    Relation,
    Section,
)
from indicators.versions import renew, renew_all, renew_beside, renew_series


@transaction.atomic
def load_catalogue():
    """Add the authorities, measures and areas that are missing. What is there is left as people edited it.

    Raises catalogue.CatalogueError where a file of `fixtures/` is not what it should be.
    """
    for fields in catalogue.authorities():
        Authority.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)
    _load_measures()
    _load_areas()
    renew_all()


def _load_measures():
    """Adds what is missing; what nobody has written yet of how a measure is compared is filled in."""
    known = {measure.slug: measure for measure in Measure.objects.all()}
    entries = {fields.pop("slug"): fields for fields in catalogue.measures()}
    compared_as = {slug: fields.pop("compared_as", None) for slug, fields in entries.items()}
    for slug, fields in entries.items():
        if slug not in known:
            known[slug] = Measure.objects.create(slug=slug, **fields)
    for slug, fields in entries.items():
        measure, other = known[slug], known.get(compared_as[slug])
        definition = measure.national_definition or fields.get("national_definition", "")
        if definition != measure.national_definition or (other and measure.compared_as_id is None):
            measure.national_definition = definition
            measure.compared_as = measure.compared_as or other
            measure.save(update_fields=["national_definition", "compared_as"])


def _load_areas():
    """Level by level, so that the areas around one are there before it. One that got a newer code stays one."""
    rows = Area.objects.values_list("pk", "ons_code", "former_codes")
    known = {code: pk for pk, newest, former in rows for code in (newest, *former)}
    for _, entries in groupby(catalogue.areas(), key=itemgetter("level")):
        missing = [_area(known, **fields) for fields in entries if fields["ons_code"] not in known]
        known |= {area.ons_code: area.pk for area in bulk_create_with_history(missing, Area)}


def _area(known, within=None, **fields):
    return Area(within_id=known[within] if within else None, **fields)


@transaction.atomic
def link_measures(*, authority):
    """Link the authority's indicators to the measures that the catalogue names. A link that a person made stays."""
    entries = {slug: entry for slug, entry in catalogue.indicators_of(authority.slug).items() if entry.measure}
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    linked_to = [slug for slug, entry in entries.items() if entry.measure in measures]
    for indicator in Indicator.objects.filter(authority=authority, slug__in=linked_to, measure=None):
        indicator.measure = measures[entries[indicator.slug].measure]
        indicator.measure_caveat = entries[indicator.slug].caveat
        indicator.save(update_fields=["measure", "measure_caveat"])
    renew(authority.pk)


@transaction.atomic
def link_parts(*, authority):
    """Add the numerators and denominators that the catalogue names. One that a person chose stays."""
    entries = {slug: entry for slug, entry in catalogue.indicators_of(authority.slug).items() if entry.parts}
    slugs = {*entries, *(part for entry in entries.values() for part in entry.parts.values())}
    known = {each.slug: each for each in Indicator.objects.filter(authority=authority, slug__in=slugs)}
    for slug in entries.keys() & known.keys():
        for role, part in entries[slug].parts.items():
            if part in known:
                Relation.objects.get_or_create(indicator=known[slug], role=role, defaults={"part": known[part]})
    renew(authority.pk)


# Whatever stands for the date, as a sheet of a whole year replaces it.
ANY = object()


class Stale(Exception):
    """What a person meant to replace is no longer what stands. `row` is what stands now, or None."""

    def __init__(self, row):
        super().__init__(f"{row} stands by now" if row else "nothing stands by now")
        self.row = row


class StaleWords(Exception):
    """Somebody saved other words in the meantime: `theirs` is {kind: their row, or None where they removed it}."""

    def __init__(self, theirs):
        super().__init__(f"saved by somebody else in the meantime: {', '.join(theirs)}")
        self.theirs = theirs


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
    renew_series([indicator], model)
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
    indicators = list(Indicator.objects.filter(pk__in=standing.order_by().values("indicator")))
    withdrawn = standing.update(superseded_at=timezone.now(), superseded_by=by, superseded_reason=reason)
    renew_series(indicators, rows.model)
    return withdrawn


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
    renew(authority.pk)
    return len(new)


@transaction.atomic
def withdraw_acceptance(*, acceptance, by, reason):
    """The finding asks for a person again. Returns whether the acceptance still stood."""
    standing = FindingAcceptance.objects.standing().filter(pk=acceptance.pk)
    stood = standing.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason)
    renew(acceptance.authority_id)
    return bool(stood)


def rebase_by_hand(*, indicator, period, reason, by):
    """Start a stretch of variation with a Period, superseding the rebase there if there is one. Returns the new row.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a rebase needs a reason")
    return record_by_hand(model=Rebase, indicator=indicator, starts_on=period.start, by=by, reason=reason.strip())


def withdraw_rebase(*, rebase, by):
    """Join the two stretches again. The row stays on record. Returns whether it still stood."""
    return bool(withdraw_by_hand(rows=Rebase.objects.filter(pk=rebase.pk), by=by))


@transaction.atomic
def write_commentary(*, subject, texts, seen, publish, by):
    """Save {kind: text} of a commentary.Subject, as drafts or for everybody to read. Returns the kinds that changed.

    `seen` is {kind: pk of the row that was written over, or None}. Each save is a row that supersedes the ones before
    it; a text that is as it stood makes none, and publishing "" takes the published text back.
    Raises StaleWords, and writes nothing, where another row stands by now.
    """
    standing = _standing_as_seen(subject, seen, kinds=tuple(texts))
    changed = [kind for kind, text in texts.items() if _save(subject, kind, text, standing[kind], publish, by)]
    renew_beside(subject.authority.pk)
    return changed


@transaction.atomic
def discard_drafts(*, subject, seen, by):
    """Supersede the drafts of a Subject, of the kinds that were `seen`, putting nothing in their place.

    Returns how many. Raises StaleWords.
    """
    drafts = [words.draft for words in _standing_as_seen(subject, seen, kinds=tuple(seen)).values() if words.draft]
    discarded = _supersede(drafts, timezone.now(), by)
    renew_beside(subject.authority.pk)
    return discarded


@transaction.atomic
def add_note(*, subject, text, by):
    """Add a person's note on a Subject. Returns the row; sent twice, it is one. Raises ValueError without a text."""
    if not text.strip():
        raise ValueError("a note needs a text")
    _lock(subject)
    notes = Commentary.objects.by_hand_on(subject).standing().filter(kind=Commentary.Kind.NOTE)
    same = notes.filter(written_by=by, text=text.strip()).first()
    note = same or _written(subject, Commentary.Kind.NOTE, text.strip(), timezone.now(), by)
    renew_beside(subject.authority.pk)
    return note


@transaction.atomic
def withdraw_note(*, note, by):
    """Take a note off the pages. The row stays on record. Returns whether it still stood."""
    stood = _supersede([note], timezone.now(), by)
    renew_beside(note.authority_id)
    return bool(stood)


def _standing_as_seen(subject, seen, kinds):
    """{kind: Words}, locked. Raises StaleWords for each of the kinds whose latest row isn't the one that was seen."""
    _lock(subject)
    standing = standing_words(subject, kinds)
    theirs = {kind: words.latest for kind, words in standing.items() if _pk(words.latest) != seen.get(kind)}
    if theirs:
        raise StaleWords(theirs)
    return standing


def _lock(subject):
    model, row = (Indicator, subject.indicator) if subject.indicator else (Section, subject.section)
    model.objects.select_for_update().get(pk=row.pk)


def _pk(row):
    return row.pk if row else None


def _save(subject, kind, text, words, publish, by):
    """Whether anything changed."""
    now = timezone.now()
    is_as_published = text == words.published_text
    if not publish and words.draft and text == words.draft.text:
        return False
    replaced = [words.draft] if is_as_published or not publish else [words.draft, words.published]
    superseded = _supersede([row for row in replaced if row], now, by)
    if is_as_published or (publish and not text):
        return bool(superseded)
    _written(subject, kind, text, now, by, is_draft=not publish)
    return True


def _supersede(rows, now, by):
    standing = Commentary.objects.standing().filter(pk__in=[row.pk for row in rows])
    return standing.update(superseded_at=now, superseded_by=by)


def _written(subject, kind, text, now, by, is_draft=False):
    row = Commentary.objects.create(
        authority=subject.authority,
        frequency=subject.period.frequency,
        period_start=subject.period.start,
        period_end=subject.period.end,
        kind=kind,
        section=subject.section,
        named=subject.indicator is not None,
        text=text,
        written_by=by,
        written_at=now,
        is_draft=is_draft,
    )
    # A summary speaks of the theme: it stands under none of its indicators.
    if kind != Commentary.Kind.SUMMARY:
        row.indicators.set([subject.indicator] if subject.indicator else _members(subject))
    return row


def _members(subject):
    """The indicators of a section on the last day of the period; those that were first described later count too."""
    described = {}
    for row in Definition.objects.filter(indicator__authority=subject.authority).standing():
        if row.indicator_id not in described or row.starts_on <= subject.period.end:
            described[row.indicator_id] = row.section_id
    return [indicator for indicator, section in described.items() if section == subject.section.pk]


def rule_json(words):
    """The rule that a methodology in words makes, as stored, or None where the words can't be read."""
    rule = read(words).rule if words else None
    return rating.to_json(rule) if rule else None
