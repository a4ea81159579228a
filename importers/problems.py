"""Problems in the order in which a person reads them."""

from importers.records import Problem

# The codes of importers.preview that tell of a change, and not of the file.
REVISED = "revised"
_CHANGES = (
    "new-indicator", "renamed", "definition-changed", "moved", "target-changed", "rule-changed", "missing",
)  # fmt: skip
# What a code begins with when it is about a file's headings.
_HEADINGS = ("header", "heading", "column", "sheet", "table", "month", "quarter", "week", "period")

THE_FILE, ITS_HEADINGS, ITS_ROWS = "The file", "Its headings", "Its rows"
RESTATED, BESIDES, OF_THE_FILE = "Older figures that it restates", "Besides the figures", "Said of the file"


def by_place(problems):
    """[(what they are about, problems)]: of the file first, then of its headings, then of its rows."""
    return _grouped(problems, _place, (THE_FILE, ITS_HEADINGS, ITS_ROWS))


def by_topic(problems):
    """[(topic, problems)]: what changes besides the figures first, then findings and parts not used."""
    return _grouped(problems, _topic, (RESTATED, BESIDES, OF_THE_FILE))


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
