"""Croydon's real tables as a sheet of cells state what its board pack states, read by another parser."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from importers.documents import read_document
from importers.printed import read_number
from importers.sheets import TEXT, Cell
from importers.sources import croydon
from importers.sources.croydon.values import is_sentence
from tests.importers.workbook_sheets import parse, percent, refusals, sheet

PACK = Path(__file__).parents[2] / "fixtures" / "reports" / "croydon-2017-11.txt"


def rows_of_tables(as_cell):
    """The rows from the first indicator table on, with `as_cell` for each text."""
    lines = PACK.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("Indicator Number"))
    return [[as_cell(text.strip()) for text in line.split("\t")] for line in lines[start - 2 :]]


def as_text(text):
    return Cell(TEXT, text) if text and not is_sentence_of_months(text) else Cell()


def as_stored(text):
    """As a spreadsheet program stores it: 85.3% is 0.853 in a percent format."""
    number = read_number(text, signed=True, qualified=True)
    if number is None or number.qualifier:
        return as_text(text)
    if number.is_percent:
        return percent(number.value.scaleb(-2), text)
    return Cell("number", text, Decimal(number.value))


def is_sentence_of_months(text):
    return is_sentence(text) and text.startswith("Figures are being prepared")


def bare(indicator):
    """The indicator without its places, which differ."""
    return replace(
        indicator,
        locator="",
        figures=tuple(figure._replace(locator="") for figure in indicator.figures),
        targets=tuple(replace(target, locator="") for target in indicator.targets),
        methodology=indicator.methodology and replace(indicator.methodology, locator=""),
    )


def test_sentences_in_place_of_figures_are_refused_with_their_cells():
    found = refusals(sheet(*rows_of_tables(lambda text: Cell(TEXT, text) if text else Cell())))
    assert [code for code, _ in found] == ["value-unreadable"] * 2


def test_the_same_indicators_by_both_parsers():
    pack = croydon.parse(read_document(PACK.name, PACK.read_bytes()))
    for as_cell in (as_text, as_stored):
        report = parse(sheet(*rows_of_tables(as_cell)))
        assert report.period == pack.period
        mine = {indicator.ref: bare(indicator) for indicator in report.indicators}
        theirs = {indicator.ref: bare(indicator) for indicator in pack.indicators}
        assert mine == theirs
