"""How far a piece of work is, and whether whoever does it is alive: told in a small file, renewed every second.

A file, because a commit is one transaction. What it told the database nobody would see before its end, and on SQLite
nobody else can write to the database meanwhile. All processes of an installation share the folder of the files.
"""

import json
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

FOLDER = "progress"
RENEWED_EVERY_SECONDS = 1
# Whoever hasn't renewed the file for so long is dead, or as good as.
DEAD_AFTER_SECONDS = 30

# The steps of a piece of work.
READING, COMPARING, WRITING = "reading", "comparing", "writing"


@dataclass(frozen=True)
class Told:
    """The last that was told: a step, how much of how much of it is done (0 of 0 where that can't be said).

    `age` is how many seconds ago that was.
    """

    step: str
    done: int
    total: int
    age: float

    @property
    def is_alive(self):
        return self.age < DEAD_AFTER_SECONDS


def quiet(step, done=0, total=0):
    """What is told where nobody listens."""


class Progress:
    """Tells under a name, from entering to leaving: `with Progress(name) as progress: progress.tell(READING)`."""

    def __init__(self, name):
        self._name = name
        self._now = {"step": "", "done": 0, "total": 0}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name=f"progress of {name}", daemon=True)

    def tell(self, step, done=0, total=0):
        """Costs nothing: the file is written by the clock."""
        self._now = {"step": step, "done": done, "total": total}

    def __enter__(self):
        _write(self._name, self._now)
        self._thread.start()
        return self

    def __exit__(self, *problem):
        self._over.set()
        self._thread.join()
        _path(self._name).unlink(missing_ok=True)

    def _renew(self):
        while not self._over.wait(RENEWED_EVERY_SECONDS):
            with suppress(OSError):  # a full disk must not end the work; whoever looks will take it for dead
                _write(self._name, self._now)


def told(name):
    """What is Told under a name, or None."""
    try:
        # Opened first: what another machine renewed is only known for new once its file was opened.
        with _path(name).open("rb") as file:
            age = time.time() - os.fstat(file.fileno()).st_mtime
            return Told(age=age, **json.load(file))
    except FileNotFoundError:
        return None


def sweep(older_than):
    """Remove what was left behind by those who were killed: files that weren't renewed for so many seconds."""
    folder = _path("")
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()


def names(beginning):
    """The names that begin so and are told under."""
    folder = _path("")
    return [path.name for path in folder.glob(f"{beginning}*")] if folder.is_dir() else []


def _path(name):
    return Path(default_storage.path(FOLDER)) / name


def _write(name, facts):
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".", delete=False) as new:
        json.dump(facts, new)
    Path(new.name).replace(path)
