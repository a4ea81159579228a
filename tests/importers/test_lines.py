"""The lines of a document."""

from importers.documents import read_document
from importers.lines import on_lines, read_lines

DOCUMENT = read_document("a", b"Title\n \n Next  Steps\t\t said\n\t\t\nend.")


def test_blank_lines_are_left_out_and_leave_a_gap():
    lines = read_lines(DOCUMENT)
    assert [(line.number, line.after_gap, line.locator) for line in lines] == [
        (1, True, "line:1"),
        (3, True, "line:3"),
        (5, True, "line:5"),
    ]


def test_rows_of_blank_cells_are_lines_where_they_are_asked_for():
    lines = read_lines(DOCUMENT, blank_rows=True)
    assert [(line.number, line.after_gap) for line in lines] == [(1, True), (3, True), (4, False), (5, True)]
    assert lines[2].cells == ("", "", "")


def test_cells():
    title, row, _ = read_lines(DOCUMENT)
    assert (row.cells, row.text) == (("Next  Steps", "", "said"), "Next  Steps\t\t said")
    assert (row.label, row.sole, row.has_cells) == ("next steps", "", True)
    assert (title.cells, title.label, title.sole, title.has_cells) == (("Title",), "title", "Title", False)


def test_where_lines_are():
    lines = read_lines(DOCUMENT)
    assert on_lines(lines[:1]) == "line 1"
    assert on_lines(lines) == "lines 1, 3 and 5"
