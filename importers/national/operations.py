"""Load a file of national statistics, and take it back. Each is one transaction, in the order of commit numbers.

What a file states is kept as rows of a staged batch, which no reader sees; a commit gives the batch its number. So
what is committed is exactly what was looked at, and that takes no time.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from importers import originals
from importers.documents import read_document
from importers.national.geography import Gazetteer, Place
from importers.national.preview import Preview, Said, build_preview
from importers.national.reading import NationalReport, read_national
from importers.operations import Moved, Settled
from importers.problems import to_plain
from importers.progress import COMPARING, READING, quiet
from importers.records import Problem, Refused
from indicators.models import Area, Benchmark, BenchmarkBatch, Measure, Neighbour, NeighbourSet
from indicators.operations import load_catalogue
from indicators.versions import renew_all

_CHUNK = 2000
# Neighbours are compared like figures: of this "measure", the version in place of the year.
NEIGHBOURS = "neighbours"


@dataclass(frozen=True)
class Staged:
    """A file that was read, with what committing it would do. Nothing is written yet."""

    name: str
    data: bytes
    report: NationalReport
    preview: Preview


def stage(*, name, data, tell=quiet):
    """Read a file. Raises Refused with every reason. `tell` hears how far it is (see `importers.progress`)."""
    tell(READING)
    document = read_document(name, data)
    report = read_national(document, _gazetteer())
    _check_measures(report)
    tell(COMPARING)
    measures = {figure.measure for figure in report.figures}
    counting = _counting_figures(measures) if report.figures else _counting_neighbours()
    return Staged(name, data, report, build_preview(_stated(report), counting))


def keep(*, staged, by):
    """Keep the file and what it states as a staged batch, which no reader sees. Returns the batch."""
    path = originals.keep(staged.data)
    report = staged.report
    with transaction.atomic():
        batch = BenchmarkBatch.objects.create(
            source=report.mapping.name,
            title=report.mapping.title,
            file_name=staged.name,
            file=path,
            sha256=hashlib.sha256(staged.data).hexdigest(),
            created_by=by,
            counts=staged.preview.counts,
            problems=to_plain(report.findings),
        )
        areas = dict(Area.objects.values_list("ons_code", "pk"))
        if report.figures:
            measures = dict(Measure.objects.values_list("slug", "pk"))
            rows = [_figure_row(batch, figure, measures, areas) for figure in report.figures]
            Benchmark.objects.bulk_create(rows, batch_size=_CHUNK)
        else:
            neighbour_set = NeighbourSet.objects.create(batch=batch, name=report.mapping.title, version=report.version)
            rows = [_neighbour_row(neighbour_set, each, areas) for each in report.neighbours]
            Neighbour.objects.bulk_create(rows, batch_size=_CHUNK)
    originals.keep(staged.data)
    return batch


def preview_of(batch):
    """The Preview of a staged batch against what counts now."""
    if batch.source == NEIGHBOURS:
        return build_preview(_neighbours(batch.neighbour_set), _counting_neighbours())
    measures = set(batch.benchmarks.values_list("measure__slug", flat=True).distinct())
    return build_preview(_figures(batch.benchmarks.order_by("pk")), _counting_figures(measures))


def version():
    """What counts now, as a text that any commit and any undo changes."""
    facts = BenchmarkBatch.objects.aggregate(newest=Max("commit_number"), undone=Count("pk", filter=Q(state="undone")))
    return f"{facts['newest'] or 0}-{facts['undone']}"


@transaction.atomic
def commit(*, batch, by, seen=None, reason=""):
    """Let a staged batch count. `seen` is the `version` that its preview was against; None for any.

    Raises Moved where something else was committed or undone since, and Settled where the batch isn't staged.
    """
    _lock()
    batch = _still(batch, BenchmarkBatch.State.STAGED)
    _check_seen(seen)
    batch.counts = preview_of(batch).counts
    newest = BenchmarkBatch.objects.aggregate(newest=Max("commit_number"))["newest"] or 0
    batch.commit_number = newest + 1
    batch.state = BenchmarkBatch.State.COMMITTED
    batch.committed_at = timezone.now()
    batch.committed_by = by
    batch.reason = reason
    batch.save(update_fields=["counts", "commit_number", "state", "committed_at", "committed_by", "reason"])
    renew_all()
    return batch


@transaction.atomic
def discard(*, batch):
    """Forget a staged batch, which nobody has ever read. Its file stays. Raises Settled where it isn't staged."""
    _lock()
    _still(batch, BenchmarkBatch.State.STAGED).delete()


@transaction.atomic
def undo(*, batch, by, reason, seen=None):
    """Mark a committed batch as undone: every read is then as if it had never been. Its file and rows stay.

    `seen` is the `version` that its effects were shown against; None for any. Raises Moved and Settled like `commit`.
    """
    _lock()
    batch = _still(batch, BenchmarkBatch.State.COMMITTED)
    _check_seen(seen)
    batch.state = BenchmarkBatch.State.UNDONE
    batch.undone_at = timezone.now()
    batch.undone_by = by
    batch.undo_reason = reason
    batch.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    renew_all()
    return batch


def load(*, name, data, by, dry_run=False):
    """Read a file and commit it at once. Returns (Staged, the batch, or None where nothing changes or was to).

    Raises Refused.
    """
    staged = stage(name=name, data=data)
    if dry_run or staged.preview.is_empty:
        return staged, None
    with transaction.atomic():
        return staged, commit(batch=keep(staged=staged, by=by), by=by)


def _gazetteer():
    """The areas that are known; what the catalogue has of them and of measures is added first, where it is missing."""
    load_catalogue()
    rows = Area.objects.values_list("ons_code", "name", "level", "dfe_code", "former_codes", "spellings")
    return Gazetteer([Place(*plain, tuple(codes), tuple(names)) for *plain, codes, names in rows])


def _check_measures(report):
    """Raises Refused where the mapping names a measure that somebody removed."""
    named = {figure.measure for figure in report.figures}
    missing = named - set(Measure.objects.filter(slug__in=named).values_list("slug", flat=True))
    if missing:
        message = f"There is no measure {', '.join(sorted(missing))}, which this file gives figures of."
        raise Refused([Problem("measure-unknown", message)])


def _lock():
    """All measures, locked: national batches are committed and undone one after the other."""
    list(Measure.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _still(batch, state):
    """The batch as it is now. Raises Settled where it isn't in that state any more."""
    now = BenchmarkBatch.objects.filter(pk=batch.pk, state=state).first()
    if now is None:
        raise Settled(f"{batch.file_name} isn't {state} any more: somebody was quicker.")
    return now


def _check_seen(seen):
    """Raises Moved where something was committed or undone since the `version` that was seen; None was any."""
    if seen is not None and seen != version():
        raise Moved("Other statistics were loaded, or undone, in the meantime. Look at what would change again.")


def _stated(report):
    for each in report.figures:
        yield Said((each.measure, each.area, str(each.year)), each.value, each.status, each.locator)
    for each in report.neighbours:
        yield Said((NEIGHBOURS, f"{each.area} {each.rank}", report.version), each.neighbour, "", each.locator)


def _counting_figures(measures):
    return _figures(Benchmark.objects.filter(measure__slug__in=measures).current())


def _figures(rows):
    facts = rows.values_list("measure__slug", "area__ons_code", "year", "value", "status", "locator")
    for measure, area, year, value, status, locator in facts:
        yield Said((measure, area, str(year)), value, status, locator)


def _counting_neighbours():
    current = NeighbourSet.objects.current()
    return _neighbours(current) if current else ()


def _neighbours(neighbour_set):
    facts = neighbour_set.neighbours.order_by("pk").annotate(of=F("area__ons_code"), to=F("neighbour__ons_code"))
    for of, rank, to, locator in facts.values_list("of", "rank", "to", "locator"):
        yield Said((NEIGHBOURS, f"{of} {rank}", neighbour_set.version), to, "", locator)


def _figure_row(batch, figure, measures, areas):
    return Benchmark(
        batch=batch,
        measure_id=measures[figure.measure],
        area_id=areas[figure.area],
        code=figure.code,
        year=figure.year,
        start=figure.start,
        end=figure.end,
        value=figure.value,
        status=figure.status,
        decimals=figure.decimals,
        locator=figure.locator,
    )


def _neighbour_row(neighbour_set, stated, areas):
    return Neighbour(
        neighbour_set=neighbour_set,
        area_id=areas[stated.area],
        neighbour_id=areas[stated.neighbour],
        rank=stated.rank,
        closeness=stated.closeness,
        locator=stated.locator,
    )
