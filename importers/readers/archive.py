"""A zip archive whose size is counted, never believed. Workbooks (.xlsx, .ods) are such archives.

    Archive(data).read("xl/workbook.xml") -> b"<workbook …"

Everything is inflated once and counted before any part is read. What an entry says of its own size is ignored:
a bomb says what it likes. Names are compared as the format does, without case; some writers use `\\` for `/`.
"""

import io
import zipfile
import zlib

from importers.records import Problem, Refused

# A workbook of two million cells has about this; beyond it, it is a bomb or nothing that a person reads.
MAX_INFLATED = 200 * 1024 * 1024

# A workbook has some ten parts, and one to three for each sheet; pictures and charts add dozens.
MAX_ENTRIES = 1_000

_CHUNK = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# Given to the zip module as every entry's size, so that it inflates what is there and not what is declared.
_ANY_SIZE = MAX_INFLATED * 2


class Archive:
    """The parts of a zip archive, by name. Raises Refused for one that is damaged, encrypted or too large."""

    def __init__(self, data):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as problem:
            raise damaged("it is not a whole zip archive") from problem
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES:
            raise refusal(
                "workbook-too-large",
                f"This file holds {len(entries):,} parts; {MAX_ENTRIES:,} can be read at most. Copy its sheets into a "
                "new workbook and load that.",
            )
        self._entries = {}
        for entry in entries:
            self._add(entry)
        self._count()

    @property
    def names(self):
        """The names of all parts, in small letters and without a slash in front."""
        return tuple(self._entries)

    def __contains__(self, name):
        return _key(name) in self._entries

    def open(self, name):
        """A stream of a part's bytes. Raises Refused where the archive has no such part."""
        try:
            return self._zip.open(self._entries[_key(name)])
        except KeyError as problem:
            raise damaged(f"the part {name.lstrip('/')} is missing") from problem

    def read(self, name):
        """All of a part's bytes. Raises Refused where the archive has no such part."""
        with self.open(name) as stream:
            return stream.read()

    def _add(self, entry):
        key = _key(entry.filename)
        if key in self._entries:
            raise damaged(f"it has two parts called {key}, and which of them counts can't be told")
        if entry.flag_bits & _ENCRYPTED:
            raise encrypted()
        if entry.compress_type not in _METHODS:
            raise damaged(f"the part {key} is compressed in a way that no workbook is")
        entry.file_size = _ANY_SIZE
        self._entries[key] = entry

    def _count(self):
        total = 0
        for name, entry in self._entries.items():
            try:
                with self._zip.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        if total > MAX_INFLATED:
                            raise refusal(
                                "workbook-too-large",
                                f"Unpacked, this file has more than {MAX_INFLATED // 1024**2} MiB, which is the most "
                                "that can be read. Copy the figures into a new workbook and load that.",
                            )
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
                raise damaged(f"its part {name} can't be unpacked") from problem


def refusal(code, message, locator=""):
    """A Refused with one Problem."""
    return Refused([Problem(code, message, locator)])


def damaged(why):
    """The refusal of a file that is not what it should be."""
    return refusal(
        "file-damaged",
        f"This file is damaged: {why}. Open it in a spreadsheet program, save it as .xlsx and load that.",
    )


def encrypted():
    """The refusal of a file that only a password opens."""
    return refusal("file-encrypted", "This file is protected by a password. Save it without one and load it again.")


def _key(name):
    return name.replace("\\", "/").lstrip("/").casefold()
