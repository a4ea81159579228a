"""The exceptions report: what is red, how it moved, and what is said of it."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.models import Commentary
from indicators.periods import Period
from indicators.rating import NOT_RATED, RED
from indicators.series import Figures
from reports.models import PublishedTotal
from reports.scorecard import Row, build_scorecard

# What a board reads under an indicator that is red.
_TOLD = (Commentary.Kind.NARRATIVE, Commentary.Kind.IMPROVEMENT_ACTIVITY, Commentary.Kind.NEXT_STEPS)


@dataclass(frozen=True)
class RedIndicator:
    """One indicator in red. `by_rule` is false where it was only published so, and no rule can be worked out."""

    row: Row
    by_rule: bool
    told: tuple[Commentary, ...]


@dataclass(frozen=True)
class ExceptionsPage:
    """`stated` are the report's own counts by rating, {} where it gives none; `listed` how many it lists of them."""

    period: Period
    by_rule: tuple[RedIndicator, ...]
    published: tuple[RedIndicator, ...]
    stated: dict
    listed: int
    earlier: Period | None
    later: Period | None
    all_periods: tuple[Period, ...]

    @property
    def stated_in_all(self):
        return sum(self.stated.values())


def build_exceptions(authority, figures: Figures, period):
    """The ExceptionsPage of a period. Three queries, besides those of the Figures."""
    card = build_scorecard(authority, figures, period)
    told = _told(authority, period)
    red = [_red_indicator(row, told) for row in card.rows if row.rag == RED]
    published = [
        _red_indicator(row, told) for row in card.rows if row.rag == NOT_RATED and row.published_differs == RED
    ]
    counts = PublishedTotal.objects.current().filter(
        authority=authority,
        batch__frequency=period.frequency,
        batch__period_start=period.start,
        name__in=("red", "amber", "green"),
    )
    return ExceptionsPage(
        period=period,
        by_rule=tuple(red),
        published=tuple(published),
        stated={total.name: total.count for total in counts},
        listed=len(card.rows),
        earlier=card.earlier,
        later=card.later,
        all_periods=card.all_periods,
    )


def _told(authority, period):
    """{indicator pk: what is said of it}, by the passages that name it, else by those of its table."""
    passages = (
        Commentary.objects.current()
        .filter(authority=authority, frequency=period.frequency, period_start=period.start, kind__in=_TOLD)
        .select_related("batch")
        .prefetch_related("indicators")
        .order_by("-named", "position")
    )
    told = defaultdict(list)
    for passage in passages:
        for indicator in passage.indicators.all():
            told[indicator.pk].append(passage)
    return told


def _red_indicator(row, told):
    passages = told[row.series.indicator.pk]
    named = tuple(passage for passage in passages if passage.named)
    return RedIndicator(row=row, by_rule=row.rag == RED, told=named or tuple(passages))
