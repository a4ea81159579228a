"""The sheet of an improvement plan as a workbook: bytes that Excel and LibreOffice open, no queries, nothing hidden."""

import io

from xlsxwriter import Workbook

from reports.exports.xlsx import HEADER, HEADER_ROW, OPEN, Styles, instructions_sheet, set_up, write_text, write_title
from reports.plan.words import (
    ACTION,
    DUE,
    EVIDENCE,
    HEADINGS,
    MONTH,
    OUTCOME,
    OWNER,
    PILLAR,
    PLAN_SHEET,
    RATING,
    RATING_WORDS,
    REF,
    WHY,
)

_WIDTHS = {
    PILLAR: 24, OUTCOME: 30, REF: 9, ACTION: 46, OWNER: 12, DUE: 9, RATING: 11, WHY: 34, EVIDENCE: 34,
}  # fmt: skip
# Above the headings, below the title.
MONTH_ROW = HEADER_ROW - 1
# As text, or a month would become a date, a ref a number, and a dash the start of a formula.
_TEXT = {**OPEN, "num_format": "@"}
_SPARE_ROWS = 60


def plan_xlsx(sheet, *, made_at):
    """The bytes of a PlanSheet's workbook. `made_at` is the moment that its properties name."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    styles = Styles(workbook)
    workbook.set_properties({"title": sheet.title, "author": "Children's services performance", "created": made_at})
    page = workbook.add_worksheet(PLAN_SHEET)
    write_title(page, styles, sheet.title, "How it works is on the sheet Instructions.")
    page.write_string(MONTH_ROW, 0, MONTH, styles({"bold": True}))
    write_text(page, MONTH_ROW, 1, sheet.month_text, styles, _TEXT)
    for column, name in enumerate(HEADINGS):
        page.set_column(column, column, _WIDTHS[name])
        page.write_string(HEADER_ROW, column, name, styles(HEADER))
    spare = ("",) * len(HEADINGS)
    rows = (*sheet.rows, *(spare for _ in range(_SPARE_ROWS)))
    for at, row in enumerate(rows, HEADER_ROW + 1):
        for column, text in enumerate(row):
            write_text(page, at, column, text, styles, _TEXT)
    last = HEADER_ROW + len(rows)
    rating = HEADINGS.index(RATING)
    choices = {"validate": "list", "source": list(RATING_WORDS.values())}
    page.data_validation(HEADER_ROW + 1, rating, last, rating, choices)
    set_up(page, sheet.title, last, len(HEADINGS) - 1)
    page.freeze_panes(HEADER_ROW + 1, HEADINGS.index(ACTION))
    page.repeat_rows(HEADER_ROW)
    page.ignore_errors({"number_stored_as_text": f"A1:I{last + 1}", "two_digit_text_year": f"A1:I{last + 1}"})
    instructions_sheet(workbook, styles, sheet.title, sheet.instructions)
    workbook.close()
    return out.getvalue()
