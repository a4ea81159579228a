"""Which statement of an action stands on a day, of all that files and people have made of it.

A file states all the actions of its day; the newest file for a day up to the one asked for says which there are. To
these come those that people wrote. Of one action the newest statement stands: the one for the later day, and of two
for a day the one that was made known later. A file that only repeats what the file before it said says nothing new:
its statement is as old as the first of that run, and takes back nothing that was written since.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


class Stated(Protocol):
    """One statement. `batch_id` and `issue` are the file's key and its number, None and 0 by hand.

    `facts` are what a file states of an action, as compared with the file before; `position` its place in the file.
    """

    slug: str
    batch_id: int | None
    issue: int
    stated_for: date
    recorded_at: datetime
    facts: tuple[Any, ...]
    position: int


@dataclass(frozen=True)
class Standing:
    """One action. `row` is the statement that stands: `reported`, the file's, or `by_hand`, the newest that a person
    made. Either is None where there is none.

    What a file doesn't state, such as an owner, is as a person stated it last: `row` may be a file's all the same.
    """

    row: Stated
    reported: Stated | None
    by_hand: Stated | None


def standing_on(rows, day, *, or_later=False):
    """The Standing of each action of one authority: those of the file in its order, then those of people in theirs.

    `or_later`: where the first file is for a later day, its actions. They are better than none, and dated.
    """
    reported, written = {}, {}
    for row in sorted(rows, key=lambda each: (each.stated_for, each.issue, each.recorded_at)):
        if row.batch_id is not None:
            reported.setdefault(row.slug, []).append(row)
        elif row.stated_for <= day:
            written[row.slug] = row
    file = _file_on(rows, day, or_later)
    runs = {slug: run for slug, said in reported.items() if (run := _run_up_to(said, file))}
    in_order = sorted(runs, key=lambda slug: runs[slug][-1].position)
    in_order += sorted(written.keys() - runs.keys(), key=lambda slug: (written[slug].position, slug))
    return [_standing(runs.get(slug), written.get(slug), day) for slug in in_order]


def _file_on(rows, day, or_later):
    """The key of the file whose actions there are on a day, or None."""
    files = {(row.stated_for, row.issue, row.batch_id) for row in rows if row.batch_id is not None}
    by_then = [file for file in files if file[0] <= day]
    if by_then:
        return max(by_then)[-1]
    return min(files, key=lambda file: (file[0], -file[1]))[-1] if files and or_later else None


def _run_up_to(said, file):
    """Of a file's statement the run that leads up to it, all alike; [] where the file doesn't state the action."""
    run = []
    for row in said:
        if run and run[-1].facts != row.facts:
            run = []
        run.append(row)
        if row.batch_id == file:
            return run
    return []


def _standing(run, by_hand, day):
    if run is None or (by_hand and _age(run[0], day) < _age(by_hand, day)):
        return Standing(by_hand, run and run[-1], by_hand)
    return Standing(run[-1], run[-1], by_hand)


def _age(row, day):
    # A file for a later day, where there is none for this one, is taken as if it were for this one.
    return min(row.stated_for, day), row.recorded_at
