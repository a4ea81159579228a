"""Problems in the order in which a person reads them, and as plain data to keep."""

from dataclasses import asdict

from importers.records import Choice, Problem, Question
from reports.findings.kinds import AS_MEANT

# The codes of importers.preview and importers.besides that tell of a change, and not of the file.
REVISED = "revised"
_CHANGES = (
    "new-indicator", "renamed", "definition-changed", "moved", "target-changed", "rule-changed", "missing", *AS_MEANT,
)  # fmt: skip
# Nothing of these is to be mended in the file.
_NOTHING_TO_MEND = (REVISED, *AS_MEANT)
# What a code begins with when it is about a file's headings.
_HEADINGS = ("header", "heading", "column", "sheet", "table", "month", "quarter", "week", "period")

FLAG = "flagged"
FIGURES = "Figures to look at again"
THE_FILE, ITS_HEADINGS, ITS_ROWS = "The file", "Its headings", "Its rows"
RESTATED, BESIDES, OF_THE_FILE = "Older figures that it restates", "Besides the figures", "Said of the file"


def by_place(problems):
    """[(what they are about, problems)]: of the file first, then of its headings, then of its rows."""
    return _grouped(problems, _place, (THE_FILE, ITS_HEADINGS, ITS_ROWS))


def by_topic(problems):
    """[(topic, problems)]: what changes besides the figures first, then findings and parts not used."""
    return _grouped(problems, _topic, (RESTATED, BESIDES, OF_THE_FILE))


def to_look_at(preview):
    """by_topic of what a person should look at in the file of a preview, the figures that are flagged first."""
    flagged = [
        Problem(FLAG, f"{change.ref or change.title}, {change.period.label}: {flag}", change.locator, change.ref)
        for change in preview.figures.flagged
        for flag in change.flags
    ]
    told = by_topic(problem for problem in preview.problems if problem.code not in _NOTHING_TO_MEND)
    return [(FIGURES, flagged), *told] if flagged else told


def reasons(problems):
    """Those of a refusal's problems that are reasons for it, and not only offered to be chosen."""
    return tuple(problem for problem in problems if not (problem.question and problem.question.is_optional))


def to_plain(problems):
    """The problems with their questions as JSON keeps them."""
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "locator": problem.locator,
            "ref": problem.ref,
            "question": problem.question and asdict(problem.question),
        }
        for problem in problems
    ]


def from_plain(kept):
    """The Problems that `to_plain` made a list of."""
    return tuple(Problem(**problem | {"question": _question(problem.get("question"))}) for problem in kept)


def _question(kept):
    if kept is None:
        return None
    choices = tuple(Choice(**choice) for choice in kept["choices"])
    return Question(**kept | {"choices": choices, "samples": tuple(kept["samples"])})


def _place(problem: Problem):
    if problem.code.startswith(_HEADINGS):
        return ITS_HEADINGS
    return ITS_ROWS if problem.locator and not problem.code.startswith(("file", "format")) else THE_FILE


def _topic(problem: Problem):
    if problem.code == REVISED:
        return RESTATED
    return BESIDES if problem.code in _CHANGES else OF_THE_FILE


def _grouped(problems, key, order):
    groups = {heading: [] for heading in order}
    for problem in problems:
        groups[key(problem)].append(problem)
    return [(heading, members) for heading, members in groups.items() if members]
