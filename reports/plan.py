"""The improvement plan as a report states it: its totals, and what is said of each priority."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from indicators.figures import PERCENT
from indicators.models import Commentary
from indicators.periods import Period
from reports.charts.bars import bars
from reports.commentary import Chapter, chapters
from reports.models import PublishedTotal

# The order in which a plan's totals are read, and what each counts. A count that a report gives of its indicators
# (six red) is no total of a plan.
TOTALS = {
    "priorities": "priorities",
    "outcomes": "outcomes",
    "actions": "actions",
    "complete": "actions complete",
    "watch-months": "months under watch",
}


@dataclass(frozen=True)
class Stated:
    """A sentence of the report, and the (count, what it counts) that it states."""

    counts: tuple[tuple[int, str], ...]
    source: PublishedTotal


@dataclass(frozen=True)
class PlanPage:
    """`totals` in the order of TOTALS. `watched_until`: the last month that completed actions stay on for, or None."""

    period: Period
    totals: tuple[PublishedTotal, ...]
    priorities: tuple[Chapter, ...]
    watched_until: Period | None

    def count(self, name):
        return next((total.count for total in self.totals if total.name == name), None)

    @property
    def complete(self):
        return self.count("complete")

    @property
    def actions(self):
        return self.count("actions")

    @property
    def watch_months(self):
        return self.count("watch-months")

    @property
    def stated(self):
        """Each sentence once, with all that it counts."""
        by_sentence = groupby(self.totals, key=lambda total: (total.batch_id, total.locator, total.text))
        groups = [list(totals) for _, totals in by_sentence]
        return tuple(
            Stated(tuple((total.count, TOTALS[total.name]) for total in totals), totals[0]) for totals in groups
        )

    @property
    def bar(self):
        """The completed actions as a part of all, or None where the report doesn't state both."""
        if not self.actions or self.complete is None:
            return None
        return bars([Decimal(100 * self.complete) / self.actions], PERCENT)


def build_plan(authority, period=None):
    """The PlanPage of a period, or of the newest without one; None where no plan was reported. Three queries."""
    stated = PublishedTotal.objects.current().filter(authority=authority, name__in=TOTALS).select_related("batch")
    totals = [total for total in stated if period in (None, total.batch.period)]
    if not totals:
        return None
    newest = max((total.batch.period for total in totals), key=lambda p: p.end)
    totals = sorted((t for t in totals if t.batch.period == newest), key=lambda t: list(TOTALS).index(t.name))
    watch = next((total.count for total in totals if total.name == "watch-months"), None)
    said = Commentary.objects.current().filter(
        authority=authority,
        frequency=newest.frequency,
        period_start=newest.start,
        kind=Commentary.Kind.PLAN,
    )
    return PlanPage(
        period=newest,
        totals=tuple(totals),
        # A priority is said of as a whole: none of its passages names an indicator.
        priorities=chapters(
            said.select_related("batch", "section", "written_by").prefetch_related("indicators").in_order(),
            titles={},
        ),
        watched_until=newest.shifted(watch) if watch is not None else None,
    )
