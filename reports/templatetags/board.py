"""How the status of an action and the rating of a plan's action look: the same on every page and in every table."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

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


@register.simple_tag
def to_answer(rows, authority, card):
    """Links from rows in red to a new action for each, or to the indicator for who may not keep actions."""
    if not authority.may_keep_actions:
        links = ((row.address, "", row.name) for row in rows)
    else:
        start, period = reverse("add-action", args=[authority.slug]), f"&period={card.period.key}" if card.later else ""
        words = mark_safe('<span class="vh">Start an action for </span>')
        links = ((f"{start}?indicator={row.slug}{period}", words, row.name) for row in rows)
    return format_html_join(", ", '<a href="{}">{}<b>{}</b></a>', links)
