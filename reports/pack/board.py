"""What a board works with, as parts of a pack: its action log and its improvement plan."""

from indicators.periods import Period
from reports.actions.log import build_action_log
from reports.pack.parts import ActionLine, Outcome, Pillar, PlanLine, PlanPart, Stated
from reports.pack.said import chapter
from reports.plan.whole import build_plan


def action_lines(authority, day, as_of):
    """The ActionLines of the log on a day."""
    return tuple(_action(row) for row in build_action_log(authority, day, as_of=as_of).rows)


def _action(row):
    return ActionLine(
        ref=row.ref,
        text=row.text,
        owner=row.owner,
        raised=_month(row.raised),
        due=row.due or _month(row.due_by),
        status=row.status,
        indicators=tuple(name for name, _ in row.indicators),
        source=row.source,
        locator=row.locator,
    )


def plan_part(authority, day, as_of):
    """The PlanPart of the plan on a day, or None where there is none."""
    plan = build_plan(authority, day, as_of=as_of)
    if plan.is_empty:
        return None
    published = plan.published
    return PlanPart(
        pillars=tuple(
            Pillar(pillar.title, tuple(Outcome(outcome.title, _plan_lines(outcome)) for outcome in pillar.outcomes))
            for pillar in plan.pillars
        ),
        stated=tuple(_stated(each) for each in published.stated) if published else (),
        priorities=tuple(chapter(each) for each in published.priorities) if published else (),
    )


def _plan_lines(outcome):
    return tuple(
        PlanLine(
            ref=row.ref,
            text=row.text,
            owner=row.owner,
            due=_month(row.due_by),
            is_overdue=row.is_overdue,
            rating=row.rating,
            before=row.before,
            why=row.why,
            evidence=row.evidence,
            source=row.source,
            locator=row.locator,
        )
        for row in outcome.actions
    )


def _stated(found):
    return Stated(found.text, found.counts, found.source, found.locator)


def _month(day):
    return Period.month(day.year, day.month).short_label if day else ""
