"""No float stands between a file and a value: not in the code, and not when it runs."""

import ast
import decimal
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

import importers
from importers import sources
from importers.confirmed import confirmation_for
from importers.documents import read_document
from tests.importers.files import Percent, as_csv, as_ods, by_openpyxl, by_xlsxwriter, in_this_process

ROOT = Path(importers.__file__).parent
# What a figure passes through on its way from a file to a row of the database.
WAY = sorted(
    [
        *(ROOT / "readers").glob("*.py"),
        *(ROOT / "sources").rglob("*.py"),
        *(ROOT / f"{name}.py" for name in ("documents", "frames", "lines", "matching", "printed", "records", "rows")),
        ROOT / "sheets.py",
    ]
)
# python-calamine gives floats, as an .xls stores them: each is made into text at once, and a Decimal of that.
GIVEN = {"readers/calamine.py": 1}

# By which pandas would make floats of texts.
MAKE_FLOATS = {"to_numeric", "astype", "read_csv", "read_excel", "convert_dtypes", "infer_objects"}
REPORTS = sorted((settings.BASE_DIR / "fixtures" / "reports").glob("*.txt"))


def floats(source):
    """The lines on which a float is named, or made by pandas."""
    nodes = list(ast.walk(ast.parse(source)))
    named = [(getattr(node, "id", "") or getattr(node, "attr", ""), node) for node in nodes]
    return sorted(node.lineno for name, node in named if name == "float" or name in MAKE_FLOATS)


@pytest.mark.parametrize("file", WAY, ids=lambda file: str(file.relative_to(ROOT)))
def test_none_is_made(file):
    lines = floats(file.read_text(encoding="utf-8"))
    assert len(lines) == GIVEN.get(str(file.relative_to(ROOT)), 0), lines


def test_what_would_be_found():
    assert floats("a = float('1')\nb = pd.to_numeric(c)\nd = e.astype(int)\nf: float = 1") == [1, 2, 3, 4]
    assert floats("g = 'float'\nh = Decimal('1.5')") == []


@pytest.fixture
def trap():
    """Decimals that are made of floats, or compared with them, are errors."""
    with decimal.localcontext() as context:
        context.traps[decimal.FloatOperation] = True
        with pytest.raises(decimal.FloatOperation):
            Decimal(0.1)  # noqa: RUF032 - which is what must not be
        yield


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, as_ods, as_csv])
def test_none_is_met_in_a_workbook(trap, write):
    rows = [
        ["Ref", "Title", "2017-18 Target", "Apr-17", "May-17"],
        ["A 1", "Percentage", Percent(Decimal("90")), Percent(Decimal("85.3")), Percent(Decimal("0.1"))],
        ["A 2", "Cases", Decimal("4"), Decimal("5.00001"), Decimal("-3")],
    ]
    with in_this_process():
        report = sources.workbook.parse(read_document("upload", write(rows)))
    assert [[figure.value for figure in indicator.figures] for indicator in report.indicators] == [
        [Decimal("85.3"), Decimal("0.1")],
        [Decimal("5.00001"), Decimal("-3")],
    ]


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.stem)
def test_none_is_met_in_a_report(trap, file):
    with in_this_process():
        document = read_document(file.name, file.read_bytes())
    source = sources.find(document)
    assert source.parse(document, confirmation_for(document, source))
