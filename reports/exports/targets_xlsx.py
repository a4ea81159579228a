"""The yearly sheet of targets as a workbook: bytes that Excel and LibreOffice open, no queries, nothing hidden.

What is filled in is written as text, as a person would type it: the reader takes it as it stands.
"""

import io
from datetime import timedelta
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from indicators.models import Unit
from reports.exports.xlsx import (
    CELL,
    HEADER,
    HEADER_ROW,
    LOCKED,
    OPEN,
    SECTION_ROW,
    Styles,
    instructions_sheet,
    set_up,
    write_text,
    write_title,
)
from reports.target_words import (
    BUILDS_UP,
    INDICATOR,
    REASON,
    REF,
    RULE,
    RULE_BEFORE,
    SECTION,
    STARTS,
    TARGET,
    TARGET_BEFORE,
    TARGETS_SHEET,
    UNIT,
    YES,
)

_WIDTHS = {
    REF: 10, INDICATOR: 44, SECTION: 16, UNIT: 9, TARGET_BEFORE: 13, RULE_BEFORE: 34, STARTS: 12, TARGET: 13,
    BUILDS_UP: 9, RULE: 40, REASON: 32,
}  # fmt: skip
_MONTH_WIDTH = 8
_DAY = "d mmm yyyy"
_EXAMPLES = {Unit.PERCENT: "Such as 92%.", Unit.NUMBER: "Such as 1074."}


def targets_xlsx(sheet, *, made_at):
    """The bytes of a TargetSheet's workbook. `made_at` is the moment that its properties name."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    styles = Styles(workbook)
    workbook.set_properties({"title": sheet.title, "author": "Children's services performance", "created": made_at})
    _Page(workbook.add_worksheet(TARGETS_SHEET), styles, sheet).write()
    instructions_sheet(workbook, styles, sheet.title, sheet.instructions)
    workbook.close()
    return out.getvalue()


class _Page:
    """The sheet that is filled in. `columns` are the places of its headings."""

    def __init__(self, page, styles, sheet):
        self.page = page
        self.styles = styles
        self.sheet = sheet
        self.columns = {name: column for column, name in enumerate(sheet.headings)}

    def write(self):
        write_title(self.page, self.styles, self.sheet.title, self.sheet.hint)
        for name, column in self.columns.items():
            self.page.set_column(column, column, _WIDTHS.get(name, _MONTH_WIDTH))
            self.page.write_string(HEADER_ROW, column, name, self.styles(HEADER))
        at = HEADER_ROW
        for section, rows in groupby(self.sheet.rows, key=lambda row: row.section):
            at += 1
            self._section(at, section)
            for row in rows:
                at += 1
                self._row(at, row)
        last = len(self.columns) - 1
        set_up(self.page, self.sheet.title, at, last)
        self.page.freeze_panes(HEADER_ROW + 1, self.columns[SECTION])
        self.page.repeat_rows(HEADER_ROW)
        everything = xl_range(0, 0, at, last)
        # Refs such as 1, headings such as Apr-18 and values carried over are text on purpose.
        self.page.ignore_errors({"number_stored_as_text": everything, "two_digit_text_year": everything})

    def _section(self, at, section):
        write_text(self.page, at, 0, section, self.styles, SECTION_ROW)
        for column in range(1, len(self.columns)):
            self.page.write_blank(at, column, None, self.styles(SECTION_ROW))

    def _row(self, at, row):
        entry = row.entry
        named = {REF: row.indicator.ref, INDICATOR: row.title, SECTION: row.section, UNIT: row.unit_word}
        for name, text in named.items():
            self._text(at, name, text, CELL)
        self._text(at, TARGET_BEFORE, row.target, {**LOCKED, "align": "right"})
        self._text(at, RULE_BEFORE, row.rule, LOCKED)
        day = self.styles({**OPEN, "num_format": _DAY, "align": "right"})
        self.page.write_datetime(at, self.columns[STARTS], entry.starts_on, day)
        self._typed(at, TARGET, entry.target, row)
        self._text(at, BUILDS_UP, YES if entry.builds_up else "", {**OPEN, "align": "center"})
        months = dict(entry.months)
        for place in range(12):
            self._typed(at, self.sheet.headings[self.columns[BUILDS_UP] + 1 + place], months.get(place, ""), row)
        # As text, or a reason that starts with a dash would be taken for a formula.
        self._text(at, RULE, entry.rule, {**OPEN, "num_format": "@"})
        self._text(at, REASON, entry.reason, {**OPEN, "num_format": "@"})
        self._checks(at, row)

    def _text(self, at, name, text, style):
        write_text(self.page, at, self.columns[name], text, self.styles, style)

    def _typed(self, at, name, text, row):
        number_format = "0.0%" if row.unit == Unit.PERCENT else "General"
        self._text(at, name, text, {**OPEN, "align": "right", "num_format": number_format})

    def _checks(self, at, row):
        """Excel asks about what the reader would refuse."""
        starts, builds_up, target = (self.columns[name] for name in (STARTS, BUILDS_UP, TARGET))
        self.page.data_validation(
            at, starts, at, starts,
            {
                "validate": "date", "criteria": "between", "minimum": self.sheet.year.start,
                "maximum": self.sheet.year.end - timedelta(days=30), "input_title": STARTS,
                "input_message": "The first of the month from which the row holds.",
                "error_title": "Is this day right?", "error_type": "warning",
                "error_message": f"The sheet is for {self.sheet.year.label}: the first of a month in that year.",
            },
        )  # fmt: skip
        self.page.data_validation(at, builds_up, at, builds_up, {"validate": "list", "source": [YES]})
        self.page.data_validation(
            at, target, at, target,
            {
                "validate": "any", "input_title": TARGET,
                "input_message": f"{_EXAMPLES.get(row.unit, 'Such as 16.5.')} Or words, or none.",
            },
        )  # fmt: skip
