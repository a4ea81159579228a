"""The scorecard: an authority's indicators beside each other for one period, and what led up to it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from indicators.direction import IMPROVING, WORSENING, Direction
from indicators.figures import PERCENT, format_value
from indicators.models import Definition
from indicators.periods import MONTHLY, QUARTERLY, WEEKLY, YEARLY, Period
from indicators.rating import COLOURS, GREEN, NOT_RATED
from indicators.series import Figures, Point, Series
from indicators.variation import COMMON_CAUSE, CONCERN
from reports.charts.spark import Spark, sparkline
from reports.findings import ON_RULES, Finding, build_findings, to_settle
from reports.variation import VariationBlock, build_variation

# A year of months, or of weeks or quarters, leads up to the period that is viewed.
PERIODS_SHOWN = 12
RATINGS = (*reversed(COLOURS), NOT_RATED)
# Below this one child more or less is a large share of a count, and says little.
SMALL_COUNT = 10
BIGGEST = 5
STEPS = {WEEKLY: "week", MONTHLY: "month", QUARTERLY: "quarter", YEARLY: "year"}


@dataclass(frozen=True)
class Cell:
    """One figure of the table: `text` as published, `meaning` of a symbol, `qualifier` such as 6m+.

    `published` is the printed rating, if any.
    """

    period: Period
    text: str = ""
    rag: str = ""
    qualifier: str = ""
    meaning: str = ""
    published: str = ""


@dataclass(frozen=True)
class Row:
    """One indicator as at the period viewed. `point` is None where nothing was stated for that period.

    `drawn` are its HTML in each form that a table drew it in.
    """

    series: Series
    slug: str
    ref: str
    title: str
    section: str
    section_slug: str
    polarity: str
    owner: str
    unit: str
    cells: tuple[Cell, ...]
    spark: Spark | None
    target: str
    point: Point | None
    before: Point | None
    since: Period | None
    has_rule: bool
    variation: VariationBlock | None = None
    drawn: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self):
        """What to call it in a sentence: its ref, else its title."""
        return self.ref or self.title

    @cached_property
    def address(self):
        """Of the indicator's page."""
        return reverse("indicator", args=[self.series.indicator.authority.slug, self.slug])

    @cached_property
    def rag(self):
        return self.point.rag if self.point else NOT_RATED

    @cached_property
    def rag_before(self):
        return self.before.rag if self.before else NOT_RATED

    @property
    def published_differs(self):
        """The printed rating where it isn't the computed one: shown beside it, never instead of it."""
        printed = self.point.published_rag if self.point else ""
        return printed if printed != self.rag else ""

    @cached_property
    def changed(self):
        """Its colour isn't what it was a period ago; becoming rated or unrated is no change of colour.

        Nor is a change of what is measured: figures with and without a mark such as 6m+ aren't compared.
        """
        rated = NOT_RATED not in (self.rag, self.rag_before)
        return rated and self.rag != self.rag_before and are_alike(self.before, self.point)

    @property
    def change(self):
        return f"{figure_text(self.before)} → {figure_text(self.point)}" if self.point and self.before else ""

    @cached_property
    def last(self):
        """The figure before this one, whichever period it is of; None where there is none that can be compared."""
        if self.point is None or self.point.value is None:
            return None
        earlier = (p for p in reversed(self.series.points) if p.period < self.point.period and p.value is not None)
        last = next((p for p in earlier if p.period.frequency == self.point.period.frequency), None)
        return last if last and are_alike(last, self.point) else None

    @cached_property
    def moved(self) -> Direction:
        """The direction since that figure, which need not be the one that the indicator's rule compares with."""
        return self.series.change_since(self.point, self.last)

    @property
    def change_by(self):
        return difference_text(self.last, self.point)

    @property
    def change_since(self):
        """From what to what, and since when, where the last figure isn't of the period directly before."""
        moved = f"{figure_text(self.last)} → {figure_text(self.point)}"
        gap = self.last.period != self.point.period.previous
        return f"{moved} since {self.last.period.short_label}" if gap else moved

    @cached_property
    def relative_change(self):
        """Its change as a share of the figure before. None where a share would mislead.

        That is: for small counts, and for running totals, which only ever grow.
        """
        last = self.last
        if last is None or last.value == self.point.value:
            return None
        if self.unit != PERCENT:
            is_running_total = self.point.definition.basis == Definition.Basis.YEAR_TO_DATE
            if is_running_total or max(abs(last.value), abs(self.point.value)) < SMALL_COUNT:
                return None
        return abs(self.point.value - last.value) / abs(last.value) if last.value else Decimal("Infinity")

    @property
    def direction_rule(self):
        return self.series.direction_rule_on(self.point.period.end if self.point else self.cells[-1].period.end)

    def varies(self, kind):
        """Whether this period's figure is of that kind of variation, on limits that stand or on provisional ones."""
        return bool(self.variation and self.point and self.variation.kind_of(self.point.period) == kind)

    @property
    def has_turned_red(self):
        return self.changed and self.rag == "red"


@dataclass(frozen=True)
class Total:
    """How many indicators have a rating now, and how many had it the period before."""

    rag: str
    now: int
    before: int


@dataclass(frozen=True)
class OtherKind:
    """Indicators that are reported by another kind of period, and the newest that was reported on in earnest."""

    frequency: str
    period: Period
    count: int


@dataclass(frozen=True)
class Scorecard:
    """A period of an authority. `rows` in the report's order; `periods` the columns, oldest first."""

    authority: object
    period: Period
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    findings: tuple[Finding, ...]
    sources: tuple
    earlier: Period | None
    later: Period | None
    all_periods: tuple[Period, ...] = ()
    other_kinds: tuple[OtherKind, ...] = ()
    with_variation: bool = False

    @cached_property
    def changes(self):
        """What changed colour, what turned red first."""
        return tuple(sorted((row for row in self.rows if row.changed), key=lambda row: RATINGS.index(row.rag)))

    @cached_property
    def worsened(self):
        """What moved the wrong way, whatever its colour: all that can be said where nothing is rated."""
        return tuple(row for row in self.rows if row.last and row.moved.word == WORSENING)

    @cached_property
    def biggest_changes(self):
        """What moved most since its figure before, as a share of it; what got worse first."""
        compared = [row for row in self.rows if row.relative_change is not None]
        most = sorted(compared, key=lambda row: row.relative_change, reverse=True)[:BIGGEST]
        order = {WORSENING: 0, IMPROVING: 1}
        return tuple(sorted(most, key=lambda row: order.get(row.moved.word, 2)))

    @cached_property
    def is_rated(self):
        """Whether anything here has a target, a rule or a printed rating. If not, a column of ratings says nothing."""
        return any(row.target or row.has_rule or (row.point and row.point.published_rag) for row in self.rows)

    @cached_property
    def sections(self):
        """(slug, heading) of each section, once, in its order."""
        return tuple(dict.fromkeys((row.section_slug, row.section) for row in self.rows))

    @cached_property
    def not_computable(self):
        """Rated in print, but not by a rule that can be worked out: a person has to look."""
        return tuple(row for row in self.rows if row.rag == NOT_RATED and row.published_differs)

    @cached_property
    def needs_somebody(self):
        """Whether there is anything to look at besides actions. What got worse stands there where nothing is rated."""
        worse = self.worsened if not self.is_rated else ()
        return bool(self.findings_on_rules or self.not_computable or self.without_figures or worse)

    @cached_property
    def qualifiers(self):
        """Each mark that figures of the table carry, once, in its order."""
        marks = (cell.qualifier for row in self.rows for cell in row.cells)
        return tuple(dict.fromkeys(mark for mark in marks if mark))

    @cached_property
    def step(self):
        """What one column is: a month, a week."""
        return STEPS[self.period.frequency]

    @cached_property
    def red(self):
        return tuple(row for row in self.rows if row.rag == "red")

    @cached_property
    def red_but_ordinary(self):
        """Red, and nothing but the ups and downs that it always has."""
        return tuple(row for row in self.red if row.varies(COMMON_CAUSE))

    @cached_property
    def all_provisional(self):
        """Whether no limits here rest on figures enough."""
        return all(row.variation.is_provisional for row in self.rows if row.variation)

    @cached_property
    def green_but_of_concern(self):
        return tuple(row for row in self.rows if row.rag == GREEN and row.varies(CONCERN))

    @cached_property
    def without_figures(self):
        return tuple(row for row in self.rows if row.point is None)

    @cached_property
    def findings_on_rules(self):
        return tuple(finding for finding in to_settle(self.findings) if finding.group in ON_RULES)


@dataclass(frozen=True)
class PeriodsAround:
    """What a reader can go to from a period: the one before, the one after, and every one, newest first."""

    earlier: Period | None
    later: Period | None
    every: tuple[Period, ...]


def build_scorecard(authority, figures: Figures, period, with_variation=False):
    """The Scorecard of a period, with the variation of each row where it is asked for. No queries."""
    columns = shown_periods(figures, period)
    covering = (series for series in figures.series if series.covers(period))
    rows = tuple(series.once(_row, period, columns, with_variation) for series in covering)
    now, before = Counter(row.rag for row in rows), Counter(row.rag_before for row in rows)
    around = periods_around(figures, period)
    at_period = {row.point.batch.pk: row.point.batch for row in rows if row.point}
    return Scorecard(
        authority=authority,
        period=period,
        periods=columns,
        rows=rows,
        totals=tuple(Total(rag, now[rag], before[rag]) for rag in RATINGS),
        findings=build_findings(figures),
        sources=tuple(at_period.values()),
        earlier=around.earlier,
        later=around.later,
        all_periods=around.every,
        other_kinds=_other_kinds(figures, period),
        with_variation=with_variation,
    )


def periods_around(figures, period):
    """The PeriodsAround a period, among those of its kind that figures were stated for."""
    return around([p for p in figures.periods if p.frequency == period.frequency], period)


def around(periods, period):
    """The PeriodsAround a period among the given ones, oldest first."""
    return PeriodsAround(
        earlier=next((p for p in reversed(periods) if p < period), None),
        later=next((p for p in periods if p > period), None),
        every=tuple(reversed(periods)),
    )


def shown_periods(figures, period):
    """The period viewed and the periods with figures that led up to it, twelve in all at most, oldest first."""
    reported = [p for p in figures.periods if p.frequency == period.frequency and p < period]
    return (*reported[1 - PERIODS_SHOWN :], period)


def figure_text(point):
    """A figure as it was published, without its qualifier: `82%`, `1,074`, or a symbol."""
    if point.value is None:
        return point.observation.text
    unit = point.definition.unit
    return format_value(point.value, unit, point.observation.decimals)


def are_alike(one, other):
    """Whether two points measure the same: a mark such as 6m+ on one alone says no, so does another unit or a break."""
    return one.stated.is_alike(other.stated)


def difference_text(before, after):
    """`+4 points` for percentages, `−154` else, `0` where nothing moved; "" where the two can't be compared."""
    if before is None or after is None or None in (before.value, after.value) or not are_alike(before, after):
        return ""
    by = after.value - before.value
    if not by:
        return "0"
    points = (" point" if abs(by) == 1 else " points") if after.definition.unit == PERCENT else ""
    return f"{'+' if by > 0 else '−'}{format_value(abs(by), '')}{points}"


def target_text(target, unit, day):
    """A target as people read it on a day: in words where it was stated so, of a path the step that is reached."""
    if target is None:
        return ""
    value = target.value_on(day)
    if target.profile:
        return "" if value is None else format_value(value, unit)
    in_words = value is None or any(character.isalpha() for character in target.text)
    return target.text if in_words else format_value(value, unit)


def _other_kinds(figures, period):
    by_kind = defaultdict(list)
    for series in figures.series:
        if series.points and series.definition.frequency != period.frequency:
            by_kind[series.definition.frequency].append(series)
    return tuple(
        OtherKind(frequency, Figures(tuple(series), ()).latest, len(series)) for frequency, series in by_kind.items()
    )


def _row(series, period, columns, with_variation):
    definition = series.definition_on(period.end)
    point = series.at(period)
    target = point.target if point else series.targets.on(period.end)
    return Row(
        series=series,
        slug=series.indicator.slug,
        ref=series.ref_on(period.end),
        title=definition.title,
        section=definition.section.heading,
        section_slug=definition.section.slug,
        polarity=definition.polarity,
        owner=definition.owner,
        unit=definition.unit,
        cells=tuple(_cell(series.at(column), column) for column in columns),
        spark=sparkline(series.points, columns),
        target=target_text(target, definition.unit, period.end),
        point=point,
        before=series.at(period.previous),
        since=rated_since(series, point),
        has_rule=series.thresholds.on(period.end) is not None,
        variation=build_variation(series, period) if with_variation else None,
    )


def _cell(point, period):
    if point is None:
        return Cell(period)
    status = point.observation.get_status_display() if point.value is None else ""
    return Cell(period, figure_text(point), point.rag, point.observation.qualifier, status, point.published_rag)


def rated_since(series, point):
    """The first period of the unbroken run that has had today's colour, or None when it isn't rated."""
    run = series.run_of_colour(point)
    return run[0].period if run else None
