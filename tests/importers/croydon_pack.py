"""Small reports in the layout of Croydon's board pack, and what comes of them."""

from datetime import date

import pytest

from importers.documents import read_document
from importers.records import Refused
from importers.sources import croydon
from indicators.periods import YEARLY, Period

SEP, OCT, NOV = (Period.month(2017, month) for month in (9, 10, 11))
YEAR = Period(date(2017, 4, 1), YEARLY)
HEADER = (
    "Indicator Number|Indicator Title|Polarity|Sep-17|Oct-17|Nov-17|2017-18 Target|Target Owner|RAG|RAG Methodology"
)
FD3 = "FD 3|Percentage of contacts in the month|BIB|89%|86%|82%|90%|IL|Red|90% or above Green"
FD9 = "FD 9|Number of current contacts|SIB|1,204|7|-3.5|9|IL|Green|"
COMMENTARY = ("Improvement Activity||||||||||", "Next Steps||||||||||")
INDEX = ("FRONT DOOR|||", "FD 3|Percentage of contacts in the month||", "FD 9|Number of current contacts||")
ACTION = "Oct-01|Two more teams.|Dec-17|Ongoing"


def pack(
    *rows,
    header=HEADER,
    after=COMMENTARY,
    index=INDEX,
    actions=(ACTION,),
    summary=("Front Door", "", "All is well."),
    month="November 2017",
    more=(),
):
    """The lines of a small report; cells are written with bars."""
    return [
        "OUR",
        "",
        "Priority Indicators",
        "",
        month,
        "",
        "Directors Summary",
        "",
        *summary,
        "",
        "Priority Indicators Action Log",
        " ",
        "REF|ACTIONS|WHEN?|COMPLETE?",
        *actions,
        "",
        "Ref|Indicator Title|RAG Last Period|Current RAG",
        *index,
        "",
        "FRONT DOOR",
        "",
        header,
        *(rows or (FD3, FD9)),
        *after,
        *more,
    ]


def parse(lines):
    text = "\n".join(lines).replace("|", "\t")
    return croydon.parse(read_document("pack.txt", text.encode()))


def refusals(lines):
    with pytest.raises(Refused) as caught:
        parse(lines)
    for problem in caught.value.problems:
        assert problem.message.endswith("."), problem
    return caught.value.problems


def refusal(lines, at):
    """The code and message of the only refusal, which must be on the line that begins with `at`."""
    (problem,) = refusals(lines)
    assert lines[int(problem.locator.removeprefix("line:")) - 1].startswith(at)
    return problem.code, problem.message


def findings(lines):
    problems = parse(lines).findings
    for problem in problems:
        assert problem.message.endswith("."), problem
    return {(problem.code, problem.ref): problem for problem in problems}


def finding(lines, at):
    """(code, ref, message) of the only finding, which must be on the line that begins with `at`."""
    (problem,) = parse(lines).findings
    assert lines[int(problem.locator.removeprefix("line:")) - 1].startswith(at)
    return problem.code, problem.ref, problem.message


def row(text, *changes):
    """A row with some of its cells, counted from 0, replaced."""
    cells = text.split("|")
    for at, words in changes:
        cells[at] = words
    return "|".join(cells)
