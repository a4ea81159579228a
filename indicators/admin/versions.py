"""What a row has been: from its history, for the page that shows who changed what, from what, to what."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

KINDS = {"+": "Added", "~": "Changed", "-": "Deleted"}


@dataclass(frozen=True)
class Difference:
    """A field by its label, and its values in words; "–" for none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    when: datetime
    who: str
    what: str
    differences: tuple[Difference, ...] = ()
    reason: str = ""


def of_history(row):
    """The Versions of a row of a model with `history`, newest first."""
    records = list(row.history.select_related("history_user"))
    older = dict(pairwise(records))
    return tuple(
        Version(
            when=record.history_date,
            who=who(record.history_user),
            what=KINDS[record.history_type],
            differences=_differences(older[record], record) if record in older else (),
            reason=record.history_change_reason or "",
        )
        for record in records
    )


def who(user):
    return str(user) if user else "the system"


def in_words(value):
    return "–" if value in (None, "") else str(value)


def _differences(before, after):
    delta = after.diff_against(before, foreign_keys_are_objs=True)
    label = after.instance_type._meta.get_field
    return tuple(
        Difference(label(change.field).verbose_name, in_words(change.old), in_words(change.new))
        for change in delta.changes
    )
