"""The exceptions report: what is red, how it moved, and what is said of it."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.models import Commentary
from indicators.periods import Period
from indicators.rating import NOT_RATED, RED
from indicators.series import Figures
from reports.actions.log import ActionRow, build_action_log
from reports.models import PublishedTotal
from reports.scorecard import Row, build_scorecard, difference_text, figure_text

# What a board reads under an indicator that is red.
_TOLD = (Commentary.Kind.NARRATIVE, Commentary.Kind.IMPROVEMENT_ACTIVITY, Commentary.Kind.NEXT_STEPS)


@dataclass(frozen=True)
class RedIndicator:
    """One indicator in red. `by_rule` is false where it was only published so, and no rule can be worked out.

    `as_under` is the row above it on the page that the same was said of, or None: long passages are read once.
    `actions` are those still to be done that are linked to it.
    """

    row: Row
    by_rule: bool
    told: tuple[Commentary, ...]
    as_under: Row | None = None
    actions: tuple[ActionRow, ...] = ()

    @property
    def now_text(self):
        return figure_text(self.row.point)

    @property
    def before_text(self):
        return figure_text(self.row.before) if self.row.before else ""

    @property
    def change(self):
        return difference_text(self.row.before, self.row.point)


@dataclass(frozen=True)
class ExceptionsPage:
    """`stated` are the report's own counts by rating, {} where it gives none; `listed` how many it lists of them.

    `stated_in` is one of those counts, for its source, or None. `reported` counts the indicators with a figure,
    `not_rated` those of them that no rule can rate.
    """

    period: Period
    by_rule: tuple[RedIndicator, ...]
    published: tuple[RedIndicator, ...]
    stated: dict
    stated_in: PublishedTotal | None
    listed: int
    reported: int
    not_rated: int
    earlier: Period | None
    later: Period | None
    all_periods: tuple[Period, ...]

    @property
    def stated_in_all(self):
        return sum(self.stated.values())

    @property
    def every(self):
        """All that is red, as the page lists it."""
        return (*self.by_rule, *self.published)

    @property
    def turned_red(self):
        return tuple(red for red in self.by_rule if red.row.has_turned_red)


def build_exceptions(authority, figures: Figures, period, as_of=None):
    """The ExceptionsPage of a period. Five queries, besides those of the Figures."""
    card = build_scorecard(authority, figures, period)
    told = _told(authority, period, as_of)
    red = [row for row in card.rows if row.rag == RED]
    published = [row for row in card.rows if row.rag == NOT_RATED and row.published_differs == RED]
    log = build_action_log(authority, period.end, as_of=as_of)
    indicators = _red_indicators([*red, *published], told, log)
    counts = list(
        PublishedTotal.objects.current(as_of)
        .filter(
            authority=authority,
            batch__frequency=period.frequency,
            batch__period_start=period.start,
            name__in=("red", "amber", "green"),
        )
        .select_related("batch")
    )
    reported = [row for row in card.rows if row.point]
    return ExceptionsPage(
        period=period,
        by_rule=tuple(indicators[: len(red)]),
        published=tuple(indicators[len(red) :]),
        stated={total.name: total.count for total in counts},
        stated_in=counts[0] if counts else None,
        listed=len(card.rows),
        reported=len(reported),
        not_rated=sum(row.rag == NOT_RATED for row in reported),
        earlier=card.earlier,
        later=card.later,
        all_periods=card.all_periods,
    )


def _told(authority, period, as_of):
    """{indicator pk: what is said of it}, by the passages that name it, else by those of its table."""
    passages = (
        Commentary.objects.current(as_of)
        .filter(authority=authority, frequency=period.frequency, period_start=period.start, kind__in=_TOLD)
        .select_related("batch", "written_by")
        .prefetch_related("indicators")
        .order_by("-named", "position", "written_at")
    )
    told = defaultdict(list)
    for passage in passages:
        for indicator in passage.indicators.all():
            told[indicator.pk].append(passage)
    return told


def _red_indicators(rows, told, log):
    first_with, indicators = {}, []
    for row in rows:
        passages = told[row.series.indicator.pk]
        said = tuple(passage for passage in passages if passage.named) or tuple(passages)
        key = tuple(passage.pk for passage in said)
        under = first_with.get(key) if said else None
        indicators.append(RedIndicator(row, row.rag == RED, said, under, log.open_for(row.slug)))
        first_with.setdefault(key, row)
    return indicators
