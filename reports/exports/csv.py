"""Rows to CSV: bytes that a spreadsheet opens, no queries."""

import csv
import io

from reports.exports.inert import FORMULA_STARTS


def to_csv(columns, rows):
    """The rows, each a sequence of as many texts as there are columns, below a header. One string."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _inert(cell):
    """Text from a file must not run as a formula where the export is opened. Numbers stay numbers."""
    if cell.startswith(FORMULA_STARTS) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell):
    digits = cell.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()
