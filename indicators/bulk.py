"""Many rows at once, as part of the transaction that is open: what COPY is for, where the database has it."""

import io

from django.db import connection

# How COPY writes what would end a field or a row, and what it takes for nothing.
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"


def insert(model, columns, rows):
    """Insert rows of values in the order of `columns`. The database checks them; defaults and hooks are left out."""
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
    else:
        model.objects.bulk_create(model(**dict(zip(columns, row, strict=True))) for row in rows)


def _copy(model, columns, rows):
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(model._meta.get_field(name).column) for name in columns)
    lines = io.StringIO("".join("\t".join(map(_field, row)) + "\n" for row in rows))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN", lines)


def _field(value):
    if value is None:
        return _NULL
    return value.translate(_ESCAPED) if isinstance(value, str) else str(value)
