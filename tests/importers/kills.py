"""Kills a process in mid-commit or mid-undo, again and again, and tells what that leaves behind: run by test_kills.

    manage.py shell --no-imports -v 0 -c "…main(['commit'], sample=5)"
    {"commit": {"points": 113, "kills": [{"point": "1", "ended": -9, "left": "before", "then": "after"}, …]}}

A process of its own, because it has no threads: it reads the report once, and forks for each kill. A fork opens a
connection of its own, and SIGKILL leaves it no chance to clean up. `left` is what everybody else finds then, and
`then` what there is after a second try: "before", "after", or "between".
"""

import json
import os
import signal
import sys
import traceback
from contextlib import nullcontext, suppress
from types import SimpleNamespace
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

from importers import operations, work
from importers.models import Reading
from indicators.models import Authority, DataVersion, ImportBatch
from indicators.operations import load_catalogue
from indicators.series import load_figures
from reports.values import build_values

REPORT = settings.BASE_DIR / "fixtures" / "reports" / "croydon-2017-11.txt"
BEFORE_COMMIT, AFTER_COMMIT = "before COMMIT", "after COMMIT"
BEFORE, AFTER, BETWEEN = "before", "after", "between"


def main(names, sample=None):
    """Kills operations before each of their statements, and around COMMIT; or at a `sample` of these.

    The sample has the first statement, the last and COMMIT in it, and at least as many others, evenly spread.
    """
    call_command("migrate", verbosity=0)
    load_catalogue()
    upload = Upload()
    told = {}
    for name in names:
        if name == "undo":
            upload.commit()
        told[name] = tell(getattr(upload, name), sample)
    connection.close()
    json.dump(told, sys.stdout)


def tell(do, sample):
    """Kills the operation at each point. At the end nothing is changed."""
    rewind = Rewind()
    before = state()
    ended, statements = in_a_fork(do)
    assert ended == 0
    after = state()

    def now():
        found = state()
        return BEFORE if found == before else AFTER if found == after else BETWEEN

    kills = []
    for point in points(statements, sample):
        rewind()
        assert state() == before
        ended, _ = in_a_fork(do, point)
        left = now()
        in_a_fork(do)
        kills.append({"point": point, "ended": ended, "left": left, "then": now()})
    rewind()
    return {"points": len(points(statements)), "kills": kills}


def points(statements, sample=None):
    """Where to kill: before the statement of that number, counted from 1, and on both sides of COMMIT."""
    numbers = range(1, statements + 1)
    if sample is not None:
        step = max(statements // (sample + 1), 1)
        numbers = sorted({1, *range(step, statements, step), statements})
    return [*map(str, numbers), BEFORE_COMMIT, AFTER_COMMIT]


class Upload:
    """A report that was uploaded and read, and the operations that are killed, by the names of its methods."""

    def __init__(self):
        self._by = get_user_model().objects.create_user("ana")
        croydon = Authority.objects.get(slug="croydon")
        data = REPORT.read_bytes()
        self._batch = operations.receive(name=REPORT.name, data=data, authority=croydon, by=self._by)
        reading = Reading.objects.get(batch=self._batch)
        work.perform(pk=reading.pk, run=reading.run)
        self._batch.refresh_from_db()
        self._staged = operations.stage_again(batch=self._batch)

    def commit(self):
        operations.commit(staged=self._staged, by=self._by, reason="Agreed.", batch=self._batch)

    def torn_commit(self):
        """A commit without its transaction, which is what all this has to find."""
        # What renews a version would refuse to, without one.
        torn = {"transaction": SimpleNamespace(atomic=nullcontext), "renew": lambda *authorities: None}
        with patch.multiple(operations, **torn):
            self.commit()

    def undo(self):
        operations.undo(batch=self._batch, by=self._by, reason="Wrong month.")


class Killer:
    """Counts the statements of a connection, and ends its process without a word at the point that it is told."""

    def __init__(self, point):
        self.count = 0
        self._point = point

    def watch(self):
        connection.ensure_connection()
        connection.execute_wrappers.append(self)
        # The end of a transaction is no statement to Django.
        connection._commit = self._around(connection._commit)

    def __call__(self, execute, *statement):
        self.count += 1
        self._reach(str(self.count))
        return execute(*statement)

    def _around(self, commit):
        def watched():
            self._reach(BEFORE_COMMIT)
            commit()
            self._reach(AFTER_COMMIT)

        return watched

    def _reach(self, point):
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_fork(do, point=None):
    """(exit code of the fork that did it, below 0 the signal that ended it; how many statements it took)."""
    connection.close()  # a fork must not share it
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiving)
        try:
            killer = Killer(point)
            killer.watch()
            with suppress(operations.Settled):  # it was done after all
                do()
            os.write(sending, str(killer.count).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(sending)
    with os.fdopen(receiving) as told:
        count = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), int(count or 0)


def state():
    """What others can see: all figures as they are exported, the batches, and how many rows each table has."""
    batches = ImportBatch.objects.values_list("state", "commit_number", "reason", "undo_reason", "counts")
    return {
        "values": build_values(load_figures(Authority.objects.filter(slug="croydon"))),
        "batches": list(batches),
        "readings": list(Reading.objects.values_list("state")),
        "counts": counts(),
    }


def counts():
    with connection.cursor() as cursor:
        found = {}
        # A version says that something was written, and is another one after every write.
        for table in {*connection.introspection.table_names(cursor)} - {DataVersion._meta.db_table}:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - the database's own names
            found[table] = cursor.fetchone()[0]
    return found


class Rewind:
    """Puts back what a commit or an undo changes, to what it is now."""

    def __init__(self):
        self._empty = {table for table, count in counts().items() if not count}
        self._rows = [(model, list(model.objects.values())) for model in (ImportBatch, Reading)]

    def __call__(self):
        with transaction.atomic():
            # References are looked at when the transaction ends, so the order of the tables is no matter.
            for table in (table for table, count in counts().items() if count and table in self._empty):
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            for model, rows in self._rows:
                for row in rows:
                    model.objects.filter(pk=row["id"]).update(**row)
