"""What a source says, in plain values: the parser's output and the importer's input.

Nothing here knows Django, a database or an authority's catalogue. Every record carries its
locator, the place in the file that it came from (`line:135`, later `Sheet!C12`), because a
figure without an address can't be checked by anybody.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from indicators.periods import Period
from indicators.profiles import Path


class Refused(Exception):
    """A file that can't be read whole. Holds every reason found, so that they are mended in one go."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.locator}: {p.message}" if p.locator else p.message for p in self.problems))


@dataclass(frozen=True)
class Choice:
    """One answer to a Question: `value` is what `confirmed` has for it, `label` what a person reads.

    `is_lasting`: it holds for the authority's later files, too.
    """

    value: str
    label: str
    is_lasting: bool = False


@dataclass(frozen=True)
class Question:
    """What a person can say of a file, where it leaves something open that must not be guessed.

    The answer belongs in the source's `confirmed`, under `kind` and there under `name`. `samples` are cells that it
    is about, as printed. `is_optional`: the file can be read without the answer, and `answer` is what holds so far.
    """

    kind: str
    name: str
    asks: str
    choices: tuple[Choice, ...]
    samples: tuple[str, ...] = ()
    is_optional: bool = False
    answer: str | None = None

    @property
    def is_lasting(self):
        return any(choice.is_lasting for choice in self.choices)


@dataclass(frozen=True)
class Problem:
    """Something a person should know about a file: a reason to refuse it, a finding, or a part not used.

    `ref` is the indicator's or action's ref as the file writes it, or "" when it concerns the file.
    `message` is a whole sentence that a manager understands. `question` is what a person can say to mend it without
    touching the file, where there is such a thing.
    """

    code: str
    message: str
    locator: str = ""
    ref: str = ""
    question: Question | None = None


class Figure(NamedTuple):
    """One value for one period, or a status where the source printed a symbol in its place.

    `value` is in the indicator's unit (82% is Decimal("82")); exactly one of `value` and `status` is set.
    `text` is what the source printed, `decimals` how many decimal places it printed.
    `published_rag` is "red", "amber", "green" or "" (a council's "Yellow" is "amber").
    `published_direction` is "improving", "worsening", "no_change" or "", where the source printed an arrow.
    """

    period: Period
    value: Decimal | None
    text: str
    locator: str
    status: str = ""
    decimals: int = 0
    qualifier: str = ""
    published_rag: str = ""
    published_direction: str = ""


@dataclass(frozen=True)
class StatedTarget:
    """A target as the source states it. `value` is None for a target in words such as `<10% of Cohort`.

    `path` is for one that changes over the year, which has no one value. `reason` is why, where the source says so.
    """

    starts: Period
    value: Decimal | None
    text: str
    locator: str
    decimals: int = 0
    path: Path | None = None
    reason: str = ""


@dataclass(frozen=True)
class StatedMethodology:
    """How the source says that a value becomes red, amber or green, in its own words."""

    starts: Period
    words: str
    locator: str
    reason: str = ""


@dataclass(frozen=True)
class ParsedIndicator:
    """One indicator of a report with everything the report states of it, in the report's order.

    `ref` is "" where the source gives none: its title is its name then, unique in the report.
    `unit` is one of percent, number, days, weeks, rate_per_10000.
    `polarity` is BIB, SIB or "" (none published). `owner` as published (initials). `targets` are in order of their
    starts, of which each has one.
    """

    ref: str
    title: str
    section: str
    unit: str
    frequency: str
    locator: str
    polarity: str = ""
    owner: str = ""
    basis: str = ""
    figures: tuple[Figure, ...] = ()
    targets: tuple[StatedTarget, ...] = ()
    methodology: StatedMethodology | None = None

    @property
    def key(self):
        """What names it within its report: the ref, else the title. Passages and statements refer to it by this."""
        return self.ref or self.title


@dataclass(frozen=True)
class Passage:
    """A piece of commentary.

    `kind`: summary, improvement_activity, next_steps, analysis, narrative (of an indicator), plan (progress of an
    improvement plan, by priority) or data_note (what the source says of the figures themselves).
    `theme` is the heading it stands under, where that is no section of indicators.
    `section` is the heading of the table it stands under; `refs` are the keys of the indicators it speaks of:
    the one it names, or all of its table where it names none.
    `named` is true where the passage itself names its indicator.
    """

    kind: str
    text: str
    locator: str
    theme: str = ""
    section: str = ""
    refs: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True)
class Proposal:
    """A comment on a cell, which may be commentary or a note between colleagues: nothing until a person says which.

    `author` is "" where the file doesn't say. `ref` is the key of the indicator that the cell speaks of, `period` the
    cell's, None where it has none.
    """

    text: str
    author: str
    locator: str
    ref: str
    period: Period | None = None


@dataclass(frozen=True)
class StatedTotal:
    """A count that the report gives of things it doesn't all list: `green` 6 of its indicators, 60 `actions` of a plan.

    `name` is red, amber, green, priorities, outcomes, actions or complete. `text` is the sentence that states it.
    """

    name: str
    count: int
    text: str
    locator: str


@dataclass(frozen=True)
class Statement:
    """A progress statement: where a service stood, what was done, what comes next.

    `area` is the service area. `measures` are the keys (`ParsedIndicator.key`) of the figures that were accepted
    from its sentences.
    """

    ref: str
    area: str
    baseline: str
    progress: str
    next_steps: str
    arrangement: str
    locator: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the board's action log.

    `raised` is the month in the ref (`Oct-01`), `due` a month, or None for TBC. `complete` as published
    (`Y`, `Ongoing`), `status` what it means: open, ongoing or complete.
    """

    ref: str
    text: str
    raised: Period | None
    due: Period | None
    due_text: str
    complete: str
    status: str
    locator: str


@dataclass(frozen=True)
class PlanEntry:
    """One action of an improvement plan as it stands in the report's month.

    `rating` is red, amber, green, complete or not_rated; `why` says what for, `evidence` what shows it. `pillar` and
    `outcome` are the headings that it stands under. `due` is a month, or None for no date.
    """

    pillar: str
    outcome: str
    ref: str
    text: str
    owner: str
    due: Period | None
    rating: str
    why: str
    evidence: str
    locator: str


@dataclass(frozen=True)
class ParsedReport:
    """All that one file states. `period` is the report's own month, quarter, year or week.

    `describes` is false for one that states targets and rules alone, of indicators that there are already.
    """

    source: str
    title: str
    period: Period
    indicators: tuple[ParsedIndicator, ...]
    passages: tuple[Passage, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    actions: tuple[Entry, ...] = ()
    plan: tuple[PlanEntry, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    statements: tuple[Statement, ...] = ()
    findings: tuple[Problem, ...] = ()
    unused: tuple[Problem, ...] = ()
    describes: bool = True


@dataclass(frozen=True)
class KnownAlias:
    """What a heading, or an indicator's name, means in one authority's files.

    `means` is as a source's `confirmed` has it; `confirmed` says by whom and when: `Ana on 3 May 2018`.
    """

    text: str
    means: str
    confirmed: str


@dataclass(frozen=True)
class KnownIndicator:
    """What is already known of one of the authority's indicators, for a source that reads any authority's tables.

    `key` is what it is called: its ref, else its title. `aliases` are other refs and titles that a person has
    confirmed for it. `decimals` are the most that one of its figures was ever printed with, None where that isn't
    known. The rest is as in ParsedIndicator, and holds where a table doesn't state it.
    """

    key: str
    ref: str
    title: str
    unit: str
    frequency: str
    section: str = ""
    owner: str = ""
    polarity: str = ""
    aliases: tuple[KnownAlias, ...] = ()
    basis: str = ""
    decimals: int | None = None
