"""Reading in several queries as if it were in one."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

# On SQLite without its lock for writing, which the connection asks for otherwise.
_BEGIN = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "BEGIN"}
_is_inside = ContextVar("is_inside", default=False)


@contextmanager
def one_snapshot():
    """What is read inside is what counted at one moment, whatever is committed or undone meanwhile. Nothing is written.

    Within a transaction it is that transaction which decides: whoever writes holds the locks that keep others out.
    Within another snapshot it is that one.
    """
    if connection.in_atomic_block or _is_inside.get():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        entered = _is_inside.set(True)
        try:
            yield
        finally:
            _is_inside.reset(entered)
            cursor.execute("ROLLBACK")
