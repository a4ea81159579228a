"""Tables as files, written by what people's programs are made of; and read without a child process, to be quick.

A row is a list of None, texts, dates, Decimals, and Percent(Decimal("85.3")) for what a percent format shows as 85.3%.
"""

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from unittest.mock import patch

import openpyxl
import xlsxwriter

from importers import sandbox
from importers.readers.child import READERS
from tests.importers.workbooks import crossed, ods, ods_cell, ods_table


@dataclass(frozen=True)
class Percent:
    """A percentage: `points` are 85.3 where 0.853 is stored."""

    points: Decimal

    @property
    def stored(self):
        return self.points.scaleb(-2)

    def __str__(self):
        return f"{self.points:f}%"


def by_openpyxl(rows):
    book = openpyxl.Workbook()
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = book.active.cell(row, column)
            if isinstance(value, Percent):
                cell.value, cell.number_format = float(value.stored), "0.0%"
            else:
                cell.value = float(value) if isinstance(value, Decimal) else value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_xlsxwriter(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Figures")
        percent, month = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "mmm-yy"})
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, Percent):
                    sheet.write_number(row, column, float(value.stored), percent)
                elif isinstance(value, Decimal):
                    sheet.write_number(row, column, float(value))
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), month)
                elif value is not None:
                    sheet.write_string(row, column, value)
    return file.getvalue()


def as_ods(rows):
    return ods(ods_table([map(_ods_cell, values) for values in rows]))


def _ods_cell(value):
    if isinstance(value, Percent):
        return ods_cell("percentage", f"{value.stored:f}", str(value))
    if isinstance(value, Decimal):
        return ods_cell("float", f"{value:f}", f"{value:f}")
    if isinstance(value, date):
        return ods_cell("date", value.isoformat(), f"{value:%b-%y}")
    return ods_cell("string", shown=value) if value else ods_cell()


def as_csv(rows, *, delimiter=",", encoding="utf-8", thousands=False):
    """As a spreadsheet program saves it: every row as long as the longest. `thousands` are parted by commas."""
    width = max(map(len, rows))
    file = io.StringIO(newline="")
    written = csv.writer(file, delimiter=delimiter)
    for values in rows:
        texts = [_text(value, "," if thousands else "") for value in values]
        written.writerow(texts + [""] * (width - len(texts)))
    return file.getvalue().encode(encoding)


def _text(value, comma):
    if isinstance(value, Percent):
        return f"{value.points:{comma}f}%"
    if isinstance(value, Decimal):
        return f"{value:{comma}f}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value or ""


@contextmanager
def in_this_process():
    """Files are read here and not in a child; what comes of them crosses as it does from there."""

    def run(function, data):
        kind, grids, notes = READERS[function](data)
        sheets = tuple(crossed(grid) for grid in grids)
        return sandbox.Reading(kind, sheets, tuple(notes))

    with patch.object(sandbox, "run", run):
        yield
