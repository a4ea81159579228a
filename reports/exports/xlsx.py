"""Rows to a workbook: bytes that Excel and LibreOffice open, no queries, no macros, nothing hidden.

Text is only ever written as text. Where it starts like a formula its cell is marked as quoted, which is what typing an
apostrophe before it does: it stays text when somebody edits the cell, and is read back letter for letter.
"""

import io
from decimal import Decimal
from itertools import groupby

from xlsxwriter import Workbook

from indicators.figures import plain
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from reports.exports.inert import FORMULA_STARTS
from reports.template import DECIMAL, PERCENTAGE, SYMBOLS, WHOLE
from reports.template_words import FIGURES_SHEET, INSTRUCTIONS_SHEET

REF, INDICATOR, SECTION, UNIT, POLARITY, BEFORE, NOW, TARGET, RAG, NOTES = range(10)
HEADER_ROW = 3
_WIDTHS = {
    REF: 12, INDICATOR: 46, SECTION: 19, UNIT: 10, POLARITY: 9, BEFORE: 11, NOW: 11, TARGET: 11, RAG: 14, NOTES: 36,
}  # fmt: skip
_A4 = 9
_LONGEST_FOOTER = 255
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409

# The colours of the site, so that a rating looks the same here (see static/css/tokens.css).
_INK, _MUTED, _LINE, _WASH, _ACCENT = "#17222D", "#53606C", "#B4BDC6", "#F4F6F8", "#1D4F91"
COLOURS = {RED: ("#A3191B", "#FDEAE8"), AMBER: ("#7A4A00", "#FDF1D3"), GREEN: ("#0B5D3B", "#E0F3E8")}
WORDS = {RED: "Red", AMBER: "Amber", GREEN: "Green", NOT_RATED: "Not rated"}
SHAPES = {RED: "■", AMBER: "▲", GREEN: "●"}

TEXT = {"font_color": _INK, "valign": "top", "text_wrap": True}
CELL = {**TEXT, "border": 1, "border_color": _LINE}
LOCKED = {**CELL, "bg_color": _WASH, "font_color": _MUTED}
OPEN = {**CELL, "locked": False}
HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "border": 1, "border_color": _LINE,
           "text_wrap": True, "valign": "vcenter"}  # fmt: skip
SECTION_ROW = {"bold": True, "font_color": _INK, "bg_color": "#DDE2E7", "top": 1, "bottom": 1,
            "top_color": _LINE, "bottom_color": _LINE}  # fmt: skip

_TYPED = {PERCENTAGE: "0.0%", WHOLE: "#,##0", DECIMAL: "General"}
_IN_RANGE = {
    PERCENTAGE: "AND({cell}>=0,{cell}<=1)",
    WHOLE: "AND({cell}>=0,{cell}=INT({cell}))",
    DECIMAL: "{cell}>=0",
}
_EXPECTED = {
    PERCENTAGE: "a percentage from 0% to 100%, such as 82%",
    WHOLE: "a whole number from 0 up, such as 1074",
    DECIMAL: "a number from 0 up, such as 16.5",
}


def template_xlsx(template, *, made_at):
    """The bytes of a Template's workbook. `made_at` is the moment that its properties name."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    styles = Styles(workbook)
    _properties(workbook, template, made_at)
    _figures_sheet(workbook.add_worksheet(FIGURES_SHEET), styles, template)
    instructions_sheet(workbook, styles, template.title, template.instructions)
    workbook.close()
    return out.getvalue()


def write_text(sheet, row, column, text, styles, style):
    """Text from a file, inert: never a formula, a link or a number, whatever it looks like."""
    if not text:
        sheet.write_blank(row, column, None, styles(style))
        return
    if text.startswith(FORMULA_STARTS):
        style = {**style, "quote_prefix": True}
    sheet.write_string(row, column, text, styles(style))


def rag_formula(cell, row):
    """The words for the colour of the figure in `cell`: nested IFs from the lowest stretch up; empty for no figure.

    Bounds are compared as they are stored, 85% with 0.85: nothing is multiplied, so no figure slips over a bound.
    """
    rating = f'"{WORDS[NOT_RATED]}"'
    if row.stretches:
        *lower, last = row.stretches
        rating = f'"{WORDS[last.colour]}"'
        for stretch in reversed(lower):
            sign, bound = "<" if stretch.high_open else "<=", plain(as_stored(stretch.high, row.is_percent))
            rating = f'IF({cell}{sign}{bound},"{WORDS[stretch.colour]}",{rating})'
    return f'=IF(ISNUMBER({cell}),{rating},IF({cell}="","","{WORDS[NOT_RATED]}"))'


def check_formula(cell, row):
    """True for a figure in range and for a symbol. IF, because a sum over text would be an error and refuse it."""
    symbols = ",".join(f'{cell}="{symbol}"' for symbol in SYMBOLS)
    return f"=IF(ISNUMBER({cell}),{_IN_RANGE[row.check].format(cell=cell)},OR({symbols}))"


class Styles:
    """A workbook's formats by their properties: one format for all cells that look alike."""

    def __init__(self, workbook):
        self._workbook = workbook
        self._formats = {}

    def __call__(self, properties):
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]


def _properties(workbook, template, made_at):
    workbook.set_properties(
        {
            "title": template.title,
            "subject": f"Figures of {template.period.label} to fill in",
            "author": "Children's services performance",
            "keywords": f"{template.authority.slug}, {template.period.key}",
            "created": made_at,
        }
    )
    workbook.set_custom_property("Authority", template.authority.slug)
    workbook.set_custom_property("Period", template.period.key)


def _figures_sheet(sheet, styles, template):
    write_title(sheet, styles, template.title, template.hint)
    for column, text in enumerate(template.headings):
        sheet.set_column(column, column, _WIDTHS[column])
        sheet.write_string(HEADER_ROW, column, text, styles(HEADER))
    at, first = HEADER_ROW, None
    for section, rows in groupby(template.rows, key=lambda row: row.section):
        at += 1
        _section_row(sheet, styles, at, section)
        for row in rows:
            at += 1
            first = first or at
            _indicator_row(sheet, styles, at, row)
    colour_words(sheet, styles, RAG, HEADER_ROW + 1, at)
    set_up(sheet, template.title, at, NOTES)
    sheet.freeze_panes(HEADER_ROW + 1, INDICATOR + 1)
    sheet.repeat_rows(HEADER_ROW)
    if first:
        sheet.set_selection(first, NOW, first, NOW)
    # Refs such as 1 and headings such as Nov-17 are text on purpose.
    everything = f"A1:J{at + 1}"
    sheet.ignore_errors({"number_stored_as_text": everything, "two_digit_text_year": everything})


def _section_row(sheet, styles, at, section):
    write_text(sheet, at, 0, section, styles, SECTION_ROW)
    for column in range(1, NOTES + 1):
        sheet.write_blank(at, column, None, styles(SECTION_ROW))


def _indicator_row(sheet, styles, at, row):
    texts = {REF: row.ref, INDICATOR: row.title, SECTION: row.section, UNIT: row.unit_word, POLARITY: row.polarity}
    for column, text in texts.items():
        write_text(sheet, at, column, text, styles, CELL)
    _write_held(sheet, at, BEFORE, row.previous, row, styles, LOCKED)
    _write_held(sheet, at, TARGET, row.target, row, styles, CELL)
    sheet.write_blank(at, NOW, None, styles({**OPEN, "align": "right", "num_format": _TYPED[row.check]}))
    cell = f"{_letter(NOW)}{at + 1}"
    sheet.data_validation(at, NOW, at, NOW, _validation(cell, row))
    # Until a program has worked it out the cell shows what it says of an empty figure: nothing.
    sheet.write_formula(at, RAG, rag_formula(cell, row), styles({**CELL, "align": "center"}), value="")
    # As text, or a note that starts with a dash would be taken for a formula.
    sheet.write_blank(at, NOTES, None, styles({**OPEN, "num_format": "@"}))


def _write_held(sheet, at, column, held, row, styles, style):
    style = {**style, "align": "right"}
    if held.value is None:
        write_text(sheet, at, column, held.text, styles, style)
        return
    number_format = number_format_of(held.decimals, row.is_percent)
    # As a Decimal, which is written with its own digits; a float would write 7% as 0.07000000000000001.
    style |= {"num_format": number_format}
    sheet.write_number(at, column, as_stored(held.value, row.is_percent), styles(style))


def _validation(cell, row):
    """Asks, and lets a person insist: 104% may be right, and so may a figure with a mark such as 6m+."""
    expected = _EXPECTED[row.check]
    symbols = ", ".join(SYMBOLS)
    return {
        "validate": "custom",
        "value": check_formula(cell, row),
        "input_title": "Figure",
        "input_message": f"{expected[0].upper()}{expected[1:]}. Or a symbol: {symbols}. Empty if there is none.",
        "error_type": "warning",
        "error_title": "Is this figure right?",
        "error_message": f"Expected here: {expected}, or one of the symbols {symbols}. They are explained on the sheet "
        f"{INSTRUCTIONS_SHEET}.",
    }


def colour_words(sheet, styles, column, first, last):
    """Each rating in words takes its colour and its shape, over the rows from `first` to `last` of one column."""
    for colour, (ink, wash) in COLOURS.items():
        shown = {"font_color": ink, "bg_color": wash, "bold": True, "num_format": f'"{SHAPES[colour]} "@'}
        rule = {"type": "cell", "criteria": "==", "value": f'"{WORDS[colour]}"', "format": styles(shown)}
        sheet.conditional_format(first, column, max(first, last), column, rule)


def instructions_sheet(workbook, styles, title, chapters):
    """The sheet that says how a workbook is filled in."""
    sheet = workbook.add_worksheet(INSTRUCTIONS_SHEET)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    write_title(sheet, styles, "How to fill in this workbook", title)
    at = 2
    for chapter in chapters:
        at += 1
        sheet.write_string(at, 0, chapter.heading, styles({"bold": True, "font_size": 12, "font_color": _ACCENT}))
        for term, meaning in chapter.lines:
            at += 1
            write_text(sheet, at, 0, term, styles, {**TEXT, "bold": True})
            write_text(sheet, at, 1, meaning, styles, TEXT)
        at += 1
    set_up(sheet, title, at, 1)


def write_title(sheet, styles, title, hint):
    sheet.write_string(0, 0, title, styles({"bold": True, "font_size": 16, "font_color": _INK}))
    sheet.write_string(1, 0, hint, styles({"font_color": _MUTED}))


def set_up(sheet, title, last_row, last_column):
    """Print on A4, as wide as the page, and locked but for what is marked as open. No password: it is no secret."""
    print_on_a4(sheet, title, last_row, last_column)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def fit_row(sheet, at, texts):
    """As high as the (text, width) of its cells need: not every program works that out when it opens a file."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    sheet.set_row(at, min(_LINE_HEIGHT * lines, _HIGHEST_ROW))


def _lines(text, width):
    # A character fewer than fits on average, because words don't end where a line does.
    return sum(-(-len(line) // max(width - 1, 1)) or 1 for line in text.split("\n"))


def print_on_a4(sheet, title, last_row, last_column):
    """On its side, as wide as the page, with the title and the page's number at its foot."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    # An ampersand starts a code in a footer; two are one.
    sheet.set_footer(f"&L{title.replace('&', '&&')}&RPage &P of &N"[:_LONGEST_FOOTER])


def number_format_of(decimals, is_percent):
    """`0.0%`, `#,##0`: as many decimals as the source printed."""
    places = "." + "0" * decimals if decimals else ""
    return f"0{places}%" if is_percent else f"#,##0{places}"


def as_stored(value, is_percent):
    """As a spreadsheet stores it: 82% as 0.82, in the digits it is held in."""
    return Decimal(plain(value.scaleb(-2) if is_percent else value))


def _letter(column):
    return "ABCDEFGHIJ"[column]
