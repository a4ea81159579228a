"""A Pack as a page: the rows and drawings that its template places. No HTML, no queries."""

from dataclasses import dataclass

from reports.charts.drawing import Drawing, draw_trend
from reports.exports.pack_charts import HEIGHT, WIDTH
from reports.exports.pack_tables import TextTable, tables_after, tables_before
from reports.exports.pack_words import ScorecardRow, facts, scorecard_rows, table_title, withheld_sentences
from reports.pack.parts import Line, Pack, Section, Table


@dataclass(frozen=True)
class SectionOnPage:
    """`charts` are the lines that have one, with its Drawing."""

    section: Section
    rows: tuple[ScorecardRow, ...]
    charts: tuple[tuple[Line, Drawing], ...]


@dataclass(frozen=True)
class TableOnPage:
    title: str
    table: Table
    has_refs: bool
    sections: tuple[SectionOnPage, ...]


@dataclass(frozen=True)
class PackOnPage:
    pack: Pack
    facts: tuple[tuple[str, str], ...]
    withheld: tuple[str, ...]
    before: tuple[TextTable, ...]
    tables: tuple[TableOnPage, ...]
    after: tuple[TextTable, ...]


def page_of(pack: Pack):
    """The PackOnPage of a Pack."""
    return PackOnPage(
        pack=pack,
        facts=facts(pack),
        withheld=withheld_sentences(pack),
        before=tables_before(pack),
        tables=tuple(_table(table, pack) for table in pack.tables),
        after=tables_after(pack),
    )


def _table(table, pack):
    return TableOnPage(
        title=table_title(table, pack),
        table=table,
        has_refs=any(line.ref for line in table.lines),
        sections=tuple(
            SectionOnPage(
                section=section,
                rows=scorecard_rows(table, section),
                charts=tuple((line, draw_trend(line.trend, WIDTH, HEIGHT)) for line in section.lines if line.trend),
            )
            for section in table.sections
        ),
    )
