"""What a reader's own authorities report of a measure themselves, side by side with their own dates."""

from dataclasses import dataclass

from django.db.models import Q

from indicators.models import Indicator
from indicators.series import Series, load_figures
from reports.beside import LinesBlock, build_elsewhere
from reports.scorecard import figure_text


@dataclass(frozen=True)
class LocalIndicator:
    """An indicator with its newest figure in words, and how it differs from the measure."""

    series: Series
    text: str
    when: str
    caveat: str


@dataclass(frozen=True)
class Local:
    """`block` draws them on one axis; None with fewer than two that can stand on one."""

    indicators: tuple[LocalIndicator, ...]
    block: LinesBlock | None


def load_local(measure, authority, authorities):
    """The Local of a Measure, and of the numbers that are compared as it, among authorities the reader may see.

    Eight queries, or two where nobody reports it.
    """
    linked = Indicator.objects.filter(Q(measure=measure) | Q(measure__compared_as=measure), authority__in=authorities)
    if not linked.exists():
        return Local((), None)
    found = [series for series in load_figures(authorities, among=linked).series if series.points]
    own_first = sorted(found, key=lambda series: series.indicator.authority_id != authority.pk)
    return Local(tuple(_told(series) for series in own_first), _block(own_first))


def _told(series):
    last = series.points[-1]
    return LocalIndicator(series, figure_text(last), last.period.label, series.indicator.measure_caveat)


def _block(found):
    """One indicator of each authority, in the first one's unit where it has one: numbers and rates share no axis."""
    of_authority = {}
    for series in sorted(found, key=lambda series: series.definition.unit != found[0].definition.unit):
        of_authority.setdefault(series.indicator.authority_id, series)
    if len(of_authority) < 2:
        return None
    first, *others = of_authority.values()
    block = build_elsewhere(first, others, first.points[-1].period)
    return block if block and len(block.chart.lines) > 1 else None
