"""One action of the log: how it stands, and every change of it."""

from dataclasses import dataclass
from datetime import date, datetime

from indicators.periods import long_date
from reports.actions.log import ActionLog, ActionRow, action_log_of
from reports.models import Action


@dataclass(frozen=True)
class Version:
    """One statement that said something new. `changes` are (what, was, is now); `until` is when another took its place,
    or it was taken back, None while it counts.
    """

    at: datetime
    stated_for: date
    source: str
    batch_id: int | None
    locator: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    until: datetime | None
    until_by: str
    until_reason: str


@dataclass(frozen=True)
class ActionPage:
    """`row` is how it stands on the day, and `versions` what was ever stated, the newest first.

    `is_by_hand`: people wrote something of it, which can be taken back.
    """

    log: ActionLog
    row: ActionRow
    versions: tuple[Version, ...]
    is_by_hand: bool


def build_action(authority, slug, day):
    """The ActionPage of one action, or None where the log of the day doesn't have it. Four queries."""
    log = action_log_of(Action.objects.known().filter(authority=authority), day)
    row = log.find(slug)
    if row is None:
        return None
    said = list(Action.objects.history_of(authority, slug))
    by_hand = any(one.batch_id is None and not one.superseded_at for one in said)
    return ActionPage(log, row, versions(said, _told), by_hand)


def versions(statements, told):
    """A Version for each statement that says something new, the newest first. `statements` in that order.

    `told` gives {what: words} of a statement; what one doesn't have, such as a file's owner, it doesn't change.
    """
    held, found, reported = {}, [], None
    for one in reversed(statements):
        if one.batch_id and one.facts == reported:
            # A file that repeats the one before it says nothing, whatever people wrote in between.
            continue
        reported = one.facts if one.batch_id else reported
        now = told(one)
        changes = tuple((what, held.get(what, ""), words) for what, words in now.items() if words != held.get(what, ""))
        held |= now
        if changes:
            found.append(_version(one, changes))
    return tuple(reversed(found))


def _version(one, changes):
    replaced = one.superseded_reason if one.superseded_at else ""
    return Version(
        at=one.recorded_at,
        stated_for=one.stated_for,
        source=one.batch.file_name if one.batch_id else str(one.recorded_by),
        batch_id=one.batch_id,
        locator=one.locator,
        changes=changes,
        reason=one.reason,
        until=one.superseded_at,
        until_by=str(one.superseded_by or ""),
        until_reason=replaced,
    )


def _told(action):
    words = {"Action": action.text, "Due": action.due_text, "Status": action.get_status_display()}
    if action.batch_id:
        return words
    return words | {
        "Owner": action.owner,
        "Linked": ", ".join(sorted(each.ref or each.slug for each in action.indicators.all())),
        "Raised at": _board(action.meeting),
        "Carried over to": _board(action.carried_to),
    }


def _board(meeting):
    return f"the board of {long_date(meeting.held_on)}" if meeting else ""
