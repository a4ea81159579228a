"""The process that readers are forked from: one for each process that asks, gone when nobody does."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from importers import children
from importers.children import Limits, Nursery, run_child

LIMITS = Limits(cpu_seconds=5, wall_seconds=10, output=10_000)
TABLE = b"Ref,Title,Nov-17\nFD 3,Re-referrals,82%\n"

# A process whose own nursery is up, and then one that is forked from it, as a server's workers are: each reads, and
# tells who forks its children.
FORKING = """
import os, sys
from importers import children
def read():
    ended = children.run_child("delimited", b"Ref,Title\\nFD 3,Re-referrals\\n", children.Limits(5, 10, 10_000))
    print(ended.code, children.NURSERY._process.pid, flush=True)
read()
if pid := os.fork():
    os.waitpid(pid, 0)
    read()
    os.kill(os.getpid(), 9)
read()
os._exit(0)
"""


@pytest.fixture
def nursery(monkeypatch):
    """The pid of one of this test's own."""
    own = Nursery(children.START)
    monkeypatch.setattr(children, "NURSERY", own)
    run_child("delimited", TABLE, LIMITS)
    yield own._process.pid
    own.close()


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid):
    until = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_children_are_forked_from_one_process_which_keeps_none_of_them(nursery):
    with ThreadPoolExecutor(4) as threads:
        all_ended = list(threads.map(lambda _: run_child("delimited", TABLE, LIMITS), range(12)))
    assert {ended.code for ended in all_ended} == {0}
    (answer,) = {ended.output for ended in all_ended}
    assert answer.startswith(b'{"kind":"csv"')
    assert children.NURSERY._process.pid == nursery
    assert children_of(nursery) == []


def test_another_one_is_started_where_it_has_gone(nursery):
    os.kill(nursery, signal.SIGKILL)
    assert run_child("delimited", TABLE, LIMITS).code == 0
    assert children.NURSERY._process.pid != nursery
    assert ends(nursery)


def test_one_that_a_child_takes_along_is_asked_once_again(monkeypatch):
    taking_along = (
        "from importers.readers import child; import os; child.main = lambda: os.kill(os.getppid(), 9);"
        "from importers.readers import nursery; nursery.main()"
    )
    monkeypatch.setattr(children, "NURSERY", Nursery(f"import sys; sys.path.insert(0, sys.argv[1]); {taking_along}"))
    ended = run_child("delimited", TABLE, LIMITS)
    assert (ended.code, ended.output) == (-signal.SIGKILL, b"")
    children.NURSERY.close()


def test_it_goes_when_it_is_closed_and_takes_its_children_along(nursery):
    with ThreadPoolExecutor(1) as thread:
        # It waits for a table that doesn't come whole.
        order = b'{"function": "delimited", "memory": 536870912, "cpu_seconds": 5, "wall_seconds": 60}\n'
        (ours, own), (ends_at, listens) = (children.socket.socketpair() for _ in range(2))
        with ours, own, ends_at, listens:
            children.NURSERY.ask(own, listens)
            ours.sendall(order)
            until = time.monotonic() + 10
            while not (forked := children_of(nursery)) and time.monotonic() < until:
                time.sleep(0.02)
            (child,) = forked
            thread.submit(children.NURSERY.close).result()
    assert ends(nursery)
    assert ends(int(child))


def test_each_process_has_its_own_and_none_outlives_it():
    told = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, check=False).stdout.split()
    codes, pids = told[::2], [int(pid) for pid in told[1::2]]
    assert codes == ["0", "0", "0"]
    first, forked, again = pids
    assert first == again != forked
    assert ends(first)
    assert ends(forked)
