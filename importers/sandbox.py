"""Readers of files run in a child process with limits: whatever a file does to it, the server never notices.

    run("workbook", data) -> Reading("xlsx", (Sheet(…),), (Problem(…),))

The child is given nothing but the file: no environment, no open files, no database (`importers.children`).
It answers in JSON, which can say what a sheet holds and nothing else. One that dies is a refusal, in words.

    make("copied", data, {"name": "november.xlsx", …}) -> b"PK…"    a workbook made of a file, as bytes to hand out
"""

import json
import logging
import signal
from dataclasses import dataclass

from importers.children import MEMORY, OUT_OF_MEMORY, Limits, run_child
from importers.readers.grid import MAX_CELLS, sheet_from_plain
from importers.records import Problem, Refused
from importers.sheets import Sheet

# 23,000 values take a quarter of a second, a hundred thousand in long form two.
CPU_SECONDS = 20

# For a machine that is busy with other things, twice the processor's time.
WALL_SECONDS = 40

# What the server is ready to take in: some two million cells.
MAX_OUTPUT = 48 * 1024 * 1024

# How an archive begins, which a workbook is.
_ARCHIVE = b"PK\x03\x04"

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


def run(function, data):
    """What the reader called `function` makes of the bytes. Raises Refused, also where the child did not survive."""
    taken = _output(function, data, Limits(CPU_SECONDS, WALL_SECONDS, MAX_OUTPUT), _taken)
    if isinstance(taken, Refused):
        raise taken
    if isinstance(taken, Exception):
        raise _unsafe("its reader gave no proper answer") from taken
    return taken


def _taken(chunks):
    """The Reading in lines of JSON, made while they come, or what it came to: how the child ends counts before that."""
    try:
        return _reading(_lines(chunks))
    except (Refused, ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as problem:
        # A reader that a file has taken over could say anything.
        for _ in chunks:
            pass
        return problem


def _lines(chunks):
    begun = b""
    for chunk in chunks:
        *lines, begun = (begun + chunk).split(b"\n")
        yield from map(json.loads, lines)
    if begun:
        raise ValueError("its last line has no end")


def _reading(lines):
    answer = _answer(next(lines, None))
    if sum(sheet["height"] * sheet["width"] for sheet in answer["sheets"]) > MAX_CELLS:
        raise _unsafe("it claims more cells than can be read")
    sheets = tuple(sheet_from_plain(sheet, lines) for sheet in answer["sheets"])
    if next(lines, None) is not None:
        raise ValueError("it goes on where its last sheet has ended")
    return Reading(answer["kind"], sheets, tuple(Problem(*note) for note in answer["notes"]))


def make(function, data, told):
    """The workbook that the maker called `function` makes of the bytes. `told` is plain data. Raises Refused as `run`.

    What is in it is as trustworthy as the file is: it is for handing out, and never opened here.
    """
    output = _output(function, json.dumps(told).encode() + b"\n" + data, MAKING, b"".join)
    if output.startswith(_ARCHIVE):
        return output
    try:
        _answer(json.loads(output))
    except (ValueError, TypeError, LookupError) as problem:
        raise _unsafe("no workbook came of it") from problem
    raise _unsafe("no workbook came of it")


def _output(function, data, limits, take):
    ended = run_child(function, data, limits, take)
    how = _how_it_failed(ended, limits)
    if how:
        raise _unsafe(how)
    return ended.output


def _answer(answer):
    """What the child says first. Raises Refused where that is that it can't read the file."""
    if "failed" in answer:
        _log.warning("A file could not be read: %s", answer["failed"])
        raise _unsafe("something in it is not as the reader expects")
    if "refused" in answer:
        raise Refused([Problem(*problem) for problem in answer["refused"]])
    return answer


def _how_it_failed(ended, limits):
    """In words how a child came to no answer, or ""."""
    mebibytes = MEMORY // 1024**2
    if ended.overran:
        return f"it took longer than {limits.wall_seconds} seconds"
    if ended.overflowed:
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
