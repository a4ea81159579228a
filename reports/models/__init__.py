"""What a board works with besides figures: its action log, published totals, progress statements."""

from reports.models.actions import Action
from reports.models.statements import ProgressStatement
from reports.models.totals import PublishedTotal

__all__ = ["Action", "ProgressStatement", "PublishedTotal"]
