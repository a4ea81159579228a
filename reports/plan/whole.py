"""The improvement plan as at the end of a month: pillars, outcomes, actions; what is under watch, what turned red."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.figures import PERCENT
from indicators.periods import MONTHLY, Period
from reports.charts.bars import bars
from reports.models import Outcome, PlanAction
from reports.plan.published import PublishedPlan, build_published_plan, newest_published
from reports.plan.watch import WATCH_MONTHS, month_before, same_since, watched_until
from reports.statements import standing_on

RED, AMBER, GREEN, COMPLETE, NOT_RATED = PlanAction.Rating.values
RATINGS = PlanAction.Rating.values


@dataclass(frozen=True)
class Counts:
    """How many actions there are, of each rating."""

    by_rating: tuple[tuple[str, int], ...]

    @property
    def total(self):
        return sum(count for _, count in self.by_rating)

    @property
    def complete(self):
        return dict(self.by_rating)[COMPLETE]

    @property
    def bar(self):
        """The completed ones as a part of all, or None where there are none."""
        return bars([Decimal(100 * self.complete) / self.total], PERCENT) if self.total else None


@dataclass(frozen=True)
class PlanRow:
    """One action as it stood at the end of the month.

    `before` is its rating at the end of the month before, "" where the plan didn't have it. `since` is the last day of
    the month from which it has had its rating, `watched_until` the last day that a completed one stays on the plan.
    `pk` is the statement that stands; it came with the file `source`, or that says who wrote it and when.
    """

    pk: int
    slug: str
    pillar: str
    outcome: str
    outcome_id: int
    ref: str
    text: str
    owner: str
    due_by: date | None
    is_overdue: bool
    rating: str
    before: str
    since: date
    watched_until: date | None
    why: str
    evidence: str
    source: str
    batch_id: int | None
    locator: str

    @property
    def has_turned_red(self):
        return self.rating == RED and self.before not in ("", RED)

    @property
    def has_reopened(self):
        return self.before == COMPLETE and self.rating != COMPLETE


@dataclass(frozen=True)
class PlanOutcome:
    title: str
    actions: tuple[PlanRow, ...]

    @property
    def counts(self):
        return count(self.actions)


@dataclass(frozen=True)
class PlanPillar:
    title: str
    outcomes: tuple[PlanOutcome, ...]

    @property
    def actions(self):
        return tuple(action for outcome in self.outcomes for action in outcome.actions)

    @property
    def counts(self):
        return count(self.actions)


@dataclass(frozen=True)
class Plan:
    """`left` were complete and under watch for their months, and have left the plan since. `published` is what a report
    counts and says of a plan whose single actions it may not list, or None.
    """

    day: date
    pillars: tuple[PlanPillar, ...]
    left: tuple[PlanRow, ...]
    published: PublishedPlan | None

    @property
    def actions(self):
        return tuple(action for pillar in self.pillars for action in pillar.actions)

    @property
    def is_empty(self):
        return not (self.pillars or self.left or self.published)

    @property
    def counts(self):
        return count(self.actions)

    @property
    def turned_red(self):
        return tuple(action for action in self.actions if action.has_turned_red)

    @property
    def reopened(self):
        return tuple(action for action in self.actions if action.has_reopened)

    @property
    def moved(self):
        """Those that have another rating than a month before: what turned red first."""
        moved = [action for action in self.actions if action.before not in ("", action.rating)]
        return tuple(sorted(moved, key=lambda action: RATINGS.index(action.rating)))

    @property
    def outcomes(self):
        return tuple(outcome for pillar in self.pillars for outcome in pillar.outcomes)

    def find(self, slug):
        """The row of one action, whether on the plan or left, or None."""
        return next((row for row in (*self.actions, *self.left) if row.slug == slug), None)


def count(actions):
    """The Counts of some PlanRows."""
    found = Counter(action.rating for action in actions)
    return Counts(tuple((rating, found[rating]) for rating in RATINGS))


def build_plan(authority, day, *, as_of=None):
    """The Plan of an authority on the last day of a month, as known at a moment or now. Five queries at most."""
    statements = list(PlanAction.objects.known(as_of).filter(authority=authority))
    published = build_published_plan(authority, day, as_of=as_of)
    months = published.watch_months if published and published.watch_months is not None else WATCH_MONTHS
    days = sorted({row.stated_for for row in statements if row.stated_for < day} | {month_before(day), day})
    standing = {each: standing_on(statements, each) for each in days}
    course = [(each, {found.row.slug: found.row.rating for found in standing[each]}) for each in days]
    before = dict(course)[month_before(day)]
    rows = [_row(found.row, day, same_since(found.row.slug, course), before, months) for found in standing[day]]
    on_it = [row for row in rows if row.watched_until is None or day <= row.watched_until]
    return Plan(
        day=day,
        pillars=_pillars(on_it, _begun(authority, as_of)),
        left=tuple(row for row in rows if row.watched_until is not None and day > row.watched_until),
        published=published,
    )


def plan_months(authority):
    """The months that something was stated of, as a list, the oldest first: of actions, else of published totals."""
    days = set(PlanAction.objects.known().filter(authority=authority).values_list("stated_for", flat=True))
    if not days and (published := newest_published(authority)):
        days = {published.end}
    return sorted({Period(day.replace(day=1), MONTHLY) for day in days})


def _row(action, day, since, before, months):
    is_complete = action.rating == COMPLETE
    return PlanRow(
        pk=action.pk,
        slug=action.slug,
        pillar=action.outcome.pillar.title,
        outcome=action.outcome.title,
        outcome_id=action.outcome_id,
        ref=action.ref,
        text=action.text,
        owner=action.owner,
        due_by=action.due_by,
        is_overdue=not is_complete and action.due_by is not None and action.due_by < day,
        rating=action.rating,
        before=before.get(action.slug, ""),
        since=since,
        watched_until=watched_until(since, months) if is_complete else None,
        why=action.why,
        evidence=action.evidence,
        source=action.source,
        batch_id=action.batch_id,
        locator=action.locator,
    )


def _begun(authority, as_of):
    """The (pillar, outcome) that people have begun by hand. Those of a file are there for as long as their actions."""
    begun = Outcome.objects.filter(pillar__authority=authority, recorded_by__isnull=False)
    if as_of is not None:
        begun = begun.filter(recorded_at__lte=as_of)
    return begun.values_list("pillar__title", "title")


def _pillars(rows, begun):
    """In the order of the plan; an outcome without an action yet comes last in its pillar."""
    outcomes = {}
    for row in rows:
        outcomes.setdefault(row.pillar, {}).setdefault(row.outcome, []).append(row)
    for pillar, outcome in begun:
        outcomes.setdefault(pillar, {}).setdefault(outcome, [])
    return tuple(
        PlanPillar(pillar, tuple(PlanOutcome(title, tuple(actions)) for title, actions in of_pillar.items()))
        for pillar, of_pillar in outcomes.items()
    )
