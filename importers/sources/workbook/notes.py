"""What is wrong with a workbook, collected while it is read, so that all of it can be told at once."""

from dataclasses import dataclass, field
from typing import NamedTuple

from importers.records import Problem, Refused
from importers.sheets import locator

# The order in which a person mends a file: what it is, then its headings, then its rows.
FILE, HEADER, ROW = range(3)


class Place(NamedTuple):
    """A cell: the name and the number of its sheet, its row and its column from 0."""

    sheet: str
    number: int
    row: int
    column: int

    @property
    def locator(self):
        """Its address."""
        return locator(self.sheet, self.row, self.column)

    @property
    def order(self):
        """Where it comes in the order of reading."""
        return self[1:]


@dataclass
class Notes:
    """Reasons to refuse the file, findings, and what was left unused; each with the place it is about."""

    # Each in its order, and once: a merged range has several cells, and is told of at one of them.
    refusals: dict = field(default_factory=dict)
    findings: dict = field(default_factory=dict)
    leftovers: dict = field(default_factory=dict)

    def refuse(self, stage, code, message, place=None, ref="", question=None):
        self._add(self.refusals, stage, Problem(code, message, place.locator if place else "", ref, question), place)

    def find(self, code, message, place=None, ref="", question=None):
        self._add(self.findings, ROW, Problem(code, message, place.locator if place else "", ref, question), place)

    def unused(self, message, place, ref=""):
        self._add(self.leftovers, ROW, Problem("unused", message, place.locator, ref), place)

    def raise_refusals(self):
        """Raises Refused with every reason, if there is any; and with what else can be answered at the same time."""
        if self.refusals:
            offers = {item: None for item in self.findings if item[-1].question}
            raise Refused(self.in_order(self.refusals | offers))

    @staticmethod
    def _add(items, stage, problem, place):
        items.setdefault((stage, place.order if place else (-1, 0, 0), problem))

    @staticmethod
    def in_order(items):
        return tuple(problem for _, _, problem in sorted(items, key=lambda item: item[:2]))
