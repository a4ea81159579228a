"""The national figures of a measure in tidy form: one row for each area and year."""

COLUMNS = ("measure", "area_code", "area_name", "period", "value", "status")


def build_national_values(benchmarks):
    """Rows of text in the order of COLUMNS, the newest year first. No queries.

    `area_code` is the ONS code that the figure was published under, and `period` the publisher's year: an authority
    whose code changed keeps its name. Values have the decimals that they were published with.
    """
    newest_first = sorted(benchmarks.figures, key=lambda figure: -figure.year)
    return tuple(_row(figure) for figure in newest_first)


def _row(figure):
    value = "" if figure.value is None else f"{figure.value:f}"
    return figure.measure, figure.code, figure.area.name, str(figure.year), value, figure.status
