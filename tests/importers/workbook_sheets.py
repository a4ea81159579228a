"""Small workbooks written by hand, and what comes of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from importers.records import KnownIndicator, Refused
from importers.sheets import DATE, EMPTY, ERROR, FORMULA, NUMBER, TEXT, Cell, Sheet
from importers.sources import workbook
from indicators.periods import MONTHLY, Period

SEP, OCT, NOV = (Period.month(2017, month) for month in (9, 10, 11))
YEAR = Period.parse("2017-FY")


@dataclass(frozen=True)
class Workbook:
    """What the source needs of a Document."""

    name: str
    sheets: tuple[Sheet, ...]


def cell(stated):
    """A cell: a Cell as it is, a string as text, a date as a date, an int or Decimal as a number, None as blank."""
    if isinstance(stated, Cell):
        return stated
    if stated is None or stated == "":
        return Cell()
    if isinstance(stated, date):
        return Cell(DATE, stated.isoformat(), day=stated)
    if isinstance(stated, str):
        return Cell(TEXT, stated)
    return Cell(NUMBER, f"{stated:f}" if isinstance(stated, Decimal) else str(stated), Decimal(stated))


def percent(number, text):
    """A cell in a percent format: percent("0.853", "85.3%")."""
    return Cell(NUMBER, text, Decimal(number), is_percent=True)


def number(stated):
    return cell(Decimal(stated))


def error(text="#DIV/0!"):
    return Cell(ERROR, text)


def formula():
    return Cell(FORMULA, "=A1")


def merged(text, where):
    """A cell of a merged range; the first has the text, the others are blank."""
    return Cell(TEXT if text else EMPTY, text, merged=where)


def sheet(*rows, name="Data", **hidden):
    """A Sheet; a row is a string with bars between its cells, or a list of what `cell` takes."""
    rows = [[cell(s.strip()) for s in row.split("|")] if isinstance(row, str) else list(map(cell, row)) for row in rows]
    width = max(map(len, rows))
    return Sheet(name, tuple(tuple(row + [Cell()] * (width - len(row))) for row in rows), **hidden)


def known(key, *, title="", unit="number", ref=None, **more):
    """A KnownIndicator with a ref unless told otherwise."""
    fields = {"frequency": MONTHLY, "section": "FRONT DOOR", **more}
    return KnownIndicator(key, key if ref is None else ref, title or f"Title of {key}", unit, **fields)


def parse(*sheets, confirmed=None, known=(), headings=()):
    document = Workbook("figures.xlsx", sheets)
    assert workbook.recognises(document)
    return workbook.parse(document, confirmed, known, headings)


def refusals(*sheets, **more):
    """(code, locator) of each reason to refuse the sheets, in the order told."""
    with pytest.raises(Refused) as caught:
        parse(*sheets, **more)
    for problem in caught.value.problems:
        assert problem.message.endswith((".", "?")), problem
    return [(problem.code, problem.locator) for problem in caught.value.problems]


def findings(report):
    for problem in report.findings:
        assert problem.message.endswith("."), problem
    return [(problem.code, problem.locator) for problem in report.findings]


def unused(report):
    return [problem.locator for problem in report.unused]


def values(indicator):
    """{period key: value or status} of an indicator."""
    return {figure.period.key: figure.value if figure.status == "" else figure.status for figure in indicator.figures}


def all_values(report):
    return {indicator.key: values(indicator) for indicator in report.indicators}
