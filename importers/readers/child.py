"""The process that reads one file and ends: limits first, bytes in, JSON out. Forked by importers.readers.nursery.

What makes a file of it is told how in another line of JSON before the bytes, and answers with bytes.

{"kind": "xlsx", "sheets": […], "notes": [[code, message, locator]…]}       and a line for each part of each sheet
{"refused": [[code, message, locator]…]}        what a person can mend
{"failed": "KeyError at xlsx.py:120"}           what only a developer can
"""

import gc
import importlib
import json
import resource
import signal
import sys
import traceback
from itertools import chain
from pathlib import Path

from importers.readers import delimited, workbook
from importers.records import Refused

READERS = {"workbook": workbook.read, "delimited": delimited.read}

# Imported when asked for: what writes workbooks is as large as all that reads them.
MAKERS = {"copied": "importers.annotations.copied", "rebuilt": "importers.annotations.rebuilt"}


def main():
    """Does what it is told by a line of JSON on standard input, to the file that follows it there.

    {"function": "workbook", "memory": bytes, "cpu_seconds": 20, "wall_seconds": 40, "out_of_memory": 3}: the reader or
    maker, its limits, and the code to end with where memory is what it lacks.
    """
    order = json.loads(sys.stdin.buffer.readline())
    function = order["function"]
    _limit(order["memory"], order["cpu_seconds"])
    signal.alarm(order["wall_seconds"])  # should nobody be left to end it
    gc.disable()  # everything made here is kept until the process ends
    try:
        for told in _answer(_made if function in MAKERS else _read, function, sys.stdin.buffer):
            sys.stdout.buffer.write(told if isinstance(told, bytes) else _line(told))
            sys.stdout.buffer.flush()
    except MemoryError:
        sys.exit(order["out_of_memory"])


def _limit(memory, cpu_seconds):
    for name, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),  # no file is written
        (resource.RLIMIT_CORE, 0),  # a core would hold the file's figures
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(name, (limit, limit))


def _line(plain):
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _answer(work, function, stream):
    try:
        return work(function, stream)
    except Refused as refused:
        return [{"refused": _plain(refused.problems)}]
    except MemoryError:
        raise
    except BaseException as problem:  # a panic in a reader's native code is no Exception
        place = traceback.extract_tb(problem.__traceback__)[-1]
        return [{"failed": f"{type(problem).__name__} at {Path(place.filename).name}:{place.lineno}"}]


def _read(function, stream):
    kind, grids, notes = READERS[function](stream.read())
    about = {"kind": kind, "sheets": [grid.to_plain() for grid in grids], "notes": _plain(notes)}
    return chain([about], *(grid.parts_to_plain() for grid in grids))


def _made(function, stream):
    # openpyxl would import it, for numbers that no file has; it takes more memory than most files.
    sys.modules["numpy"] = None
    make = importlib.import_module(MAKERS[function]).make
    told = json.loads(stream.readline())
    return [make(told, READERS[told["reader"]], stream.read())]


def _plain(problems):
    return [[problem.code, problem.message, problem.locator] for problem in problems]
