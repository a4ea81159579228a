"""Many rows at once, as part of the transaction that is open: what COPY is for, where the database has it."""

import re
from itertools import islice
from types import NoneType

from django.db import connection

# How COPY writes what would end a field or a row, and what it takes for nothing.
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TO_ESCAPE = re.compile(r"[\\\t\n\r]")
_NULL = "\\N"
# How many rows are put into words, or into objects, together.
_AT_ONCE = 1000


def insert(model, columns, rows):
    """Insert rows of values in the order of `columns`. The database checks them; defaults and hooks are left out.

    `rows` is taken as it comes: PostgreSQL is at work on the first of them while later ones are made.
    """
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
    else:
        for some in _in_parts(rows):
            model.objects.bulk_create(model(**dict(zip(columns, row, strict=True))) for row in some)


def _copy(model, columns, rows):
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(model._meta.get_field(name).column) for name in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN", _Lines(rows))


class _Lines:
    """Rows as a file that COPY reads, some of them at a time."""

    def __init__(self, rows):
        self._parts = map(_lines, _in_parts(rows))

    def read(self, size):
        return next(self._parts, "")


def _in_parts(rows):
    rows = iter(rows)
    while part := list(islice(rows, _AT_ONCE)):
        yield part


def _lines(rows):
    """A line for each row. Put together column by column: the values of one are alike."""
    fields = map(_fields, zip(*rows, strict=True))
    return "".join([f"{line}\n" for line in map("\t".join, zip(*fields, strict=True))])


def _fields(values):
    """The values of a column as COPY reads them."""
    texts = list(map(str, values))
    if _TO_ESCAPE.search("".join(texts)):
        texts = [text.translate(_ESCAPED) for text in texts]
    if NoneType in map(type, values):
        texts = [_NULL if value is None else text for value, text in zip(values, texts, strict=True)]
    return texts
