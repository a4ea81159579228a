"""Load a file, and take it back. Both are one transaction; nobody ever sees half of a batch."""

from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from importers import sources
from importers.confirmed import confirmation_for
from importers.documents import read_document
from importers.limits import check_limits
from importers.matching import free_slug
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
from indicators.operations import link_measures, rule_json
from reports.models import Action, ProgressStatement, PublishedTotal


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
    if authority.slug != source.AUTHORITY:
        message = (
            f"This is {source.TITLE}, which belongs to '{source.AUTHORITY}', not to '{authority.slug}'. "
            "Load it for that authority, or choose another file."
        )
        raise Refused([Problem("wrong-authority", message)])
    if confirmed and not source.CONFIRMS:
        raise Refused([Problem("nothing-to-confirm", f"{source.TITLE} needs no confirmation: load it without one.")])
    report = source.parse(document, confirmed or confirmation_for(document, source))
    check_limits(report)
    return Staged(data=data, preview=build_preview(document, report, authority))


def commit(*, staged, by, reason=""):
    """Write what the preview says, and nothing else. Returns the batch, or None where there was nothing to change.

    `by` is the user, or None for the command line. Raises Moved where the figures changed since the preview.
    """
    preview = staged.preview
    if preview.is_empty:
        return None
    # Kept under its hash, so that writing it again, or leaving it behind a failed commit, changes nothing.
    path = _keep(preview.document.sha256, staged.data)
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=preview.authority.pk)
        if version_of(authority) != preview.version:
            raise Moved(f"{authority} was changed by somebody else in the meantime. Look at the preview again.")
        batch = _create_batch(preview, path, by, reason)
        _Writer(batch, preview).write()
        link_measures(authority=authority)
    return batch


@transaction.atomic
def undo(*, batch, by, reason):
    """Mark a committed batch as undone: every read is then as if it had never been. Its file and rows stay."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.COMMITTED:
        raise ValueError(f"{batch} can't be undone: only a committed batch can.")
    batch.state = ImportBatch.State.UNDONE
    batch.undone_at = timezone.now()
    batch.undone_by = by
    batch.undo_reason = reason
    batch.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    return batch


def loaded_before(*, authority, sha256):
    """The newest batch that counts and was made from a file with this hash, or None."""
    return ImportBatch.objects.counting().filter(authority=authority, sha256=sha256).first()


def _keep(sha256, data):
    path = f"originals/{sha256}"
    if default_storage.exists(path):
        if default_storage.size(path) == len(data):
            return path
        default_storage.delete(path)  # half written, when a process was killed
    return default_storage.save(path, ContentFile(data))


def _create_batch(preview, path, by, reason):
    period = preview.report.period
    now = timezone.now()
    return ImportBatch.objects.create(
        authority=preview.authority,
        source=preview.report.source,
        file_name=preview.document.name,
        file=path,
        sha256=preview.document.sha256,
        title=preview.report.title[: ImportBatch._meta.get_field("title").max_length],
        frequency=period.frequency,
        period_start=period.start,
        period_end=period.end,
        state=ImportBatch.State.COMMITTED,
        commit_number=preview.version[0] + 1,
        created_at=now,
        created_by=by,
        committed_at=now,
        reason=reason,
        counts=preview.counts,
        problems=[asdict(problem) for problem in preview.problems],
    )


class _Writer:
    """The rows of one batch: all that the file states, the unchanged included."""

    def __init__(self, batch, preview):
        self.batch = batch
        self.report = preview.report
        self.matches = preview.matches

    def write(self):
        self.sections = self._sections()
        self.indicators = self._indicators()
        Definition.objects.bulk_create(self._definition(n, m) for n, m in enumerate(self.matches))
        Observation.objects.bulk_create(self._observations())
        Target.objects.bulk_create(self._targets())
        RagThreshold.objects.bulk_create(self._thresholds())
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

    def _dated(self, position, starts_on, locator):
        return {
            "batch": self.batch,
            "indicator": self.indicators[position],
            "starts_on": starts_on,
            "locator": locator,
            "recorded_at": self.batch.committed_at,
            "recorded_by": self.batch.created_by,
            "reason": self.batch.reason,
        }

    def _definition(self, position, matched):
        stated = matched.stated
        return Definition(
            **self._dated(position, self.batch.period_start, stated.locator),
            title=stated.title,
            section=self.sections[stated.section],
            position=position,
            unit=stated.unit,
            decimals=max((figure.decimals for figure in stated.figures), default=0),
            polarity=matched.polarity,
            frequency=stated.frequency,
            basis=stated.basis,
            owner=stated.owner,
        )

    def _observations(self):
        for position, matched in enumerate(self.matches):
            for figure in matched.stated.figures:
                yield Observation(
                    batch=self.batch,
                    indicator=self.indicators[position],
                    frequency=figure.period.frequency,
                    period_start=figure.period.start,
                    period_end=figure.period.end,
                    value=figure.value,
                    status=figure.status,
                    text=figure.text,
                    decimals=figure.decimals,
                    qualifier=figure.qualifier,
                    published_rag=figure.published_rag,
                    published_direction=figure.published_direction,
                    locator=figure.locator,
                )

    def _targets(self):
        for position, matched in enumerate(self.matches):
            if target := matched.stated.target:
                dated = self._dated(position, target.starts.start, target.locator)
                yield Target(value=target.value, text=target.text, **dated)

    def _thresholds(self):
        for position, matched in enumerate(self.matches):
            if stated := matched.stated.methodology:
                dated = self._dated(position, stated.starts.start, stated.locator)
                yield RagThreshold(words=stated.words, rule=rule_json(stated.words), **dated)

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
