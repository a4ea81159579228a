"""How the status of an action and the rating of a plan's action look: the same on every page and in every table."""

from django import template

from reports.actions.log import COMPLETE, ONGOING, OPEN, OVERDUE
from reports.models import PlanAction
from reports.templatetags.display import RAG

register = template.Library()

STATUSES = {
    OVERDUE: ("!", "Overdue"), OPEN: ("○", "Open"), ONGOING: ("◐", "Ongoing"), COMPLETE: ("✓", "Complete"),
}  # fmt: skip


@register.inclusion_tag("components/status.html")
def status(value):
    """Of an action of the log: overdue, open, ongoing or complete."""
    shape, word = STATUSES[value]
    return {"kind": value, "shape": shape, "word": word}


@register.inclusion_tag("components/plan_rating.html")
def plan_rating(value):
    """Of an action of a plan: red, amber, green or not rated as everywhere; a completed one has no colour."""
    if value == PlanAction.Rating.COMPLETE:
        return {"is_complete": True, **status(COMPLETE)}
    shape, word = RAG[value]
    return {"is_complete": False, "colour": value, "shape": shape, "word": word}
