"""What is too large, what lies about its size, and what does not come back: refused, and nothing else notices."""

import io
import struct
import zipfile
from contextlib import ExitStack, contextmanager

import pytest

from importers import children, sandbox
from importers.readers import archive as archives
from importers.readers import grid as grids
from importers.readers.archive import Archive
from importers.records import Refused
from importers.sheets import Cell
from tests.importers.workbooks import archive, ods, ods_cell, ods_table, xlsx

MISBEHAVING = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from importers import records
from importers.readers import child, nursery
def misbehave(*_):
    {}
{}
nursery.main()
"""
READS = 'child.READERS["workbook"] = misbehave'
STARTS = "child.main = misbehave"


@pytest.fixture
def misbehaving(monkeypatch):
    """Has children forked from a process that starts like this; or that comes to `does` where they read or start."""

    @contextmanager
    def started(start):
        nursery = children.Nursery(start)
        with monkeypatch.context() as patched:
            patched.setattr(children, "NURSERY", nursery)
            yield
        nursery.close()

    with ExitStack() as stack:

        def start(does="", where=READS, program=MISBEHAVING):
            stack.enter_context(started(program.format(does, where)))

        yield start


def refusal(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    (problem,) = caught.value.problems
    assert problem.message.endswith(".")
    return problem.code, problem.message


@pytest.fixture
def ended(monkeypatch):
    """How the children of a test ended."""
    seen = []
    run_child = sandbox.run_child

    def watched(*args):
        seen.append(run_child(*args))
        return seen[-1]

    monkeypatch.setattr(sandbox, "run_child", watched)
    return seen


@pytest.mark.parametrize(
    ("does", "how"),
    [
        ("[bytes(1024**2) for _ in range(10**6)]", "more than 512 MiB of memory"),
        ("bytearray(600 * 1024**2)", "more than 512 MiB of memory"),
        ("os.abort()", "its reader gave up"),
        ("os.kill(os.getpid(), 11)", "ended by the system (SIGSEGV)"),
        ("os._exit(1)", "stopped with an error"),
        ("raise KeyError('secret')", "not as the reader expects"),
        ("raise SystemExit", "not as the reader expects"),
        ("import tempfile; tempfile.TemporaryFile().write(b'x' * 10**6)", "not as the reader expects"),
    ],
)
def test_a_child_that_dies_is_a_refusal_in_words(misbehaving, does, how):
    misbehaving(does)
    code, message = refusal(sandbox.run, "workbook", b"x" * 1024**2)
    assert code == "unreadable-safely"
    assert message.startswith("This file could not be read safely: ")
    assert how in message
    assert "secret" not in message


def test_processor_time_is_limited(monkeypatch, misbehaving, ended):
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1)
    misbehaving("while True: pass")
    assert "more than 1 seconds of processor time" in refusal(sandbox.run, "workbook", b"")[1]
    assert ended[0].cpu_seconds < 3


def test_time_is_limited(monkeypatch, misbehaving, ended):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 1)
    misbehaving("time.sleep(60)")
    assert "longer than 1 seconds" in refusal(sandbox.run, "workbook", b"")[1]
    assert ended[0].seconds < 10


def test_one_that_does_not_listen_is_ended_too(monkeypatch, misbehaving, ended):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 1)
    misbehaving("time.sleep(60)", STARTS)
    assert "longer than 1 seconds" in refusal(sandbox.run, "workbook", b"x" * 1024**2)[1]
    misbehaving("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGALRM]); time.sleep(60)")
    assert "longer than 1 seconds" in refusal(sandbox.run, "workbook", b"x" * 1024**2)[1]
    misbehaving("os.close(1); os.close(0); time.sleep(60)", STARTS)
    assert "longer than 1 seconds" in refusal(sandbox.run, "workbook", b"x" * 1024**2)[1]
    assert max(each.seconds for each in ended) < 10


def test_where_no_child_is_forked_nothing_is_read(monkeypatch, misbehaving):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 1)
    monkeypatch.setattr(children, "_GRACE_SECONDS", 0.2)
    misbehaving(program="import time; time.sleep(60)")
    assert "longer than 1 seconds" in refusal(sandbox.run, "workbook", b"x" * 1024**2)[1]
    misbehaving(program="")
    assert refusal(sandbox.run, "workbook", b"x" * 1024**2)[0] == "unreadable-safely"


def test_output_is_limited(monkeypatch, misbehaving):
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 10_000)
    misbehaving("while True: sys.stdout.buffer.write(b'x' * 10**6)")
    assert "of text" in refusal(sandbox.run, "workbook", b"")[1]


SHEET = (
    b'{"kind": "xlsx", "notes": [], "sheets": [{"name": "", "is_hidden": false, "height": 1, "width": 1, '
    b'"hidden_rows": [], "hidden_columns": [], "parts": 1}]}\n'
)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\n",
        b"[]\n",
        b'{"kind": "xlsx"}\n',
        b'{"refused": [1]}\n',
        b'{"kind": "xlsx", "notes": [], "sheets": [{"height": -1, "width": 1}]}\n',
        b'{"kind": "xlsx", "notes": [], "sheets": [{"height": 100000, "width": 100000}]}\n',
        SHEET,
        SHEET.rstrip(),
        SHEET + b'{"cells": [["number", "x"]], "rows": [[0, 0, 1]]}\n',
        SHEET + b'{"cells": [["text", "x"]], "rows": [[0, 0, 2]]}\n',
        SHEET + b'{"cells": [["text", "x"]], "rows": [[1, 0, 1]]}\n',
        SHEET + b'{"cells": [["text", "x"]], "rows": [[0, 0, 1, 1]]}\n',
        SHEET + b'{"cells": [["text", "x"]], "rows": [[0, 0, 1]]}',
        SHEET + b'{"cells": [["text", "x"]], "rows": [[0, 0, 1]]}\n{}\n',
    ],
)
def test_an_answer_that_is_none_is_a_refusal(misbehaving, answer):
    misbehaving(f"os.write(1, {answer!r})", STARTS)
    assert refusal(sandbox.run, "workbook", b"")[0] == "unreadable-safely"


def test_an_answer_is_taken_whole_and_from_a_child_that_ends_well(misbehaving):
    whole = SHEET + b'{"cells": [["text", "x"]], "rows": [[0, 0, 1]]}\n'
    misbehaving(f"os.write(1, {whole!r})", STARTS)
    assert sandbox.run("workbook", b"").sheets[0].rows == ((Cell("text", "x"),),)
    for wrote in (whole, whole[:-1], SHEET, b""):
        misbehaving(f"os.write(1, {wrote!r}); os._exit(3)", STARTS)
        assert "more than 512 MiB of memory" in refusal(sandbox.run, "workbook", b"")[1]


def test_a_child_is_given_nothing_but_the_file(monkeypatch, misbehaving):
    monkeypatch.setenv("SECRET_KEY", "secret")
    misbehaving(
        "held = [sorted(os.environ), os.getcwd(), sorted(os.listdir('/proc/self/fd')), 'django' in sys.modules]\n"
        "    raise child.Refused([records.Problem('held', repr(held))])"
    )
    with pytest.raises(Refused) as caught:
        sandbox.run("workbook", b"")
    # The fourth file is the folder that was listed.
    assert caught.value.problems[0].message == "[['LANG'], '/', ['0', '1', '2', '3'], False]"


def test_inflated_bytes_are_counted_and_not_believed(monkeypatch):
    monkeypatch.setattr(archives, "MAX_INFLATED", 1024**2)
    honest = archive({"xl/a.xml": b"a" * 2 * 1024**2})
    assert refusal(Archive, honest)[0] == "workbook-too-large"
    # The same with 10 bytes declared, in both places where a zip archive does so.
    lying = honest.replace(struct.pack("<L", 2 * 1024**2), struct.pack("<L", 10))
    assert zipfile.ZipFile(io.BytesIO(lying)).infolist()[0].file_size == 10
    assert refusal(Archive, lying)[0] == "workbook-too-large"


def test_entries_are_counted(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    Archive(archive({"a": "", "b": "", "folder/": ""}))
    assert refusal(Archive, archive({"a": "", "b": "", "c": ""}))[0] == "workbook-too-large"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_one():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("xl/Sheet.xml", "1")
        zipped.writestr("XL\\sheet.XML", "2")
    assert "two parts called xl/sheet.xml" in refusal(Archive, file.getvalue())[1]


def test_a_zip_that_is_cut_off_or_changed():
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    for end in range(4, len(data), 97):
        assert refusal(Archive, data[:end])[0] == "file-damaged"
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as zipped:
        zipped.writestr("xl/a.xml", "original")
    assert refusal(Archive, stored.getvalue().replace(b"original", b"modified"))[0] == "file-damaged"


def test_the_cells_of_all_sheets_are_counted_together(monkeypatch):
    monkeypatch.setattr(grids, "MAX_CELLS", 6)
    space = grids.Space()
    cell = grids.Cell("text", "x")
    one, two = grids.Grid("One", space), grids.Grid("Two", space)
    one.put(1, 1, cell)
    one.put(0, 1, cell)
    two.put(0, 1, cell)
    with pytest.raises(Refused) as caught:
        two.put(1, 0, cell)
    assert caught.value.problems[0].locator == "Two!A2"


def test_values_enough_for_years(ended):
    row = [ods_cell("float", f"{at}.5") for at in range(72)]
    reading = sandbox.run("workbook", ods(ods_table([row] * 319)))
    (sheet,) = reading.sheets
    assert (len(sheet.rows), len(sheet.rows[0])) == (319, 72)
    assert ended[0].cpu_seconds < 5
