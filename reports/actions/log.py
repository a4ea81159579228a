"""The board's action log as at the end of a period: what is open, what is late, and what is red without an action."""

from dataclasses import dataclass
from datetime import date

from indicators.prepared import Prepared
from indicators.rating import RED
from reports.models import Action
from reports.statements import standing_on

OVERDUE = "overdue"
OPEN, ONGOING, COMPLETE = Action.Status.values


@dataclass(frozen=True)
class ActionRow:
    """One action as it stood on the day of the log.

    `stated` is open, ongoing or complete, and `status` that, or overdue: still to be done though its month had ended.
    `indicators` are what each that it is linked to is called, and its slug. `meeting` is the day of the meeting that
    raised it, `carried_to` of the one that it goes on to. `published` is what a report printed for complete. `pk` is
    the statement that stands; it came with the file `source`, or that says who wrote it and when.
    """

    pk: int
    slug: str
    ref: str
    text: str
    owner: str
    raised: date | None
    due: str
    due_by: date | None
    published: str
    status: str
    stated: str
    indicators: tuple[tuple[str, str], ...]
    meeting: date | None
    carried_to: date | None
    source: str
    batch_id: int | None
    locator: str

    @property
    def is_open(self):
        return self.status != COMPLETE

    @property
    def by_need(self):
        """A key to put rows in order by: what needs somebody first."""
        return (OVERDUE, OPEN, ONGOING, COMPLETE).index(self.status)


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
        return tuple(row for row in self.rows if row.is_open)

    @property
    def owners(self):
        """Everybody who owns an action, once."""
        return tuple(sorted({row.owner for row in self.rows if row.owner}))

    @property
    def indicators(self):
        """Every (name, slug) that an action is linked to, once."""
        return tuple(sorted({each for row in self.rows for each in row.indicators}))

    def find(self, slug):
        """The row of one action, or None."""
        return next((row for row in self.rows if row.slug == slug), None)

    def open_for(self, slug):
        """The actions still to be done that are linked to an indicator."""
        return tuple(row for row in self.still_open if slug in {known for _, known in row.indicators})


def build_action_log(authority, day, *, as_of=None):
    """The ActionLog of an authority on the last day of a period, as known at a moment or now. Two queries.

    Actions raised after that day are left out.
    """
    known = _known_now(authority.pk) if as_of is None else _known(authority.pk, as_of)
    return action_log_of(known, day)


def _known(authority, as_of=None):
    return Action.objects.known(as_of).filter(authority=authority)


_known_now = Prepared(lambda authority: _known(authority))


def action_log_of(statements, day):
    """The ActionLog that the known statements of an authority make on a day."""
    standing = standing_on(list(statements), day, or_later=True)
    return ActionLog(day, tuple(_row(each, day) for each in standing if not _is_later(each.row, day)))


def without_action(rows, log):
    """Of scorecard rows those in red that no action still to be done is linked to."""
    answered = {slug for action in log.still_open for _, slug in action.indicators}
    return tuple(row for row in rows if row.rag == RED and row.slug not in answered)


def _is_later(action, day):
    return action.raised_in is not None and action.raised_in > day


def _row(standing, day):
    row, by_hand = standing.row, standing.by_hand
    is_late = not row.is_complete and row.due_by is not None and row.due_by < day
    return ActionRow(
        pk=row.pk,
        slug=row.slug,
        ref=row.ref,
        text=row.text,
        owner=by_hand.owner if by_hand else "",
        raised=row.raised_in,
        due=row.due_text,
        due_by=row.due_by,
        published=row.complete_text,
        status=OVERDUE if is_late else row.status,
        stated=row.status,
        indicators=tuple((each.ref or each.slug, each.slug) for each in by_hand.indicators.all()) if by_hand else (),
        meeting=by_hand.meeting.held_on if by_hand and by_hand.meeting else None,
        carried_to=by_hand.carried_to.held_on if by_hand and by_hand.carried_to else None,
        source=row.source,
        batch_id=row.batch_id,
        locator=row.locator,
    )
