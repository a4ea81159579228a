"""A row of the sheet: an indicator, and what is to hold for it from when on."""

from importers.printed import shortened
from importers.records import ParsedIndicator, StatedMethodology, StatedTarget
from importers.sources.targets.aims import read_aim
from importers.sources.workbook import cells, dates
from importers.sources.workbook.notes import ROW
from importers.sources.workbook.words import compared
from indicators import methodology
from indicators.periods import Period, long_date
from reports.target_words import BUILDS_UP, INDICATOR, NONE, REASON, REF, RULE, STARTS, TARGET


def read(table, catalogue, notes):
    """A ParsedIndicator for each row that states something."""
    seen = set()
    for number, texts in table.frame.iterrows():
        filled = [name for name in (TARGET, BUILDS_UP, *table.months, RULE) if texts[name]]
        if not filled:
            if texts[REASON]:
                place = table.place(number, table.columns[REASON])
                notes.unused("A reason is given, but no target and no RAG methodology.", place, texts[REF])
            continue
        row = _Row(table, number, texts, notes)
        known = row.known(catalogue, seen)
        starts = row.starts()
        if known and starts:
            seen.add(known.key)
            yield row.indicator(known, starts)


class _Row:
    """One row that states something. What can't be taken is refused with its cell."""

    def __init__(self, table, number, texts, notes):
        self.table = table
        self.number = number
        self.texts = texts
        self.notes = notes
        self.ref = texts[REF] or texts[INDICATOR]

    def place(self, name):
        return self.table.place(self.number, self.table.columns[name])

    def refuse(self, name, code, message):
        self.notes.refuse(ROW, code, message, self.place(name), self.ref)

    def known(self, catalogue, seen):
        """The KnownIndicator that the row is about, or None."""
        ref, title = self.texts[REF], self.texts[INDICATOR]
        known, _ = catalogue.find(ref, title)
        if known is None:
            self.refuse(
                REF, "indicator-unknown", f"There is no indicator {shortened(self.ref)} here to set a target for."
            )
        elif compared(title) != compared(known.title):
            message = f"{self.ref} is “{shortened(known.title)}” here, and “{shortened(title)}” on the sheet."
            self.refuse(
                INDICATOR, "title-differs", f"{message} Download the sheet again, if the indicator was renamed."
            )
        elif known.key in seen:
            self.refuse(REF, "ref-repeated", f"{self.ref} has more than one row with something filled in.")
        else:
            return known
        return None

    def starts(self):
        """The month that the row holds from, or None."""
        year, text = self.table.year, self.texts[STARTS]
        if not text:
            return Period.month(year.start.year, year.start.month)
        dated = dates.read_cell(self.table.grid.cell(self.number, self.table.columns[STARTS]))
        day = dated and (dated.day or (dated.readings[0].start if len(dated.readings) == 1 else None))
        if day is None or day.day != 1:
            message = f"'{shortened(text)}' is not the first of a month: write {long_date(year.start)}, say."
            self.refuse(STARTS, "start-unclear", message)
        elif not year.start <= day <= year.end:
            message = f"{long_date(day)} is not in {year.label}, which the sheet is for."
            self.refuse(STARTS, "start-outside-year", message)
        else:
            return Period.month(day.year, day.month)
        return None

    def indicator(self, known, starts):
        return ParsedIndicator(
            ref=known.ref,
            title=known.title,
            section=known.section,
            unit=known.unit,
            frequency=known.frequency,
            locator=self.place(INDICATOR).locator,
            polarity=known.polarity,
            owner=known.owner,
            basis=known.basis,
            targets=self._targets(known, starts),
            methodology=self._methodology(starts),
        )

    def _targets(self, known, starts):
        """The one target of the row, or none."""
        aim = read_aim(self, known.unit, starts)
        if aim is None:
            return ()
        first = next(name for name in (TARGET, *self.table.months) if self.texts[name])
        place = self.place(first).locator
        return (StatedTarget(starts, aim.value, aim.text, place, path=aim.path, reason=self.texts[REASON]),)

    def _methodology(self, starts):
        words = self.texts[RULE]
        grid, column = self.table.grid, self.table.columns[RULE]
        if not words or cells.check_cell(grid, self.number, column, lambda: f"for {self.ref}", self.ref, self.notes):
            return None
        if words.casefold() == NONE:
            words = ""
        elif (understood := methodology.read(words)).rule is None:
            # What else is wrong with words is a finding for as long as they hold, wherever they were stated.
            for defect in understood.defects:
                self.refuse(RULE, defect.code, defect.message)
        return StatedMethodology(starts, words, self.place(RULE).locator, reason=self.texts[REASON])
