"""Text with a delimiter between its fields (CSV): every cell is the text that stands there, and nothing more.

Ref,Title,Nov-17        a row for each record; a quoted field may hold delimiters and line ends
FD 3,Re-referrals,82%   `sep=;` in the first line names the delimiter, as Excel does
"""

import csv
import io
import re
from collections import Counter
from itertools import islice

from importers.readers.archive import refusal
from importers.readers.grid import Grid, Space
from importers.sheets import TEXT, Cell

DELIMITERS = (",", ";", "\t", "|")

# Enough to see what the fields are parted by, and cheap where a text is no table. No longer than the longest field
# that the csv module takes unless it is told otherwise.
_SAMPLE_RECORDS = 200
_SAMPLE_CHARACTERS = 128 * 1024

# Of the records that hold anything, this share has to have as many fields as most have: titles above a table have
# fewer, and prose with commas in it has any number.
_SHARE_ALIKE = 0.6

_NAMED = re.compile(r"\Asep=([,;\t|])(\r\n|\n|\r)")


def delimiter_of(text):
    """The delimiter that makes a table of this text, or None."""
    if named := _NAMED.match(text):
        return named[1]
    sample = text[:_SAMPLE_CHARACTERS]
    shares = {delimiter: _share_alike(sample, delimiter) for delimiter in DELIMITERS if delimiter in sample}
    best = max(shares, key=shares.get, default=None)
    return best if best and shares[best][0] >= _SHARE_ALIKE else None


def _share_alike(sample, delimiter):
    """(the share of records with the commonest number of fields above one, that number)."""
    records = islice(_records(sample, delimiter, strict=False), _SAMPLE_RECORDS)
    widths = Counter(len(record) for record in records if any(field.strip() for field in record))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda width: (several[width], width))
    return several[width] / widths.total(), width


def read(data):
    """The table in UTF-8 text, as (kind, grids, notes). Raises Refused where quotation marks don't pair up."""
    text = data.decode()
    delimiter = delimiter_of(text)
    grid = Grid("", Space())
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # what is too much text, the grid says
    reader = _records(_NAMED.sub("", text), delimiter, strict=True)
    cells = {}  # in a long table most fields stand in many records
    line = 1
    try:
        for row, record in enumerate(reader):
            for column, field in enumerate(record):
                if field.strip():
                    if field not in cells:
                        cells[field] = Cell(TEXT, field)
                    grid.put(row, column, cells[field])
            line = reader.line_num + 1
    except csv.Error as problem:
        raise refusal(
            "quotes-unpaired",
            "In the row that begins on this line a quotation mark is not closed where its field ends, so what belongs "
            "to which field can't be told. Mend it, or save the table as .xlsx.",
            f"line:{line}",
        ) from problem
    return "csv", [grid], []


def _records(text, delimiter, *, strict):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
