"""What is wrong with a file, collected while it is read, so that all of it can be told at once."""

import math
import re
from dataclasses import dataclass, field

from importers.printed import shortened
from importers.records import Problem, Refused

_PLACE = re.compile(r"line:([0-9]+)")


@dataclass
class Notes:
    """Three lists of Problem: reasons to refuse the file, findings, and what was left unused.

    `used` are the numbers of the lines that something was taken from, for a source that then lists the others.
    """

    refusals: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    leftovers: list = field(default_factory=list)
    used: set = field(default_factory=set)

    def refuse(self, code, message, line=None, ref=""):
        """`line` is None where the reason lies in what a person confirmed, which is no part of the file."""
        self.refusals.append(Problem(code, message, line.locator if line else "", ref))

    def find(self, code, message, line=None, ref=""):
        self.findings.append(Problem(code, message, line.locator if line else "", ref))

    def use(self, *lines):
        self.used.update(line.number for line in lines)

    def unused(self, *run, message="", ref=""):
        """One Problem for a run of lines that stand together. `message` is for a source that can say more of it."""
        what = "this line:" if len(run) == 1 else f"these {len(run)} lines, the first of which is"
        message = message or f"Nothing was taken from {what} '{shortened(run[0].text)}'."
        self.leftovers.append(Problem("unused", message, _span(run), ref))

    def raise_refusals(self):
        """Raises Refused with every reason, if there is any."""
        if self.refusals:
            raise Refused(self.in_order(self.refusals))

    @staticmethod
    def in_order(items):
        """By their lines (`line:7`, `line:7-9`), as a person mends a file; what has no line comes last."""
        return tuple(sorted(items, key=_first_line))


def _span(run):
    first, last = run[0], run[-1]
    return first.locator if first is last else f"{first.locator}-{last.number}"


def _first_line(item):
    match = _PLACE.match(item.locator)
    return int(match[1]) if match else math.inf
