"""Every figure of an authority in tidy form: one row for each indicator and period."""

from indicators.figures import plain

COLUMNS = (
    "authority", "ref", "title", "section", "frequency", "period_start", "period_end", "value", "unit", "qualifier",
    "status", "target", "rag", "published_rag", "direction", "source_file", "locator",
)  # fmt: skip


def build_values(figures):
    """Rows of text in the order of COLUMNS, in the order of the report, oldest period first. No queries.

    Values and targets are plain decimals; a target in words is empty, as is what wasn't published.
    """
    return tuple(_row(series, point) for series in figures.series for point in series.points)


def _row(series, point):
    definition, observation = point.definition, point.observation
    return (
        series.indicator.authority.slug,
        series.indicator.ref or series.indicator.slug,
        definition.title,
        definition.section.title,
        observation.frequency,
        observation.period_start.isoformat(),
        observation.period_end.isoformat(),
        _number(observation.value),
        definition.unit,
        observation.qualifier,
        observation.status,
        _number(point.target_value),
        point.rag,
        point.published_rag,
        point.direction.word,
        point.batch.file_name,
        observation.locator,
    )


def _number(value):
    return "" if value is None else plain(value)
