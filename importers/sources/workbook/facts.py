"""What rows of a table state: of which indicator, which figures, and what else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from importers.records import KnownIndicator
from importers.sources.workbook.cells import Reading
from importers.sources.workbook.notes import Place
from importers.sources.workbook.words import compared
from indicators.periods import Period
from indicators.refs import bare_ref


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text with its place, and the period it is of (None: the table's latest)."""

    text: str
    place: Place
    period: Period | None = None
    kind: str = ""
    author: str = ""


@dataclass(frozen=True)
class Aim:
    """A target: a number (`reading`) or words. `year` is the financial year it starts with, None where unsaid."""

    text: str
    place: Place
    reading: Reading | None
    year: Period | None


@dataclass(frozen=True, eq=False)
class Whose:
    """Which indicator rows are of: those of a table that are called alike have it in common.

    `called` is its ref or title as the file has it, `ref` and `title` are the known ones; `is_by_word`: a person said
    which indicator it is.
    """

    called: str
    ref: str
    title: str
    known: KnownIndicator | None
    is_by_word: bool

    @cached_property
    def name(self):
        """What it is called in messages and answers: the known name, else the ref, else the title."""
        return (self.known and (self.known.ref or self.known.title)) or self.ref or self.title

    @cached_property
    def identity(self):
        """Rows with the same are of one indicator."""
        if self.known:
            return "known", self.known.key
        return ("ref", bare_ref(self.ref)) if self.ref else ("title", compared(self.title))


@dataclass(slots=True)
class Facts:
    """All that one row states, or rows of a long table that follow each other and state figures and ratings alone.

    `table` numbers the table that they stand in, over the whole workbook, `place` is that of the first.
    """

    table: int
    sheet: int
    place: Place
    whose: Whose
    section: str
    owner: str = ""
    polarity: str = ""
    unit: str = ""
    figures: list[tuple[Period, Reading]] = field(default_factory=list)
    ratings: list[Said] = field(default_factory=list)
    targets: Sequence[Aim] = ()
    methodology: Said | None = None
    notes: Sequence[Said] = ()
    comments: Sequence[Said] = ()

    @property
    def is_empty(self):
        """Names something and says nothing of it that one says of an indicator, as a footnote in two cells does."""
        described = self.owner or self.polarity or self.unit or self.methodology or self.notes or self.comments
        return not (self.figures or self.targets or self.ratings or described)
