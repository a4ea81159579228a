"""Readers of files run in a child process with limits: whatever a file does to it, the server never notices.

    run("workbook", data) -> Reading("xlsx", (Sheet(…),), (Problem(…),))

The child is a fresh interpreter that is given nothing but the file: no environment, no open files, no database.
It answers in JSON, which can say what a sheet holds and nothing else. One that dies is a refusal, in words.

    make("copied", data, {"name": "november.xlsx", …}) -> b"PK…"    a workbook made of a file, as bytes to hand out
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from importers.readers.grid import MAX_CELLS, sheet_from_plain
from importers.records import Problem, Refused
from importers.sheets import Sheet

# Address space, which nothing can go around. The interpreter takes 20 MiB of it, 23,000 values 40, a hundred thousand
# in long form, which are four times as many cells, 120.
MEMORY = 512 * 1024 * 1024

# 23,000 values take a quarter of a second, a hundred thousand in long form two.
CPU_SECONDS = 20

# For a machine that is busy with other things, twice the processor's time.
WALL_SECONDS = 40

# What the server is ready to take in: some two million cells.
MAX_OUTPUT = 48 * 1024 * 1024

# How an archive begins, which a workbook is.
_ARCHIVE = b"PK\x03\x04"

# The exit code of a child that wants more memory than it may have. 1 and 2 are the interpreter's own.
OUT_OF_MEMORY = 3

_ROOT = Path(__file__).resolve().parent.parent
# What the child runs, with its arguments. -I keeps the environment and the working folder from deciding what is
# imported, so the project's own place is given; -B because it writes no file.
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from importers.readers import child
child.main(sys.argv[2], *map(int, sys.argv[3:]))
"""


@dataclass(frozen=True)
class Limits:
    """What one child may take: seconds of processor time and of the clock, and bytes of output."""

    cpu_seconds: int
    wall_seconds: int
    output: int


# Somebody waits for the workbook that is made, and there is a simpler one for what takes longer. What can be read has
# 20 MiB at most, and comments add little.
MAKING = Limits(cpu_seconds=8, wall_seconds=12, output=32 * 1024 * 1024)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What a reader made of a file: what kind it is, its sheets, and what a person should know of them."""

    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Ended:
    """A child that has ended: its exit code (below 0 the signal that ended it), what it wrote, what it took."""

    code: int
    output: bytes
    overran: bool
    cpu_seconds: float
    seconds: float
    peak_kib: int


def run(function, data):
    """What the reader called `function` makes of the bytes. Raises Refused, also where the child did not survive."""
    output = _output(function, data, Limits(CPU_SECONDS, WALL_SECONDS, MAX_OUTPUT))
    try:
        answer = _answer(output)
        if sum(sheet["height"] * sheet["width"] for sheet in answer["sheets"]) > MAX_CELLS:
            raise _unsafe("it claims more cells than can be read")
        sheets = tuple(sheet_from_plain(sheet) for sheet in answer["sheets"])
        return Reading(answer["kind"], sheets, tuple(Problem(*note) for note in answer["notes"]))
    except (ValueError, TypeError, LookupError, ArithmeticError) as problem:
        # A reader that a file has taken over could say anything.
        raise _unsafe("its reader gave no proper answer") from problem


def make(function, data, told):
    """The workbook that the maker called `function` makes of the bytes. `told` is plain data. Raises Refused as `run`.

    What is in it is as trustworthy as the file is: it is for handing out, and never opened here.
    """
    output = _output(function, json.dumps(told).encode() + b"\n" + data, MAKING)
    if output.startswith(_ARCHIVE):
        return output
    try:
        _answer(output)
    except (ValueError, TypeError, LookupError) as problem:
        raise _unsafe("no workbook came of it") from problem
    raise _unsafe("no workbook came of it")


def _output(function, data, limits):
    ended = run_child(function, data, limits)
    how = _how_it_failed(ended, limits)
    if how:
        raise _unsafe(how)
    return ended.output


def _answer(output):
    """What the child says as JSON. Raises Refused where it says that it can't read the file."""
    answer = json.loads(output)
    if "failed" in answer:
        _log.warning("A file could not be read: %s", answer["failed"])
        raise _unsafe("something in it is not as the reader expects")
    if "refused" in answer:
        raise Refused([Problem(*problem) for problem in answer["refused"]])
    return answer


def run_child(function, data, limits):
    """Runs one child to its end, which is its own or the limits'."""
    started = time.monotonic()
    overran = threading.Event()
    process = subprocess.Popen(
        _command(function, limits.cpu_seconds),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
    )

    def stop():
        overran.set()
        _kill(process)

    timer = threading.Timer(limits.wall_seconds, stop)
    timer.start()
    try:
        with suppress(BrokenPipeError):  # it died before it had read everything
            process.stdin.write(data)
        with suppress(BrokenPipeError):
            process.stdin.close()
        output = process.stdout.read(limits.output + 1)
        if len(output) > limits.output:
            _kill(process)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
        process.stdout.close()
        if process.returncode is None:
            process.kill()
            process.wait()
    return Ended(
        code=process.returncode,
        output=output,
        overran=overran.is_set(),
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        seconds=time.monotonic() - started,
        peak_kib=usage.ru_maxrss,
    )


def _kill(process):
    """Unlike `Popen.kill` this doesn't ask first how the child is, which would take away what `wait4` is to tell."""
    if process.returncode is None:
        with suppress(ProcessLookupError):  # waited for at this very moment
            os.kill(process.pid, signal.SIGKILL)


def _command(function, cpu_seconds):
    limits = (MEMORY, cpu_seconds, OUT_OF_MEMORY)
    return [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), function, *map(str, limits)]


def _how_it_failed(ended, limits):
    """In words how a child came to no answer, or ""."""
    mebibytes = MEMORY // 1024**2
    if ended.overran:
        return f"it took longer than {limits.wall_seconds} seconds"
    if len(ended.output) > limits.output:
        return f"it holds more than {limits.output // 1024**2} MiB of text"
    if ended.code == 0:
        return ""
    if ended.code == OUT_OF_MEMORY:
        return f"it needs more than {mebibytes} MiB of memory"
    if ended.code == -signal.SIGABRT:
        return f"its reader gave up, as it does when it needs more than {mebibytes} MiB of memory"
    if ended.code in (-signal.SIGXCPU, -signal.SIGKILL) and ended.cpu_seconds >= limits.cpu_seconds - 1:
        return f"it needs more than {limits.cpu_seconds} seconds of processor time"
    if ended.code < 0:
        return f"its reader was ended by the system ({signal.Signals(-ended.code).name})"
    return "its reader stopped with an error"


def _unsafe(how):
    return Refused(
        [
            Problem(
                "unreadable-safely",
                f"This file could not be read safely: {how}. Copy the figures into a new workbook and load that.",
            )
        ]
    )
