"""What is hidden in a workbook: sheets, and runs of rows and columns. It is read only where a person chose so."""

from dataclasses import dataclass

from importers.printed import shortened
from importers.records import Choice, Question
from importers.sheets import Sheet, column_letters, is_blank
from importers.sources.workbook.answers import NO, READ_HIDDEN, YES

_SAMPLES = 4


@dataclass(frozen=True)
class Hidden:
    """A hidden sheet, or a run of hidden rows or columns that something stands in.

    `address` is `Old` for a sheet, `Data!5:7` for rows and `Data!C:D` for columns; `row` and `column` are its first.
    """

    sheet: Sheet
    address: str
    words: str
    is_one: bool
    row: int
    column: int
    rows: range = range(0)
    columns: range = range(0)

    @property
    def samples(self):
        """The first things that stand in it, as printed."""
        rows = self.rows or range(len(self.sheet.rows))
        cells = (cell for row in rows for cell in self._cells(self.sheet.rows[row]) if not is_blank(cell))
        return tuple(shortened(cell.text) for cell, _ in zip(cells, range(_SAMPLES), strict=False))

    def _cells(self, row):
        return row[self.columns.start : self.columns.stop] if self.columns else row


def hidden_sheet(sheet):
    """The Hidden that a sheet is, or None where it is shown, or empty."""
    if not sheet.is_hidden or all(is_blank(cell) for row in sheet.rows for cell in row):
        return None
    return Hidden(sheet, sheet.name, f"The sheet '{sheet.name}'", True, 0, 0)


def hidden_runs(sheet):
    """The Hidden of a sheet's rows, then of its columns. Empty ones don't matter."""
    name = f"the sheet '{sheet.name}'" if sheet.name else "the file"
    rows = [r for r in sorted(sheet.hidden_rows) if r < len(sheet.rows) and not all(map(is_blank, sheet.rows[r]))]
    found = []
    for run in _runs(rows):
        first, last = run.start + 1, run.stop
        words = f"Row {first} of {name}" if first == last else f"Rows {first} to {last} of {name}"
        address = _address(sheet, f"{first}:{last}")
        found.append(Hidden(sheet, address, words, first == last, run.start, 0, rows=run))
    filled = {c for row in sheet.rows for c in sheet.hidden_columns if c < len(row) and not is_blank(row[c])}
    for run in _runs(sorted(filled)):
        first, last = column_letters(run.start), column_letters(run.stop - 1)
        words = f"Column {first} of {name}" if first == last else f"Columns {first} to {last} of {name}"
        address = _address(sheet, f"{first}:{last}")
        found.append(Hidden(sheet, address, words, first == last, 0, run.start, columns=run))
    return tuple(found)


def tell(hidden, place, answers, notes):
    """Says of what is hidden whether it was read, and asks whether it should be. Where all is read, nobody asks."""
    if answers.reads_all:
        return
    are, were = ("is", "was") if hidden.is_one else ("are", "were")
    is_read = answers.reads(hidden.address)
    question = Question(
        READ_HIDDEN,
        hidden.address,
        f"{hidden.words} {are} hidden.",
        (Choice(YES, "Read it as well" if hidden.is_one else "Read them as well"), Choice(NO, "Leave out")),
        hidden.samples,
        is_optional=True,
        answer=YES if is_read else NO,
    )
    if is_read:
        message = f"{hidden.words} {are} hidden, and {were} read, because somebody chose so."
        notes.find("hidden-read", message, place, question=question)
    else:
        notes.find("hidden-skipped", f"{hidden.words} {are} hidden and not read.", place, question=question)


def _address(sheet, part):
    return f"{sheet.name}!{part}" if sheet.name else part


def _runs(numbers):
    """The ranges of numbers that follow each other."""
    runs = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs
