"""A column of the scorecard: what England, the region or the neighbours reached, with its date."""

from dataclasses import dataclass

from indicators.figures import PERCENT, format_value
from indicators.models import Unit
from indicators.rating import ENGLAND, REGION
from indicators.surroundings import load_around, national_measure
from reports.compare.ranking import national_text

NEIGHBOURS = "neighbours"
CHOICES = {ENGLAND: "England", REGION: "Region", NEIGHBOURS: "Neighbours' mean"}


@dataclass(frozen=True)
class BenchmarkCell:
    """A national figure in words, its year, and its unit where the indicator is in another; `meaning` of a symbol."""

    text: str
    when: str
    unit: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class BenchmarkColumn:
    """`cells` are by the slugs of indicators; one that is linked to no national figure has none."""

    heading: str
    cells: dict[str, BenchmarkCell]
    set_name: str = ""


def load_column(card, benchmark):
    """The BenchmarkColumn of a Scorecard, by one of CHOICES: of the newest year that had ended by the card's period.

    Two queries, three for the neighbours; None for no choice.
    """
    if benchmark not in CHOICES:
        return None
    measures = {row.slug: national_measure(row.series.indicator) for row in card.rows}
    slugs = {measure.slug for measure in measures.values() if measure}
    around = load_around(card.authority, slugs, with_neighbours=benchmark == NEIGHBOURS)
    if around is None:
        return BenchmarkColumn(CHOICES[benchmark], {})
    cells = {row.slug: _cell(row, measures[row.slug], around, benchmark, card.period) for row in card.rows}
    heading = around.region.name if benchmark == REGION and around.region else CHOICES[benchmark]
    return BenchmarkColumn(heading, {slug: cell for slug, cell in cells.items() if cell}, around.set_name)


def _cell(row, measure, around, benchmark, period):
    reached = measure and around.on(measure.slug, period.end)
    if not reached:
        return None
    unit = Unit(measure.unit).label if measure.unit not in (row.unit, PERCENT) else ""
    when = f"{reached.end:%b %Y}"
    if benchmark == NEIGHBOURS:
        text = format_value(reached.mean, measure.unit, reached.decimals) if reached.spread else ""
        return BenchmarkCell(text, when, unit) if text else None
    figure = reached.england if benchmark == ENGLAND else reached.region
    text = national_text(figure, measure.unit)
    return BenchmarkCell(text, when, unit, figure.meaning) if text else None
