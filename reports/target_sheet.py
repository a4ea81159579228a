"""The yearly sheet of targets and rules: what it holds, cell by cell. `exports.targets_xlsx` writes it.

    Ref | Indicator | Section | Unit | Target before | RAG methodology before |
        From | Target | Builds up | Apr-18 | … | Mar-19 | RAG methodology | Reason

What is before the year is locked. The rest is empty and waits to be filled in, or filled with what is carried over.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.figures import format_value
from indicators.models import Authority, Indicator
from indicators.periods import MONTHLY, Period, long_date
from indicators.series import Figures
from reports.scorecard import target_text
from reports.target_words import AFTER_MONTHS, BEFORE_MONTHS, instructions, sheet_title
from reports.template import UNITS, heading
from reports.template_words import Chapter


@dataclass(frozen=True)
class Entry:
    """What is filled in for an indicator, as people type it; "" and no months for nothing.

    `months` are (place in the year from 0, value). `starts_on` alone says nothing.
    """

    starts_on: date
    target: str = ""
    builds_up: bool = False
    months: tuple[tuple[int, str], ...] = ()
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SheetRow:
    """One indicator: what is in force on the last day before the year, and what is filled in for the year."""

    indicator: Indicator
    title: str
    section: str
    unit: str
    target: str
    rule: str
    entry: Entry

    @property
    def key(self):
        """What it is called where something is wrong with it."""
        return self.indicator.ref or self.title

    @property
    def unit_word(self):
        return UNITS[self.unit]


@dataclass(frozen=True)
class TargetSheet:
    """An authority's sheet for a financial year. `rows` are in the report's order."""

    authority: Authority
    year: Period
    rows: tuple[SheetRow, ...]

    @property
    def title(self):
        return sheet_title(self.authority.name, self.year.label)

    @property
    def hint(self):
        return "Fill in the white cells of what changes. How it works is on the sheet Instructions."

    @property
    def file_name(self):
        return f"{self.authority.slug}-targets-{self.year.label.replace('/', '-')}.xlsx"

    @property
    def months(self):
        return tuple(Period(self.year.start, MONTHLY).shifted(n) for n in range(12))

    @property
    def headings(self):
        return (*BEFORE_MONTHS, *(heading(month) for month in self.months), *AFTER_MONTHS)

    @property
    def instructions(self) -> tuple[Chapter, ...]:
        return instructions(
            authority=self.authority.name,
            year=self.year.label,
            first_day=long_date(self.year.start),
            last_day_before=long_date(self.year.start - timedelta(days=1)),
        )


def build_target_sheet(authority, figures: Figures, year):
    """The TargetSheet of a financial year with nothing filled in. No queries."""
    return TargetSheet(authority, year, tuple(_row(series, year) for series in figures.series))


def carried_over(authority, figures: Figures, year):
    """The same with what was in force before the year filled in, to be changed. A path moves on by a year."""
    sheet = build_target_sheet(authority, figures, year)
    day = year.start - timedelta(days=1)
    rows = (_carried(row, series, day) for row, series in zip(sheet.rows, figures.series, strict=True))
    return replace(sheet, rows=tuple(rows))


def _row(series, year):
    day = year.start - timedelta(days=1)
    definition, target, threshold = series.definition_on(day), series.targets.on(day), series.thresholds.on(day)
    return SheetRow(
        indicator=series.indicator,
        title=series.definition.title,
        section=definition.section.title,
        unit=definition.unit,
        target=target.text if target and target.profile else target_text(target, definition.unit, day),
        rule=threshold.words if threshold else "",
        entry=Entry(year.start),
    )


def _carried(row, series, day):
    target, threshold = series.targets.on(day), series.thresholds.on(day)
    # Words that no rule can be read from go on as they are: the sheet would refuse them.
    entry = replace(row.entry, rule=row.rule if threshold and threshold.rule else "")
    if target and target.profile:
        path = {"builds_up": target.profile.builds_up, "months": _a_year_on(target, row, day)}
        return replace(row, entry=replace(entry, **path))
    in_figures = target is not None and target.value is not None
    aim = format_value(target.value, row.unit) if in_figures else row.target
    return replace(row, entry=replace(entry, target=aim))


def _a_year_on(target, row, day):
    """The steps of the path in the year that ends on `day`, by their place in it."""
    before = Period(day.replace(day=1), MONTHLY).financial_year
    first = Period(before.start, MONTHLY)
    reached = {n: target.value_on(first.shifted(n).end) for n in range(12)}
    return tuple(
        (n, format_value(value, row.unit))
        for n, value in reached.items()
        if value is not None and (n == 0 or value != reached[n - 1])
    )
