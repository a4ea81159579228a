"""The workbook that an analyst fills in for one period: what it holds, cell by cell. `exports.xlsx` writes it.

    Ref | Indicator | Section | Unit | Polarity | Nov-17 | Dec-17 | Target | RAG (worked out here) | Notes

Nov-17 is what is held, Dec-17 is empty and waits for its figures. The ratings are for the eyes of whoever types: they
are worked out by the sheet and never loaded, which is why their column isn't called RAG, as a published one would be.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Authority, Unit
from indicators.periods import MONTHLY, Period, long_date
from indicators.rating import Circumstances, Stretch, resolve, stretches
from indicators.series import Figures, rule_of
from indicators.suppression import MEANINGS
from reports.template_words import RAG_HEADING, Chapter, instructions

# What a figure may be: 0% to 100%, 0 or a whole number above it, or any number from 0 up.
PERCENTAGE, WHOLE, DECIMAL = "percentage", "whole", "decimal"
# What may be typed where there is no figure.
SYMBOLS = (*MEANINGS, "low", ":")
UNITS = {
    Unit.PERCENT: "%",
    Unit.NUMBER: "number",
    Unit.DAYS: "days",
    Unit.WEEKS: "weeks",
    Unit.RATE_PER_10000: "per 10,000",
}


@dataclass(frozen=True)
class Held:
    """What a locked cell shows: a number with so many decimals, in the indicator's unit, or a text as published."""

    value: Decimal | None = None
    decimals: int = 0
    text: str = ""


@dataclass(frozen=True)
class TemplateRow:
    """One indicator. `check` is what its figure may be; without `stretches` the sheet can't rate it."""

    ref: str
    title: str
    section: str
    unit: str
    polarity: str
    previous: Held
    target: Held
    check: str
    stretches: tuple[Stretch, ...]

    @property
    def is_percent(self):
        return self.unit == Unit.PERCENT

    @property
    def unit_word(self):
        return UNITS[self.unit]


@dataclass(frozen=True)
class Template:
    """A period of an authority, with nothing filled in. `rows` are in the report's order."""

    authority: Authority
    period: Period
    rows: tuple[TemplateRow, ...]
    instructions: tuple[Chapter, ...]

    @property
    def title(self):
        return f"{self.authority.name}: figures for {self.period.label}"

    @property
    def hint(self):
        return (
            f"Type each figure into its white cell below {heading(self.period)}. Grey cells are locked. "
            "How it works is on the sheet Instructions."
        )

    @property
    def file_name(self):
        return f"{self.authority.slug}-{self.period.key}.xlsx"

    @property
    def headings(self):
        before, now = heading(self.period.previous), heading(self.period)
        return ("Ref", "Indicator", "Section", "Unit", "Polarity", before, now, "Target", RAG_HEADING, "Notes")


def build_template(authority, figures: Figures, period):
    """The Template of a period, for the indicators that are reported by that kind of period. No queries."""
    covered = (s for s in figures.series if s.covers(period))
    words = instructions(
        authority=authority.name,
        period=period.label,
        column=heading(period),
        before=heading(period.previous),
        last_day=long_date(period.end),
    )
    return Template(authority, period, tuple(_row(series, period) for series in covered), words)


def next_period(figures, frequency):
    """The period that figures are due for next: after the latest one of the frequency, or None without figures."""
    if figures.latest and figures.latest.frequency == frequency:
        return figures.latest.next
    newest = next((p for p in reversed(figures.periods) if p.frequency == frequency), None)
    return newest and newest.next


def heading(period):
    """A period as the heading of its column: `Nov-17`, as the reports print it, else its label."""
    if period.frequency != MONTHLY:
        return period.label
    month, year = period.short_label.split()
    return f"{month}-{year[-2:]}"


def _row(series, period):
    definition = series.definition_on(period.end)
    target = series.targets.on(period.end)
    target_value = target.value_on(period.end) if target else None
    circumstances = Circumstances(definition.unit, target_value, definition.polarity)
    bands = resolve(rule_of(series.thresholds.on(period.end)), circumstances).bands
    return TemplateRow(
        ref=series.indicator.ref,
        title=definition.title,
        section=definition.section.title,
        unit=definition.unit,
        polarity=definition.polarity,
        previous=_held(series.at(period.previous)),
        target=_held_target(target, target_value),
        check=_check(series, definition, target_value, bands),
        stretches=stretches(bands.bands) if bands else (),
    )


def _held(point):
    """The figure of a point. With a mark such as 6m+ it is text: a bare number would say that it had none."""
    if point is None:
        return Held()
    observation = point.observation
    if observation.value is None or observation.qualifier:
        return Held(text=observation.text)
    return Held(observation.value, observation.decimals)


def _held_target(target, value):
    if target is None:
        return Held()
    if value is None:
        return Held(text=target.text)
    return Held(value, _decimals(value))


def _check(series, definition, target_value, bands):
    """A number is a count unless something about it has decimals: an average of 16.5 cases is no count."""
    if definition.unit == Unit.PERCENT:
        return PERCENTAGE
    has_decimals = (
        definition.decimals
        or any(point.observation.decimals for point in series.points)
        or (bands is not None and bands.decimals)
        or (target_value is not None and _decimals(target_value))
    )
    return DECIMAL if definition.unit != Unit.NUMBER or has_decimals else WHOLE


def _decimals(value):
    return max(0, -value.normalize().as_tuple().exponent)
