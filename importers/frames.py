"""A sheet's text as a pandas frame: what tables are found in and cut out of.

    text_frame(sheet)         0     1          2
                         0  Ref     Title      Apr-17
                         1  FD 3    Re-re…     86%

All of it is text as shown, and "" where a cell is blank. Rows and columns keep their numbers of the sheet, whatever is
dropped, so that a text leads back to its cell, which knows what text can't say: the number as stored, the format, what
it is merged with. Numbers are made of those, by Decimal; pandas never sees one.
"""

from itertools import compress

import pandas as pd

from importers.sheets import is_blank


def text_frame(sheet):
    """The sheet's text by row and column from 0. A cell that holds something without any text says what kind it is."""
    texts = [[text if (text := cell.text).strip() else _silent(cell) for cell in row] for row in sheet.rows]
    return pd.DataFrame(texts, dtype="str")


def _silent(cell):
    """What stands for a cell without any text."""
    return "" if is_blank(cell) else cell.text or cell.kind


def filled(frame):
    """{row: its columns that aren't blank} for the rows that have any."""
    columns = frame.columns.tolist()
    of_rows = zip(frame.index.tolist(), frame.to_numpy(dtype=object).tolist(), strict=True)
    return {row: found for row, texts in of_rows if (found := tuple(compress(columns, texts)))}
