"""The process that reads one file and ends: limits first, bytes in, JSON out. Started by importers.sandbox.

{"kind": "xlsx", "sheets": […], "notes": [[code, message, locator]…]}
{"refused": [[code, message, locator]…]}        what a person can mend
{"failed": "KeyError at xlsx.py:120"}           what only a developer can
"""

import gc
import json
import resource
import sys
import traceback
from pathlib import Path

from importers.readers import delimited, workbook
from importers.records import Refused

READERS = {"workbook": workbook.read, "delimited": delimited.read}


def main(function, memory, cpu_seconds, out_of_memory):
    """Reads the file on standard input by the reader called `function`, within the limits given.

    Ends with the code `out_of_memory` where that is what it lacks.
    """
    _limit(memory, cpu_seconds)
    gc.disable()  # everything made here is kept until the process ends
    try:
        answer = _answer(READERS[function], sys.stdin.buffer.read())
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
        sys.stdout.buffer.flush()
    except MemoryError:
        sys.exit(out_of_memory)


def _limit(memory, cpu_seconds):
    for name, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),  # no file is written
        (resource.RLIMIT_CORE, 0),  # a core would hold the file's figures
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(name, (limit, limit))


def _answer(read, data):
    try:
        kind, grids, notes = read(data)
    except Refused as refused:
        return {"refused": _plain(refused.problems)}
    except MemoryError:
        raise
    except BaseException as problem:  # a panic in a reader's native code is no Exception
        place = traceback.extract_tb(problem.__traceback__)[-1]
        return {"failed": f"{type(problem).__name__} at {Path(place.filename).name}:{place.lineno}"}
    return {"kind": kind, "sheets": [grid.to_plain() for grid in grids], "notes": _plain(notes)}


def _plain(problems):
    return [[problem.code, problem.message, problem.locator] for problem in problems]
