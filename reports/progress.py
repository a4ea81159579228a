"""Progress statements by service area, with the figures that their sentences state, before and after."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.text import slugify

from indicators.direction import IMPROVING, WORSENING
from indicators.models import ImportBatch
from indicators.series import Figures, Point
from reports.charts.bars import Bars, bars
from reports.models import ProgressStatement
from reports.scorecard import difference_text, figure_text


@dataclass(frozen=True)
class BeforeAfter:
    """One measure of a statement: its first and its last figure, and the drawing of the two."""

    slug: str
    title: str
    before: Point
    after: Point
    before_text: str
    after_text: str
    change: str
    bars: Bars


@dataclass(frozen=True)
class StatementRow:
    statement: ProgressStatement
    measures: tuple[BeforeAfter, ...]

    @property
    def anchor(self):
        """Its address on the page: `a-1` for A.1."""
        return slugify(self.statement.ref.replace(".", "-"))

    @property
    def parts(self):
        """Its four texts, each under its name, in the order of the report."""
        stated = self.statement
        return (
            ("Baseline", stated.baseline),
            ("Progress", stated.progress),
            ("Next steps", stated.next_steps),
            ("New arrangement", stated.arrangement),
        )

    @property
    def got_worse(self):
        return any(measure.after.direction.word == WORSENING for measure in self.measures)

    @property
    def got_better(self):
        return any(measure.after.direction.word == IMPROVING for measure in self.measures)


@dataclass(frozen=True)
class Area:
    title: str
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True)
class ProgressPage:
    """`areas` hold the chosen statements; the counts are of all. `batch` is the report they came with, or None."""

    areas: tuple[Area, ...]
    statements: int
    with_figures: int
    better: int
    worse: int
    shown: int
    batch: ImportBatch | None


# What a reader may choose: the rows that each choice keeps.
CHOICES = {
    "": lambda row: True,
    "figures": lambda row: bool(row.measures),
    "better": lambda row: row.got_better,
    "worse": lambda row: row.got_worse,
}


def build_progress(authority, figures: Figures, choice="", as_of=None):
    """The ProgressPage of an authority's newest statements. Two queries, besides those of the Figures.

    An unknown `choice` keeps all rows.
    """
    current = ProgressStatement.objects.current(as_of).filter(authority=authority)
    stated = list(current.select_related("batch").prefetch_related("indicators").order_by("position"))
    newest = max((statement.batch.period for statement in stated), key=lambda p: p.end, default=None)
    series = {s.indicator.pk: s for s in figures.series}
    rows = [_row(statement, series) for statement in stated if statement.batch.period == newest]
    chosen = [row for row in rows if CHOICES.get(choice, CHOICES[""])(row)]
    return ProgressPage(
        areas=tuple(
            Area(title, tuple(members)) for title, members in groupby(chosen, key=lambda row: row.statement.area)
        ),
        statements=len(rows),
        with_figures=sum(bool(row.measures) for row in rows),
        better=sum(row.got_better for row in rows),
        worse=sum(row.got_worse for row in rows),
        shown=len(chosen),
        batch=rows[0].statement.batch if rows else None,
    )


def _row(statement, series):
    known = (series.get(indicator.pk) for indicator in statement.indicators.all())
    in_order = sorted((s for s in known if s), key=lambda s: s.definition.position)
    return StatementRow(statement, tuple(_before_after(s) for s in in_order if len(s.points) > 1))


def _before_after(series):
    before, after = series.points[0], series.points[-1]
    return BeforeAfter(
        slug=series.indicator.slug,
        title=series.definition.title,
        before=before,
        after=after,
        before_text=figure_text(before),
        after_text=figure_text(after),
        change=difference_text(before, after),
        bars=bars((before.value, after.value), series.definition.unit),
    )
