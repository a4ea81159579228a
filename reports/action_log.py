"""The board's action log as at the end of a period: what is open, what is late."""

from dataclasses import dataclass
from datetime import date

from reports.models import Action

OVERDUE, OPEN, COMPLETE = "overdue", "open", "complete"


@dataclass(frozen=True)
class ActionRow:
    """One action as it stood on the day of the log. `status` is overdue, open or complete."""

    ref: str
    text: str
    raised: date | None
    due: str
    due_by: date | None
    published: str
    status: str
    source: str
    batch_id: int
    locator: str


@dataclass(frozen=True)
class ActionLog:
    day: date
    rows: tuple[ActionRow, ...]

    def count(self, status):
        return sum(row.status == status for row in self.rows)

    @property
    def overdue(self):
        return tuple(row for row in self.rows if row.status == OVERDUE)

    @property
    def complete(self):
        return tuple(row for row in self.rows if row.status == COMPLETE)

    @property
    def still_open(self):
        """Overdue ones included: they are still to be done."""
        return tuple(row for row in self.rows if row.status != COMPLETE)


def build_action_log(authority, day):
    """The ActionLog of an authority on the last day of a period. One query.

    Actions raised after that day are left out.
    """
    logged = Action.objects.log_on(day).filter(authority=authority).select_related("batch").defer("batch__problems")
    return ActionLog(day, tuple(_row(a, day) for a in logged if a.raised_in is None or a.raised_in <= day))


def status_on(action, day):
    if action.is_complete:
        return COMPLETE
    return OVERDUE if action.is_overdue(day) else OPEN


def _row(action, day):
    return ActionRow(
        ref=action.ref,
        text=action.text,
        raised=action.raised_in,
        due=action.due_text,
        due_by=action.due_by,
        published=action.complete_text,
        status=status_on(action, day),
        source=action.batch.file_name,
        batch_id=action.batch_id,
        locator=action.locator,
    )
