"""What a person sees before they publish: what is still missing, and whether there is anything new to publish."""

from dataclasses import dataclass

from indicators.periods import Period
from indicators.series import Figures
from reports.actions.log import build_action_log
from reports.checklist import Check, build_checklist
from reports.commentary import build_commentary
from reports.editions.page import Difference, differences_today
from reports.models import Edition, Meeting
from reports.pack import thaw
from reports.scorecard import build_scorecard
from reports.summary import build_summary


@dataclass(frozen=True)
class PublishingPage:
    """`last` is the newest edition of the period, or None; `differences` are today's from it.

    `meetings` are those that look at the period, the latest first.
    """

    period: Period
    last: Edition | None
    differences: tuple[Difference, ...]
    meetings: tuple[Meeting, ...]
    checks: tuple[Check, ...]

    @property
    def number(self):
        """That the next edition would have."""
        return self.last.number + 1 if self.last else 1

    @property
    def missing(self):
        return sum(len(check.missing) for check in self.checks)


def build_publishing(authority, figures: Figures, period):
    """The PublishingPage of a period, or None where nothing was stated for it."""
    card = build_scorecard(authority, figures, period)
    if not any(row.point for row in card.rows):
        return None
    last = Edition.objects.of_period(authority, period).select_related("authority", "made_by", "meeting").first()
    unanswered = build_commentary(authority, period, figures).unanswered
    log = build_action_log(authority, period.end)
    meetings = Meeting.objects.filter(authority=authority, frequency=period.frequency, period_start=period.start)
    return PublishingPage(
        period=period,
        last=last,
        differences=differences_today(last, thaw(last.rows)) if last else (),
        meetings=tuple(meetings),
        checks=build_checklist(card, build_summary(card), unanswered, log, may_write=True),
    )
