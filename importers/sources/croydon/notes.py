"""What is wrong with a file, collected while it is read, so that all of it can be told at once."""

from dataclasses import dataclass, field

from importers.documents import locator
from importers.records import Problem

_QUOTED = 80


@dataclass
class Notes:
    """Three lists of Problem: reasons to refuse the file, findings, and lines not used."""

    refusals: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    leftovers: list = field(default_factory=list)

    def refuse(self, code, message, line, ref=""):
        self.refusals.append(Problem(code, message, locator(line.number), ref))

    def find(self, code, message, line, ref=""):
        self.findings.append(Problem(code, message, locator(line.number), ref))

    def unused(self, lines):
        for line in lines:
            message = f"Nothing was taken from this line: '{shortened(line.text)}'."
            self.leftovers.append(Problem("unused", message, locator(line.number)))

    @staticmethod
    def in_order(problems):
        """By their lines, top to bottom, as a person mends a file."""
        return tuple(sorted(problems, key=lambda problem: int(problem.locator.removeprefix("line:"))))


def shortened(words):
    """The words on one line, cut to a length that fits a message."""
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
