"""What many tests begin with: loaded once, set aside in tables of its own, and put back by the database itself."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

# Django makes these itself each time a database is emptied.
_DJANGOS_OWN = {"contenttypes.ContentType", "auth.Permission"}


@dataclass(frozen=True)
class Loaded:
    """`copies` are {a table: the table that holds a copy of its rows}; `files` the folder of what was uploaded."""

    copies: dict[str, str]
    files: Path

    @classmethod
    @transaction.atomic
    def once(cls, name, load, *, after=None):
        """What `load` writes to an empty database, or adds to what was loaded `after` which it comes.

        The database is empty again at the end. `name` is for this one alone; uploads are where MEDIA_ROOT is just now.
        """
        earlier = after.copies if after else {}
        if after:
            after.put_back()
        load()
        tables = [model._meta.db_table for model in _models() if model.objects.exists()]
        copies = {table: f"{name}_{table}" for table in tables}
        for table, copy in copies.items():
            _set_aside(table, copy, earlier.get(table))
        for table in tables:
            _execute("DELETE FROM {}", table)
        return cls(copies, Path(settings.MEDIA_ROOT))

    @transaction.atomic
    def put_back(self):
        """Put the rows and files back. What is made next is numbered after them, as no number is given twice."""
        for table, copy in self.copies.items():
            _execute("INSERT INTO {} SELECT * FROM {}", table, copy)
        if self.files.exists():
            shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)


def _models():
    """Of every table, many-to-many ones included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in _DJANGOS_OWN
    ]


def _set_aside(table, copy, earlier):
    """Copy the rows of a table that aren't in the `earlier` copy."""
    if not earlier:
        _execute("CREATE TABLE {} AS SELECT * FROM {}", copy, table)
        return
    _execute("CREATE TABLE {} AS SELECT * FROM {} EXCEPT SELECT * FROM {}", copy, table, earlier)
    # What is put back comes beside what was there, and changes none of it.
    assert _count(table) == _count(copy) + _count(earlier), f"{table} was not only added to"


def _execute(statement, *tables):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(*map(connection.ops.quote_name, tables)))


def _count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
        return cursor.fetchone()[0]
