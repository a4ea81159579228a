"""What a board works with besides figures: its action log, published totals, progress statements."""

from reports.models.actions import Action
from reports.models.editions import Edition, EditionIsClosed
from reports.models.meetings import Decision, Meeting
from reports.models.plan import Outcome, Pillar, PlanAction
from reports.models.statements import ProgressStatement
from reports.models.totals import PublishedTotal

__all__ = [
    "Action",
    "Decision",
    "Edition",
    "EditionIsClosed",
    "Meeting",
    "Outcome",
    "Pillar",
    "PlanAction",
    "ProgressStatement",
    "PublishedTotal",
]
