"""Frames hold text and nothing else, and every text leads back to its cell."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from importers import frames
from importers.sheets import ERROR, TEXT, Cell, Sheet
from importers.sources.workbook.grid import Grid, is_blank
from importers.sources.workbook.headings import possible
from tests.importers.workbook_sheets import merged, percent, sheet

# What pandas would take for a gap, a number or a date if it were let.
TEMPTING = ("NA", "nan", "None", "NULL", "", " ", "1_000", "１２", "inf", "1e5", "007", "2017-04", "TRUE", "#N/A")

texts = st.sampled_from(TEMPTING) | st.text(max_size=5)


@given(st.integers(0, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5)))
def test_every_text_is_kept_as_it_is(rows):
    cells = tuple(tuple(Cell(TEXT, text) for text in row) for row in rows)
    frame = frames.text_frame(Sheet("Data", cells))
    assert frame.to_numpy().tolist() == [["" if is_blank(cell) else cell.text for cell in row] for row in cells]
    assert {type(text) for text in frame.to_numpy().ravel()} <= {str}
    filled = {row: tuple(c for c, cell in enumerate(of_row) if not is_blank(cell)) for row, of_row in enumerate(cells)}
    assert frames.filled(frame) == {row: columns for row, columns in filled.items() if columns}


def test_what_is_shown_and_not_what_is_stored():
    frame = frames.text_frame(
        sheet([percent("0.853", "85.3%"), Decimal("1234.5"), date(2017, 4, 1), None, Cell(ERROR, "")])
    )
    assert frame.iloc[0].tolist() == ["85.3%", "1234.5", "2017-04-01", "", "error"]


def test_numbers_of_rows_and_columns_outlive_what_is_hidden():
    grid = Grid(sheet("a|b|c", "d|e|f", "g||i", hidden_rows=frozenset([1]), hidden_columns=frozenset([0])), 0)
    assert (grid.rows, grid.columns) == ((0, 2), (1, 2))
    assert (grid.frame.index.tolist(), grid.frame.columns.tolist()) == ([0, 2], [1, 2])
    assert grid.frame.to_numpy().tolist() == [["b", "c"], ["", "i"]]
    assert {row: grid.filled(row) for row in range(3)} == {0: (1, 2), 1: (), 2: (2,)}


def test_rows_that_may_have_headings():
    rows = sheet("1|2.5%|", "Ref|", "2017-04|#", "|", [merged("", "A4:A5"), "7"])
    assert tuple(possible(Grid(rows, 0))) == (1, 2, 4)
