"""A meeting of a board on one page: the figures it looks at, what changed since the meeting before, what it decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from indicators.series import Figures
from reports.actions.log import ActionLog, ActionRow, action_log_of
from reports.checklist import Check, build_checklist
from reports.commentary import build_commentary
from reports.models import Action, Decision, Edition, Meeting
from reports.scorecard import Scorecard, build_scorecard
from reports.summary import Summary, build_summary


@dataclass(frozen=True)
class DecisionRow:
    """A decision that stands."""

    pk: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class MeetingPage:
    """`before` is the meeting before, or None. `raised` and `closed` are actions since then, or since the period began.

    `log` is the action log on the day of the meeting. `said` counts the passages that were said of the period.
    `editions` are the packs that were published for it, the newest first.
    """

    meeting: Meeting
    before: Meeting | None
    card: Scorecard
    summary: Summary
    said: int
    log: ActionLog
    raised: tuple[ActionRow, ...]
    closed: tuple[ActionRow, ...]
    decisions: tuple[DecisionRow, ...]
    checks: tuple[Check, ...]
    editions: tuple[Edition, ...]

    @property
    def missing(self):
        return sum(len(check.missing) for check in self.checks)


def build_meeting(meeting, figures: Figures, *, may_write):
    """The MeetingPage of a meeting. Nine queries, besides those of the Figures."""
    authority, period = meeting.authority, meeting.period
    card = build_scorecard(authority, figures, period)
    commentary = build_commentary(authority, period, figures)
    summary = build_summary(card)
    before = Meeting.objects.before(meeting).first()
    log, earlier = _logs(meeting, before.held_on if before else period.start - timedelta(days=1))
    known = {row.slug: row for row in earlier.rows}
    return MeetingPage(
        meeting=meeting,
        before=before,
        card=card,
        summary=summary,
        said=sum(len(chapter.passages) for chapter in (*commentary.sections, *commentary.analysis)),
        log=log,
        raised=tuple(row for row in log.rows if row.slug not in known or row.meeting == meeting.held_on),
        closed=tuple(row for row in log.complete if row.slug in known and known[row.slug].is_open),
        decisions=_decisions(meeting),
        checks=build_checklist(card, summary, commentary.unanswered, log, may_write=may_write),
        editions=tuple(meeting.editions.listed()),
    )


def meeting_periods(figures):
    """The periods that a board may look at, oldest first: those of the kind of the latest, and the next to come."""
    latest = figures.latest
    if latest is None:
        return []
    periods = [p for p in figures.periods if p.frequency == latest.frequency]
    return [*periods, periods[-1].next]


def _logs(meeting, day_before):
    """The action logs on the day of a meeting, and on a day before it."""
    rows = Action.objects.known().filter(authority=meeting.authority)
    rows = list(rows.select_related("meeting", "carried_to").prefetch_related("indicators"))
    return action_log_of(rows, meeting.held_on), action_log_of(rows, day_before)


def _decisions(meeting):
    rows = Decision.objects.standing().filter(meeting=meeting).select_related("recorded_by")
    return tuple(DecisionRow(row.pk, row.text, str(row.recorded_by), row.recorded_at) for row in rows)
