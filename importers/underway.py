"""How far the work on an upload is, in words and in figures, for whoever waits for it."""

from dataclasses import dataclass

from importers import tasks
from importers.models import Reading
from importers.progress import COMPARING, READING, WRITING, told

_STEPS = {READING: "Reading the file", COMPARING: "Comparing it with what counts today", WRITING: "Writing the figures"}
_UNITS = {COMPARING: "indicators", WRITING: "rows"}


@dataclass(frozen=True)
class UnderWay:
    """`number` of `steps` is the step that is worked on, 0 while it waits; `sentence` says what that is.

    `amount` says how much of the step is done, or "". `percent` is of the whole, a step counting as much as another.
    `needs_worker`: it waits, and there is no worker to take it.
    """

    is_commit: bool
    number: int
    steps: int
    sentence: str
    amount: str
    percent: int
    needs_worker: bool = False


def under_way(reading):
    """The UnderWay of a reading that is under way."""
    is_commit = reading.state == Reading.State.COMMITTING
    steps = [READING, COMPARING, WRITING] if is_commit else [READING, COMPARING]
    now = told(reading.run) if reading.taken_at else None
    if reading.taken_at is None:
        return UnderWay(is_commit, 0, len(steps), "Waiting for its turn", "", 0, needs_worker=not tasks.has_workers())
    if now is None or now.step not in steps:
        return UnderWay(is_commit, 1, len(steps), _STEPS[READING], "", 0)
    number = steps.index(now.step)
    share = now.done / now.total if now.total else 0
    amount = f"{now.done:,} of {now.total:,} {_UNITS[now.step]}" if now.total else ""
    percent = int(100 * (number + share) / len(steps))
    return UnderWay(is_commit, number + 1, len(steps), _STEPS[now.step], amount, percent)
