"""A Pack as a workbook: an index, a sheet for each section, and one for each other part. Bytes, no queries.

Nothing in it is a formula, and what people wrote stays text whatever it looks like.
"""

import io

from xlsxwriter import Workbook

from reports.exports.pack_section_xlsx import SectionSheet
from reports.exports.pack_tables import tables_after, tables_before
from reports.exports.pack_words import facts, table_title, withheld_sentences
from reports.exports.xlsx import (
    CELL,
    HEADER,
    TEXT,
    WORDS,
    Styles,
    colour_words,
    fit_row,
    print_on_a4,
    write_text,
    write_title,
)
from reports.pack.parts import Pack

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_TABLE_ROW = 3
_INDEX_WIDTHS = (14, 62, 30, 14, 14, 14)
_BEFORE, _NOW = 3, 4


def pack_xlsx(pack: Pack):
    """The bytes of the workbook, the same for the same pack."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    workbook.set_properties(
        {"title": pack.title, "author": pack.authority, "created": pack.made_at.replace(tzinfo=None)}
    )
    _PackBook(workbook, pack).write()
    workbook.close()
    return out.getvalue()


class _PackBook:
    """The sheets of one pack. `names` are those that are taken: a workbook doesn't tell names apart by capitals."""

    def __init__(self, workbook, pack):
        self.workbook = workbook
        self.pack = pack
        self.styles = Styles(workbook)
        self.names = set()

    def write(self):
        index = self._sheet("Index")
        for table in tables_before(self.pack):
            self._text_sheet(table)
        places = {}
        for table in self.pack.tables:
            for section in table.sections:
                sheet = self._sheet(section.heading)
                title = f"{section.heading}: {table_title(table, self.pack)}"
                rows = SectionSheet(self.workbook, sheet, self.styles, table, section, title).write()
                places |= {(table.period, slug): (sheet.name, row) for slug, row in rows.items()}
        for table in tables_after(self.pack):
            self._text_sheet(table)
        self._index(index, places)

    def _index(self, sheet, places):
        """What a title page says, then each indicator's rating, with a link to its row."""
        for column, width in enumerate(_INDEX_WIDTHS):
            sheet.set_column(column, column, width)
        write_title(sheet, self.styles, self.pack.title, "")
        at = 1
        for name, value in (*facts(self.pack), *(("", each) for each in withheld_sentences(self.pack))):
            write_text(sheet, at, 0, name, self.styles, {**TEXT, "bold": True})
            write_text(sheet, at, 1, value, self.styles, {**TEXT, "text_wrap": False})
            at += 1
        for table in self.pack.tables:
            at = self._index_of(table, sheet, at + 1, places)
        print_on_a4(sheet, self.pack.title, at, len(_INDEX_WIDTHS) - 1)

    def _index_of(self, table, sheet, at, places):
        periods = (table.period.previous.short_label, table.period.short_label)
        first = at
        for column, heading in enumerate(("Ref", "Indicator", "Section", *periods, "Published")):
            sheet.write_string(at, column, heading, self.styles(HEADER))
        for section in table.sections:
            for line in section.lines:
                at += 1
                name, row = places[table.period, line.slug]
                published = WORDS[line.published_differs] if line.published_differs else ""
                texts = (line.ref, line.title, section.heading, WORDS[line.rag_before], WORDS[line.rag], published)
                fit_row(sheet, at, zip(texts, _INDEX_WIDTHS, strict=True))
                for column, text in enumerate(texts):
                    write_text(sheet, at, column, text, self.styles, CELL)
                link = self.styles({**CELL, "underline": 1})
                sheet.write_url(at, 1, f"internal:'{name}'!A{row + 1}", link, line.title)
        for column in (_BEFORE, _NOW):
            colour_words(sheet, self.styles, column, first + 1, at)
        return at + 1

    def _text_sheet(self, table):
        sheet = self._sheet(table.name)
        write_title(sheet, self.styles, table.title, self.pack.title)
        last = _TABLE_ROW + len(table.rows)
        for column, (found, place_in) in enumerate(table.filled):
            sheet.set_column(column, column, found.width)
            sheet.write_string(_TABLE_ROW, column, found.heading, self.styles(HEADER))
            for at, row in enumerate(table.rows, _TABLE_ROW + 1):
                write_text(sheet, at, column, row[place_in], self.styles, CELL)
            if found.is_rating:
                colour_words(sheet, self.styles, column, _TABLE_ROW + 1, last)
        for at, row in enumerate(table.rows, _TABLE_ROW + 1):
            fit_row(sheet, at, [(row[place_in], found.width) for found, place_in in table.filled])
        sheet.freeze_panes(_TABLE_ROW + 1, 0)
        sheet.repeat_rows(_TABLE_ROW)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        print_on_a4(sheet, self.pack.title, last, len(table.filled) - 1)

    def _sheet(self, name):
        """A new sheet by that name, or as near to it as a workbook allows."""
        plain = " ".join(name.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME].strip() or "Section"
        chosen, number = plain, 1
        while chosen.casefold() in self.names:
            number += 1
            chosen = f"{plain[: _LONGEST_NAME - 4].strip()} ({number})"
        self.names.add(chosen.casefold())
        return self.workbook.add_worksheet(chosen)
