"""The parts of a pack: plain values alone, so that a pack can be frozen, and is drawn the same ever after.

Figures are Decimals in their indicator's unit (82% is 82), texts are as readers see them. What an authority hasn't got
is an empty tuple, or None, and its part is left out of every form of the pack.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from indicators.periods import Period
from indicators.rating import NOT_RATED
from reports.charts.trend import Trend


@dataclass(frozen=True)
class Figure:
    """One figure as its source stated it. `value` is None for a symbol, whose letter is the `status`.

    `text` is without the `qualifier`; `target` the value aimed for then, None for none and for one in words.
    `is_withheld`: left out of a public pack. Then there is no more here than the period and its source.
    """

    period: Period
    value: Decimal | None
    decimals: int
    text: str
    qualifier: str
    status: str
    meaning: str
    rag: str
    published_rag: str
    direction: str
    target: Decimal | None
    revised_from: str
    source: str
    locator: str
    is_withheld: bool = False


@dataclass(frozen=True)
class Change:
    """How an indicator moved since its last figure: by how much, from what to what, and the same told in a sentence.

    `share` orders what moved most; None where it would mislead.
    """

    word: str
    text: str
    since: str
    told: str
    share: Decimal | None


@dataclass(frozen=True)
class Line:
    """One indicator of a table. `figures` oldest first, those of the table's periods that something was stated for.

    `rag` and `rag_before` are of the period and the one before it. `parts` are the (role, slug) of what it is worked
    out from, `cohort` the slug of what its rule takes shares of. `has_turned` is None where colours can't be compared.
    `red_since` starts its unbroken red run, told in `red_words`; `missed_by` is a share of the target.
    """

    slug: str
    ref: str
    title: str
    unit: str
    basis: str
    polarity: str
    measure: str
    owner: str
    target: str
    target_since: date | None
    rule: str
    rule_since: date | None
    methodology: str
    figures: tuple[Figure, ...]
    rag: str
    rag_before: str
    published_differs: str
    has_turned: bool | None
    reason: str
    direction: str
    change: Change | None
    since: Period | None
    red_since: Period | None
    red_words: str
    red_count: int
    distance: str
    missed_by: Decimal | None
    trend: Trend | None
    cohort: str
    parts: tuple[tuple[str, str], ...]

    @property
    def name(self):
        """What to call it in a sentence."""
        return self.ref or self.title

    @cached_property
    def by_period(self):
        return {figure.period: figure for figure in self.figures}

    def at(self, period):
        return self.by_period.get(period)

    @property
    def withholds(self):
        """Whether any of its figures is withheld."""
        return any(figure.is_withheld for figure in self.figures)


@dataclass(frozen=True)
class Passage:
    """What somebody wrote. `about` are the names of the indicators that it is about, none for a whole section."""

    kind: str
    text: str
    about: tuple[str, ...]
    source: str
    locator: str


@dataclass(frozen=True)
class Chapter:
    """Passages under one heading: a theme, a section (then with its `slug`), a priority of a plan."""

    heading: str
    slug: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Section:
    slug: str
    heading: str
    lines: tuple[Line, ...]
    said: tuple[Passage, ...]


@dataclass(frozen=True)
class Total:
    """How many indicators have a rating now, and had it the period before."""

    rag: str
    now: int
    before: int


@dataclass(frozen=True)
class Changes:
    """What changed since the period before. All but the sentences are slugs, in the order in which they are told."""

    sentences: tuple[str, ...]
    turned: tuple[str, ...]
    moved_most: tuple[str, ...]
    red_longest: tuple[str, ...]
    furthest: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The scorecard of one kind of period. `periods` are its columns, oldest first, the last the one it is about."""

    period: Period
    periods: tuple[Period, ...]
    is_rated: bool
    sections: tuple[Section, ...]
    totals: tuple[Total, ...]
    changes: Changes

    @cached_property
    def lines(self):
        return tuple(line for section in self.sections for line in section.lines)

    @cached_property
    def by_slug(self):
        return {line.slug: line for line in self.lines}

    def named(self, slugs):
        return tuple(self.by_slug[slug] for slug in slugs)

    @property
    def qualifiers(self):
        """Each mark that its figures carry, once, in its order."""
        marks = (figure.qualifier for line in self.lines for figure in line.figures)
        return tuple(dict.fromkeys(mark for mark in marks if mark))

    @property
    def symbols(self):
        """(symbol, meaning) of each that stands in place of a figure."""
        found = {(f.status, f.meaning): None for line in self.lines for f in line.figures if f.status}
        return tuple(found)


@dataclass(frozen=True)
class Red:
    """An indicator in red, with what is said of it. `as_under` names the one above that the same was said of."""

    slug: str
    by_rule: bool
    is_new: bool
    before: str
    now: str
    change: str
    said: tuple[Passage, ...]
    as_under: str


@dataclass(frozen=True)
class Exceptions:
    """`stated` are the report's own counts by colour, () where it gives none, with the place where it does."""

    red: tuple[Red, ...]
    stated: tuple[tuple[str, int], ...]
    source: str
    locator: str


@dataclass(frozen=True)
class ActionLine:
    """An action as it stood. `status` is in words, as is `due`."""

    ref: str
    text: str
    owner: str
    raised: str
    due: str
    status: str
    indicators: tuple[str, ...]
    source: str
    locator: str


@dataclass(frozen=True)
class Stated:
    """A sentence of a report with the counts that it states: (how many, of what)."""

    text: str
    counts: tuple[tuple[int, str], ...]
    source: str
    locator: str


@dataclass(frozen=True)
class PlanLine:
    """An action of the improvement plan. `before` is its rating a month before, "" where the plan didn't have it."""

    ref: str
    text: str
    owner: str
    due: str
    is_overdue: bool
    rating: str
    before: str
    why: str
    evidence: str
    source: str
    locator: str


@dataclass(frozen=True)
class Outcome:
    title: str
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True)
class Pillar:
    title: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class PlanPart:
    """The improvement plan: its own actions, and what a report states of it in sum."""

    pillars: tuple[Pillar, ...]
    stated: tuple[Stated, ...]
    priorities: tuple[Chapter, ...]


@dataclass(frozen=True)
class Measured:
    """The first and the last figure of what a progress statement measures."""

    title: str
    before: str
    before_period: Period
    after: str
    after_period: Period
    change: str
    direction: str


@dataclass(frozen=True)
class Statement:
    ref: str
    area: str
    texts: tuple[tuple[str, str], ...]
    measures: tuple[Measured, ...]
    source: str
    locator: str


@dataclass(frozen=True)
class FindingLine:
    ref: str
    kind: str
    what_to_do: str
    message: str
    accepted: str
    source: str
    locator: str


@dataclass(frozen=True)
class Source:
    """A file that figures of the pack came from."""

    file: str
    title: str
    sha256: str
    loaded_at: datetime
    loaded_by: str


@dataclass(frozen=True)
class Withholding:
    """What a public pack withholds: how many figures, the rule in words, and the parts that are left out."""

    figures: int
    rule: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """A month of a board. `tables` begin with the scorecard of the period; the others are of other kinds of period.

    `made_at` is the moment whose figures it has. `withheld` is None but in a public pack.
    """

    authority: str
    slug: str
    period: Period
    meeting: date | None
    made_at: datetime
    summary: tuple[Chapter, ...]
    tables: tuple[Table, ...]
    analysis: tuple[Chapter, ...]
    actions: tuple[ActionLine, ...]
    plan: PlanPart | None
    exceptions: Exceptions | None
    statements: tuple[Statement, ...]
    findings: tuple[FindingLine, ...]
    sources: tuple[Source, ...]
    withheld: Withholding | None = None

    @property
    def card(self):
        """The scorecard of the period itself."""
        return self.tables[0]

    @property
    def title(self):
        return f"{self.authority}: improvement board pack, {self.period.label}"

    @property
    def file_name(self):
        """Without its extension."""
        return f"{self.slug}-{self.period.key}-pack{'-public' if self.withheld else ''}"


def without_figure(figure, symbol, meaning):
    """The Figure withheld: its period and its source are all that stays."""
    return replace(
        figure, value=None, decimals=0, text=symbol, qualifier="", status=symbol, meaning=meaning, rag=NOT_RATED,
        published_rag="", direction="", target=None, revised_from="", is_withheld=True,
    )  # fmt: skip
