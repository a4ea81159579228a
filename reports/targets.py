"""What an authority aims for in a financial year: each indicator's targets and rules with the days they hold from."""

from dataclasses import dataclass
from datetime import date

from indicators.models import Authority
from indicators.periods import Period
from indicators.rating import describe
from indicators.series import Figures, rule_of
from reports.scorecard import target_text


@dataclass(frozen=True)
class Fact:
    """A target or a rule in words, and since when it holds. `source` is "" where a person set it by hand."""

    text: str
    starts_on: date
    source: str
    batch_id: int | None
    locator: str


@dataclass(frozen=True)
class TargetRow:
    """One indicator: what holds at the start of the year, and what takes over within it. Oldest first."""

    slug: str
    ref: str
    title: str
    section: str
    targets: tuple[Fact, ...]
    rules: tuple[Fact, ...]


@dataclass(frozen=True)
class TargetsPage:
    """`rows` are in the report's order."""

    authority: Authority
    year: Period
    rows: tuple[TargetRow, ...]

    @property
    def without_target(self):
        return sum(not row.targets for row in self.rows)

    @property
    def without_rule(self):
        return sum(not row.rules for row in self.rows)


def build_targets(authority, figures: Figures, year):
    """The TargetsPage of a financial year. No queries."""
    return TargetsPage(authority, year, tuple(_row(series, year) for series in figures.series))


def _row(series, year):
    definition = series.definition_on(year.end)
    return TargetRow(
        slug=series.indicator.slug,
        ref=series.indicator.ref,
        title=definition.title,
        section=definition.section.heading,
        targets=tuple(_facts(series, series.targets, year, lambda row: _aim(row, definition.unit))),
        rules=tuple(_facts(series, series.thresholds, year, _rule)),
    )


def _facts(series, timeline, year, words):
    """What holds on the year's first day and what starts later in it, but for what says that there is none."""
    first = timeline.on(year.start)
    within = [row for row in timeline.rows if year.start < row.starts_on <= year.end]
    for row in [first, *within] if first else within:
        if text := words(row):
            source = series.batch(row.batch_id).file_name if row.batch_id else ""
            yield Fact(text, row.starts_on, source, row.batch_id, row.locator)


def _aim(target, unit):
    return target.text if target.profile else target_text(target, unit, target.starts_on)


def _rule(threshold):
    rule = rule_of(threshold)
    return describe(rule) if rule else threshold.words
