"""What is new among the findings: what was not found yet on the day that a board last looked."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from indicators.periods import long_date


@dataclass(frozen=True)
class Since:
    """The moment that findings are compared with, and which one that is, in words: `15 January 2018`."""

    moment: datetime
    words: str


def since_day(day):
    """As things stood when the day began."""
    return Since(timezone.make_aware(datetime.combine(day, time.min)), long_date(day))


def since_last_board(figures, meeting):
    """As things stood when a board last met: when its pack was published, else at the end of that day.

    Without a meeting (annotated `published_at`), or where it met before the first upload, as after the last report.
    """
    if meeting is None:
        return since_last_report(figures)
    moment = meeting.published_at or since_day(meeting.held_on + timedelta(days=1)).moment
    if not any(batch.committed_at <= moment for batch in figures.batches):
        return since_last_report(figures)
    return Since(moment, f"the last board, on {long_date(meeting.held_on)}")


def since_last_report(figures):
    """As things stood after the last upload before the newest period's own report, or None where there was none.

    That is what a board had in front of it before this period's figures came.
    """
    latest = figures.latest
    of_latest = [batch.committed_at for batch in figures.batches if batch.period == latest]
    before = [batch for batch in figures.batches if of_latest and batch.committed_at < min(of_latest)]
    if not before:
        return None
    last = max(before, key=lambda batch: batch.committed_at)
    day = long_date(timezone.localtime(last.committed_at))
    return Since(last.committed_at, f"{day}, the last upload before the report for {latest.label}")
