"""One action of the plan: how it stands, how it was rated month by month, and every change of it."""

from dataclasses import dataclass

from reports.actions.one import Version, versions
from reports.models import PlanAction
from reports.plan.whole import PlanRow, build_plan


@dataclass(frozen=True)
class PlanActionPage:
    """`versions` are what was ever stated, the newest first. `is_by_hand`: people wrote something of it."""

    row: PlanRow
    versions: tuple[Version, ...]
    is_by_hand: bool


def build_plan_action(authority, slug, day):
    """The PlanActionPage of one action, or None where the plan of the day doesn't have it. Five queries."""
    row = build_plan(authority, day).find(slug)
    if row is None:
        return None
    said = list(PlanAction.objects.history_of(authority, slug).select_related("outcome__pillar"))
    by_hand = any(one.batch_id is None and not one.superseded_at for one in said)
    return PlanActionPage(row, versions(said, _told), by_hand)


def _told(row):
    return {
        "Rating": row.get_rating_display(),
        "Why": row.why,
        "Evidence": row.evidence,
        "Action": row.text,
        "Owner": row.owner,
        "Due": f"{row.due_by:%b %Y}" if row.due_by else "TBC",
        "Outcome": f"{row.outcome.pillar.title}: {row.outcome.title}",
    }
