"""What the parts of an Excel workbook have in common: how they refer to each other, and how they write things."""

import re
from posixpath import dirname, join, normpath

from importers.readers.archive import damaged
from importers.readers.grid import BLANK
from importers.readers.markup import elements, local
from importers.sheets import TEXT, Cell

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

# How XML writes a character that it can't hold: _x000D_ for a carriage return, _x005F_ for an underscore.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Made(dict):
    """What `make` makes of each key, made once: of cells and texts, few are like no other."""

    def __init__(self, make):
        super().__init__()
        self._make = make

    def __missing__(self, key):
        self[key] = made = self._make(key)
        return made


def relations(archive, part):
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


def text_of(element):
    """The text of an element: its runs joined, without the reading aids of East Asian text."""
    return unescaped("".join(_runs(element)))


def _runs(element):
    for child in element:
        name = local(child.tag)
        if name == "t":
            yield child.text or ""
        elif name in ("r", "text"):
            yield from _runs(child)


def unescaped(text):
    """Text as it was before it was written as XML."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of one character may have been escaped apart; a half on its own is no character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_cell(text):
    """The Cell of a text; one of spaces alone is blank."""
    return Cell(TEXT, text) if text.strip() else BLANK


def place(address):
    """(row, column) from 0 of `B2`, or None."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(found[2]) - 1, column - 1) if int(found[2]) else None


def integer(text):
    """A whole number in an attribute. Raises Refused for anything else."""
    if not (text.isascii() and text.strip().isdigit() and len(text) < 12):
        raise damaged(f"it has “{text[:20]}” where a number should be")
    return int(text)
