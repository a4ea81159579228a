"""Which row is a title's, and how sure that is."""

from dataclasses import dataclass
from itertools import pairwise

from importers.sources.west_berkshire.proofs import pairs_wanted, proven_rows

PROVEN, BY_ORDER, IN_DOUBT, NO_ROW, CONFIRMED = "proven", "by_order", "in_doubt", "no_row", "confirmed"


@dataclass(frozen=True)
class Place:
    """Where a title's row is. `row` is its position for PROVEN, BY_ORDER and CONFIRMED, else None.

    For IN_DOUBT, `rows` are the positions that it may be one of, and `titles` how many titles share them.
    """

    standing: str
    row: int | None = None
    rows: tuple[int, ...] = ()
    titles: int = 0

    @property
    def is_loaded(self):
        return self.standing in (PROVEN, CONFIRMED) and self.row is not None


def place(block):
    """A Place for each title of the block, in order."""
    proven = proven_rows(block)
    failed = _unproven(block, proven)
    places = [Place(PROVEN, proven[at]) if at in proven else None for at in range(len(block.titles))]
    stops = [(-1, -1), *sorted(proven.items()), (len(block.titles), len(block.rows))]
    for (title, row), (next_title, next_row) in pairwise(stops):
        titles, rows = range(title + 1, next_title), range(row + 1, next_row)
        for at in titles:
            places[at] = _between(at, titles, rows, failed)
    return places


def _unproven(block, proven):
    """The titles of the relations that should have been proven and were not."""
    pairs = (pair for pairs in pairs_wanted(block).values() for pair in pairs)
    return {title for pair in pairs for title in pair if not set(pair) <= set(proven)}


def _between(at, titles, rows, failed):
    if not rows:
        return Place(NO_ROW)
    if len(rows) == len(titles) and failed.isdisjoint(titles):
        return Place(BY_ORDER, rows[at - titles.start])
    return Place(IN_DOUBT, rows=tuple(rows), titles=len(titles))
