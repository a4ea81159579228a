"""What is wrong with a file, and which of its lines were used, collected while it is read."""

from dataclasses import dataclass, field

from importers.documents import locator
from importers.records import Problem


@dataclass
class Notes:
    """Reasons to refuse the file, findings, and the numbers of the lines that something was taken from."""

    refusals: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    used: set = field(default_factory=set)

    def refuse(self, code, message, line, ref=""):
        self.refusals.append(Problem(code, message, line.locator, ref))

    def find(self, code, message, line, ref=""):
        self.findings.append(Problem(code, message, line.locator, ref))

    def use(self, *lines):
        self.used.update(line.number for line in lines)

    def unused(self, parts):
        """One Problem for each run of lines of one part (section) that nothing was taken from."""
        return tuple(
            Problem("unused", _unused_message(part, run), _span(run))
            for part in parts
            for run in _runs(part.lines, self.used)
        )

    @staticmethod
    def in_order(problems):
        """By their lines, top to bottom, as a person mends a file."""
        return tuple(sorted(problems, key=lambda problem: int(problem.locator.removeprefix("line:"))))


def _runs(lines, used):
    """The lines that are not used, each with those next to it; a used line between two parts them."""
    runs, open_run = [], None
    for line in lines:
        if line.number in used:
            open_run = None
        elif open_run:
            open_run.append(line)
        else:
            open_run = [line]
            runs.append(open_run)
    return runs


def _span(run):
    first, last = run[0], run[-1]
    return first.locator if first is last else f"{locator(first.number)}-{last.number}"


def _unused_message(part, run):
    lines = "this line" if len(run) == 1 else f"these {len(run)} lines"
    return f"Nothing was taken from {lines} of {part.name}."
