"""The home page: each of a user's authorities at a glance, at its own latest period."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from indicators.direction import IMPROVING, WORSENING
from indicators.models import Authority
from indicators.periods import Period
from indicators.rating import NOT_RATED, RED
from indicators.series import kept_figures
from reports.actions.log import action_log_of
from reports.models import Action
from reports.scorecard import Row, Total, build_scorecard


@dataclass(frozen=True)
class Overview:
    """One authority. `period` is None where nothing has been loaded yet.

    `improving` and `worsening` count directions; `published_red` what was only printed so, where no rule rates it.
    """

    authority: Authority
    period: Period | None = None
    totals: tuple[Total, ...] = ()
    turned_red: tuple[Row, ...] = ()
    improving: int = 0
    worsening: int = 0
    published_red: int = 0
    open_actions: int = 0
    overdue_actions: int = 0
    loaded_at: datetime | None = None

    @property
    def count(self):
        return sum(total.now for total in self.totals)

    @property
    def is_rated(self):
        return any(total.now or total.before for total in self.totals if total.rag != NOT_RATED)


def build_overviews(authorities):
    """An Overview for each authority, in their order. Ten queries, whatever their number."""
    figures = kept_figures(authorities)
    actions = defaultdict(list)
    for action in Action.objects.known().filter(authority__in=authorities):
        actions[action.authority_id].append(action)
    return tuple(_overview(each, figures.of(each), actions[each.pk]) for each in authorities)


def _overview(authority, figures, actions):
    period = figures.latest
    if period is None:
        return Overview(authority)
    card = build_scorecard(authority, figures, period)
    log = action_log_of(actions, period.end)
    directions = Counter(row.point.direction.word for row in card.rows if row.point)
    return Overview(
        authority=authority,
        period=period,
        totals=card.totals,
        turned_red=tuple(row for row in card.rows if row.has_turned_red),
        improving=directions[IMPROVING],
        worsening=directions[WORSENING],
        published_red=sum(row.published_differs == RED for row in card.not_computable),
        open_actions=len(log.still_open),
        overdue_actions=len(log.overdue),
        loaded_at=max(batch.committed_at for batch in figures.batches),
    )
