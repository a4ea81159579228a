"""Rows of a table to what each states: of which indicator, which figures, and what else."""

from dataclasses import dataclass, field

from importers.records import KnownIndicator
from importers.sheets import TEXT
from importers.sources.workbook import dates
from importers.sources.workbook.cells import Reading, check_cell, read_figure, read_number
from importers.sources.workbook.grid import is_blank
from importers.sources.workbook.known import bare_ref
from importers.sources.workbook.meanings import COLOURS, POLARITY_OF, UNIT_OF
from importers.sources.workbook.notes import ROW, Place
from importers.sources.workbook.words import (
    ACTIVITY,
    METHODOLOGY,
    NEXT_STEPS,
    NOTE,
    OWNER,
    PERIOD,
    POLARITY,
    RAG,
    REF,
    SECTION,
    TARGET,
    TITLE,
    UNIT,
    VALUE,
    compared,
    shortened,
)
from indicators.periods import MONTHLY, WEEKLY, Period

_KINDS = {NOTE: "narrative", ACTIVITY: "improvement_activity", NEXT_STEPS: "next_steps"}
_NO_TARGET = ("", "na", "n a", "none", "no target", "tbc")


@dataclass(frozen=True)
class Said:
    """A piece of text with its place, and the period it is of (None: the table's latest)."""

    text: str
    place: Place
    period: Period | None = None
    kind: str = ""


@dataclass(frozen=True)
class Aim:
    """A target: a number (`reading`) or words. `year` is the financial year it starts with, None where unsaid."""

    text: str
    place: Place
    reading: Reading | None
    year: Period | None


@dataclass
class Facts:
    """All that one row states. `table` numbers the table that it stands in, over the whole workbook."""

    table: int
    sheet: int
    place: Place
    ref: str
    title: str
    known: KnownIndicator | None
    section: str
    owner: str = ""
    polarity: str = ""
    unit: str = ""
    figures: list[tuple[Period, Reading]] = field(default_factory=list)
    ratings: list[Said] = field(default_factory=list)
    target: Aim | None = None
    methodology: Said | None = None
    notes: list[Said] = field(default_factory=list)

    @property
    def name(self):
        """What it is called in messages and answers: the known name, else the ref, else the title."""
        return (self.known and (self.known.ref or self.known.title)) or self.ref or self.title

    @property
    def identity(self):
        """Rows with the same are of one indicator."""
        if self.known:
            return "known", self.known.key
        return ("ref", bare_ref(self.ref)) if self.ref else ("title", compared(self.title))

    @property
    def is_empty(self):
        """Names something and says nothing of it that one says of an indicator, as a footnote in two cells does."""
        described = self.owner or self.polarity or self.unit or self.methodology or self.notes
        return not (self.figures or self.target or self.ratings or described)


def read_table(number, table, catalogue, notes):
    """The Facts of each row of the table, in their order."""
    if table.header.column(REF) is None and table.header.column(TITLE) is None:
        return []  # a misspelt heading, which is asked about: until it is confirmed, no row has a name
    periods = _row_periods(table, catalogue) if table.header.is_long else {}
    facts, seen = [], {}
    for body in table.rows:
        row = _Row(number, table, body, catalogue, notes)
        stated = row.read(periods)
        if stated is None or (not table.header.is_long and _is_repeated(stated, seen, notes)):
            continue
        facts.append(stated)
    return facts


def _is_repeated(stated, seen, notes):
    first = seen.setdefault(stated.identity, stated)
    if first is stated:
        return False
    notes.refuse(
        ROW,
        "ref-repeated",
        f"{stated.name} has two rows, at {first.place.locator} and {stated.place.locator}; only one can be right.",
        stated.place,
        stated.name,
    )
    return True


def _row_periods(table, catalogue):
    """{row: Period or None} for the rows of a long table that have something in their column of periods."""
    column = table.header.column(PERIOD)
    dated = {}
    for body in table.rows:
        cell = table.grid.spread(body.row, column)
        if not is_blank(cell):
            dated[body.row] = dates.read_cell(cell) or dates.Dated()
    frequency = table.header.dates_are if table.header.dates_are in (WEEKLY, MONTHLY) else ""
    settled = dates.resolve(list(dated.values()), any_weekly=catalogue.any_weekly, frequency=frequency)
    return dict(zip(dated, settled, strict=True))


class _Row:
    """Reads one row. Everything that is wrong with it goes to `notes`."""

    def __init__(self, number, table, body, catalogue, notes):
        self.number, self.table, self.body, self.catalogue, self.notes = number, table, body, catalogue, notes
        self.grid, self.header, self.row = table.grid, table.header, body.row

    def read(self, periods):
        """The Facts of the row, or None where it states none."""
        ref, title = self._words(REF), self._words(TITLE)
        if not self._check_named(ref, title):
            return None
        known = self.catalogue.find(ref, title)
        facts = Facts(
            table=self.number,
            sheet=self.grid.number,
            place=self.grid.place(self.row, self._name_column(ref)),
            ref=known.ref if known else ref,
            title=(known.title if known and not (ref and title) else title),
            known=known,
            section=self._words(SECTION) or self.body.section,
            owner=self._words(OWNER),
        )
        self.name = facts.name
        period = self._read_long(facts, periods) if self.header.is_long else self._read_wide(facts)
        facts.polarity = self._coded(POLARITY, POLARITY_OF, "polarity-unknown", "BIB, SIB or blank")
        facts.unit = self._unit()
        facts.target = self._target(period)
        facts.methodology = self._said(METHODOLOGY, period)
        self._read_notes(facts, period)
        return self._kept(facts, ref, title)

    def _kept(self, facts, ref, title):
        if facts.known:
            return facts
        if facts.is_empty and not self._was_refused():
            self.notes.unused(
                f"Nothing was taken from this row: '{shortened(facts.name)}' is not known, and it states no figure.",
                facts.place,
            )
            return None
        if ref and not title:
            self._refuse("title-missing", f"{ref} is new, and the row gives it no title.", facts.place)
        if ref and (other := self.catalogue.by_title(title)):
            self.notes.find(
                "title-known",
                f"{ref} is new, but its title is that of {other.key}; if they are one, write {other.key} as its ref.",
                facts.place,
                self.name,
            )
        return facts

    def _was_refused(self):
        return any(order[0] == self.grid.number and order[1] == self.row for _, order, _ in self.notes.refusals)

    # Names

    def _check_named(self, ref, title):
        if ref or title:
            return True
        filled = self.grid.filled(self.row)
        if any(heading.column in filled for heading in self.header.of(VALUE)):
            message = "This row has figures but neither a ref nor a title, so it can't be told whose they are."
            self._refuse("row-unnamed", message, self.grid.place(self.row, filled[0]), "")
        else:
            text = shortened(self.grid.cell(self.row, filled[0]).text)
            self.notes.unused(f"Nothing was taken from this row: '{text}'.", self.grid.place(self.row, filled[0]))
        return False

    def _name_column(self, ref):
        return self.header.column(REF if ref else TITLE)

    # Figures

    def _read_wide(self, facts):
        for heading in self.header.of(VALUE):
            if heading.period and (reading := self._figure(heading.column, heading.period)):
                facts.figures.append((heading.period, reading))
        for heading in self.header.of(RAG):
            if heading.period or not heading.dated:
                self._read_rating(facts, heading.column, heading.period)

    def _read_long(self, facts, periods):
        """Returns the row's period, None where it has none."""
        period = periods.get(self.row)
        column = self.header.column(PERIOD)
        value = self.header.column(VALUE)
        if period is None:
            self._check_period(column, value)
            return None
        if reading := self._figure(value, period):
            facts.figures.append((period, reading))
        for heading in self.header.of(RAG):
            self._read_rating(facts, heading.column, period)
        return period

    def _check_period(self, column, value):
        cell = self.grid.spread(self.row, column)
        if not is_blank(cell):
            self._refuse(
                "period-unreadable",
                f"'{shortened(cell.text)}' for {self.name} is no period that can be told for certain; write it as "
                "Apr-17, Q2 2018/19, 2018/19 or week ending 30/04/2017.",
                self.grid.place(self.row, column),
            )
        elif not is_blank(self.grid.cell(self.row, value)):
            message = f"The figure of {self.name} in this row has no period."
            self._refuse("period-missing", message, self.grid.place(self.row, column))

    def _figure(self, column, period):
        what = f"for {shortened(self.name)} in {period.label}"
        return read_figure(self.grid, self.row, column, what, self.name, self.notes)

    def _read_rating(self, facts, column, period):
        cell = self.grid.spread(self.row, column)
        # An emoji is no letter, so that comparing words would lose it.
        said = cell.text.strip() if cell.text.strip() in COLOURS else compared(cell.text)
        if said not in COLOURS:
            self._refuse(
                "rag-unknown",
                f"The rating of {shortened(self.name)} is '{shortened(cell.text)}'; it should be Red, Amber, Yellow, "
                "Green or blank.",
                self.grid.place(self.row, column),
            )
        elif colour := COLOURS[said]:
            facts.ratings.append(Said(colour, self.grid.place(self.row, column), period))

    # What else a row states

    def _words(self, role):
        column = self.header.column(role)
        return "" if column is None else self.grid.words(self.row, column)

    def _coded(self, role, meanings, code, expected):
        said = self._words(role)
        meaning = meanings.get(compared(said))
        if meaning is None:
            self._refuse(
                code,
                f"The {role} of {shortened(self.name)} is '{shortened(said)}'; it should be {expected}.",
                self.grid.place(self.row, self.header.column(role)),
            )
        return meaning or ""

    def _unit(self):
        """The unit by its column, if there is one; a word that is no unit of ours is told and not used."""
        said = self._words(UNIT)
        unit = UNIT_OF.get(compared(said), "")
        if said and not unit:
            place = self.grid.place(self.row, self.header.column(UNIT))
            self.notes.unused(f"'{shortened(said)}' is no unit that is known here.", place, self.name)
        return unit

    def _target(self, period):
        heading = next(iter(self.header.of(TARGET)), None)
        if heading is None:
            return None
        cell = self.grid.cell(self.row, heading.column)
        what = f"in the target of {shortened(self.name)}"
        if check_cell(self.grid, self.row, heading.column, what, self.name, self.notes):
            return None
        place = self.grid.place(self.row, heading.column)
        year = heading.period or (period and period.financial_year)
        reading = read_number(cell, place)
        text = cell.text.strip()
        if reading is None and cell.kind != TEXT:
            message = f"'{shortened(text)}' is no target for {shortened(self.name)}: it should be a number or words."
            self._refuse("value-unreadable", message, place)
            return None
        if reading is None and compared(text) not in _NO_TARGET:
            self.notes.find(
                "target-in-words",
                f"The target of {shortened(self.name)} is in words, '{shortened(text)}', so no figure can be "
                "compared with it.",
                place,
                self.name,
            )
        return Aim(reading.text if reading else text, place, reading, year)

    def _said(self, role, period):
        column = self.header.column(role)
        text = self._words(role)
        return Said(text, self.grid.place(self.row, column), period) if text else None

    def _read_notes(self, facts, period):
        for role, kind in _KINDS.items():
            for heading in self.header.of(role):
                text = self.grid.cell(self.row, heading.column).text.strip()
                if text:
                    facts.notes.append(Said(text, self.grid.place(self.row, heading.column), period, kind))
        periods = {heading.column: heading.period for heading in self.header.of(VALUE)}
        for column in self.grid.columns:
            if comment := self.grid.cell(self.row, column).comment.strip():
                place = self.grid.place(self.row, column)
                facts.notes.append(Said(comment, place, period or periods.get(column), "data_note"))

    def _refuse(self, code, message, place, ref=None):
        self.notes.refuse(ROW, code, message, place, self.name if ref is None else ref)
