"""Any table of values, written wide or long in any order and any dress, reads back exactly."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from importers.sheets import NUMBER, TEXT, Cell
from importers.sources import workbook
from indicators.periods import Period
from tests.importers.workbook_sheets import Workbook, cell, sheet

SYMBOLS = ("c", "x", "z", "k", "u")
BLANK = Cell()

decimals = st.decimals(
    min_value=-9_999_999, max_value=9_999_999, allow_nan=False, allow_infinity=False, places=5
) | st.integers(-9_999_999, 9_999_999).map(Decimal)
states = st.none() | st.sampled_from(SYMBOLS) | decimals


@dataclass(frozen=True)
class Table:
    """What a table states: {(ref, period): Decimal, symbol or None for blank}, and which refs are percentages."""

    refs: tuple[str, ...]
    periods: tuple[Period, ...]
    values: dict
    percents: frozenset[str]

    @property
    def stated(self):
        return {at: value for at, value in self.values.items() if value is not None}


@st.composite
def tables(draw):
    count, months = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    refs = tuple(f"A {n}" for n in range(count))
    start = Period.month(draw(st.integers(2012, 2030)), draw(st.integers(1, 12)))
    periods = tuple(start.shifted(n) for n in range(months))
    values = {(ref, period): draw(states) for ref in refs for period in periods}
    values[refs[0], periods[0]] = draw(decimals)
    return Table(refs, periods, values, frozenset(draw(st.sets(st.sampled_from(refs)))))


def written(table, ref, value, as_text):
    """A value as a spreadsheet program stores it, or as text."""
    if value is None:
        return BLANK
    if value in SYMBOLS:
        return Cell(TEXT, value)
    shown = f"{value:f}" + ("%" if ref in table.percents else "")
    if as_text:
        return Cell(TEXT, shown)
    # Exact: a division would be rounded to the context's digits.
    stored = value.scaleb(-2) if ref in table.percents else value
    return Cell(NUMBER, shown, stored, is_percent=ref in table.percents)


def dressed(draw, header, rows):
    """The sheet with its columns in another order, titles above it and blank rows in it."""
    order = draw(st.permutations(range(len(header))))
    rows = [[row[n] for n in order] for row in [header, *rows]]
    lead = [[title] for title in draw(st.sampled_from(((), ("Figures",), ("Children's services", "", "As agreed"))))]
    body = []
    for row in rows:
        body += [[""]] * draw(st.integers(0, 1)) + [row]
    return sheet(*lead, *body)


def read_back(*sheets):
    report = workbook.parse(Workbook("figures.xlsx", sheets))
    return {
        (indicator.ref, figure.period): figure.status or figure.value
        for indicator in report.indicators
        for figure in indicator.figures
    }


headings = st.sampled_from(
    (
        lambda period: f"{period.start:%b-%y}",
        lambda period: period.label,
        lambda period: period.key,
        lambda period: period.start,
    )
)


def shared(rows):
    """The same with one cell for all that are alike, as a reader gives them."""
    known = {}
    return [[known.setdefault(made, made) for made in map(cell, row)] for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.data(), tables(), headings, st.booleans())
def test_wide(data, table, heading, as_text):
    header = ["Ref", "Title", *map(heading, table.periods)]
    rows = [
        [ref, f"Title of {ref}", *(written(table, ref, table.values[ref, p], as_text) for p in table.periods)]
        for ref in table.refs
    ]
    assert read_back(dressed(data.draw, header, rows)) == table.stated


@settings(max_examples=60, deadline=None)
@given(st.data(), tables(), headings, st.booleans())
def test_long(data, table, heading, as_text):
    header = ["Measure ID", "Measure", "Reporting period", "Actual"]
    rows = [
        [ref, f"Title of {ref}", heading(period), written(table, ref, value, as_text)]
        for (ref, period), value in data.draw(st.permutations(list(table.values.items())))
    ]
    if data.draw(st.booleans()):
        rows = shared(rows)
    assert read_back(dressed(data.draw, header, rows)) == table.stated


@settings(max_examples=30, deadline=None)
@given(st.data(), tables())
def test_one_sheet_a_period(data, table):
    sheets = [
        sheet(
            ["Ref", "Title", period.label],
            *(
                [ref, f"Title of {ref}", written(table, ref, table.values[ref, period], data.draw(st.booleans()))]
                for ref in table.refs
            ),
            name=period.key,
        )
        for period in table.periods
    ]
    assert read_back(*sheets) == table.stated
