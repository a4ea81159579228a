"""A Pack's figures as tidy CSV: one row for each indicator and period, in the order of the pack."""

from indicators.figures import plain
from reports.exports.csv import to_csv
from reports.pack.parts import Pack
from reports.values import COLUMNS


def pack_csv(pack: Pack):
    """The text of the CSV, with the columns of `reports.values`. A withheld figure has the status of its symbol."""
    return to_csv(COLUMNS, pack_values(pack))


def pack_values(pack: Pack):
    """Rows of text in the order of COLUMNS."""
    return tuple(
        _row(pack, section, line, figure)
        for table in pack.tables
        for section in table.sections
        for line in section.lines
        for figure in line.figures
    )


def _row(pack, section, line, figure):
    period = figure.period
    return (
        pack.slug,
        line.ref or line.slug,
        line.title,
        section.heading,
        period.frequency,
        period.start.isoformat(),
        period.end.isoformat(),
        "" if figure.value is None else plain(figure.value),
        line.unit,
        figure.qualifier,
        figure.status,
        "" if figure.target is None else plain(figure.target),
        figure.rag,
        figure.published_rag,
        figure.direction,
        figure.source,
        figure.locator,
    )
