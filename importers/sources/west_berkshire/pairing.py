"""The pairing of titles and rows that a person has confirmed.

    {"report": "West Berkshire, April 2017",
     "sha256": ["<hash of a file that it is for>", …],
     "pairing": [{"title": "Starters - during the month", "fingerprint": "0f3a…"},
                 {"title": "CP Plan Numbers - DCT", "fingerprint": null, "why": "…"}, …]}

It holds every title of the report, proven ones too, in any order; `fingerprint` is that of the title's row, or
null for a title without one. A fingerprint is of the cells, so a row that is missing, moved or
changed no longer fits, and nothing of the report is loaded. Whoever passes the pairing chooses it; the hashes
only serve to find it.
"""

import hashlib
import re
from dataclasses import dataclass

from importers.lines import on_lines
from importers.printed import counted, listed, shortened, tidy
from importers.records import Problem, Refused
from importers.sources.west_berkshire.placing import BY_ORDER, CONFIRMED, IN_DOUBT, NO_ROW, PROVEN, Place
from importers.sources.west_berkshire.values import bare

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Proposal:
    """A title and the row it seems to have, for a person to confirm. `row_line` and `cells` are empty without one.

    `standing` is proven, by_order, in_doubt or no_row; for in_doubt the row is the next in order, if any is left.
    """

    section: str
    title: str
    title_line: int
    standing: str
    row_line: int | None
    cells: tuple[str, ...]
    fingerprint: str | None


def fingerprint(cells):
    """What names a row by its content: 16 hexadecimal digits of the SHA-256 of its cells, joined by tabs."""
    words = "\t".join(tidy(cell) for cell in cells)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def read(confirmed):
    """{bare title: (title, fingerprint or None)}. Raises Refused with `pairing-unreadable`."""
    wrong = list(_what_is_wrong(confirmed))
    if wrong:
        raise Refused([Problem("pairing-unreadable", message) for message in wrong])
    return {bare(entry["title"]): (entry["title"], entry["fingerprint"]) for entry in confirmed["pairing"]}


def _what_is_wrong(confirmed):
    if not isinstance(confirmed, dict):
        yield "The pairing should be an object with 'report', 'sha256' and 'pairing'."
        return
    if not isinstance(confirmed.get("report"), str):
        yield "The pairing should name its report under 'report'."
    hashes = confirmed.get("sha256")
    if not isinstance(hashes, list) or not all(isinstance(h, str) and _SHA256.fullmatch(h) for h in hashes):
        yield "The pairing should list hashes of 64 hexadecimal digits under 'sha256'."
    entries = confirmed.get("pairing")
    if not isinstance(entries, list) or not entries:
        yield "The pairing should list titles with their fingerprints under 'pairing'."
        return
    seen = set()
    for number, entry in enumerate(entries, 1):
        if not _is_entry(entry):
            yield (
                f"Entry {number} of the pairing should have a title, and the fingerprint of its row (16 "
                "hexadecimal digits) or null."
            )
        elif bare(entry["title"]) in seen:
            yield f"The pairing has the title '{shortened(entry['title'])}' twice."
        else:
            seen.add(bare(entry["title"]))


def _is_entry(entry):
    if not isinstance(entry, dict) or not isinstance(entry.get("title"), str) or "fingerprint" not in entry:
        return False
    mark = entry["fingerprint"]
    if not bare(entry["title"]):
        return False
    return mark is None or (isinstance(mark, str) and _FINGERPRINT.fullmatch(mark) is not None)


def apply(confirmed, blocks, places, notes):
    """The places as confirmed. Refuses a pairing that no longer fits a block, or that the figures disprove."""
    if _has_other_titles(confirmed, blocks, notes):
        return places
    return [_apply_to(block, confirmed, old, notes) for block, old in zip(blocks, places, strict=True)]


def _has_other_titles(confirmed, blocks, notes):
    titles = {title.bare: title for block in blocks for title in block.titles}
    new = [title for name, title in titles.items() if name not in confirmed]
    for title in new:
        notes.refuse(
            "pairing-differs",
            f"The confirmed pairing does not have the title '{title.words}' of this report.",
            title.line,
            title.words,
        )
    gone = [title for name, (title, _) in confirmed.items() if name not in titles]
    for title in gone:
        notes.refuse(
            "pairing-differs",
            f"The confirmed pairing has the title '{shortened(title)}', which this report does not list.",
            blocks[0].header,
            title,
        )
    return bool(new or gone)


def _apply_to(block, confirmed, places, notes):
    with_row = [(at, confirmed[title.bare][1]) for at, title in enumerate(block.titles) if confirmed[title.bare][1]]
    rows = [fingerprint(row.cells) for row in block.rows]
    if [mark for _, mark in with_row] != rows:
        _refuse_block(block, with_row, rows, notes)
        return places
    pairs = {at: Place(CONFIRMED, row) for row, (at, _) in enumerate(with_row)}
    new = [pairs.get(at, Place(NO_ROW)) for at in range(len(block.titles))]
    for title, old, place in zip(block.titles, places, new, strict=True):
        if old.standing == PROVEN and old.row != place.row:
            _refuse_contradiction(block, title, old, place, notes)
        elif place.standing == NO_ROW:
            _tell_no_row(title, notes)
    return new


def _refuse_block(block, with_row, rows, notes):
    """Names what lies between the longest beginning and the longest end that still fit."""
    marks = [mark for _, mark in with_row]
    start = _matching(marks, rows)
    end = _matching(marks[start:][::-1], rows[start:][::-1])
    titles = [block.titles[at] for at, _ in with_row[start : len(marks) - end]]
    lines = [row.line for row in block.rows[start : len(rows) - end]]
    if len(titles) == len(lines):  # rows changed places: leave out the ones between them that did not
        odd = [marks[start + at] != rows[start + at] for at in range(len(titles))]
        titles = [title for title, is_odd in zip(titles, odd, strict=True) if is_odd]
        lines = [line for line, is_odd in zip(lines, odd, strict=True) if is_odd]
    names = f"titles {listed([repr(title.words) for title in titles])}" if titles else "no title"
    where = f"rows on {on_lines(lines)}" if lines else "no row"
    notes.refuse(
        "pairing-differs",
        f"The confirmed pairing no longer fits '{block.section}': in doubt are {names}, and {where}. A row may "
        "be missing, changed or out of its place.",
        titles[0].line if titles else lines[0],
        titles[0].words if len(titles) == 1 else "",
    )


def _matching(these, those):
    """How many of their first items are the same."""
    return next(
        (at for at, (a, b) in enumerate(zip(these, those, strict=False)) if a != b), min(len(these), len(those))
    )


def _refuse_contradiction(block, title, old, place, notes):
    said = f"the row on line {block.rows[place.row].line.number}" if place.row is not None else "no row"
    notes.refuse(
        "pairing-contradicted",
        f"The confirmed pairing gives '{title.words}' {said}, but the figures prove that its row is on line "
        f"{block.rows[old.row].line.number}.",
        title.line,
        title.words,
    )


def tell_what_waits(blocks, places, notes):
    """Without a pairing: a finding for each title whose row is not proven, and is therefore not loaded."""
    for block, of_block in zip(blocks, places, strict=True):
        for title, place in zip(block.titles, of_block, strict=True):
            if place.standing == BY_ORDER:
                row = block.rows[place.row]
                notes.find(
                    "pairing-needed",
                    f"By its place, '{title.words}' has the row on line {row.line.number}, but no other figure "
                    "proves that. It is not loaded until a person has confirmed which row belongs to it.",
                    title.line,
                    title.words,
                )
            elif place.standing == IN_DOUBT:
                lines = on_lines([block.rows[at].line for at in place.rows])
                notes.find(
                    "row-in-doubt",
                    f"Which row belongs to '{title.words}' is in doubt: {counted(place.titles, 'title')} and "
                    f"{counted(len(place.rows), 'row')} ({lines}) stand together here, and the figures do not "
                    "tell them apart. It is not loaded until a person has confirmed its row.",
                    title.line,
                    title.words,
                )
            elif place.standing == NO_ROW:
                _tell_no_row(title, notes)


def _tell_no_row(title, notes):
    notes.find(
        "title-without-row",
        f"'{title.words}' has no row of values in its table, so nothing is loaded for it.",
        title.line,
        title.words,
    )


def proposals(blocks, places):
    """A Proposal for each title. Rows in doubt are offered in order, for want of better."""
    for block, of_block in zip(blocks, places, strict=True):
        taken = {place.row for place in of_block}
        for title, place in zip(block.titles, of_block, strict=True):
            at = place.row
            if place.standing == IN_DOUBT:
                at = next((row for row in place.rows if row not in taken), None)
                taken.add(at)
            row = None if at is None else block.rows[at]
            yield Proposal(
                section=block.section,
                title=title.words,
                title_line=title.line.number,
                standing=place.standing,
                row_line=row.line.number if row else None,
                cells=row.cells if row else (),
                fingerprint=fingerprint(row.cells) if row else None,
            )
