"""What a report says besides its figures, beside what counts today: commentary, the action log, totals, statements.

A report without any of a kind says nothing of that kind, and takes nothing back. Of what it has it states all anew, for
its period, as readers then find it (see `Commentary.objects.current` and its like).
"""

from dataclasses import dataclass

from importers.printed import listed, shortened
from importers.records import Problem
from indicators.models import Commentary
from reports.findings.kinds import SAID_NEW, SAID_NO_MORE, SAID_OTHERWISE
from reports.models import Action, PlanAction, ProgressStatement, PublishedTotal
from reports.statements import standing_on

_LONGEST = 120


@dataclass(frozen=True)
class _Said:
    """Something that has a name of its own in its report. `facts` are all that is compared, the most telling first;
    `means` are the same as they are compared with what a person wrote, who prints nothing.
    """

    name: str
    facts: tuple[str, ...]
    locator: str
    means: tuple[str, ...] = ()


def besides(report, authority):
    """A Problem for each thing that a commit would say anew, otherwise, or no more. A query for each kind there is."""
    label = report.period.label
    totals = _of_period(PublishedTotal, report, authority)
    statements = _of_period(ProgressStatement, report, authority)
    return (
        *_commentary(report, authority),
        *_actions(label, report, authority),
        *_plan(label, report, authority),
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


def _actions(label, report, authority):
    if not report.actions:
        return ()
    standing = _standing(Action, authority, report)
    stated = (
        _Said(
            f"Action {e.ref}",
            (e.text, e.due_text, e.complete),
            e.locator,
            (e.text, _month(e.due and e.due.end), e.status),
        )
        for e in report.actions
    )
    return _restated(label, stated, _reported(standing, _action), _written(standing, _action))


def _action(row):
    means = (row.text, _month(row.due_by), row.status)
    return _Said(f"Action {row.ref}", (row.text, row.due_text, row.complete_text), row.locator, means)


def _plan(label, report, authority):
    if not report.plan:
        return ()
    standing = _standing(PlanAction, authority, report)
    stated = (_plan_entry(e) for e in report.plan)
    return _restated(label, stated, _reported(standing, _plan_action), _written(standing, _plan_action))


def _plan_entry(entry):
    return _planned(entry, entry.due and entry.due.end, entry.outcome, entry.pillar)


def _plan_action(row):
    return _planned(row, row.due_by, row.outcome.title, row.outcome.pillar.title)


def _planned(said, due_by, *headings):
    facts = (said.text, said.rating, _month(due_by), said.owner, said.why, said.evidence, *headings)
    return _Said(f"Plan action {said.ref}", facts, said.locator, facts)


def _month(day):
    return f"{day:%b %Y}" if day else "no date"


def _standing(model, authority, report):
    """What stands of each action on the last day that the report is about."""
    return standing_on(list(model.objects.known().filter(authority=authority)), report.period.end)


def _reported(standing, said):
    return (said(each.reported) for each in standing if each.reported)


def _written(standing, said):
    """{name: (what a person wrote, who and when)} where that stands. It gives way to a file that says something new."""
    written = ((said(each.row), each.row.source) for each in standing if each.row is each.by_hand)
    return {words.name: (words, source) for words, source in written}


def _totals(totals):
    return (_Said(f"The published total of {t.name}", (t.text, str(t.count)), t.locator) for t in totals)


def _statements(statements):
    names = ("progress", "area", "baseline", "next_steps", "arrangement")
    return (
        _Said(f"Progress statement {s.ref}", tuple(getattr(s, name) for name in names), s.locator) for s in statements
    )


def _restated(label, stated, held, written=None):
    """`held` isn't read from the database where nothing is stated; `written` as from `_written`."""
    stated = tuple(stated)
    before = {said.name: said for said in held} if stated else {}
    for said in stated:
        known = before.pop(said.name, None)
        by_hand, source = (written or {}).get(said.name, (None, ""))
        if known and known.facts == said.facts:
            # It repeats what the file before it said, which takes back nothing that was written since.
            continue
        if by_hand and by_hand.means != said.means:
            was, now = _first_difference(by_hand.means, said.means)
            message = f"{said.name} is {_quoted(was)} by what was written here ({source}), now {_quoted(now)}"
            yield Problem(SAID_OTHERWISE, message, said.locator)
        elif known and not by_hand:
            was, now = _first_difference(known.facts, said.facts)
            yield Problem(SAID_OTHERWISE, f"{said.name} was {_quoted(was)}, now {_quoted(now)}", said.locator)
        elif not by_hand:
            yield Problem(SAID_NEW, f"{said.name} is new: {_quoted(said.facts[0])}", said.locator)
    for gone in before.values():
        message = f"{gone.name} is not in what the file says of {label}: {_quoted(gone.facts[0])}"
        yield Problem(SAID_NO_MORE, message)


def _first_difference(before, after):
    return next(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])


def _quoted(text):
    return f"“{shortened(text, _LONGEST)}”" if text else "blank"


def _of_period(model, report, authority):
    """The rows that count of a report's period."""
    return model.objects.current().filter(
        authority=authority, batch__frequency=report.period.frequency, batch__period_start=report.period.start
    )
