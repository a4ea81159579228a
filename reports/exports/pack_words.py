"""The parts of a Pack in the words that readers see: the same in its PDF, its workbook and on its page."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from indicators.periods import MONTHLY, QUARTERLY, WEEKLY, YEARLY, long_date
from reports.pack.parts import Figure, Line, Pack, Section, Table
from reports.templatetags.display import DIRECTIONS, POLARITIES, RAG

PLAN_RATINGS = {"red": "Red", "amber": "Amber", "green": "Green", "complete": "Complete", "not_rated": "Not rated"}
_KINDS = {WEEKLY: "Weekly", MONTHLY: "Monthly", QUARTERLY: "Quarterly", YEARLY: "Yearly"}


@dataclass(frozen=True)
class ScorecardRow:
    """A line of a scorecard as text. `cells` are a (text, colour) for each period of the table."""

    line: Line
    name: str
    title: str
    cells: tuple[tuple[str, str], ...]
    target: str
    rating: str
    published: str
    direction: str


@dataclass(frozen=True)
class MethodRow:
    name: str
    title: str
    better: str
    target: str
    rule: str


def facts(pack: Pack):
    """(name, value) of what a title page says."""
    found = [("Figures for", sentence_start(pack.period.label))]
    if pack.meeting:
        found.append(("For the board of", long_date(pack.meeting)))
    found.append(("As known on", moment(pack.made_at)))
    found.append(("Indicators", str(sum(len(table.lines) for table in pack.tables))))
    return tuple(found)


def moment(at):
    """`14 December 2017 at 09:00`, in the site's time zone."""
    here = localtime(at)
    return f"{long_date(here.date())} at {date_format(here, 'H:i')}"


def rating(colour):
    """`■ Red`: a shape and a word."""
    shape, word = RAG[colour]
    return f"{shape} {word}"


def scorecard_rows(table: Table, section: Section):
    """The ScorecardRows of a section."""
    return tuple(_scorecard_row(line, table) for line in section.lines)


def _scorecard_row(line, table):
    figures = (line.at(period) for period in table.periods)
    now = line.at(table.period)
    return ScorecardRow(
        line=line,
        name=line.ref,
        title=line.title,
        cells=tuple((cell_text(figure), figure.rag) if figure else ("", "") for figure in figures),
        target=line.target,
        rating=rating(line.rag) if now and not now.is_withheld else "",
        published=f"published {RAG[line.published_differs][1].lower()}" if line.published_differs else "",
        direction=DIRECTIONS.get(line.direction, ""),
    )


def cell_text(figure: Figure):
    """`79% †`: the figure, and a sign that it carries a mark, such as 6m+, which is said below its table."""
    return f"{figure.text} †" if figure.qualifier else figure.text


def change_text(line: Line):
    """`+4 points: 78% → 82%`; "" where there is nothing to compare with."""
    if line.change is None:
        return ""
    word = DIRECTIONS.get(line.change.word, "")
    return f"{word}, {line.change.since}" if word else line.change.since


def turned_text(line: Line):
    return f"{rating(line.rag_before)} → {rating(line.rag)}"


def method_rows(table: Table):
    """How each indicator is rated, in words, as MethodRows."""
    return tuple(
        MethodRow(
            name=line.ref,
            title=line.title,
            better=sentence_start(POLARITIES[line.polarity][1]),
            target=_since(line.target, line.target_since),
            rule=_since(line.rule or line.methodology or "No rule", line.rule_since),
        )
        for line in table.lines
    )


def _since(words, day):
    return f"{words}, since {long_date(day)}" if words and day else words


def table_title(table: Table, pack: Pack):
    """What the scorecard of one kind of period is called."""
    if table is pack.card:
        return f"Scorecard, {table.period.label}"
    return f"{_KINDS[table.period.frequency]} figures, {table.period.label}"


def sentence_start(words):
    return words[:1].upper() + words[1:]


def place(source, locator):
    """`croydon-2017-11.txt, line 135`."""
    where = locator.replace("line:", "line ")
    return f"{source}, {where}" if where else source


def loaded_text(source):
    """`14 December 2017 at 09:00, by ana`."""
    return f"{moment(source.loaded_at)}, by {source.loaded_by}" if source.loaded_by else moment(source.loaded_at)


def due_text(row):
    """Of a PlanLine: `Mar 2018, overdue`."""
    return f"{row.due}, overdue" if row.is_overdue else row.due


def why_text(row):
    """Of a PlanLine, why it is rated so: `Amber a month before. Two posts are still vacant.`"""
    moved = f"{PLAN_RATINGS[row.before]} a month before." if row.before not in ("", row.rating) else ""
    return f"{moved} {row.why}".strip()


def measured_text(found):
    """`52% (Apr 2016) → 61% (Sep 2018)`."""
    return f"{found.before} ({found.before_period.short_label}) → {found.after} ({found.after_period.short_label})"


def withheld_sentences(pack: Pack):
    """What a public pack says of what it withholds; none where the pack isn't public."""
    found = pack.withheld
    if found is None:
        return ()
    figures = "1 figure is" if found.figures == 1 else f"{found.figures} figures are"
    left_out = (f"Left out of this pack: {', '.join(found.left_out)}.",) if found.left_out else ()
    return (f"Public: small numbers are withheld. {figures} shown as c.", *found.rule, *left_out)
