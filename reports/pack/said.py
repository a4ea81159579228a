"""What is written in a pack beside its figures: passages, exceptions, statements, findings, as plain values."""

from reports.findings import accepted, to_settle
from reports.pack.parts import Chapter, Exceptions, FindingLine, Measured, Passage, Red, Statement

DRAFTED = "Drafted from the figures; nobody has confirmed it"


def chapter(found):
    """The Chapter of a `reports.commentary.Chapter`."""
    return Chapter(found.heading, found.slug, tuple(passage(each) for each in found.passages))


def passage(found):
    """The Passage of a `reports.commentary.Passage`."""
    return Passage(found.kind, found.text, found.about, found.source, found.locator)


def summary(found):
    """The Chapters of a `reports.summary.Summary`: what the report says, then the themes of its sections."""
    themes = (
        Chapter(
            theme.heading,
            theme.slug,
            (passage(theme.said) if theme.said else Passage("summary", theme.text, (), DRAFTED, ""),),
        )
        for theme in found.shown
    )
    return (*(chapter(each) for each in found.reported), *themes)


def exceptions(page):
    """The Exceptions of an ExceptionsPage, or None where nothing is red and the report states no counts."""
    if not page.every and not page.stated:
        return None
    stated = page.stated_in
    return Exceptions(
        red=tuple(_red(each) for each in page.every),
        stated=tuple(page.stated.items()),
        source=stated.batch.file_name if stated else "",
        locator=stated.locator if stated else "",
    )


def _red(found):
    return Red(
        slug=found.row.slug,
        by_rule=found.by_rule,
        is_new=bool(found.row.has_turned_red),
        before=found.before_text,
        now=found.now_text,
        change=found.change,
        said=tuple(Passage(p.get_kind_display(), p.text, (), p.source, p.locator) for p in found.told),
        as_under=found.as_under.name if found.as_under else "",
    )


def statements(page):
    """The Statements of a ProgressPage."""
    return tuple(
        Statement(
            ref=row.statement.ref,
            area=area.title,
            texts=tuple((name, text) for name, text in row.parts if text),
            measures=tuple(_measured(each) for each in row.measures),
            source=row.statement.batch.file_name,
            locator=row.statement.locator,
        )
        for area in page.areas
        for row in area.rows
    )


def _measured(found):
    return Measured(
        title=found.title,
        before=found.before_text,
        before_period=found.before.period,
        after=found.after_text,
        after_period=found.after.period,
        change=found.change,
        direction=found.after.direction.word,
    )


def findings(found, names):
    """FindingLines: what asks something of a person, then what was accepted as it is.

    `names` are what the indicators are called, by their slugs.
    """
    return tuple(_finding(each, names) for each in (*to_settle(found), *accepted(found)))


def _finding(found, names):
    return FindingLine(
        ref=names.get(found.slug, found.ref),
        kind=found.kind,
        what_to_do=found.group,
        message=found.message,
        accepted=found.acceptance.reason if found.acceptance else "",
        source=found.source,
        locator=found.locator,
    )
