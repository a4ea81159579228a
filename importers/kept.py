"""A preview that is kept, so that its pages and filters don't read and compare the file again and again.

It holds what the page shows, as JSON, and is good for as long as what it was worked out from stays as it was: the
figures that count, what was answered, the aliases of the authority, and the code. So is what was read of the file,
which is kept beside it: the commit compares that afresh, and writes it only where that gives the same preview.

    {"stamp": …, "figures": ["nnCs…", …], …}    all but
    {"ref": "FD 3", …}                          what is said of the figures of each indicator (`importers.kept_figures`)
    [{"ParsedReport": […]}, […]]                what was read (`importers.stated`), first all but
    {"Figures": […]}                            the figures of each indicator: a page parses those that it shows
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Count, Max

from importers import kept_figures, stated
from importers.kept_targets import KeptTargets, targets_from_plain, targets_to_keep, targets_to_plain
from importers.listed import Listed, states_of
from importers.models import Alias, Reading
from importers.preview import version_of
from importers.problems import REVISED, from_plain, to_plain
from importers.progress import quiet
from importers.records import ParsedReport, Problem, Proposal
from indicators.periods import Period

FOLDER = "previews"
# What decides how a file is read and compared.
_CODE = ("importers", "reports", "indicators", "fixtures")


@dataclass(frozen=True)
class KeptPreview:
    """What the page of a preview shows of it. See `importers.preview.Preview` for what they are.

    `problems` are without the older figures that are restated: these are among the `figures`. `targets` are those of a
    sheet of targets, which has no figures; None for any other file.
    """

    stamp: str
    counts: dict
    is_empty: bool
    needs_reason: bool
    problems: tuple[Problem, ...]
    figures: Listed
    proposals: tuple[Proposal, ...]
    targets: KeptTargets | None = None

    @property
    def offers_nothing(self):
        """Nothing would change, whatever a person says of its comments."""
        return self.is_empty and not self.proposals


@dataclass(frozen=True)
class KeptReading:
    """What was read of a file: the report, and the notes on the document itself. `kept` are the bytes of both."""

    report: ParsedReport
    notes: tuple[Problem, ...]
    kept: bytes = field(default=b"", repr=False, compare=False)


def preview_to_keep(preview, tell=quiet):
    """The KeptPreview of a Preview. `tell` hears how many indicators are compared."""
    return KeptPreview(
        stamp=preview.stamp,
        counts=preview.counts,
        is_empty=preview.is_empty,
        needs_reason=preview.needs_reason,
        problems=tuple(problem for problem in preview.problems if problem.code != REVISED),
        figures=preview.compared(tell),
        proposals=preview.proposals,
        targets=preview.targets and targets_to_keep(preview.targets),
    )


def keep(reading, preview, read):
    """Keep a KeptPreview, and the Preview's own `read`. Returns where, for `Reading.preview`."""
    plain = {
        "stamp": preview.stamp,
        "counts": preview.counts,
        "is_empty": preview.is_empty,
        "needs_reason": preview.needs_reason,
        "problems": to_plain(preview.problems),
        "figures": preview.figures.marks,
        "proposals": [asdict(each) | {"period": each.period and each.period.key} for each in preview.proposals],
        "targets": preview.targets and targets_to_plain(preview.targets),
    }
    lines = [_line(plain), *(_line(kept_figures.to_plain(each)) for each in preview.figures.indicators), read]
    content = b"\n".join(lines)
    return default_storage.save(f"{FOLDER}/{reading.run}.jsonl", ContentFile(content))


def kept_preview(reading):
    """The KeptPreview of a reading, or None where there is none that still holds."""
    if reading.state != Reading.State.READY or not reading.preview or reading.basis != basis_of(reading):
        return None
    try:
        first, *lines = _kept_lines(reading.preview)
    except FileNotFoundError:
        return None
    plain = json.loads(first)
    problems = from_plain(plain.pop("problems"))
    figures = _listed(plain.pop("figures"), lines)
    proposals = tuple(_proposal(**each) for each in plain.pop("proposals"))
    targets = plain.pop("targets")
    targets = targets and targets_from_plain(targets)
    return KeptPreview(problems=problems, figures=figures, proposals=proposals, targets=targets, **plain)


def kept_reading(reading):
    """The KeptReading beside the preview of a reading, or None where there is none that still holds."""
    if not reading.preview or reading.basis != basis_of(reading):
        return None
    try:
        first, *lines = _kept_lines(reading.preview)
    except FileNotFoundError:
        return None
    read = lines[len(json.loads(first)["figures"]) :]
    report, notes = stated.from_lines(read)
    return KeptReading(report, notes, b"\n".join(read))


def _kept_lines(name):
    """The lines of a kept file, all of them read at once: another reading may take its place at any moment."""
    with default_storage.open(name) as file:
        return file.read().split(b"\n")


def basis_of(reading):
    """What a preview of the reading is worked out from today, as a hash."""
    authority = reading.batch.authority
    aliases = Alias.objects.filter(authority=authority).aggregate(Count("pk"), Max("pk"), Max("confirmed_at"))
    basis = (version_of(authority), sorted(map(str, aliases.values())), code_version())
    answers = json.dumps(reading.answers, sort_keys=True)
    return hashlib.sha256(f"{basis} {answers}".encode()).hexdigest()


@cache
def code_version():
    """A hash of the code and the catalogue that this process started with."""
    known = hashlib.sha256()
    for folder in _CODE:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in (".py", ".json"):
                known.update(path.read_bytes())
    return known.hexdigest()


def sweep():
    """Remove the previews that no reading names. Returns how many."""
    folder = Path(default_storage.path(FOLDER))
    if not folder.is_dir():
        return 0
    files = {f"{FOLDER}/{path.name}" for path in folder.iterdir()}
    left = files - set(Reading.objects.filter(preview__in=files).values_list("preview", flat=True))
    for name in left:
        default_storage.delete(name)
    return len(left)


def _line(plain):
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(marks, lines):
    """The Listed figures: a line for each indicator, then the report, then its figures, a line for each again."""

    def compared(number):
        in_file = stated.from_line(lines[len(marks) + 1 + number])
        return kept_figures.from_plain(json.loads(lines[number]), number, in_file, states_of(marks[number]))

    return Listed(marks, compared)


def _proposal(period, **fields):
    return Proposal(period=period and _period(period), **fields)


@cache
def _period(key):
    return Period.parse(key)
