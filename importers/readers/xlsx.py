"""Excel workbooks (.xlsx, .xlsm): values, formats, formulas, notes, merged ranges and what is hidden, in one pass.

    _rels/.rels -> xl/workbook.xml -> its .rels -> sharedStrings.xml, styles.xml, worksheets/sheet1.xml …
    <row r="2" hidden="1"><c r="B2" s="4" t="s"><f>A1</f><v>7</v></c></row>
                             style  type  formula  its stored result

The sheets' XML is read here and not by openpyxl, whose reader makes floats of stored numbers, makes every row and
column up to the last cell (minutes for one cell at XFD1048576), and shows either formulas or values.
A formula's stored result counts, unless the workbook says that its results are to be worked out when it is opened
(`fullCalcOnLoad`): libraries that write 0 in place of each result say so.
"""

import re
from contextlib import suppress
from datetime import datetime, time
from functools import cache
from posixpath import dirname, join, normpath

from importers.annotations import marks
from importers.readers.archive import damaged, refusal
from importers.readers.formats import BASE_1900, BASE_1904, BUILT_IN, cell_of, moment_cell
from importers.readers.grid import BLANK, Grid, Space
from importers.readers.markup import attribute, elements, is_on, local
from importers.readers.notes import macros_ignored, sheet_ignored
from importers.sheets import BOOLEAN, ERROR, FORMULA, MAX_COLUMNS, MAX_ROWS, TEXT, Cell, column_letters

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

# How XML writes a character that it can't hold: _x000D_ for a carriage return, _x005F_ for an underscore.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

# What Excel puts before a comment in a thread, for programs that show only notes.
_THREADED = re.compile(r"\[Threaded comment\].*?\bComment:\s*", re.DOTALL)
_NO_AUTHOR = "tc="
# A sheet has a handful of tags, and a hundred thousand elements.
_local = cache(local)
_NUMBER = re.compile(r"[0-9]{1,6}")


def read(archive):
    """The workbook's sheets as (kind, grids, notes). Raises Refused."""
    main = _main_part(archive)
    workbook = _Workbook(archive, main)
    notes = []
    kind = "xlsx"
    if any(name.endswith("vbaproject.bin") for name in archive.names):
        kind = "xlsm"
        notes.append(macros_ignored())
    space = Space()
    grids = []
    for name, state, relation in workbook.sheets:
        if relation is None:
            raise damaged(f"the sheet “{name}” is listed and not there")
        type_, part = relation
        if type_ != "worksheet":
            notes.append(sheet_ignored(name))
            continue
        grid = Grid(name, space, is_hidden=state in ("hidden", "veryHidden"))
        notes += _SheetReader(workbook, grid, part).read()
        grids.append(grid)
    return kind, grids, notes


def _main_part(archive):
    main = next((part for type_, part in _relations(archive, "").values() if type_ == "officeDocument"), None)
    if main is None:
        raise damaged("nothing in it says where the workbook is")
    if main.endswith(".bin"):
        raise refusal(
            "file-binary",
            "This looks like a binary Excel workbook (.xlsb), which can't be read. Save it as .xlsx and load that.",
        )
    return main


def _relations(archive, part):
    """What a part refers to: its id -> (kind of relation, part)."""
    folder, _, name = part.rpartition("/")
    rels = join(folder, "_rels", f"{name}.rels")
    if rels not in archive:
        return {}
    return {
        element.get("Id", ""): (
            element.get("Type", "").rpartition("/")[2],
            normpath(join("/", dirname(part), element.get("Target", "").replace("\\", "/"))).lstrip("/"),
        )
        for _, element in elements(archive, rels, "Relationship")
        if element.get("TargetMode") != "External"
    }


class _Workbook:
    """What the sheets of a workbook share: texts, formats, how dates are counted, whether results are stored."""

    def __init__(self, archive, part):
        self.archive = archive
        self.base = BASE_1900
        self.has_results = True
        relations = _relations(archive, part)
        self.sheets = []
        for name, element in elements(archive, part, "sheet", "workbookPr", "calcPr"):
            if name == "sheet":
                relation = relations.get(attribute(element, "id"))
                self.sheets.append((element.get("name", ""), element.get("state", ""), relation))
            elif name == "workbookPr" and is_on(element, "date1904"):
                self.base = BASE_1904
            elif name == "calcPr" and is_on(element, "fullCalcOnLoad"):
                self.has_results = False
        if not self.sheets:
            raise damaged("it has no workbook with sheets in it")
        parts = dict(relations.values())
        self._texts = _texts(archive, parts.get("sharedStrings", ""))
        self._formats = _formats(archive, parts.get("styles", ""))
        # Few cells hold something that no other does: each is made once. By (type, value, style).
        self._cells = {}

    def cell(self, type_, value, style):
        """The Cell of a stored value, or None where it refers to a text that is not there."""
        key = type_, value, style
        if key not in self._cells:
            self._cells[key] = self._made(type_, value, style)
        return self._cells[key]

    def _made(self, type_, value, style):
        if type_ == "s":
            index = _integer(value)
            return _text_cell(self._texts[index]) if index < len(self._texts) else None
        if type_ == "str":
            return _text_cell(_unescaped(value))
        if type_ == "b":
            return Cell(BOOLEAN, "TRUE" if value.strip() == "1" else "FALSE")
        if type_ == "e":
            return Cell(ERROR, value)
        if type_ == "d":
            return _iso_cell(value)
        return cell_of(value.strip(), self._format_of(style), self.base)

    def _format_of(self, style):
        """The format code of a cell's style. Without a style, or one that is not there, a number is shown as it is."""
        index = int(style) if style and style.isascii() and style.isdigit() else 0
        return self._formats[index] if index < len(self._formats) else "General"


def _texts(archive, part):
    if part not in archive:
        return []
    return [_text(element) for _, element in elements(archive, part, "si")]


def _formats(archive, part):
    """The format code of each cell style, in order."""
    codes = dict(BUILT_IN)
    styles = []
    if part not in archive:
        return styles
    for name, element in elements(archive, part, "numFmt", "cellXfs"):
        if name == "numFmt":
            codes[_integer(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
        else:
            styles = [_integer(xf.get("numFmtId", "0")) for xf in element]
    return [codes.get(number, "General") for number in styles]


class _SheetReader:
    """Fills a Grid from a sheet's part. `read` gives what a person should know of the sheet."""

    def __init__(self, workbook, grid, part):
        self._workbook = workbook
        self._archive = workbook.archive
        self._grid = grid
        self._part = part
        self._row = -1
        self._columns = {}

    def read(self):
        merged = []
        for name, element in elements(self._archive, self._part, "row", "col", "mergeCell"):
            if name == "row":
                self._read_row(element)
            elif name == "col":
                self._read_column(element)
            else:
                merged.append(element.get("ref", ""))
        for type_, part in _relations(self._archive, self._part).values():
            if type_ == "comments" and part in self._archive:
                self._read_comments(part)
        return [note for reference in merged for note in self._merge(reference)]

    def _read_column(self, element):
        if is_on(element, "hidden") or element.get("width") in ("0", "0.0"):
            first, last = _integer(element.get("min", "0")), _integer(element.get("max", "0"))
            self._grid.hidden_columns.update(range(max(first - 1, 0), min(last, MAX_COLUMNS)))

    def _read_row(self, element):
        self._row = _integer(element.get("r")) - 1 if element.get("r") else self._row + 1
        if not 0 <= self._row < MAX_ROWS:
            raise damaged(f"a row of the sheet “{self._grid.name}” has no possible number")
        if is_on(element, "hidden") or element.get("ht") in ("0", "0.0"):
            self._grid.hidden_rows.add(self._row)
        column = -1
        digits = str(self._row + 1)
        for child in element:
            if _local(child.tag) != "c":
                continue
            row, column = self._place(child.get("r"), column, digits)
            if (row, column) in self._grid.cells:
                raise damaged(f"the sheet “{self._grid.name}” has two cells {column_letters(column)}{row + 1}")
            self._grid.put(row, column, self._cell(child))

    def _place(self, address, before, digits):
        """(row, column) of a cell; `digits` are what its address ends with in a sheet as nearly all are."""
        if address and address.endswith(digits):
            column = self._columns.get(address.removesuffix(digits))
            if column is not None:
                return self._row, column
        place = _place(address) if address else (self._row, before + 1)
        if place is None or place[0] >= MAX_ROWS or place[1] >= MAX_COLUMNS:
            raise damaged(f"a cell of the sheet “{self._grid.name}” has no possible address")
        self._columns[column_letters(place[1])] = place[1]
        return place

    def _cell(self, element):
        value = formula = inline = None
        for child in element:
            name = _local(child.tag)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                inline = _text(child)
        type_ = element.get("t", "n")
        if formula is not None and (
            not self._workbook.has_results or value is None or (value == "" and type_ != "str")
        ):
            return Cell(FORMULA, f"={_unescaped(formula)}")
        if type_ == "inlineStr":
            return _text_cell(inline or "")
        if not value:
            return BLANK
        cell = self._workbook.cell(type_, value, element.get("s"))
        if cell is None:
            raise damaged(f"a cell of the sheet “{self._grid.name}” refers to a text that is not there")
        return cell

    def _read_comments(self, part):
        authors = []
        for name, element in elements(self._archive, part, "author", "comment"):
            if name == "author":
                authors.append((element.text or "").strip())
                continue
            place = _place(element.get("ref", ""))
            comment = marks.without_ours(_THREADED.sub("", _text(element)))
            if comment and place and place[0] < MAX_ROWS and place[1] < MAX_COLUMNS:
                author = _author(authors, element.get("authorId", ""))
                # Excel begins a comment with who writes it.
                comment = comment.removeprefix(f"{author}:").strip() if author else comment
                self._grid.change(*place, comment=comment, comment_by=author)

    def _merge(self, reference):
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last or first)
        return self._grid.merge(*start, *end) if start and end else []


def _text_cell(text):
    return Cell(TEXT, text) if text.strip() else BLANK


def _author(authors, number):
    """Who wrote a comment, or "" where the file doesn't say. Of one in a thread it has a number that means nothing."""
    author = dict(enumerate(authors)).get(int(number), "") if _NUMBER.fullmatch(number) else ""
    return "" if author.startswith(_NO_AUTHOR) or author == marks.AUTHOR else author


def _iso_cell(value):
    """A date or a time of day written out (ISO 8601), as the strict form of the format has them."""
    value = value.strip().removesuffix("Z")
    for read in (
        lambda: moment_cell(datetime.fromisoformat(value)),
        lambda: Cell(TEXT, str(time.fromisoformat(value))),
    ):
        with suppress(ValueError):
            return read()
    return Cell(ERROR, value)


def _text(element):
    """The text of an element: its runs joined, without the reading aids of East Asian text."""
    texts = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            texts.append(child.text or "")
        elif name in ("r", "text"):
            texts.append(_text(child))
    return _unescaped("".join(texts))


def _unescaped(text):
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of one character may have been escaped apart; a half on its own is no character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _place(address):
    """(row, column) from 0 of `B2`, or None."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(found[2]) - 1, column - 1) if int(found[2]) else None


def _integer(text):
    """A whole number in an attribute. Raises Refused for anything else."""
    if not (text.isascii() and text.strip().isdigit() and len(text) < 12):
        raise damaged(f"it has “{text[:20]}” where a number should be")
    return int(text)
