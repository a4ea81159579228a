"""The sheet of an improvement plan, filled in: see `reports.plan.sheet` for what is downloaded.

    Croydon: improvement plan
    Month | Nov-17
    Pillar           | Outcome                | Ref   | Action        | Owner | Due    | Rating | Why | Evidence
    Help early       | Fewer wait for help    | 1.1.1 | A second team | MK    | Dec-17 | Green  |     | Two started

It states the whole plan as at the end of its month, and no figure. `parse` raises Refused with every cell that can't
be taken as it stands: `sheet-unread`, `month-unclear`, `row-incomplete`, `ref-repeated`, `due-unreadable`,
`rating-unreadable`, `no-actions`. It finds `red-without-why`.
"""

from importers.printed import listed, read_month, shortened, tidy
from importers.records import ParsedReport, PlanEntry
from importers.sources.workbook.grid import Grid
from importers.sources.workbook.notes import FILE, HEADER, ROW, Notes
from reports.actions.refs import action_slug
from reports.plan.words import (
    ACTION,
    DUE,
    EVIDENCE,
    HEADINGS,
    MONTH,
    OUTCOME,
    OWNER,
    PILLAR,
    RATING,
    RATING_WORDS,
    REF,
    TBC,
    WHY,
)

NAME = "plan"
TITLE = "the sheet of an improvement plan"
# Any authority's.
AUTHORITY = None
CONFIRMS = ""

# Rows above the headings: a title, the month, and what somebody put there.
_DEEPEST = 20
# What a cell may hold, as the plan keeps it.
_LONGEST = {PILLAR: 200, OUTCOME: 300, REF: 40, OWNER: 100}
_NEEDED = (PILLAR, OUTCOME, REF, ACTION)
_RATINGS = {words.casefold(): rating for rating, words in RATING_WORDS.items()} | {"": "not_rated", "yellow": "amber"}


def recognises(document):
    """True when one of the document's sheets has the headings of a plan."""
    return any(_find_headings(each) is not None for each in getattr(document, "sheets", ()))


def parse(document, confirmed=None, known=(), headings=()):
    """The ParsedReport in the document: the actions of a plan alone. Raises Refused.

    Its headings are those that were downloaded: no `headings` are taken for them, and no indicators are `known` in it.
    """
    notes = Notes()
    number, sheet = next((n, each) for n, each in enumerate(document.sheets) if _find_headings(each) is not None)
    grid, row = Grid(sheet, number), _find_headings(sheet)
    month = _month(grid, row, notes)
    entries = _entries(grid, row, notes)
    if not entries and not notes.refusals:
        notes.refuse(FILE, "no-actions", "No action is filled in on the sheet.", grid.place(row, 0))
    notes.raise_refusals()
    return ParsedReport(
        source=NAME,
        title=f"Improvement plan, {month.label}",
        period=month,
        indicators=(),
        plan=tuple(entries),
        findings=notes.in_order(notes.findings),
    )


def _find_headings(sheet):
    """The number of the row of headings, counted from 0, or None."""
    for number, cells in enumerate(sheet.rows[:_DEEPEST]):
        if tuple(tidy(cell.text) for cell in cells[: len(HEADINGS)]) == HEADINGS:
            return number
    return None


def _month(grid, headings, notes):
    for row in range(headings):
        if grid.words(row, 0) == MONTH:
            cell = grid.cell(row, 1)
            words = f"{cell.day:%B %Y}" if cell.day else tidy(cell.text)
            month = read_month(words)
            if month is None:
                message = f"'{shortened(words)}' beside {MONTH} is no month. Write it as Nov-17."
                notes.refuse(HEADER, "month-unclear", message, grid.place(row, 1))
            return month
    message = f"Nothing says which month the plan is of: {MONTH} and the month belong above the headings."
    notes.refuse(HEADER, "month-unclear", message, grid.place(headings, 0))
    return None


def _entries(grid, headings, notes):
    """A PlanEntry for each row that says anything."""
    seen, entries = {}, []
    for number in range(headings + 1, len(grid.sheet.rows)):
        texts = {name: _text(grid, number, column) for column, name in enumerate(HEADINGS)}
        if any(texts.values()):
            entry = _entry(_Row(grid, number, texts, notes), seen)
            entries += [entry] if entry else []
    return entries


def _text(grid, number, column):
    cell = grid.cell(number, column)
    return f"{cell.day:%B %Y}" if cell.day else cell.text.strip()


class _Row:
    """One row of the sheet: its texts by heading, and what is wrong with it."""

    def __init__(self, grid, number, texts, notes):
        self.texts = texts
        self.notes = notes
        self._grid, self._number = grid, number

    @property
    def ref(self):
        return tidy(self.texts[REF])

    def place(self, name):
        return self._grid.place(self._number, HEADINGS.index(name))

    def refuse(self, name, code, message):
        self.notes.refuse(ROW, code, message, self.place(name), self.ref)

    def find(self, name, code, message):
        self.notes.find(code, message, self.place(name), self.ref)


def _entry(row, seen):
    """The PlanEntry of a row, or None where it was refused."""
    before = len(row.notes.refusals)
    texts = row.texts
    missing = [name for name in _NEEDED if not texts[name]]
    if missing:
        row.refuse(missing[0], "row-incomplete", f"This row has no {listed(missing)}: each action needs one.")
    for name, longest in _LONGEST.items():
        if len(texts[name]) > longest:
            row.refuse(name, "row-incomplete", f"{name} is longer than {longest} characters: shorten it.")
    first = seen.setdefault(action_slug(row.ref), row)
    if row.ref and first is not row:
        message = f"The action {row.ref} has two rows; the other is at {first.place(REF).locator}."
        row.refuse(REF, "ref-repeated", message)
    rating = _RATINGS.get(tidy(texts[RATING]).casefold())
    if rating is None:
        message = f"'{shortened(texts[RATING])}' is no rating. Write {listed(list(RATING_WORDS.values()))}."
        row.refuse(RATING, "rating-unreadable", message)
    due = read_month(texts[DUE])
    if due is None and texts[DUE].casefold() not in ("", TBC.casefold()):
        message = f"'{shortened(texts[DUE])}' is neither a month, such as Dec-17, nor {TBC}."
        row.refuse(DUE, "due-unreadable", message)
    if rating == "red" and not texts[WHY]:
        row.find(WHY, "red-without-why", f"The action {row.ref} is red, and nothing says why.")
    if len(row.notes.refusals) > before:
        return None
    return PlanEntry(
        pillar=tidy(texts[PILLAR]),
        outcome=tidy(texts[OUTCOME]),
        ref=row.ref,
        text=texts[ACTION],
        owner=tidy(texts[OWNER]),
        due=due,
        rating=rating,
        why=texts[WHY],
        evidence=texts[EVIDENCE],
        locator=row.place(REF).locator,
    )
