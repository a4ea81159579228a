"""Any table of values, in any kind of file, layout and dress, comes out of the file exactly as it went in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.documents import read_document
from importers.readers.delimited import DELIMITERS
from importers.sources import workbook
from tests.importers.files import Percent, as_csv, as_ods, by_openpyxl, by_xlsxwriter, in_this_process
from tests.importers.test_workbook_properties import SYMBOLS, headings, tables

WRITERS = (by_openpyxl, by_xlsxwriter, as_ods, as_csv)
# The letters that encodings differ in.
TITLES = ((), ("Figures – £",), ("Children’s services", None, "As agreed, in £"))


def laid_out(draw, table, heading):
    """The table's rows, wide or long, and their header."""

    def written(ref, period):
        value = table.values[ref, period]
        if value is None or value in SYMBOLS:
            return value
        return Percent(value) if ref in table.percents else value

    if draw(st.booleans(), label="long"):
        header = ["Measure ID", "Measure", "Reporting period", "Actual"]
        places = draw(st.permutations(list(table.values)))
        return header, [[ref, f"Title of {ref} (£)", heading(at), written(ref, at)] for ref, at in places]
    header = ["Ref", "Title", *map(heading, table.periods)]
    return header, [[ref, f"Title of {ref} (£)", *(written(ref, at) for at in table.periods)] for ref in table.refs]


def dressed(draw, header, rows):
    """Columns in another order, titles above, blank rows between."""
    order = draw(st.permutations(range(len(header))))
    found = [[title] for title in draw(st.sampled_from(TITLES))]
    for row in [header, *rows]:
        found += [[None]] * draw(st.integers(0, 1)) + [[row[n] for n in order]]
    return found


def check(table, data):
    """That the file states the table's values, symbols and percentages, each of its period, and nothing else."""
    report = workbook.parse(read_document("upload", data))
    stated = {(i.ref, figure.period): figure.status or figure.value for i in report.indicators for figure in i.figures}
    assert stated == table.stated
    with_value = {ref for (ref, _), value in table.stated.items() if value not in SYMBOLS}
    units = {indicator.ref: indicator.unit for indicator in report.indicators if indicator.ref in with_value}
    assert units == {ref: "percent" if ref in table.percents else "number" for ref in with_value}


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=30, deadline=None)
@given(data=st.data(), table=tables(), heading=headings)
def test_reads_back(write, data, table, heading):
    rows = dressed(data.draw, *laid_out(data.draw, table, heading))
    with in_this_process():
        check(table, write(rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
@settings(max_examples=6, deadline=None)
@given(data=st.data(), table=tables(), heading=headings, thousands=st.booleans())
def test_delimited_text_reads_back(encoding, delimiter, data, table, heading, thousands):
    rows = dressed(data.draw, *laid_out(data.draw, table, heading))
    with in_this_process():
        check(table, as_csv(rows, delimiter=delimiter, encoding=encoding, thousands=thousands))


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=2, deadline=None)
@given(data=st.data(), table=tables(), heading=headings)
def test_reads_back_through_the_child(write, data, table, heading):
    check(table, write(dressed(data.draw, *laid_out(data.draw, table, heading))))
