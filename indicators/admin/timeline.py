"""The dated rows of an indicator as its page lists them: what is in force when, who said so, and what that replaced."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dateformat import format as formatted

from indicators import rating
from indicators.admin.versions import Difference, Version, who
from indicators.models import Definition, RagThreshold, Target
from indicators.series import rule_of

IN_FORCE, TO_COME, ENDED = "in force", "to come", "ended"
SUPERSEDED, OUTRANKED, TAKEN_BACK = "superseded", "outranked", "taken back"


@dataclass(frozen=True)
class Entry:
    """One row. `span` is when it holds, in words; `since` and `until` are the first and last day, None for open.

    `details` say more of what it states, `origin` who or what stated it, `end` how it stopped counting, if it did.
    """

    row: object
    what: str
    details: tuple[str, ...]
    state: str
    since: date
    until: date | None
    origin: str
    reason: str
    end: str = ""

    @property
    def span(self):
        if self.until is None:
            return f"from {day(self.since)}"
        return f"{day(self.since)} to {day(self.until)}"


@dataclass(frozen=True)
class DatedRows:
    """All rows of a kind: those that make the timeline, newest first, and those that no longer count."""

    model: type
    standing: tuple[Entry, ...]
    former: tuple[Entry, ...]

    @property
    def opts(self):
        return self.model._meta

    @property
    def in_force(self):
        return next((entry for entry in self.standing if entry.state == IN_FORCE), None)

    @property
    def can_end(self):
        """Whether there is something in force that may end without a successor."""
        return self.model is not Definition and self.in_force is not None and not states_nothing(self.in_force.row)


def day(value):
    return formatted(value, "j M Y")


def moment(value):
    return formatted(timezone.localtime(value), "j M Y, H:i")


def build_timelines(indicator, today):
    """The indicator's DatedRows: targets, thresholds, definitions. Six queries."""
    return tuple(_dated_rows(model, indicator, today) for model in (Target, RagThreshold, Definition))


def states_nothing(row):
    """Whether the row ends what was before it, with nothing in its place."""
    match row:
        case Target():
            return not row.text and row.value is None
        case RagThreshold():
            return not row.words
    return False


def describe(row):
    """What a row states, in a few words."""
    return "None from then on" if states_nothing(row) else str(row)


def versions_of(row):
    """What was ever said for the row's date, as Versions, newest first."""
    rows = type(row).objects.filter(indicator=row.indicator, starts_on=row.starts_on)
    rows = rows.select_related("batch", "recorded_by", "superseded_by")
    return tuple(_version(each) for each in rows.order_by("-recorded_at", "-pk"))


def _version(row):
    said = (Difference("Says", "–", describe(row)),)
    if row.superseded_at:
        said += (Difference("Superseded", "–", f"{moment(row.superseded_at)} by {who(row.superseded_by)}"),)
    origin = f"Stated by {row.batch.file_name} ({row.batch.state})" if row.batch else "Set by hand"
    by = row.batch.loaded_by if row.batch else who(row.recorded_by)
    return Version(row.recorded_at, by, origin, said, row.reason)


def _dated_rows(model, indicator, today):
    rows = model.objects.filter(indicator=indicator)
    standing = list(rows.standing().select_related("batch", "recorded_by"))
    timeline = []
    for number, row in enumerate(standing):
        following = standing[number + 1] if number + 1 < len(standing) else None
        until = following.starts_on - timedelta(days=1) if following else None
        timeline.append(_entry(row, _state(row, until, today), until))
    others = rows.exclude(pk__in=[row.pk for row in standing]).select_related(
        "batch", "batch__undone_by", "recorded_by", "superseded_by"
    )
    former = [_former(row) for row in others.order_by("-starts_on", "-pk")]
    return DatedRows(model, tuple(reversed(timeline)), tuple(former))


def _state(row, until, today):
    if row.starts_on > today:
        return TO_COME
    return ENDED if until is not None and until < today else IN_FORCE


def _former(row):
    if row.superseded_at:
        end = f"by {who(row.superseded_by)}, {moment(row.superseded_at)}"
        return _entry(row, SUPERSEDED, None, end + (f": {row.superseded_reason}" if row.superseded_reason else ""))
    if row.batch.state == "committed":
        return _entry(row, OUTRANKED, None, "by a row set by hand or a later upload for the same day")
    if row.batch.undone_at:
        end = f"with its upload, by {who(row.batch.undone_by)}, {moment(row.batch.undone_at)}"
        return _entry(row, TAKEN_BACK, None, end)
    return _entry(row, TAKEN_BACK, None, "its upload was not committed")


def _entry(row, state, until, end=""):
    origin = row.batch.file_name if row.batch else f"{who(row.recorded_by)}, {moment(row.recorded_at)}"
    return Entry(row, describe(row), _details(row), state, row.starts_on, until, origin, row.reason, end)


def _details(row):
    match row:
        case RagThreshold() if row.words:
            rule = rule_of(row)
            return (rating.describe(rule) if rule else "Can't be read as a rule, so nothing is rated by it.",)
        case Definition():
            broken = ("Measures something else from this day on",) if row.breaks_series else ()
            return (
                *broken,
                f"{row.get_unit_display()}, {row.get_polarity_display() or 'no polarity stated'}, {row.frequency}",
                f"Owner: {row.owner or 'not stated'}",
            )
    return ()
