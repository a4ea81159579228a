"""What is wrong with a file, collected while it is read, so that all of it can be told at once."""

import re
from dataclasses import dataclass, field

from importers.documents import locator
from importers.records import Problem

_QUOTED = 80
_LINE = re.compile(r"line:([0-9]+)")


@dataclass
class Notes:
    """Three lists of Problem: reasons to refuse the file, findings, and lines not used."""

    refusals: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    leftovers: list = field(default_factory=list)

    def refuse(self, code, message, line, ref=""):
        self.refusals.append(Problem(code, message, line.locator, ref))

    def find(self, code, message, line, ref=""):
        self.findings.append(Problem(code, message, line.locator, ref))

    def unused(self, runs):
        """One Problem for each run of lines, such as a slide's bullets."""
        for run in runs:
            first, last = run[0], run[-1]
            if first is last:
                message = f"Nothing was taken from this line: '{shortened(first.text)}'."
                place = first.locator
            else:
                words = next((line.text for line in run if not line.is_rule), first.text)
                message = f"Nothing was taken from lines {first.number} to {last.number}: '{shortened(words)}' and on."
                place = f"{locator(first.number)}-{last.number}"
            self.leftovers.append(Problem("unused", message, place))

    @staticmethod
    def in_order(problems):
        """By their lines, top to bottom, as a person mends a file; what concerns no line comes first."""
        return tuple(sorted(problems, key=_line_number))


def _line_number(problem):
    match = _LINE.match(problem.locator)
    return int(match[1]) if match else 0


def shortened(words):
    """The words on one line, cut to a length that fits a message."""
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"


def listed(words):
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def on_lines(lines):
    """`line 7` or `lines 7, 8 and 12`."""
    numbers = [str(line.number) for line in lines]
    return f"line{'s' if len(numbers) > 1 else ''} {listed(numbers)}"
