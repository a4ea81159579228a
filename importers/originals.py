"""The files that were uploaded, each kept once under its hash, for as long as a batch names it."""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from importers.records import Problem, Refused
from indicators.models import BenchmarkBatch, ImportBatch

FOLDER = "originals"
# A file that nothing names may belong to an upload that is just arriving.
LEFT_ALONE_SECONDS = 24 * 60 * 60
_DOOMED = ".doomed"


def keep(data):
    """Keep the bytes under their hash, all of them or nothing. Returns where, as a batch names it.

    Whoever writes a batch that names the file calls this again once the batch is written: until then `sweep` may take
    the file for one that nothing names.
    """
    name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()}"
    path = Path(default_storage.path(name))
    if not path.exists() or path.stat().st_size != len(data):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".arriving-", delete=False) as arriving:
            arriving.write(data)
            # On the disk before a batch names it: what the database says is kept outlasts a loss of power.
            arriving.flush()
            os.fsync(arriving.fileno())
        Path(arriving.name).replace(path)
    os.utime(path)
    return name


def read(batch):
    """The bytes of a batch's file. Raises Refused where they aren't those that were uploaded."""
    try:
        with batch.file.open() as kept:
            data = kept.read()
    except FileNotFoundError:
        data = b""
    if hashlib.sha256(data).hexdigest() != batch.sha256:
        raise Refused([Problem("file-differs", "The kept file isn't the one that was uploaded. Upload it again.")])
    return data


def damaged():
    """The batches whose file is missing, or isn't the one that was uploaded. Every file is read."""
    batches = ImportBatch.objects.select_related("authority").order_by("pk")
    return [batch for batch in batches.iterator() if not _is_whole(batch)]


def _is_whole(batch):
    try:
        read(batch)
    except Refused:
        return False
    return True


def sweep():
    """Remove the files that no batch names. Returns how many.

    A file is put aside before it is asked a last time who names it. A batch that was written before that is found,
    and the file put back; one that is written later finds the file gone, and keeps it again (see `keep`).
    """
    folder = Path(default_storage.path(FOLDER))
    if not folder.is_dir():
        return 0
    old = [path for path in folder.iterdir() if _is_old(path)]
    named = _named(old)
    return sum(_remove(path) for path in old if path.name not in named)


def _is_old(path):
    with suppress(FileNotFoundError):  # removed by another sweep
        return time.time() - path.stat().st_mtime > LEFT_ALONE_SECONDS
    return False


def _remove(path):
    """Whether this sweep did; another may be at it, too."""
    name = path.name.removesuffix(_DOOMED)
    with suppress(FileNotFoundError):
        aside = path if path.name.endswith(_DOOMED) else path.rename(path.with_name(name + _DOOMED))
        if not _named([path.with_name(name)]):
            aside.unlink()
            return True
        aside.replace(path.with_name(name))
    return False


def _named(paths):
    """The names of those files that a batch names."""
    names = [f"{FOLDER}/{path.name}" for path in paths]
    return {
        Path(name).name
        for batches in (ImportBatch, BenchmarkBatch)
        for name in batches.objects.filter(file__in=names).values_list("file", flat=True)
    }
