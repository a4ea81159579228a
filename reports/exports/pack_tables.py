"""The parts of a Pack besides its scorecards, as tables of text: the same in its workbook and on its page."""

from dataclasses import dataclass
from functools import cached_property

from reports.exports.pack_words import (
    PLAN_RATINGS,
    change_text,
    due_text,
    measured_text,
    method_rows,
    moment,
    place,
    turned_text,
    why_text,
)
from reports.exports.xlsx import WORDS
from reports.pack.parts import Pack


@dataclass(frozen=True)
class Column:
    """`width` is in characters. The words of `ratings` take their colours, `prose` keeps its paragraphs."""

    heading: str
    width: int
    is_rating: bool = False
    is_prose: bool = False


@dataclass(frozen=True)
class TextTable:
    """A part as rows of text, a cell for each of the columns. `name` is short enough for the tab of a sheet."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def shown(self):
        """Of each row the (Column, text) of each column that has something in any."""
        return tuple(tuple((column, row[n]) for column, n in self.filled) for row in self.rows)

    @cached_property
    def filled(self):
        """(Column, its place) of each column that any row has something in."""
        return tuple(
            (column, n) for n, column in enumerate(self.columns) if any(row[n] for row in self.rows) or column.is_rating
        )


_REF, _INDICATOR, _SOURCE = Column("Ref", 12), Column("Indicator", 60), Column("Source", 34)


def tables_before(pack: Pack):
    """What stands before the scorecards: the TextTables of the summary, and of what changed."""
    return _with_rows(
        TextTable(
            "Summary",
            "Director’s summary",
            (Column("Theme", 28), Column("Text", 100, is_prose=True), _SOURCE),
            tuple(_themes(pack.summary)),
        ),
        TextTable(
            "What changed",
            "What changed",
            (Column("What", 20), _REF, _INDICATOR, Column("How", 60)),
            tuple(_changes(pack.card)),
        ),
    )


def tables_after(pack: Pack):
    """The TextTables of what stands after the scorecards."""
    plan = pack.plan
    return _with_rows(
        TextTable(
            "Commentary",
            "What is said of the period",
            (Column("Section", 26), Column("Kind", 20), Column("About", 14), Column("Text", 90, is_prose=True),
             _SOURCE),
            tuple(_commentary(pack)),
        ),
        TextTable(
            "Action log",
            "Action log",
            (Column("Ref", 12), Column("Action", 80), Column("Owner", 18), Column("Raised", 12), Column("Due", 12),
             Column("Status", 12), Column("Indicators", 18), _SOURCE),
            tuple(
                (each.ref, each.text, each.owner, each.raised, each.due, each.status.capitalize(),
                 ", ".join(each.indicators), place(each.source, each.locator))
                for each in pack.actions
            ),
        ),
        TextTable(
            "Plan",
            "Improvement plan",
            (Column("Pillar", 24), Column("Outcome", 32), Column("Ref", 10), Column("Action", 60), Column("Owner", 18),
             Column("Due", 12), Column("Rating", 14, is_rating=True), Column("Why", 40), Column("Evidence", 40)),
            tuple(_plan(plan)) if plan else (),
        ),
        TextTable(
            "Plan as reported",
            "What the report says of the plan",
            (Column("Priority", 40), Column("Text", 100, is_prose=True), _SOURCE),
            (*(("Stated", each.text, place(each.source, each.locator)) for each in plan.stated),
             *_themes(plan.priorities)) if plan else (),
        ),
        TextTable(
            "Exceptions",
            "Exceptions",
            (_REF, Column("Indicator", 50), Column("Rating", 14, is_rating=True), Column("New", 8),
             Column("Before", 10), Column("Now", 10), Column("Change", 14),
             Column("What is said of it", 90, is_prose=True)),
            tuple(_exceptions(pack)),
        ),
        TextTable(
            "Statements",
            "Progress statements",
            (Column("Area", 28), Column("Ref", 8), Column("What", 40), Column("Text", 90, is_prose=True), _SOURCE),
            tuple(_statements(pack)),
        ),
        TextTable(
            "Method",
            "How figures are rated",
            (_REF, _INDICATOR, Column("Better", 24), Column("Target", 30), Column("Rule", 70)),
            tuple(
                (row.name, row.title, row.better, row.target, row.rule)
                for table in pack.tables
                for row in method_rows(table)
            ),
        ),
        TextTable(
            "Findings",
            "Findings",
            (Column("About", 14), Column("Finding", 34), Column("What was found", 80), Column("What to do", 26),
             Column("Accepted because", 34), _SOURCE),
            tuple(
                (each.ref, each.kind, each.message, each.what_to_do, each.accepted, place(each.source, each.locator))
                for each in pack.findings
            ),
        ),
        TextTable(
            "Sources",
            "Sources",
            (Column("File", 36), Column("Title", 60), Column("Loaded", 30), Column("By", 22), Column("SHA-256", 68)),
            tuple(
                (each.file, each.title, moment(each.loaded_at), each.loaded_by, each.sha256) for each in pack.sources
            ),
        ),
    )  # fmt: skip


def changes_of(table):
    """(what, lines, how one is told) of each list of what changed."""
    changes = table.changes
    return (
        ("Changed colour", table.named(changes.turned), turned_text),
        ("Moved most", table.named(changes.moved_most), change_text),
        ("Longest red", table.named(changes.red_longest), lambda line: line.red_words),
        ("Furthest from target", table.named(changes.furthest), lambda line: line.distance),
    )


def _with_rows(*tables):
    return tuple(table for table in tables if table.rows)


def _themes(chapters):
    for chapter in chapters:
        for passage in chapter.passages:
            yield chapter.heading, passage.text, place(passage.source, passage.locator)


def _changes(table):
    for sentence in table.changes.sentences:
        yield "In short", "", "", sentence
    for what, lines, told in changes_of(table):
        for line in lines:
            yield what, line.ref, line.title, told(line)


def _commentary(pack):
    sections = [(section.heading, section.said) for table in pack.tables for section in table.sections]
    for heading, passages in (*sections, *((chapter.heading, chapter.passages) for chapter in pack.analysis)):
        for each in passages:
            yield heading, each.kind, ", ".join(each.about), each.text, place(each.source, each.locator)


def _plan(plan):
    for pillar in plan.pillars:
        for outcome in pillar.outcomes:
            for row in outcome.lines:
                rated = PLAN_RATINGS[row.rating]
                yield (
                    pillar.title,
                    outcome.title,
                    row.ref,
                    row.text,
                    row.owner,
                    due_text(row),
                    rated,
                    why_text(row),
                    row.evidence,
                )


def _exceptions(pack):
    for red in pack.exceptions.red if pack.exceptions else ():
        line = pack.card.by_slug[red.slug]
        rated = WORDS["red"] if red.by_rule else "Published red"
        said = f"As under {red.as_under}" if red.as_under else "\n\n".join(each.text for each in red.said)
        yield line.ref, line.title, rated, "new" if red.is_new else "", red.before, red.now, red.change, said


def _statements(pack):
    for each in pack.statements:
        where = place(each.source, each.locator)
        for name, text in (*each.texts, *((measured.title, measured_text(measured)) for measured in each.measures)):
            yield each.area, each.ref, name, text, where
