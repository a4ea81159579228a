"""Rows of a table to what they state (`facts`)."""

from functools import cached_property

from importers.printed import shortened
from importers.sheets import EMPTY, TEXT, is_blank
from importers.sources.workbook import asking, dates
from importers.sources.workbook.cells import check_cell, read_figure, read_number, read_plain
from importers.sources.workbook.facts import Aim, Facts, Said, Whose
from importers.sources.workbook.meanings import COLOURS, POLARITY_OF, UNIT_OF
from importers.sources.workbook.notes import ROW
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
)
from indicators.periods import MONTHLY, WEEKLY

_KINDS = {NOTE: "narrative", ACTIVITY: "improvement_activity", NEXT_STEPS: "next_steps"}
_NO_TARGET = ("", "na", "n a", "none", "no target", "tbc")


def read_table(number, table, catalogue, notes):
    """The Facts of the rows of the table, in their order."""
    if table.header.column(REF) is None and table.header.column(TITLE) is None:
        return []  # a misspelt heading, which is asked about: until it is confirmed, no row has a name
    periods = _row_periods(table, catalogue) if table.header.is_long else {}
    facts, seen = [], {}
    reader = _Reader(number, table, catalogue, notes)
    for body in table.rows:
        stated = reader.read(body, periods.get(body.row))
        if stated is None or (not table.header.is_long and _is_repeated(stated, seen, notes)):
            continue
        facts.append(stated)
    return facts


def _is_repeated(stated, seen, notes):
    name, first = stated.whose.name, seen.setdefault(stated.whose.identity, stated)
    if first is stated:
        return False
    notes.refuse(
        ROW,
        "ref-repeated",
        f"{name} has two rows, at {first.place.locator} and {stated.place.locator}; only one can be right.",
        stated.place,
        name,
    )
    return True


def _row_periods(table, catalogue):
    """{row: Period or None} for the rows of a long table that have something in their column of periods."""
    column = table.header.column(PERIOD)
    cells = {body.row: table.grid.spread(body.row, column) for body in table.rows}
    # Of a hundred thousand rows most name a period in the very cell that others do.
    different = {id(cell): cell for cell in cells.values() if not is_blank(cell)}
    dated = {key: dates.read_cell(cell) or dates.Dated() for key, cell in different.items()}
    frequency = table.header.dates_are if table.header.dates_are in (WEEKLY, MONTHLY) else ""
    settled = dates.resolve(
        list(dated.values()),
        any_weekly=catalogue.any_weekly,
        frequency=frequency,
        said=table.grid.answers.dates,
    )
    periods = dict(zip(dated, settled, strict=True))
    return {row: periods[id(cell)] for row, cell in cells.items() if id(cell) in periods}


class _Reader:
    """Reads the rows of a table, one after the other. Everything that is wrong with them goes to `notes`."""

    def __init__(self, number, table, catalogue, notes):
        self.number, self.notes = number, notes
        self.grid, self.header = table.grid, table.header
        self.row, self.name = -1, ""
        self._catalogue = catalogue
        if self.header.is_long:
            self._values = [(self.header.column(VALUE), None)]
        else:
            self._values = [(heading.column, heading.period) for heading in self.header.of(VALUE) if heading.period]
        self._naming = [column for role in (REF, TITLE, SECTION) if (column := self.header.column(role)) is not None]
        # In a long table the rows of an indicator are many: what they are called by the cells that say so, whose they
        # then are, and the Facts of the row before.
        self._names, self._called, self._before = {}, {}, None

    def read(self, body, period):
        """The Facts of a row, or None where it states none, or goes on with those of the row before it.

        `period` is the row's own, in a long table.
        """
        self.row = body.row
        ref, title, section = self._named()
        if not self._check_named(ref, title):
            self._before = None
            return None
        whose, section = self._whose(ref, title), section or body.section
        self.name = whose.name
        figures, ratings = self._stated(period)
        if (figures or ratings) and self._goes_on(whose, section):
            self._before.figures += figures
            self._before.ratings += ratings
            return None
        place = self.grid.place(self.row, self.header.column(REF if ref else TITLE))
        facts = Facts(self.number, self.grid.number, place, whose, section, figures=figures, ratings=ratings)
        if self._describes:
            facts.owner = self._words(OWNER)
            facts.polarity = self._coded(POLARITY, POLARITY_OF, "polarity-unknown", "BIB, SIB or blank")
            facts.unit = self._unit()
            facts.targets = self._targets(period)
            facts.methodology = self._said(METHODOLOGY, period)
            facts.notes = self._notes(period)
        if self.row in self.grid.commented:
            facts.comments = self._comments(period)
        self._before = self._kept(facts)
        return self._before

    def _goes_on(self, whose, section):
        """Whether this row of a long table says more of what the one before it is about, and of nothing else."""
        before = self._before
        is_more = self.header.is_long and before and before.whose is whose and before.section == section
        return is_more and not self._describes and self.row not in self.grid.commented

    @cached_property
    def _describes(self):
        """Whether there is a column for anything besides names, figures and their ratings."""
        return any(map(self.header.of, (OWNER, POLARITY, UNIT, TARGET, METHODOLOGY, *_KINDS)))

    def _kept(self, facts):
        if facts.whose.known is None and facts.is_empty and not self._was_refused():
            self.notes.unused(
                f"Nothing was taken from this row: '{shortened(self.name)}' is not known, and it states no figure.",
                facts.place,
            )
            return None
        return facts

    def _was_refused(self):
        return any(order[0] == self.grid.number and order[1] == self.row for _, order, _ in self.notes.refusals)

    # Names

    def _named(self):
        """The ref, title and section that the row has of its own, each "" where it has none."""
        cells = [self.grid.cell(self.row, column) for column in self._naming]
        key = tuple(map(id, cells))
        # A merged cell says in each row something else. The cells are kept, so that no other has their identity.
        if key not in self._names or any(cell.merged for cell in cells):
            self._names[key] = cells, (self._words(REF), self._words(TITLE), self._words(SECTION))
        _, said = self._names[key]
        return said

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

    def _whose(self, ref, title):
        whose = self._called.get((ref, title))
        if whose is None:
            known, is_by_word = self._catalogue.find(ref, title)
            whose = self._called[ref, title] = Whose(
                called=ref or title,
                ref=known.ref if known else ref,
                title=known.title if known and not (ref and title) else title,
                known=known,
                is_by_word=is_by_word,
            )
        return whose

    # Figures

    def _stated(self, period):
        """The figures and the ratings of the row."""
        if self.header.is_long and period is None:
            self._check_period()
            return [], []
        return self._figures(period), self._ratings(period)

    def _figures(self, period):
        """(period, Reading) of each cell that states a figure."""
        found, grid, row = [], self.grid, self.row
        for column, of_column in self._values:
            cell = grid.cell(row, column)
            reading = read_plain(cell, grid, row, column)
            if reading is None:
                if cell.kind == EMPTY and not cell.merged:
                    continue
                reading = self._figure(column, period or of_column)
            if reading:
                found.append((period or of_column, reading))
        return found

    def _ratings(self, period):
        return [
            rating
            for heading in self.header.of(RAG)
            if (period or heading.period or not heading.dated)
            and (rating := self._rating(heading.column, period or heading.period))
        ]

    def _check_period(self):
        column, value = self.header.column(PERIOD), self.header.column(VALUE)
        cell = self.grid.spread(self.row, column)
        if not is_blank(cell):
            dated = dates.read_cell(cell)
            self._refuse(
                "period-ambiguous" if dated else "period-unreadable",
                f"'{shortened(cell.text)}' for {self.name} is no period that can be told for certain; write it as "
                "Apr-17, Q2 2018/19, 2018/19 or week ending 30/04/2017.",
                self.grid.place(self.row, column),
                question=dated and asking.which_dates(dated, [(dated, cell.text)]),
            )
        elif not is_blank(self.grid.cell(self.row, value)):
            message = f"The figure of {self.name} in this row has no period."
            self._refuse("period-missing", message, self.grid.place(self.row, column))

    def _figure(self, column, period):
        def what():
            return f"for {shortened(self.name)} in {period.label}"

        return read_figure(self.grid, self.row, column, what, self.name, self.notes)

    def _rating(self, column, period):
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
            return Said(colour, self.grid.place(self.row, column), period)
        return None

    # What else a row states

    def _words(self, role):
        column = self.header.column(role)
        return "" if column is None else self.grid.words(self.row, column)

    def _coded(self, role, meanings, code, expected):
        if self.header.column(role) is None:
            return meanings[""]
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

    def _targets(self, period):
        headings = self.header.of(TARGET)
        return [aim for heading in headings if (aim := self._target(heading, period))]

    def _target(self, heading, period):
        cell = self.grid.cell(self.row, heading.column)

        def what():
            return f"in the target of {shortened(self.name)}"

        if check_cell(self.grid, self.row, heading.column, what, self.name, self.notes):
            return None
        place = self.grid.place(self.row, heading.column)
        year = heading.period or (period and period.financial_year)
        reading = read_number(self.grid, self.row, heading.column)
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

    def _notes(self, period):
        return [
            Said(text, self.grid.place(self.row, heading.column), period, kind)
            for role, kind in _KINDS.items()
            for heading in self.header.of(role)
            if (text := self.grid.cell(self.row, heading.column).text.strip())
        ]

    def _comments(self, period):
        periods = {heading.column: heading.period for heading in self.header.of(VALUE)}
        cells = ((column, self.grid.cell(self.row, column)) for column in self.grid.columns)
        return [
            Said(comment, self.grid.place(self.row, column), period or periods.get(column), author=cell.comment_by)
            for column, cell in cells
            if (comment := cell.comment.strip())
        ]

    def _refuse(self, code, message, place, ref=None, question=None):
        self.notes.refuse(ROW, code, message, place, self.name if ref is None else ref, question)
