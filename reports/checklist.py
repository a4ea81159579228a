"""What is still missing before a board meets: what was not reported, not commented on, not answered."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from indicators.periods import Period
from reports.actions.log import ActionLog, without_action
from reports.findings import to_settle
from reports.scorecard import Row, Scorecard, figure_text
from reports.summary import Summary


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in words, and where it is put right."""

    words: str
    label: str
    address: str


@dataclass(frozen=True)
class Check:
    """One line of the checklist: `done` says it where nothing is missing."""

    heading: str
    done: str
    missing: tuple[Missing, ...]


def build_checklist(card: Scorecard, summary: Summary, unanswered: tuple[Row, ...], log: ActionLog, *, may_write):
    """The Checks of a Scorecard's period. `unanswered` are red without commentary. No queries.

    `may_write`: the reader loads and writes for the authority, so that a link leads to where that is done.
    """
    place = _Place(card.authority.slug, card.period)
    label = "Write" if may_write else "See"
    return (
        _reported(card, place, may_write),
        Check(
            "Red without commentary",
            "Everything in red has commentary.",
            tuple(
                Missing(f"{_named(row)} is red", f"{label} its commentary", place.to("indicator-commentary", row.slug))
                for row in unanswered
            ),
        ),
        Check(
            "Director's summary",
            "The report has one." if summary.reported else "Somebody has said yes to every theme.",
            tuple(
                Missing(
                    f"{theme.heading} is drafted from the figures, and nobody has said yes",
                    f"{label} it",
                    f"{place.to('summary')}#{theme.slug}",
                )
                for theme in summary.unsaid
            ),
        ),
        Check(
            "Red without an open action",
            "Every indicator in red has an open action.",
            tuple(_without_action(row, place, may_write) for row in without_action(card.rows, log)),
        ),
        Check(
            "Overdue actions",
            "No action is overdue.",
            tuple(_overdue(action, card.authority) for action in log.overdue),
        ),
        _settled(card),
    )


def _reported(card, place, may_write):
    uploads = f"{reverse('uploads')}?{urlencode({'authority': card.authority.slug})}"
    return Check(
        "Not reported",
        f"Every indicator has a figure for {card.period.label}.",
        tuple(
            Missing(
                f"{_named(row)} has no figure for {card.period.label}",
                "Upload it" if may_write else "See the indicator",
                uploads if may_write else place.to("indicator", row.slug),
            )
            for row in card.without_figures
        ),
    )


def _without_action(row, place, may_write):
    words = f"{_named(row)} is red at {figure_text(row.point)}"
    if may_write:
        return Missing(words, "Add an action", place.to("add-action", indicator=row.slug))
    return Missing(words, "See the indicator", place.to("indicator", row.slug))


def _overdue(action, authority):
    due = Period.month(action.due_by.year, action.due_by.month)
    words = f"{action.ref} was due in {due}: {action.text.rstrip('.')}"
    return Missing(words, "See the action", reverse("action", args=[authority.slug, action.slug]))


def _settled(card):
    count = len(to_settle(card.findings))
    words = f"{count} finding{'s' * (count != 1)} for a person to settle"
    settle = Missing(words, "Settle them", reverse("findings", args=[card.authority.slug]))
    return Check("Findings", "No finding is open.", (settle,) if count else ())


def _named(row):
    return f"{row.ref} {row.title}".strip()


@dataclass(frozen=True)
class _Place:
    """Pages of one authority, for one period."""

    authority: str
    period: Period

    def to(self, name, *args, **query):
        address = reverse(name, args=[self.authority, *args])
        return f"{address}?{urlencode(query | {'period': self.period.key})}"
