"""What is wrong with a file, collected while it is read, so that all of it can be told at once."""

from dataclasses import dataclass, field

from importers.documents import locator
from importers.records import Problem

_QUOTED = 80


@dataclass
class Notes:
    """Three lists of Problem: reasons to refuse the file, findings, and parts not used."""

    refusals: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    leftovers: list = field(default_factory=list)

    def refuse(self, code, message, line=None, ref=""):
        """`line` is None where the reason lies in the acceptances, which are no part of the file."""
        self.refusals.append(Problem(code, message, locator(line.number) if line else "", ref))

    def find(self, code, message, line=None, ref=""):
        self.findings.append(Problem(code, message, locator(line.number) if line else "", ref))

    def unused(self, message, line, ref=""):
        self.leftovers.append(Problem("unused", message, locator(line.number), ref))

    @staticmethod
    def in_order(problems):
        """By their lines, top to bottom, as a person mends a file; what has no line comes last."""
        return tuple(sorted(problems, key=_place))


def shortened(words):
    """The words on one line, cut to a length that fits a message."""
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"


def _place(problem):
    number = problem.locator.removeprefix("line:")
    return int(number) if number else float("inf")
