"""The commentary under a table: whose it is, and what was left unwritten in it."""

import re

from importers.printed import shortened, tidy
from importers.records import Passage
from importers.sources.croydon.layout import ACTIVITY, NEXT_STEPS
from importers.sources.croydon.placeholders import check_placeholders
from indicators.refs import bare_ref

_KINDS = {ACTIVITY: "improvement_activity", NEXT_STEPS: "next_steps"}
_PARAGRAPH_TAG = re.compile(r"</?(?:p|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
# `CIN 4:`, `FD3 -`: a dash must stand apart, because it also joins words.
_MARKER = re.compile(r"(?P<ref>[^:–—-]{1,20}?)(?:\s*:|\s*[–—-](?=\s|$)|\s+[–—-])\s*")
_LIKE_A_REF = re.compile(r"[a-z]{1,4}[0-9]{1,3}[a-z]?(\(.*\))?")


def table_passages(table, names, notes):
    """Passages of a table, in its order: sentences in place of figures, then the commentary.

    `names` maps each bare ref of the report, also as the index writes it, to the table's ref. Finds
    `commentary-empty`, `commentary-misplaced` and `placeholder`.
    """
    passages = [note for row in table.rows for note in row.data_notes]
    for row in table.rows:
        for note in row.data_notes:
            check_placeholders(note.text, row.indicator.ref, row.line, notes)
    for line in sorted(table.commentary.values(), key=lambda line: line.number):
        passages += _row_passages(line, table, names, notes)
    return passages


def _row_passages(line, table, names, notes):
    """One Passage for each indicator that is named, and one for the rest of the row."""
    refs = tuple(row.indicator.ref for row in table.rows)
    texts = {}
    for paragraph in _paragraphs(line):
        ref, text = _addressed(paragraph, refs, names, line, notes)
        if text:
            texts.setdefault(ref, []).append(text)
        where = f"{table.section}, {line.cells[0]}"
        check_placeholders(text, where, line, notes)
    return [
        Passage(
            kind=_KINDS[line.label],
            text="\n\n".join(parts),
            locator=line.locator,
            section=table.section,
            refs=(ref,) if ref else refs,
            named=bool(ref),
        )
        for ref, parts in texts.items()
    ]


def _paragraphs(line):
    parts = (part.strip() for cell in line.cells[1:] for part in _PARAGRAPH_TAG.split(cell))
    return [part for part in parts if part]


def _addressed(paragraph, refs, names, line, notes):
    """(ref, text without its marker) where a paragraph names an indicator of its table, else ("", text)."""
    marker = _MARKER.match(paragraph)
    if marker is None:
        return "", paragraph
    bare = bare_ref(marker["ref"])
    ref = names.get(bare)
    if ref in refs:
        text = paragraph[marker.end() :]
        if not text:
            notes.find("commentary-empty", f"{line.cells[0]} names {ref}, but nothing is said of it.", line, ref)
        return ref, text
    if ref or _LIKE_A_REF.fullmatch(bare):
        notes.find(
            "commentary-misplaced",
            f"{line.cells[0]} speaks of '{shortened(marker['ref'])}', which is not in this table; the words "
            "are kept for the table as a whole.",
            line,
            ref or tidy(marker["ref"]),
        )
    return "", paragraph
