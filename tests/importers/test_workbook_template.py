"""The template that analysts fill in is read with no question asked."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl

from importers.documents import read_document
from importers.records import KnownIndicator
from importers.sources import workbook
from indicators.periods import Period
from indicators.series import load_figures
from reports.exports.xlsx import template_xlsx
from reports.template import build_template

DECEMBER = Period.month(2017, 12)


def test_a_filled_template(batch, croydon):
    figures = load_figures([croydon])
    blank = template_xlsx(build_template(croydon, figures, DECEMBER), made_at=datetime(2017, 12, 4, tzinfo=UTC))
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book["Figures"]
    filled = {}
    for row in sheet.iter_rows():
        known = next((s for s in figures.series if s.indicator.ref == row[0].value and row[1].value), None)
        if known:
            is_percent = known.definition.unit == "percent"
            row[6].value = 0.815 if is_percent else 12
            filled[known.indicator.ref] = Decimal("81.5") if is_percent else Decimal(12)
            row[9].value = "As agreed"
    data = io.BytesIO()
    book.save(data)
    document = read_document("december.xlsx", data.getvalue())
    assert workbook.recognises(document)
    report = workbook.parse(document, known=_known(figures))
    assert report.period == DECEMBER
    assert {i.ref: figure.value for i in report.indicators for figure in i.figures if figure.period == DECEMBER} == (
        filled
    )
    assert len(filled) == len(figures.series)
    for indicator, series in zip(report.indicators, figures.series, strict=True):
        definition = series.definition
        assert (indicator.title, indicator.section) == (definition.title, definition.section.title)
        assert (indicator.unit, indicator.polarity, indicator.owner) == (
            definition.unit, definition.polarity, definition.owner,
        )  # fmt: skip
        assert len(indicator.figures) == 1 + bool(series.at(DECEMBER.previous))
    assert {passage.text for passage in report.passages} == {"As agreed"}


def _known(figures):
    return tuple(
        KnownIndicator(
            s.indicator.ref or s.definition.title,
            s.indicator.ref,
            s.definition.title,
            s.definition.unit,
            s.definition.frequency,
            s.definition.section.title,
            s.definition.owner,
            s.definition.polarity,
            basis=s.definition.basis,
        )
        for s in figures.series
    )
