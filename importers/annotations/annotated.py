"""annotate("november.xlsx", data, groups) -> the bytes of a workbook with every problem at its cell."""

from contextlib import suppress
from pathlib import PurePath

from importers import sandbox
from importers.annotations import marks, rebuilt
from importers.documents import OLE, ZIP, read_document
from importers.records import Refused
from importers.sheets import cell_at

# An .ods workbook's first part says what it is: the name of that part, and where a zip archive has its first name.
_ODS, _NAME = b"mimetype", 30
_LIST_ALONE = "Your file itself could not be given back with its problems at their cells. This lists them."


def has_cells(groups):
    """True where there is something to annotate: a problem at a cell. A text's problems stand at lines."""
    return any(cell_at(problem.locator) for _, problems in groups for problem in problems)


def annotated_name(file_name):
    return f"{PurePath(file_name).stem} - problems.xlsx"


def annotate(name, data, groups):
    """The workbook's bytes. `groups` are (heading, problems).

    A copy of the user's own workbook where it is .xlsx or .xlsm and can be copied within the limits; else a new one
    of what is read of the file; where not even that can be made, the list of problems alone.
    """
    told = [line for heading, problems in groups for line in _lines(heading, problems)]
    for maker, reader, content in _ways(name, data):
        with suppress(Refused):
            return sandbox.make(maker, content, marks.order(name, told, reader))
    return rebuilt.write(name, told, _LIST_ALONE)


def _ways(name, data):
    """(maker, reader, bytes), the best first."""
    if data.startswith(ZIP) and not data.startswith(_ODS, _NAME):
        yield "copied", "workbook", data
    if data.startswith((ZIP, OLE)):
        yield "rebuilt", "workbook", data
    else:
        with suppress(Refused):
            yield "rebuilt", "delimited", "\n".join(read_document(name, data).lines).encode()


def _lines(heading, problems):
    yield marks.Told(heading)
    for problem in problems:
        yield marks.Told(heading, problem.message, problem.locator)
