"""What an annotated workbook says, whichever way it is made: comments at cells, and a list of them on a first sheet.

── Problems found ──
The cell holds the error #DIV/0! for FD 3 in May 2017; mend its formula, or leave it blank.
────────────────────
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from importers.sheets import cell_at

AUTHOR = "Children's services performance"
SHEET = "Problems found"
# The site's blue and its wash (static/css/tokens.css): red, amber and green are for ratings alone.
LINE, WASH = "1D4F91", "E8EEF7"
WIDTHS = (28, 100)

_TITLE = "Problems found in "
_HEAD, _FOOT = f"── {SHEET} ──", "─" * 20
_OURS = re.compile(rf"\s*{_HEAD}.*?(?:{_FOOT}|\Z)", re.DOTALL)
# What neither XML nor a spreadsheet can hold.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Of a cell's text, of a comment, and of the links on a sheet.
_LONGEST = 32_767
MAX_LINKS = 65_000
_TOO_LONG = " …"


@dataclass(frozen=True)
class Told:
    """A line of the list: a heading of it (without a message), or a problem and the locator of what it is about."""

    heading: str
    message: str = ""
    locator: str = ""


def order(name, told, reader):
    """What a maker in the child process is told, as plain data: the file's name, the lines, and who reads it."""
    return {"name": name, "told": [[line.heading, line.message, line.locator] for line in told], "reader": reader}


def ordered(order):
    """(the file's name, lines) of what `order` made."""
    return order["name"], [Told(*line) for line in order["told"]]


def title(name):
    """The first cell of the list of problems, by which it is known again."""
    return fitted(f"{_TITLE}{name}")


def is_list(name, first):
    """True for the list of problems in a workbook that was given back: by its sheet's name and its first text."""
    return name == SHEET and first.startswith(_TITLE)


def comments(told, names):
    """{(sheet's name, row, column): the messages there}, each once. `names` are those of the sheets there are."""
    found = defaultdict(dict)
    for line in told:
        place = cell_at(line.locator)
        if place and place[0] in names:
            found[place][line.message] = True
    return {place: list(messages) for place, messages in found.items()}


def with_ours(comment, messages):
    """A cell's own comment, and below it the problems found there."""
    ours = "\n".join([_HEAD, *messages, _FOOT])
    return fitted(f"{comment.strip()}\n\n{ours}" if comment.strip() else ours)


def without_ours(comment):
    """What a person wrote, of a comment that may have come back from here."""
    return _OURS.sub("", comment).strip()


def fitted(text):
    """The text as a cell can hold it."""
    text = _UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_TOO_LONG)] + _TOO_LONG


def size(comment):
    """(width, height) in pixels of a box that shows the comment without scrolling, up to a screen."""
    lines = sum(1 + len(line) // 48 for line in comment.split("\n"))
    return 320, min(30 + 17 * lines, 700)
