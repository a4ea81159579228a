"""A preview that is kept, so that its pages and filters don't read and compare the file again and again.

It holds what the page shows, as JSON, and is good for as long as what it was worked out from stays as it was: the
figures that count, what was answered, the aliases of the authority, and the code. The commit reads the file afresh.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Count, Max

from importers.changes import Change, build_changes
from importers.kept_targets import KeptTargets, targets_from_plain, targets_to_keep, targets_to_plain
from importers.models import Alias, Reading
from importers.preview import version_of
from importers.problems import from_plain, to_plain
from importers.progress import quiet
from importers.records import Problem, Proposal
from indicators.periods import Period

FOLDER = "previews"
# What decides how a file is read and compared.
_CODE = ("importers", "reports", "indicators", "fixtures")
_FIELDS = tuple(field.name for field in fields(Change))


@dataclass(frozen=True)
class KeptPreview:
    """What the page of a preview shows of it. See `importers.preview.Preview` for what they are.

    `targets` are those of a sheet of targets, which has no figures; None for any other file.
    """

    stamp: str
    counts: dict
    is_empty: bool
    needs_reason: bool
    problems: tuple[Problem, ...]
    figures: tuple[Change, ...]
    proposals: tuple[Proposal, ...]
    targets: KeptTargets | None = None

    @property
    def offers_nothing(self):
        """Nothing would change, whatever a person says of its comments."""
        return self.is_empty and not self.proposals


def preview_to_keep(preview, tell=quiet):
    """The KeptPreview of a Preview. `tell` hears how many indicators are compared."""
    return KeptPreview(
        stamp=preview.stamp,
        counts=preview.counts,
        is_empty=preview.is_empty,
        needs_reason=preview.needs_reason,
        problems=preview.problems,
        figures=build_changes(preview, tell) if preview.targets is None else (),
        proposals=preview.proposals,
        targets=preview.targets and targets_to_keep(preview.targets),
    )


def keep(reading, preview):
    """Keep a KeptPreview. Returns where, for `Reading.preview`."""
    plain = {
        "stamp": preview.stamp,
        "counts": preview.counts,
        "is_empty": preview.is_empty,
        "needs_reason": preview.needs_reason,
        "problems": to_plain(preview.problems),
        "figures": [_row(change) for change in preview.figures],
        "proposals": [asdict(each) | {"period": each.period and each.period.key} for each in preview.proposals],
        "targets": preview.targets and targets_to_plain(preview.targets),
    }
    return default_storage.save(f"{FOLDER}/{reading.run}.json", ContentFile(json.dumps(plain).encode()))


def kept_preview(reading):
    """The KeptPreview of a reading, or None where there is none that still holds."""
    if reading.state != Reading.State.READY or not reading.preview or reading.basis != basis_of(reading):
        return None
    try:
        with default_storage.open(reading.preview) as file:
            plain = json.load(file)
    except FileNotFoundError:
        return None
    problems = from_plain(plain.pop("problems"))
    figures = tuple(_change(row) for row in plain.pop("figures"))
    proposals = tuple(_proposal(**each) for each in plain.pop("proposals"))
    targets = plain.pop("targets")
    targets = targets and targets_from_plain(targets)
    return KeptPreview(problems=problems, figures=figures, proposals=proposals, targets=targets, **plain)


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


def _row(change):
    return [change.period.key if name == "period" else getattr(change, name) for name in _FIELDS]


def _change(row):
    named = dict(zip(_FIELDS, row, strict=True))
    return Change(**named | {"period": _period(named["period"]), "flags": tuple(named["flags"])})


def _proposal(period, **fields):
    return Proposal(period=period and _period(period), **fields)


@cache
def _period(key):
    return Period.parse(key)
