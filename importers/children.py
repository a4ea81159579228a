"""Child processes with limits, each for one piece of work, whose like has been imported before they are asked for.

    run_child("workbook", data, Limits(…)) -> Ended(0, b'{"kind": …', …)

They are forked from a process of its own (`readers.nursery`) and not from this one, so a child has nothing of what is
here: a fresh interpreter started it, which is given no environment, no open files, no database.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
# -I keeps the environment and the working folder from deciding what is imported, so the project's own place is given;
# -B because it writes no file.
START = """
import sys
sys.path.insert(0, sys.argv[1])
from importers.readers import nursery
nursery.main()
"""

# Address space, which nothing can go around. The interpreter takes 20 MiB of it, 23,000 values 40, a hundred thousand
# in long form, which are four times as many cells, 120.
MEMORY = 512 * 1024 * 1024

# The exit code of a child that wants more memory than it may have. 1 and 2 are the interpreter's own.
OUT_OF_MEMORY = 3

# How long a child that was killed may take to be gone.
_GRACE_SECONDS = 5
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one child may take: seconds of processor time and of the clock, bytes of output and of memory."""

    cpu_seconds: int
    wall_seconds: int
    output: int
    memory: int = MEMORY


@dataclass(frozen=True)
class Ended:
    """A child that has ended: its exit code (below 0 the signal that ended it), what it took, and what it wrote.

    `overran`: it took longer than it may; `overflowed`: it wrote more, which isn't all in `output`.
    """

    code: int
    output: object
    overran: bool
    cpu_seconds: float
    seconds: float
    peak_kib: int
    overflowed: bool = False


class _TooMuch(Exception):
    pass


# Whatever it was that ended the process which children are forked from, twice.
_LOST = Ended(-signal.SIGKILL, b"", overran=False, cpu_seconds=0, seconds=0, peak_kib=0)


class Nursery:
    """The process that children are forked from: started when it is needed, and anew where it has gone."""

    def __init__(self, start):
        self._start = start
        self._process = self._asks = None
        self._lock = threading.Lock()

    def ask(self, *files):
        """Has a child forked that gets these two sockets: see `readers.nursery`. Gives the process that is asked.

        Raises ConnectionError where that has gone at this very moment.
        """
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._close()
                self._open()
            socket.send_fds(self._asks, [b"\0"], [file.fileno() for file in files])
            return self._process

    def give_up(self, process):
        """Ends the process that was asked, if there isn't another one by now."""
        with self._lock:
            if self._process is process:
                self._close()

    def close(self):
        """Ends it, and its children with it."""
        with self._lock:
            self._close()

    def _open(self):
        self._asks, asked = socket.socketpair()
        with asked:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", self._start, str(_ROOT)],
                stdin=asked,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},
                cwd="/",
            )

    def _close(self):
        if self._process is not None:
            self._asks.close()
            try:
                self._process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = self._asks = None

    def forget(self):
        """In a process that was forked from the one that started it: this one is to have another of its own."""
        if self._process is not None:
            self._asks.close()
            self._process.returncode = 0  # it is another's child: nothing here waits for it
        self._process = self._asks = None
        self._lock = threading.Lock()


NURSERY = Nursery(START)
atexit.register(NURSERY.close)
os.register_at_fork(after_in_child=NURSERY.forget)


def run_child(function, data, limits, take=b"".join):
    """Runs one child to its end, which is its own or the limits'. `function` is what `readers.child` calls its work.

    Its output is what `take` makes of the chunks of it, which come while the child is still at work.
    """
    order = {
        "function": function,
        "memory": limits.memory,
        "cpu_seconds": limits.cpu_seconds,
        "wall_seconds": limits.wall_seconds,
        "out_of_memory": OUT_OF_MEMORY,
    }
    told = json.dumps(order).encode() + b"\n"
    # Of a nursery that has gone in the meantime another one is asked, once.
    return _run(told, data, limits, take) or _run(told, data, limits, take) or _LOST


def _run(order, data, limits, take):
    """How a child Ended; None where nobody tells, because the nursery has gone."""
    started = time.monotonic()
    deadline = started + limits.wall_seconds
    (ours, own), (ends, listens) = socket.socketpair(), socket.socketpair()
    with ours, ends:
        try:
            with own, listens:
                asked = NURSERY.ask(own, listens)
        except ConnectionError:
            return None
        output, told = b"", b""
        overran = overflowed = False
        try:
            _send(ours, order, deadline)
            _send(ours, data, deadline)
            with suppress(OSError):  # it has ended already
                ours.shutdown(socket.SHUT_WR)
            output = take(_received(ours, deadline, limits.output))
            told = b"".join(_received(ends, deadline, _CHUNK))
        except TimeoutError:
            overran = True
        except _TooMuch:
            overflowed = True
        if not told:
            with suppress(OSError):
                ends.shutdown(socket.SHUT_WR)  # which has it killed
            with suppress(TimeoutError):
                told = b"".join(_received(ends, time.monotonic() + _GRACE_SECONDS, _CHUNK))
    if not told:
        NURSERY.give_up(asked)
        return replace(_LOST, overran=True) if overran else None
    code, cpu_seconds, peak_kib = json.loads(told)
    return Ended(code, output, overran, cpu_seconds, time.monotonic() - started, peak_kib, overflowed)


def _send(to, data, deadline):
    to.settimeout(_left(deadline))
    with suppress(ConnectionError):  # it died before it had read everything
        to.sendall(data)


def _received(source, deadline, most):
    """What comes, in chunks, until nothing more does. Raises TimeoutError, and _TooMuch for more than `most` bytes."""
    with suppress(ConnectionError):  # it died before it had read everything
        while chunk := _chunk(source, deadline):
            most -= len(chunk)
            if most < 0:
                raise _TooMuch
            yield chunk


def _chunk(source, deadline):
    source.settimeout(_left(deadline))
    return source.recv(_CHUNK)


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
