"""Load a file, and take it back. Both are one transaction; nobody ever sees half of a batch."""

import hashlib
from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from importers import rows, sources
from importers.confirmed import confirmation_for
from importers.documents import read_document
from importers.limits import check_limits
from importers.matching import free_slug, known_to
from importers.preview import Preview, build_preview, version_of
from importers.records import Problem, Refused
from indicators.models import (
    Authority,
    Commentary,
    Definition,
    ImportBatch,
    Indicator,
    Observation,
    RagThreshold,
    Section,
    Target,
)
from indicators.operations import link_measures, link_parts
from reports.models import Action, ProgressStatement, PublishedTotal


class Settled(ValueError):
    """The batch isn't in the state that this needs: somebody committed, discarded or undid it in the meantime."""


class Moved(Exception):
    """Other figures were committed since the preview was worked out: it no longer says what a commit would do."""


@dataclass(frozen=True)
class Staged:
    """A file that was read, with what committing it would do. Nothing is written yet."""

    data: bytes
    preview: Preview


def stage(*, name, data, authority, format_name=None, confirmed=None):
    """Read a file for an authority. Raises Refused with every reason, and sources.UnknownFormat.

    `confirmed` is what a person has confirmed of the report; without it, what `fixtures/` has for it.
    """
    document = read_document(name, data)
    source = sources.find(document, format_name)
    if source.AUTHORITY not in (None, authority.slug):
        message = (
            f"This is {source.TITLE}, which belongs to '{source.AUTHORITY}', not to '{authority.slug}'. "
            "Load it for that authority, or choose another file."
        )
        raise Refused([Problem("wrong-authority", message)])
    if confirmed and not source.CONFIRMS:
        raise Refused([Problem("nothing-to-confirm", f"{source.TITLE} needs no confirmation: load it without one.")])
    confirmed = confirmed or confirmation_for(document, source)
    if source.AUTHORITY is None:
        report = source.parse(document, confirmed, known=known_to(authority))
    else:
        report = source.parse(document, confirmed)
    check_limits(report)
    return Staged(data=data, preview=build_preview(document, report, authority))


def keep_staged(*, staged, by):
    """Keep the file and a staged batch of it, which no reader sees. Returns the batch.

    The same file, uploaded by the same person again before it is committed, is the same batch.
    """
    preview = staged.preview
    path = _keep(preview.document.sha256, staged.data)
    with transaction.atomic():
        _lock(preview.authority)
        mine = ImportBatch.objects.filter(
            authority=preview.authority, state=ImportBatch.State.STAGED, created_by=by, sha256=preview.document.sha256
        )
        batch = mine.filter(file_name=preview.document.name).first()
        if batch is None:
            batch = rows.batch_of(preview, path=path, by=by)
            batch.save()
    return batch


def stage_again(*, batch):
    """Read the kept file of a batch afresh, as `stage` reads an upload. Raises Refused."""
    with batch.file.open() as kept:
        data = kept.read()
    if hashlib.sha256(data).hexdigest() != batch.sha256:
        raise Refused([Problem("file-differs", "The kept file isn't the one that was uploaded. Upload it again.")])
    return stage(name=batch.file_name, data=data, authority=batch.authority)


def commit(*, staged, by, reason="", batch=None):
    """Write what the preview says, and nothing else. Returns the batch, or None where there was nothing to change.

    `by` is the user, or None for the command line; `batch` the staged batch that is committed, without which there
    is a new one. Raises Moved where the figures changed since the preview, and Settled where the batch isn't staged.
    """
    preview = staged.preview
    if preview.is_empty:
        return None
    # Kept under its hash, so that writing it again, or leaving it behind a failed commit, changes nothing.
    path = _keep(preview.document.sha256, staged.data)
    with transaction.atomic():
        authority = _lock(preview.authority)
        batch = _still_staged(batch) if batch else rows.batch_of(preview, path=path)
        if version_of(authority) != preview.version:
            raise Moved(f"{authority} was changed by somebody else in the meantime. Look at the preview again.")
        _mark_committed(batch, preview, by, reason)
        _Writer(batch, preview).write()
        link_measures(authority=authority)
        link_parts(authority=authority)
    return batch


@transaction.atomic
def discard(*, batch):
    """Forget a staged batch, which nobody has ever read. Its file stays. Raises Settled where it isn't staged."""
    _lock(batch.authority)
    _still_staged(batch).delete()


@transaction.atomic
def undo(*, batch, by, reason):
    """Mark a committed batch as undone: every read is then as if it had never been. Its file and rows stay."""
    # A commit that is under way ends first: it applies to what was counted when it began.
    _lock(batch.authority)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != ImportBatch.State.COMMITTED:
        raise Settled(f"{batch} can't be undone: only a committed batch can.")
    batch.state = ImportBatch.State.UNDONE
    batch.undone_at = timezone.now()
    batch.undone_by = by
    batch.undo_reason = reason
    batch.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    return batch


def why_empty(preview):
    """One sentence: nothing would change, because …"""
    name = preview.document.name
    before = loaded_before(authority=preview.authority, sha256=preview.document.sha256)
    if before:
        return f"{name} was loaded on {before.committed_at:%d %B %Y} by {before.loaded_by}. Nothing changes."
    return f"Everything that {name} states is so already. Nothing changes."


def loaded_before(*, authority, sha256):
    """The newest batch that counts and was made from a file with this hash, or None."""
    return ImportBatch.objects.counting().filter(authority=authority, sha256=sha256).first()


def _lock(authority):
    """The authority, locked: its batches are committed and undone one after the other."""
    return Authority.objects.select_for_update().get(pk=authority.pk)


def _keep(sha256, data):
    path = f"originals/{sha256}"
    if default_storage.exists(path):
        if default_storage.size(path) == len(data):
            return path
        default_storage.delete(path)  # half written, when a process was killed
    return default_storage.save(path, ContentFile(data))


def _still_staged(batch):
    """The batch, locked. Raises Settled where it was committed or discarded in the meantime."""
    found = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if found is None:
        raise Settled("This upload was discarded in the meantime.")
    if found.state != ImportBatch.State.STAGED:
        raise Settled("This upload was committed in the meantime.")
    return found


def _mark_committed(batch, preview, by, reason):
    """Whoever commits a file answers for it, whoever uploaded it."""
    batch.state = ImportBatch.State.COMMITTED
    batch.commit_number = preview.version[0] + 1
    batch.committed_at = timezone.now()
    batch.created_by = by
    batch.reason = reason
    for name, value in rows.told(preview).items():
        setattr(batch, name, value)
    batch.save()


class _Writer:
    """The rows of one batch: all that the file states, the unchanged included."""

    def __init__(self, batch, preview):
        self.batch = batch
        self.report = preview.report
        self.matches = preview.matches

    def write(self):
        self.sections = self._sections()
        self.indicators = self._indicators()
        Definition.objects.bulk_create(self._definitions())
        Observation.objects.bulk_create(self._stated(rows.observations))
        Target.objects.bulk_create(self._stated(rows.targets))
        RagThreshold.objects.bulk_create(self._stated(rows.thresholds))
        self._commentary()
        Action.objects.bulk_create(self._action(n, a) for n, a in enumerate(self.report.actions))
        PublishedTotal.objects.bulk_create(self._total(total) for total in self.report.totals)
        self._statements()

    def _sections(self):
        known = {section.title: section for section in self.batch.authority.sections.all()}
        slugs = {section.slug for section in known.values()}
        for title in dict.fromkeys(i.section for i in self.report.indicators):
            if title not in known:
                slug = free_slug(slugify(title), slugs)
                slugs.add(slug)
                known[title] = Section.objects.create(authority=self.batch.authority, title=title, slug=slug)
        return known

    def _indicators(self):
        """By position in the report."""
        return [
            m.indicator or Indicator.objects.create(authority=self.batch.authority, ref=m.stated.ref, slug=m.slug)
            for m in self.matches
        ]

    def _definitions(self):
        for position, matched in enumerate(self.matches):
            section = self.sections[matched.stated.section]
            yield rows.definition(self.batch, self.indicators[position], section, position, matched)

    def _stated(self, rows_of):
        """The rows of each indicator, by a function of `importers.rows`."""
        for indicator, matched in zip(self.indicators, self.matches, strict=True):
            yield from rows_of(self.batch, indicator, matched.stated)

    def _commentary(self):
        for position, passage in enumerate(self.report.passages):
            row = Commentary.objects.create(
                authority=self.batch.authority,
                batch=self.batch,
                frequency=self.batch.frequency,
                period_start=self.batch.period_start,
                period_end=self.batch.period_end,
                kind=passage.kind,
                theme=passage.theme,
                section=self.sections.get(passage.section),
                named=passage.named,
                position=position,
                text=passage.text,
                locator=passage.locator,
                written_by=self.batch.created_by,
                written_at=self.batch.committed_at,
            )
            row.indicators.set(self._by_key(passage.refs))

    def _by_key(self, keys):
        """The indicators that the report calls by these keys."""
        known = {matched.stated.key: self.indicators[n] for n, matched in enumerate(self.matches)}
        return [known[key] for key in keys]

    def _total(self, total):
        return PublishedTotal(authority=self.batch.authority, batch=self.batch, **asdict(total))

    def _statements(self):
        for position, stated in enumerate(self.report.statements):
            fields = asdict(stated)
            measures = fields.pop("measures")
            row = ProgressStatement.objects.create(
                authority=self.batch.authority, batch=self.batch, position=position, **fields
            )
            row.indicators.set(self._by_key(measures))

    def _action(self, position, entry):
        return Action(
            authority=self.batch.authority,
            batch=self.batch,
            ref=entry.ref,
            text=entry.text,
            raised_in=entry.raised and entry.raised.start,
            due_by=entry.due and entry.due.end,
            due_text=entry.due_text,
            complete_text=entry.complete,
            is_complete=entry.is_complete,
            position=position,
            locator=entry.locator,
        )
