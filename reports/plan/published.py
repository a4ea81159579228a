"""The improvement plan as a report sums it up: its totals, and what is said of each priority."""

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
    """A sentence of the report, and the (count, what it counts) that it states; with its place."""

    text: str
    counts: tuple[tuple[int, str], ...]
    source: str
    batch_id: int
    locator: str


@dataclass(frozen=True)
class PublishedPlan:
    """`stated` in the order of TOTALS. `watched_until`: the last month that completed actions stay on for, or None."""

    period: Period
    stated: tuple[Stated, ...]
    priorities: tuple[Chapter, ...]
    actions: int | None
    complete: int | None
    watch_months: int | None

    @property
    def watched_until(self):
        return self.period.shifted(self.watch_months) if self.watch_months is not None else None

    @property
    def bar(self):
        """The completed actions as a part of all, or None where the report doesn't state both."""
        if not self.actions or self.complete is None:
            return None
        return bars([Decimal(100 * self.complete) / self.actions], PERCENT)


def newest_published(authority):
    """The Period of the newest plan that a report counts, or None. One query."""
    stated = PublishedTotal.objects.current().filter(authority=authority, name__in=TOTALS).select_related("batch")
    return max((total.batch.period for total in stated), key=lambda period: period.end, default=None)


def build_published_plan(authority, day=None, *, as_of=None):
    """The newest PublishedPlan up to a day, or of all without one; None where no plan was reported. Three queries."""
    stated = PublishedTotal.objects.current(as_of).filter(authority=authority, name__in=TOTALS).select_related("batch")
    totals = [total for total in stated if day is None or total.batch.period.end <= day]
    if not totals:
        return None
    newest = max((total.batch.period for total in totals), key=lambda p: p.end)
    totals = sorted((t for t in totals if t.batch.period == newest), key=lambda t: list(TOTALS).index(t.name))
    counts = {total.name: total.count for total in totals}
    said = Commentary.objects.current(as_of).filter(
        authority=authority,
        frequency=newest.frequency,
        period_start=newest.start,
        kind=Commentary.Kind.PLAN,
    )
    return PublishedPlan(
        period=newest,
        stated=_by_sentence(totals),
        # A priority is said of as a whole: none of its passages names an indicator.
        priorities=chapters(
            said.select_related("batch", "section", "written_by").prefetch_related("indicators").in_order(),
            titles={},
        ),
        actions=counts.get("actions"),
        complete=counts.get("complete"),
        watch_months=counts.get("watch-months"),
    )


def _by_sentence(totals):
    """Each sentence once, with all that it counts."""
    groups = groupby(totals, key=lambda total: (total.batch_id, total.locator, total.text))
    found = ((key, list(members)) for key, members in groups)
    return tuple(
        Stated(text, tuple((each.count, TOTALS[each.name]) for each in members), members[0].batch.file_name, pk, place)
        for (pk, place, text), members in found
    )
