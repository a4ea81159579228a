"""Fails a test whose code writes what pages show without renewing a version in the same transaction.

What is kept of a page, and of series, is thrown away by that alone (see `indicators.versions`), so a write that forgets
it, or that says less than it does, would go on being unseen. Every test that writes through the project's own code is a
test of it.
"""

import re
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.db.transaction import Atomic

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)"?', re.IGNORECASE)
_VERSIONS, _OF_SERIES = "indicators_dataversion", "indicators_seriesversion"
# What a person may set for some indicators, and what stands beside all figures.
_BY_HAND = re.compile(r"^indicators_(definition|target|ragthreshold|rebase)$")
_BESIDE = re.compile(r"^(reports_|indicators_commentary)")
_ROOT = Path(__file__).parents[2]
_OURS = tuple(f"{_ROOT / name}/" for name in ("csp_dashboard", "importers", "indicators", "reports"))
# Stands around every query, whoever asks.
_AROUND = str(_ROOT / "csp_dashboard" / "queries.py")
# What no page that is kept shows: what was before (simple_history), and batches until they are committed or undone.
_UNSEEN = re.compile(r"historical|^indicators_(benchmark|neighbour|neighbourset)$")
_BATCHES = ("indicators_importbatch", "indicators_benchmarkbatch")
# The states of a batch that make a difference to readers.
_SEEN_STATES = {"committed", "undone"}


@pytest.fixture(autouse=True)
def versions_renewed():
    """Every transaction of the project's own code that writes what pages show renews a version."""
    from indicators.series import keeping  # noqa: PLC0415 - a plugin comes before Django is set up

    for each in (cache, caches["template_fragments"]):
        each.clear()
    keeping.forget()
    with _Watch().watching():
        yield


class _Watch(threading.local):
    """Of the transaction under way in each thread: which tables were written to since a version was renewed last."""

    def __init__(self):
        self.depth = 0
        self.written = []

    @contextmanager
    def watching(self):
        with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
            patch.setattr(Atomic, "__enter__", self._entering(Atomic.__enter__))
            patch.setattr(Atomic, "__exit__", self._leaving(Atomic.__exit__))
            stack.enter_context(connection.execute_wrapper(self._execute))
            yield

    def _execute(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        # What matches no row changes nothing. Of rows that it is to return SQLite counts none yet.
        if (written := _WRITE.match(sql)) and (context["cursor"].rowcount or "RETURNING" in sql) and _by_us():
            self._note(written.group(1), sql, params)
        return result

    def _note(self, name, sql, params):
        if name == _VERSIONS:
            self._renewed(sql)
        elif _is_seen(name, sql, params):
            if self.depth:
                self.written.append(name)
            else:
                _complain([name])

    def _renewed(self, sql):
        """Strike out what was said to be written: all of it, unless a row says that series are left as they were."""
        if "DO NOTHING" in sql:
            return
        if not sql.startswith("UPDATE"):
            self.written.clear()
            return
        said = [_BESIDE, _BY_HAND] if _OF_SERIES in self.written else [_BESIDE]
        unsaid = (name for name in self.written if not any(pattern.match(name) for pattern in said))
        self.written = [name for name in unsaid if name != _OF_SERIES]

    def _entering(self, enter):
        def entered(atomic):
            if not getattr(atomic, "_from_testcase", False):
                self.depth += 1
            return enter(atomic)

        return entered

    def _leaving(self, leave):
        def left(atomic, kind, *details):
            is_undone = kind is not None or connection.needs_rollback
            left_it = leave(atomic, kind, *details)
            if not getattr(atomic, "_from_testcase", False):
                self.depth -= 1
                if not self.depth:
                    written, self.written = self.written, []
                    if not is_undone:
                        _complain(written)
            return left_it

        return left


def _complain(written):
    if written:
        pytest.fail(
            f"{', '.join(sorted(set(written)))} was written to and no version renewed after it in that transaction: "
            "what was kept goes on showing what was. Call indicators.versions.renew(authority.pk) at its end, or a "
            "narrower one for what that is for."
        )


def _is_seen(name, sql, params):
    """Whether a statement on a table changes what a page that is kept could show."""
    if name == "csp_dashboard_user":
        # Signing in isn't seen, a new name is; a new person has done nothing yet.
        return sql.startswith("UPDATE") and '"last_name"' in sql
    if name in _BATCHES:
        return sql.startswith("UPDATE") and not _SEEN_STATES.isdisjoint(params)
    return name.startswith(("indicators_", "reports_")) and not _UNSEEN.search(name)


def _by_us():
    """Whether the project's own code is writing, rather than a test."""
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_OURS) and file != _AROUND and "/migrations/" not in file:
            return True
        frame = frame.f_back
    return False
