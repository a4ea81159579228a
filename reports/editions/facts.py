"""A pack taken apart into the single things that it says, so that two packs can be compared one by one."""

from dataclasses import dataclass, field
from itertools import chain

from indicators.periods import Period
from reports.pack import Pack
from reports.pack.said import DRAFTED

FIGURE, RATING, PRINTED, TARGET, RULE = "figure", "rating", "published rating", "target", "rule"
DESCRIPTION, ACTION, PLAN, WORDS, STATEMENT = "description", "action", "plan", "commentary", "progress statement"
# What is about an indicator, whose slug is then the key.
OF_INDICATORS = (FIGURE, RATING, PRINTED, TARGET, RULE, DESCRIPTION)
_NONE = "none"


@dataclass(frozen=True)
class About:
    """What a fact is about. `key` is the slug of an indicator, whatever it is called by now, else the name itself.

    `detail` tells facts on one thing apart, such as who owns an action from when it is due.
    """

    kind: str
    key: str
    name: str = field(compare=False)
    period: Period | None = None
    detail: str = ""


@dataclass(frozen=True)
class Fact:
    """What a pack says, as its readers see it, and where that came from."""

    text: str
    source: str = ""
    locator: str = ""


def facts(pack: Pack):
    """{About: Fact} of all that a pack says of figures, ratings, targets, actions, the plan and in words, in its order.

    Whatever follows from these, such as counts of ratings, charts and changes, is left out.
    """
    of_lines = (
        fact for table in pack.tables for section in table.sections for line in section.lines
        for fact in _of_line(line, table, section)
    )  # fmt: skip
    return dict(chain(of_lines, _actions(pack), _plan(pack), _words(pack), _statements(pack)))


def _of_line(line, table, section):
    def about(kind, period=None, detail=""):
        return About(kind, line.slug, line.name, period, detail)

    for figure in line.figures:
        shown = f"{figure.text} ({figure.qualifier})" if figure.qualifier else figure.text
        yield about(FIGURE, figure.period), Fact(shown, figure.source, figure.locator)
        yield about(RATING, figure.period), Fact(_colour(figure.rag))
        yield about(PRINTED, figure.period), Fact(_colour(figure.published_rag), figure.source, figure.locator)
    yield about(TARGET, table.period), Fact(line.target or _NONE)
    yield about(RULE, table.period), Fact(line.methodology or line.rule or _NONE)
    for detail, text in _descriptions(line, section):
        yield about(DESCRIPTION, table.period, detail), Fact(text or _NONE)


def _descriptions(line, section):
    return (
        ("ref", line.ref), ("title", line.title), ("section", section.heading), ("owner", line.owner),
    )  # fmt: skip


def _actions(pack):
    for action in pack.actions:
        for detail in ("status", "due", "owner", "text"):
            text = getattr(action, detail) or _NONE
            yield About(ACTION, action.ref, action.ref, detail=detail), Fact(text, action.source, action.locator)


def _plan(pack):
    if pack.plan is None:
        return
    for pillar in pack.plan.pillars:
        for outcome in pillar.outcomes:
            for line in outcome.lines:
                for detail in ("rating", "due", "owner", "why", "evidence", "text"):
                    yield About(PLAN, line.ref, line.ref, detail=detail), Fact(getattr(line, detail) or _NONE)
    for stated in pack.plan.stated:
        for count, of_what in stated.counts:
            yield About(PLAN, of_what, of_what), Fact(str(count), stated.source, stated.locator)


def _words(pack):
    """What was said under one heading is one fact for each kind: passages have no name to tell them apart by."""
    said = [("Director's summary", chapter.heading, chapter.passages) for chapter in pack.summary]
    said += [("Analysis", chapter.heading, chapter.passages) for chapter in pack.analysis]
    said += [(section.heading, "", section.said) for table in pack.tables for section in table.sections if section.said]
    if pack.plan:
        said += [("Plan", chapter.heading, chapter.passages) for chapter in pack.plan.priorities]
    for part, heading, passages in said:
        for kind in dict.fromkeys(passage.kind for passage in passages):
            of_kind = [passage for passage in passages if passage.kind == kind]
            name = f"{part}: {heading}" if heading else part
            sources = ", ".join(dict.fromkeys(passage.source for passage in of_kind))
            yield About(WORDS, name, name, detail=kind), Fact("\n\n".join(map(_said, of_kind)), sources)


def _statements(pack):
    for statement in pack.statements:
        for detail, text in statement.texts:
            yield (
                About(STATEMENT, statement.ref, statement.ref, detail=detail),
                Fact(text, statement.source, statement.locator),
            )


def _said(passage):
    """What follows from figures alone is compared by these."""
    return DRAFTED if passage.source == DRAFTED else passage.text


def _colour(colour):
    return colour.replace("_", " ") or _NONE
