"""Figures are read in several queries, between any two of which somebody may commit: what comes is of one moment."""

import threading

import pytest
from django.db import connection, connections

from importers import operations
from indicators.models import Authority, ImportBatch
from indicators.operations import load_catalogue
from indicators.series import load_figures, loading
from indicators.snapshot import one_snapshot
from reports.values import build_values
from tests.conftest import FIXTURE
from tests.importers.later_editions import a_month_later

STAGED = {"state": "staged", "commit_number": None, "committed_at": None}


@pytest.fixture
def croydon(transactional_db):
    load_catalogue()
    authority = Authority.objects.get(slug="croydon")
    november = FIXTURE.read_text(encoding="utf-8")
    for name, text in (("november.txt", november), ("december.txt", a_month_later(november))):
        staged = operations.stage(name=name, data=text.encode(), authority=authority)
        operations.commit(staged=staged, by=None)
    return authority


@pytest.fixture
def december(croydon):
    """Takes the later report back, and commits it again: december(committed_now=True)."""
    batches = ImportBatch.objects.filter(file_name="december.txt")
    committed = batches.values(*STAGED).get()

    def december(*, committed_now):
        batches.update(**(committed if committed_now else STAGED))

    return december


class Interrupting:
    """Does something on a connection of its own before the statement of that number, counted from 1."""

    def __init__(self, number, do):
        self.count = 0
        self._number = number
        self._do = do

    def __call__(self, execute, *statement):
        self.count += 1
        if self.count == self._number:
            thread = threading.Thread(target=self._elsewhere)
            thread.start()
            thread.join()
        return execute(*statement)

    def _elsewhere(self):
        try:
            self._do()
        finally:
            connections.close_all()


def read(croydon, interrupting):
    with connection.execute_wrapper(interrupting):
        return build_values(load_figures([croydon]))


def interrupted(croydon, december):
    """What is read where the later report is committed before each of the statements, and what is right."""
    december(committed_now=True)
    right = [build_values(load_figures([croydon]))]
    december(committed_now=False)
    statements = Interrupting(0, None)
    right.append(read(croydon, statements))
    found = []
    for number in range(1, statements.count + 1):
        december(committed_now=False)
        found.append(read(croydon, Interrupting(number, lambda: december(committed_now=True))))
    return found, right


def test_figures_are_of_one_moment(croydon, december):
    found, right = interrupted(croydon, december)
    assert len(found) >= 8
    assert right[0] != right[1]
    assert [values in right for values in found] == [True] * len(found)
    assert found[-1] == right[1]


def test_without_a_snapshot_they_are_not(croydon, december, monkeypatch):
    """What the test above has to find."""
    monkeypatch.setattr(loading, "load_figures", loading.load_figures.__wrapped__)
    monkeypatch.setitem(globals(), "load_figures", loading.load_figures)
    with pytest.raises(KeyError):
        interrupted(croydon, december)


def test_what_goes_wrong_inside_leaves_no_transaction_behind(transactional_db):
    with pytest.raises(ZeroDivisionError), one_snapshot():
        Authority.objects.count()
        raise ZeroDivisionError
    load_catalogue()
    assert Authority.objects.exists()


def test_inside_a_transaction_it_is_that_one(db):
    assert connection.in_atomic_block
    with one_snapshot():
        load_catalogue()
    assert Authority.objects.exists()
