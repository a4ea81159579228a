"""What is told of a file."""

import pytest

from importers.documents import read_document
from importers.lines import read_lines
from importers.notes import Notes
from importers.records import Problem, Refused

LINES = read_lines(read_document("a", b"\n".join(b"words" for _ in range(12))))


def test_all_reasons_are_raised_together_in_the_order_of_the_lines():
    notes = Notes()
    notes.raise_refusals()
    notes.refuse("confirmation", "It can't be read.")
    notes.refuse("tenth", "Ten.", LINES[9], "FD 3")
    notes.refuse("second", "Two.", LINES[1])
    with pytest.raises(Refused) as caught:
        notes.raise_refusals()
    assert caught.value.problems == (
        Problem("second", "Two.", "line:2"),
        Problem("tenth", "Ten.", "line:10", "FD 3"),
        Problem("confirmation", "It can't be read."),
    )


def test_runs_of_lines_stand_in_order_too():
    problems = [Problem("a", "", locator) for locator in ("", "line:10", "line:9-12", "line:2-11", "line:2")]
    assert [problem.locator for problem in Notes.in_order(problems)] == [
        "line:2-11",
        "line:2",
        "line:9-12",
        "line:10",
        "",
    ]


def test_what_was_left_unused():
    notes = Notes()
    notes.unused(LINES[0])
    notes.unused(*LINES[2:5])
    notes.unused(LINES[6], message="Not read.", ref="A.1")
    assert notes.leftovers == [
        Problem("unused", "Nothing was taken from this line: 'words'.", "line:1"),
        Problem("unused", "Nothing was taken from these 3 lines, the first of which is 'words'.", "line:3-5"),
        Problem("unused", "Not read.", "line:7", "A.1"),
    ]
