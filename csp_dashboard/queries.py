"""What asking the database takes: how many queries a request makes, how long they last, and which one was slow."""

import logging
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

from indicators.prepared import Execute

# Long enough to recognise a query by.
MOST_SQL = 2000

_log = logging.getLogger(__name__)


@dataclass
class Tally:
    """How many queries were made, and the seconds that they took together."""

    queries: int = 0
    seconds: float = 0.0


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def tallied():
    """Count the queries of this thread while it lasts: `with tallied() as tally:`."""
    tally = Tally()
    token = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(token)


def watch_connection(*, connection, **_):
    """Watch what is asked over a connection from now on. Django calls this for each that it makes, or makes again."""
    if _watched not in connection.execute_wrappers:
        # Outermost: whoever watches for a while takes the innermost away again, whatever that is.
        connection.execute_wrappers.insert(0, _watched)


def _watched(execute, sql, params, many, context):
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - started
        if tally := _tally.get():
            tally.queries += 1
            tally.seconds += seconds
        if seconds * 1000 >= settings.SLOW_QUERY_MS:
            # The statement with its placeholders: what they stand for are names and figures.
            said = sql.sql if isinstance(sql, Execute) else str(sql)
            _log.warning("slow query", extra={"milliseconds": round(seconds * 1000, 1), "sql": said[:MOST_SQL]})
