"""What a report says besides its figures, beside what counts today: commentary, the action log, totals, statements.

A report without any of a kind says nothing of that kind, and takes nothing back. Of what it has it states all anew, for
its period, as readers then find it (see `Commentary.objects.current` and its like).
"""

from dataclasses import dataclass

from importers.printed import listed, shortened
from importers.records import Problem
from indicators.models import Commentary
from reports.findings.kinds import SAID_NEW, SAID_NO_MORE, SAID_OTHERWISE
from reports.models import Action, ProgressStatement, PublishedTotal

_LONGEST = 120


@dataclass(frozen=True)
class _Said:
    """Something that has a name of its own in its report. `facts` are all that is compared, the most telling first."""

    name: str
    facts: tuple[str, ...]
    locator: str


def besides(report, authority):
    """A Problem for each thing that a commit would say anew, otherwise, or no more. A query for each kind there is."""
    label = report.period.label
    actions = Action.objects.log_on(report.period.end).filter(authority=authority)
    totals = _of_period(PublishedTotal, report, authority)
    statements = _of_period(ProgressStatement, report, authority)
    return (
        *_commentary(report, authority),
        *_restated(label, _stated_actions(report.actions), _held_actions(actions)),
        *_restated(label, _totals(report.totals), _totals(totals)),
        *_restated(label, _statements(report.statements), _statements(statements)),
    )


def _commentary(report, authority):
    if not report.passages:
        return
    known = Commentary.objects.current().filter(
        authority=authority,
        batch__isnull=False,
        from_comment=False,
        frequency=report.period.frequency,
        period_start=report.period.start,
        kind__in={passage.kind for passage in report.passages},
    )
    held = {(c.kind, c.theme, c.section.title if c.section else "", c.text) for c in known.select_related("section")}
    stated = {(p.kind, p.theme, p.section, p.text): p for p in report.passages}
    for key, passage in stated.items():
        if key not in held:
            of = f"{_kind(passage.kind)} of {listed(passage.refs)}" if passage.named else _under(*key)
            yield Problem(SAID_NEW, f"{of} is new: {_quoted(passage.text)}", passage.locator)
    for gone in sorted(held - stated.keys()):
        message = f"{_under(*gone)} gives way to what the file says of {report.period.label}: {_quoted(gone[-1])}"
        yield Problem(SAID_NO_MORE, message)


def _under(kind, theme, section, text):
    """`Next steps under Front door`."""
    heading = section or theme
    return f"{_kind(kind)} under {heading}" if heading else _kind(kind)


def _kind(kind):
    label = Commentary.Kind(kind).label
    return label[0].upper() + label[1:]


def _stated_actions(entries):
    return (_Said(f"Action {e.ref}", (e.text, e.due_text, e.complete), e.locator) for e in entries)


def _held_actions(actions):
    return (_Said(f"Action {a.ref}", (a.text, a.due_text, a.complete_text), a.locator) for a in actions)


def _totals(totals):
    return (_Said(f"The published total of {t.name}", (t.text, str(t.count)), t.locator) for t in totals)


def _statements(statements):
    names = ("progress", "area", "baseline", "next_steps", "arrangement")
    return (
        _Said(f"Progress statement {s.ref}", tuple(getattr(s, name) for name in names), s.locator) for s in statements
    )


def _restated(label, stated, held):
    """`held` isn't read from the database where nothing is stated."""
    stated = tuple(stated)
    before = {said.name: said for said in held} if stated else {}
    for said in stated:
        known = before.pop(said.name, None)
        if known is None:
            yield Problem(SAID_NEW, f"{said.name} is new: {_quoted(said.facts[0])}", said.locator)
        elif known.facts != said.facts:
            was, now = next(pair for pair in zip(known.facts, said.facts, strict=True) if pair[0] != pair[1])
            yield Problem(SAID_OTHERWISE, f"{said.name} was {_quoted(was)}, now {_quoted(now)}", said.locator)
    for gone in before.values():
        message = f"{gone.name} is not in what the file says of {label}: {_quoted(gone.facts[0])}"
        yield Problem(SAID_NO_MORE, message)


def _quoted(text):
    return f"“{shortened(text, _LONGEST)}”" if text else "blank"


def _of_period(model, report, authority):
    """The rows that count of a report's period."""
    return model.objects.current().filter(
        authority=authority, batch__frequency=report.period.frequency, batch__period_start=report.period.start
    )
