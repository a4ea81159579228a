"""What there is to tell of an indicator and of a scorecard, handed to `reports.sentences` as plain values."""

from dataclasses import replace

from indicators.rating import NOT_RATED, RED
from indicators.series import alike_last
from reports import sentences
from reports.scorecard import figure_text


def tell_indicator(series, period, block=None):
    """Sentences on an indicator's figure of a period. No queries.

    `block` is its VariationBlock of the same period; without one nothing is said of variation.
    """
    told = tuple(
        sentences.Told(
            period=point.period,
            value=point.value,
            decimals=point.observation.decimals,
            target=point.target_value,
            colour=point.rag,
        )
        for point in alike_last(series.stated_up_to(period))
    )
    name, unit = series.ref_on(period.end) or "The figure", series.definition_on(period.end).unit
    polarity = series.polarity_on(period.end)
    return sentences.about_indicator(name, unit, polarity, told, period, _variation(block, period))


def tell_scorecard(card):
    """Sentences on a Scorecard."""
    return sentences.about_scorecard(tuple(_row(row) for row in card.rows), card.period)


def tell_section(card, slug):
    """Sentences on the indicators of one section of a Scorecard."""
    return tell_scorecard(replace(card, rows=tuple(row for row in card.rows if row.section_slug == slug)))


def tell_theme(card, slug):
    """Sentences on a section for a director's summary: its ratings, then how each of its indicators in red moved."""
    red = (row for row in card.red if row.section_slug == slug)
    moved = (tell_indicator(row.series, card.period)[:1] for row in red)
    return (*tell_section(card, slug), *(sentence for told in moved for sentence in told))


def _variation(block, period):
    """Of this period's figure, and only where limits could be drawn."""
    if block is None or not block.kind_of(period):
        return None
    figures = block.current.count if block.is_provisional else None
    return sentences.ToldVariation(block.kind, block.words, figures)


def _row(row):
    return sentences.ToldRow(
        name=row.ref or f"“{row.title}”",
        colour=row.rag,
        turned=None if NOT_RATED in (row.rag, row.rag_before) else row.changed,
        share=row.relative_change,
        change=change_in_words(row) if row.relative_change is not None else "",
        red_since=row.since if row.rag == RED else None,
    )


def change_in_words(row):
    """`from 78% to 82%`, with the period where the last figure isn't of the one before."""
    text = f"from {figure_text(row.last)} to {figure_text(row.point)}"
    return text if row.last.period == row.point.period.previous else f"{text} since {row.last.period.label}"
