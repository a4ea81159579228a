"""People at work on a site while parts of it are killed, and a record of all that they were shown."""

import csv
import io
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.operations.person import Broken
from tests.operations.scene import FIRST

# After that long somebody who waits for their upload goes home.
PATIENCE_SECONDS = 40
BETWEEN_PAGES_SECONDS = 0.05
_FIGURE = re.compile(r'/indicators/m-\d+/\d{4}-\d{2}/">(\d+)<')


@dataclass(frozen=True)
class Read:
    """A page of figures: which numbers it showed and how many figures, and when it was asked for and had come."""

    slug: str
    path: str
    numbers: frozenset[int]
    figures: int
    began: float
    ended: float


@dataclass
class Record:
    """What people did and saw. A file is known by its number, and nobody gives one twice.

    `accepted` is where the site said that it keeps a file; `asked` when its commit was first asked for; `known` when
    the site first said that it is committed. `counts` are for whoever reads the result.
    """

    accepted: dict[int, str] = field(default_factory=dict)
    asked: dict[int, float] = field(default_factory=dict)
    known: dict[int, float] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)


class Load:
    """Readers and uploaders, each in a thread, until told to stop. Uploaders still see their last file home."""

    def __init__(self):
        self.record = Record()
        self._over = threading.Event()
        self._threads = []
        self._numbers = iter(range(FIRST + 1, 1000))

    def reads(self, person, council):
        self._begin(self._read, person, council)

    def uploads(self, person, council):
        self._begin(self._upload, person, council)

    def has_come(self, *, files, pages):
        """Whether so many files were seen to be committed, and so many pages of figures read."""
        return len(self.record.known) >= files and len(self.record.reads) >= pages

    def has_seen_another(self, councils):
        """Whether the figures of each of these councils were seen to give way to others."""
        return all(len({read.numbers for read in self.record.reads if read.slug == each.slug}) > 1 for each in councils)

    def stop(self):
        self._over.set()

    def is_over(self):
        return not any(thread.is_alive() for thread in self._threads)

    def _begin(self, work, *arguments):
        def run():
            try:
                work(*arguments)
            except Exception as problem:
                self.record.problems.append(f"{work.__name__}: {problem!r}")

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _read(self, person, council):
        pages = {f"/{council.slug}/scorecard/": _of_scorecard, f"/{council.slug}/values.csv": _of_values}
        while not self._over.wait(BETWEEN_PAGES_SECONDS):
            for path, numbers_of in pages.items():
                began = time.monotonic()
                page = self._get(person, path)
                if page is None:
                    continue
                if page.status != 200:
                    self.record.problems.append(f"{path} answered {page.status}")
                    continue
                found = numbers_of(page.text)
                read = Read(council.slug, path, frozenset(found), len(found), began, time.monotonic())
                self.record.reads.append(read)

    def _get(self, person, path):
        """A page, or None where none came, which a browser would show as an error."""
        self.record.counts["pages asked for"] += 1
        try:
            page = person.get(path)
        except Broken:
            self.record.counts["pages that did not come"] += 1
            return None
        self.record.counts["pages asked of a second server"] += len(page.answered_by) > 1
        return page

    def _upload(self, person, council):
        while not self._over.is_set():
            number = next(self._numbers)
            if address := self._send(person, council, number):
                self.record.accepted[number] = address
                self._see_home(person, number, address)

    def _send(self, person, council, number):
        """Where the file is kept. Where no answer came it is sent again, as a person would."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            self.record.counts["files sent"] += 1
            try:
                answer = person.upload_for(council, number)
            except Broken:
                self.record.counts["files sent without an answer"] += 1
                continue
            if answer.status == 302 and answer.location != "/uploads/":
                return answer.location
            self.record.problems.append(f"{number}.csv was answered {answer.status} {answer.location}")
            return None
        return None

    def _see_home(self, person, number, address):
        """Commit the file, looking at its page again until that says so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            page = self._get(person, address)
            if page is None or page.location == address:
                continue  # read again, as the figures moved
            if page.status != 200:
                self.record.problems.append(f"{address} of {number}.csv answered {page.status}")
                return
            if f"{address}undo/" in page.text:
                self.record.known[number] = time.monotonic()
                return
            if stamp := page.field("stamp"):
                self._commit(person, number, address, stamp, page.field("csrfmiddlewaretoken"))
            else:
                self.record.counts["looks at work under way"] += 1
                time.sleep(0.2)

    def _commit(self, person, number, address, stamp, token):
        self.record.asked.setdefault(number, time.monotonic())
        self.record.counts["commits asked for"] += 1
        fields = {"csrfmiddlewaretoken": token, "stamp": stamp, "reason": "Counted again."}
        try:
            answer = person.post(f"{address}commit/", fields)
        except Broken:
            self.record.counts["commits without an answer"] += 1
            return
        self.record.counts["commits after somebody else's"] += answer.status == 200


def wrong(read, record, council, order):
    """What is wrong with what was read, or None. `order` is the commit number of each of the council's files.

    It has to be one whole file: one whose commit had been asked for, and no older one than anybody had been told of
    before the page was asked for.
    """
    if len(read.numbers) != 1:
        return f"{read.path} mixes {sorted(read.numbers)}"
    if read.figures < council.indicators or (read.path.endswith(".csv") and read.figures != council.values):
        return f"{read.path} has {read.figures} figures"
    (number,) = read.numbers
    if number not in order:
        return f"{read.path} shows {number}, which was never committed"
    if number != FIRST and record.asked[number] > read.ended:
        return f"{read.path} showed {number} before anybody had asked for it"
    told = [other for other in order if record.known.get(other, read.began) < read.began]
    newer = [other for other in told if order[other] > order[number]]
    return f"{read.path} showed {number} after {newer} was known" if newer else None


def _of_scorecard(text):
    return [int(number) for number in _FIGURE.findall(text)]


def _of_values(text):
    return [int(row["value"]) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]
