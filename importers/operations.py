"""Load a file, and take it back. Both are one transaction; nobody ever sees half of a batch."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from importers import originals, rows, sources
from importers.aliases import known_aliases
from importers.confirmed import confirmation_for
from importers.documents import Document, read_document
from importers.limits import check_limits
from importers.matching import known_from
from importers.models import Reading
from importers.preview import Preview, build_preview, version_of, what_counts
from importers.progress import COMPARING, READING, quiet
from importers.records import Problem, Refused
from importers.writing import Writer
from indicators.models import Authority, ImportBatch
from indicators.operations import link_measures, link_parts
from indicators.policies import can_edit_targets
from indicators.versions import renew


class Settled(ValueError):
    """The batch isn't in the state that this needs: somebody committed, discarded or undid it in the meantime."""


class Moved(Exception):
    """Other figures were committed since the preview was worked out: it no longer says what a commit would do."""


@dataclass(frozen=True)
class Staged:
    """A file that was read, with what committing it would do. Nothing is written yet."""

    data: bytes
    preview: Preview


def stage(*, name, data, authority, format_name=None, confirmed=None, answers=None, tell=quiet):
    """Read a file for an authority. Raises Refused with every reason, and sources.UnknownFormat.

    `confirmed` is what a person has confirmed of the report; without it, what `fixtures/` has for it. `answers` are
    those given on an upload's page: the same, but for a source that asks there. `tell` hears how far it is (see
    `importers.progress`).
    """
    tell(READING)
    with ThreadPoolExecutor(1) as aside:
        # A process of its own reads the file, and another answers what counts: neither has to wait for the other.
        reading = aside.submit(read_document, name, data)
        counting = what_counts(authority)
        document = reading.result()
    source = sources.find(document, format_name)
    if source.AUTHORITY not in (None, authority.slug):
        message = (
            f"This is {source.TITLE}, which can't be loaded for {authority}. "
            "Load it for the authority that it is of, or choose another file."
        )
        raise Refused([Problem("wrong-authority", message)])
    if confirmed and not source.CONFIRMS:
        raise Refused([Problem("nothing-to-confirm", f"{source.TITLE} needs no confirmation: load it without one.")])
    asks = source.AUTHORITY is None and source.CONFIRMS
    confirmed = confirmed or (answers if asks else None) or confirmation_for(document, source)
    if source.AUTHORITY is None:
        headings, indicators = known_aliases(authority)
        report = source.parse(document, confirmed, known=known_from(counting.series, indicators), headings=headings)
    else:
        report = source.parse(document, confirmed)
    if source.AUTHORITY and source.CONFIRMS and not confirmed:
        report = replace(report, findings=(_confirmation_needed(source), *report.findings))
    check_limits(report)
    # What it held was read, and takes more memory than what was read of it.
    document = replace(document, lines=(), sheets=())
    return _compared(data, document, report, counting, tell)


def _compared(data, document, report, counting, tell, kept=b""):
    """The Staged of a report. Raises Refused."""
    tell(COMPARING)
    preview = build_preview(document, report, counting, kept)
    if not report.describes:
        _check_known(preview)
    return Staged(data=data, preview=preview)


def _confirmation_needed(source):
    """What is said of a council's own report that waits for a person's word which no page here can take."""
    message = (
        f"In {source.TITLE} a person has to confirm {source.CONFIRMS}; nothing that waits for that is loaded. It is "
        "kept in a file, with which whoever looks after this site can load the report: import_report --pairing FILE."
    )
    return Problem("confirmation-needed", message)


def receive(*, name, data, authority, by):
    """Keep an uploaded file, and a staged batch of it that waits to be read. Returns the batch; no reader sees it.

    The same file, uploaded by the same person again before it is committed, is the same batch.
    """
    path = originals.keep(data)
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        lock(authority)
        mine = ImportBatch.objects.filter(authority=authority, state=ImportBatch.State.STAGED, created_by=by)
        batch = mine.filter(sha256=sha256, file_name=name).first()
        if batch is None:
            batch = ImportBatch(authority=authority, file_name=name, file=path, sha256=sha256, created_by=by)
            batch.save()
            Reading.objects.create(batch=batch, **_asked_now())
        else:
            _ask_to_read(batch)
    originals.keep(data)
    return batch


def read_again(*, batch, order=None):
    """Have a staged file read again. `order` is what a commit that the figures moved away from was asked for with."""
    return _ask_to_read(batch, order={**order, "moved": True} if order else {})


@transaction.atomic
def take_place(*, batch, of):
    """A staged batch takes the place of another, as a mended file does. What was answered about that holds for it, too.

    Raises Settled where the other isn't staged any more.
    """
    lock(batch.authority)
    replaced = _still_staged(of)
    answered = Reading.objects.get(batch=replaced)
    if answered.answers:
        reading = Reading.objects.get(batch=batch)
        answers = _merged(answered.answers, reading.answers)
        Reading.objects.filter(pk=reading.pk).update(answers=answers, answered_by=answered.answered_by)
    replaced.delete()


@transaction.atomic
def answer(*, batch, answers, by):
    """Add what a person answered about a staged file to what was answered before, and have it read again.

    `answers` is an object as a source's `confirmed`; what it holds by name is added name by name. Raises Settled.
    """
    lock(batch.authority)
    _still_staged(batch)
    reading = Reading.objects.select_for_update().get(batch=batch)
    if not _ask_to_read(batch, answers=_merged(reading.answers, answers), answered_by=by):
        raise Settled("This upload is being read or committed just now. Answer when that is done.")


def order_commit(*, batch, by, order):
    """Ask for a commit of the preview with that `stamp`, with that `reason`. Raises Settled where it isn't ready."""
    ready = Reading.objects.filter(batch=batch, state=Reading.State.READY)
    if not ask(readings=ready, state=Reading.State.COMMITTING, order=order, ordered_by=by):
        raise Settled("This upload is being committed, or was, in the meantime.")


def check_may_load(*, preview, by):
    """Raises Refused where the file sets targets, and `by` is no admin of the authority. None is the command line."""
    authority = preview.authority
    if preview.report.describes or by is None or can_edit_targets(by, authority):
        return
    message = f"This sheet sets targets for {authority.name}, which takes an admin of it."
    raise Refused([Problem("admin-needed", message)])


def stage_again(*, batch, read=None, tell=quiet):
    """Read the kept file of a batch afresh, as `stage` reads an upload. Raises Refused.

    `read` is what was read of it (a `kept.KeptReading`), where that is known to hold: then it is only compared afresh.
    """
    data = originals.read(batch)
    if read:
        document = Document(batch.file_name, batch.sha256, notes=read.notes)
        return _compared(data, document, read.report, what_counts(batch.authority), tell, read.kept)
    answers = batch.reading.answers or None
    return stage(name=batch.file_name, data=data, authority=batch.authority, answers=answers, tell=tell)


def commit(*, staged, by, reason="", batch=None, chosen=None, tell=quiet):
    """Write what the preview says, and nothing else. Returns the batch, or None where there was nothing to change.

    `by` is the user, or None for the command line; `batch` the staged batch that is committed, without which there
    is a new one. `chosen` are the comments on cells that are commentary (see `importers.proposals`). `tell` hears how
    far it is. Raises Moved where the figures changed since the preview, and Settled where the batch isn't staged.
    """
    preview, chosen = staged.preview, chosen or {}
    if preview.is_empty and not chosen:
        return None
    # Kept under its hash, so that writing it again, or leaving it behind a failed commit, changes nothing.
    path = originals.keep(staged.data)
    with transaction.atomic():
        authority = lock(preview.authority)
        batch = _still_staged(batch) if batch else rows.batch_of(preview, path=path, by=by)
        if version_of(authority) != preview.version:
            raise Moved(f"{authority} was changed by somebody else in the meantime. Look at the preview again.")
        _mark_committed(batch, preview, by, reason, chosen)
        Writer(batch, preview, tell, chosen).write()
        Reading.objects.filter(batch=batch).update(state=Reading.State.DONE)
        link_measures(authority=authority)
        link_parts(authority=authority)
        renew(authority.pk)
    originals.keep(staged.data)
    return batch


@transaction.atomic
def discard(*, batch):
    """Forget a staged batch, which nobody has ever read. Its file stays. Raises Settled where it isn't staged."""
    lock(batch.authority)
    _still_staged(batch).delete()


@transaction.atomic
def undo(*, batch, by, reason):
    """Mark a committed batch as undone: every read is then as if it had never been. Its file and rows stay."""
    # A commit that is under way ends first: it applies to what was counted when it began.
    lock(batch.authority)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != ImportBatch.State.COMMITTED:
        raise Settled(f"{batch} can't be undone: only a committed batch can.")
    batch.state = ImportBatch.State.UNDONE
    batch.undone_at = timezone.now()
    batch.undone_by = by
    batch.undo_reason = reason
    batch.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    renew(batch.authority_id)
    return batch


def why_empty(*, authority, name, sha256):
    """One sentence: nothing would change, because …"""
    before = loaded_before(authority=authority, sha256=sha256)
    if before:
        return f"{name} was loaded on {before.committed_at:%d %B %Y} by {before.loaded_by}. Nothing changes."
    return f"Everything that {name} states is so already. Nothing changes."


def loaded_before(*, authority, sha256):
    """The newest batch that counts and was made from a file with this hash, or None."""
    return ImportBatch.objects.counting().filter(authority=authority, sha256=sha256).first()


def _check_known(preview):
    """Raises Refused for what would be a new indicator, in a report that doesn't describe any."""
    unknown = [matched.stated for matched in preview.matches if matched.indicator is None]
    said = "can't be told from the authority's other indicators by its title: give it a ref."
    if unknown:
        raise Refused([Problem("indicator-unknown", f"{s.key} {said}", s.locator, s.ref) for s in unknown])


def lock(authority):
    """The authority, locked: its batches are committed and undone one after the other."""
    return Authority.objects.select_for_update().get(pk=authority.pk)


def ask(*, readings, state, **facts):
    """Ask for the work of a state (waiting or committing) on those readings. Returns how many there were.

    No condition on another table may be in it: of two who ask at once the second has to see what the first did.
    """
    return readings.update(state=state, **{**_asked_now(), **facts})


def _ask_to_read(batch, **facts):
    """True where it was asked for, false where work on the batch is under way."""
    settled = Reading.objects.filter(batch=batch, state__in=Reading.SETTLED)
    return bool(ask(readings=settled, state=Reading.State.WAITING, problems=[], **facts))


def _merged(before, answers):
    """Both answers; of two to the same question the later one."""
    merged = dict(before)
    for kind, said in answers.items():
        merged[kind] = {**merged.get(kind, {}), **said} if isinstance(said, dict) else said
    return merged


def _asked_now():
    """The facts of a piece of work that nobody has taken yet. `run` is what only it is called."""
    return {"run": get_random_string(32), "task": "", "asked_at": timezone.now(), "taken_at": None, "attempts": 0}


def _still_staged(batch):
    """The batch, locked. Raises Settled where it was committed or discarded in the meantime."""
    found = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if found is None:
        raise Settled("This upload was discarded in the meantime.")
    if found.state != ImportBatch.State.STAGED:
        raise Settled("This upload was committed in the meantime.")
    return found


def _mark_committed(batch, preview, by, reason, chosen):
    """Whoever commits a file answers for it, whoever uploaded it."""
    batch.state = ImportBatch.State.COMMITTED
    batch.commit_number = preview.version[0] + 1
    batch.committed_at = timezone.now()
    batch.committed_by = by
    batch.reason = reason
    for name, value in rows.read_from(preview, chosen).items():
        setattr(batch, name, value)
    batch.save()
