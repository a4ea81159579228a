"""The workbook that an analyst fills in for one period: what it holds, cell by cell. `exports.xlsx` writes it.

    Ref | Indicator | Section | Unit | Polarity | Nov-17 | Dec-17 | Target | RAG (worked out here) | Notes

Nov-17 is what is held, Dec-17 is empty and waits for its figures. The ratings are for the eyes of whoever types: they
are worked out by the sheet and never loaded, which is why their column isn't called RAG, as a published one would be.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Authority, Unit
from indicators.periods import MONTHLY, Period, long_date
from indicators.rating import Bands, place, why_not_rated
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
class Stretch:
    """The values up to `high` that have the colour, above those of the stretch before. None: all that are left.

    `high_open` leaves `high` itself to the next stretch.
    """

    colour: str
    high: Decimal | None = None
    high_open: bool = False


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
    covered = (s for s in figures.series if s.definition_on(period.end).frequency == period.frequency)
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


def stretches(bands):
    """The Stretches of a rule's bands, lowest first: the colour that `rating.place` gives to every value there is.

    No colour changes anywhere but at a bound, so it is enough to ask for each bound and for a value between each two.
    """
    bounds = sorted({bound for band in bands for bound in (band.low, band.high) if bound is not None})
    found = []
    for n, bound in enumerate(bounds):
        below = bound - 1 if n == 0 else (bounds[n - 1] + bound) / 2
        found += [Stretch(place(below, bands).colour, bound, True), Stretch(place(bound, bands).colour, bound)]
    found.append(Stretch(place(bounds[-1] + 1, bands).colour))
    # Of neighbours with one colour the last says how far it goes.
    followed = zip(found, [*found[1:], None], strict=True)
    return tuple(stretch for stretch, after in followed if after is None or after.colour != stretch.colour)


def _row(series, period):
    definition = series.definition_on(period.end)
    target = series.targets.on(period.end)
    rule = rule_of(series.thresholds.on(period.end))
    return TemplateRow(
        ref=series.indicator.ref,
        title=definition.title,
        section=definition.section.title,
        unit=definition.unit,
        polarity=definition.polarity,
        previous=_held(series.at(period.previous)),
        target=_held_target(target),
        check=_check(series, definition, target, rule),
        stretches=stretches(rule.bands) if _can_rate(rule, definition.unit) else (),
    )


def _held(point):
    """The figure of a point. With a mark such as 6m+ it is text: a bare number would say that it had none."""
    if point is None:
        return Held()
    observation = point.observation
    if observation.value is None or observation.qualifier:
        return Held(text=observation.text)
    return Held(observation.value, observation.decimals)


def _held_target(target):
    if target is None:
        return Held()
    if target.value is None:
        return Held(text=target.text)
    return Held(target.value, _decimals(target.value))


def _check(series, definition, target, rule):
    """A number is a count unless something about it has decimals: an average of 16.5 cases is no count."""
    if definition.unit == Unit.PERCENT:
        return PERCENTAGE
    has_decimals = (
        definition.decimals
        or any(point.observation.decimals for point in series.points)
        or (rule is not None and rule.decimals)
        or (target is not None and target.value is not None and _decimals(target.value))
    )
    return DECIMAL if definition.unit != Unit.NUMBER or has_decimals else WHOLE


def _can_rate(rule, unit):
    return isinstance(rule, Bands) and not why_not_rated(rule, unit)


def _decimals(value):
    return max(0, -value.normalize().as_tuple().exponent)
