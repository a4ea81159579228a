"""A sheet's cells by a second, slow way: all of its XML as a tree."""

from xml.etree import ElementTree

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TEXT = f"{_NAMESPACE}t"


def texts_of(xml, shared):
    """{(row, column): text} from 0 of the cells that hold anything, formulas without a result after a `=`."""
    found, row = {}, -1
    for element in ElementTree.fromstring(xml).iter(f"{_NAMESPACE}row"):  # noqa: S314 - made by the tests
        row = int(element.get("r")) - 1 if element.get("r") else row + 1
        column = -1
        for cell in element.findall(f"{_NAMESPACE}c"):
            column = _column(cell.get("r")) if cell.get("r") else column + 1
            if text := _text(cell, shared):
                found[row, column] = text
    return found


def _text(cell, shared):
    formula, value = cell.find(f"{_NAMESPACE}f"), cell.findtext(f"{_NAMESPACE}v")
    if formula is not None and not value and (value is None or cell.get("t") != "str"):
        return f"={formula.text or ''}"
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{_NAMESPACE}is")
        runs = [] if inline is None else [*inline.findall(_TEXT), *inline.findall(f"{_NAMESPACE}r/{_TEXT}")]
        text = "".join(run.text or "" for run in runs)
    else:
        text = shared[int(value)] if cell.get("t") == "s" and value else value or ""
    return text if text.strip() else ""


def _column(address):
    column = 0
    for letter in address.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
