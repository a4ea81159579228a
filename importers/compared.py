"""The figures of one indicator beside what counts, in plain values: the words of each are made when it is shown."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from importers.records import Figure
from indicators.figures import format_difference, format_value
from indicators.periods import Period
from indicators.rating import NOT_RATED

# What happens to a figure. Rerated: the value stays, and a changed rule or target rates it otherwise.
NEW, CHANGED, SAME, RERATED = "new", "changed", "same", "rerated"


class Change(NamedTuple):
    """One figure of a preview. `before` and `rag_before` are "" where nothing counts yet.

    `change` is the difference in words, for a new figure the one to the period before it. `note` says what else
    differs in how it was printed, `flags` why a person should look at it. Without a `locator` it isn't in the file.
    """

    state: str
    row: int
    ref: str
    title: str
    section: str
    slug: str
    period: Period
    before: str
    after: str
    change: str
    rag_before: str
    rag: str
    note: str
    locator: str
    flags: tuple[str, ...] = ()


class Known(NamedTuple):
    """What counts of a period, in its unit, as it was printed and as it is rated."""

    value: Decimal | None
    text: str
    decimals: int
    qualifier: str
    unit: str
    rag: str
    published_rag: str
    published_direction: str


@dataclass(frozen=True)
class Compared:
    """The figures of one indicator that a preview lists, in order of time, each with its state.

    A figure without a locator isn't in the file: it is there because it would be rated otherwise. `unit` is that of
    all figures but those in `units`. By period, where there is anything to say: what is `known`, the ratings that
    there would be (`rags`), the `flags`, and the values that the file doesn't state of periods before a new figure
    (`earlier`). `row`, `ref`, `title`, `section` and `slug` as in a Change.
    """

    row: int
    ref: str
    title: str
    section: str
    slug: str
    unit: str
    figures: tuple[Figure, ...]
    states: tuple[str, ...]
    known: dict[Period, Known] = field(default_factory=dict)
    rags: dict[Period, str] = field(default_factory=dict)
    units: dict[Period, str] = field(default_factory=dict)
    earlier: dict[Period, Decimal] = field(default_factory=dict)
    flags: dict[Period, tuple[str, ...]] = field(default_factory=dict)

    def change(self, place):
        """The Change of the figure at that place."""
        figure, period = self.figures[place], self.figures[place].period
        known, unit = self.known.get(period), self.units.get(period, self.unit)
        return Change(
            state=self.states[place],
            row=self.row,
            ref=self.ref,
            title=self.title,
            section=self.section,
            slug=self.slug,
            period=period,
            before=_text(known, known.unit) if known else "",
            after=_text(figure, unit),
            change=self._difference(figure, known, unit),
            rag_before=known.rag if known else "",
            rag=self.rags.get(period, NOT_RATED),
            note=_printed(figure, known) if known and figure.locator else "",
            locator=figure.locator,
            flags=self.flags.get(period, ()),
        )

    def _difference(self, figure, known, unit):
        """`+3 percentage points`; for a new figure against the period before it: `−4 on Oct 2017`."""
        period = figure.period if known else figure.period.previous
        other = known.value if known else self._values.get(period)
        if other is None or figure.value is None:
            return ""
        on = "" if known else f" on {period.short_label}"
        if other == figure.value:
            return "" if known else f"no change{on}"
        sign = "+" if figure.value > other else "−"
        return f"{sign}{format_difference(abs(figure.value - other), unit)}{on}"

    @cached_property
    def _values(self):
        return self.earlier | {figure.period: figure.value for figure in self.figures}


def _text(shown, unit):
    """The words of a Figure, or of what is Known."""
    text = shown.text if shown.value is None else format_value(shown.value, unit, shown.decimals)
    return f"{text} ({shown.qualifier})" if shown.qualifier else text


def _printed(figure, known):
    """What differs besides the value, in words."""
    pairs = (
        ("rating", figure.published_rag, known.published_rag),
        ("direction", figure.published_direction, known.published_direction),
    )
    told = [f"printed {name} was {was or 'none'}, now {now}" for name, now, was in pairs if now not in ("", was)]
    return "; ".join(told).replace("_", " ").capitalize()
