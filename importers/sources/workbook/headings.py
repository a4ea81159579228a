"""The heading row of a table: which column holds what.

    Ref | Title | Polarity | Apr-17 | May-17 | 2017-18 Target | Target Owner | RAG | RAG Methodology      wide
    Ref | Period | Value | Target | RAG | Notes                                                           long

A heading row names its indicators, and has a column a period or else a column of periods and one of values. Where
the periods are merged over columns of their own (`Actual`, `RAG`), the row below belongs to it.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from importers.printed import listed, shortened, tidy
from importers.records import KnownAlias
from importers.sheets import DATE, TEXT, column_letters
from importers.sources.workbook import asking, dates, words
from importers.sources.workbook.dates import Dated
from importers.sources.workbook.notes import HEADER
from importers.sources.workbook.words import (
    DESCRIPTION,
    EITHER,
    MANY,
    PERIOD,
    RAG,
    REF,
    TARGET,
    TITLE,
    UNREAD,
    VALUE,
    compared,
)
from indicators.periods import MONTHLY, WEEKLY, YEARLY, Period

_LONGEST_HEADING = 120
# `Apr-17 Actual`, `RAG Apr-17`, `2017-18 Target`: a period, and what its column says of it.
_OF_A_PERIOD = (
    ("actual performance", VALUE), ("actuals", VALUE), ("actual", VALUE), ("value", VALUE), ("performance", VALUE),
    ("result", VALUE), ("outturn", VALUE), ("rag status", RAG), ("rag rating", RAG), ("rag", RAG), ("target", TARGET),
)  # fmt: skip
_HAS_PHRASE = re.compile("|".join(sorted({phrase.split()[0] for phrase, _ in _OF_A_PERIOD})))
# What a column of dates is by its heading.
_DATES_ARE = {
    "week ending": WEEKLY, "week": WEEKLY, "month": MONTHLY, "month ending": MONTHLY, "reporting month": MONTHLY,
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One heading. `role` is "" where it isn't known. A value, rating or target may be of a period: `dated`.

    `period` is what `dated` comes to, once its neighbours have been looked at. `alias` is what the heading was
    confirmed to mean in the authority's files, where it isn't known by its words; or, `is_overruled`, where it is.
    `is_said`: a person said of this file what it means.
    """

    column: int
    text: str
    role: str = ""
    dated: Dated | None = None
    period: Period | None = None
    alias: KnownAlias | None = None
    is_overruled: bool = False
    is_said: bool = False

    @property
    def is_known(self):
        return bool(self.role)


@dataclass(frozen=True)
class Header:
    """A heading row that was understood: `first` to `last` are its rows, one mostly. `is_long`: one row a figure."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    is_long: bool

    def of(self, role):
        """The headings of the columns with this role."""
        return self._by_role.get(role, ())

    def column(self, role):
        """The column with this role, or None."""
        return self._columns.get(role)

    @cached_property
    def _by_role(self):
        roles = dict.fromkeys(heading.role for heading in self.headings)
        return {role: tuple(heading for heading in self.headings if heading.role == role) for role in roles}

    @cached_property
    def _columns(self):
        return {role: headings[0].column for role, headings in self._by_role.items()}

    @property
    def dates_are(self):
        """What the dates in the column of periods are by its heading: WEEKLY, MONTHLY or "" where that says nothing."""
        return next((_DATES_ARE.get(compared(heading.text), "") for heading in self.of(PERIOD)), "")


def possible(grid):
    """The rows that can be heading rows at all: with a ref or title among their headings, or two that are known."""
    roles = {}
    for row in grid.rows:
        known = []
        for kind, text, _, _, _, _, merged, _ in grid.sheet.rows[row]:
            if merged:
                yield row  # it may say what a cell above it says
                break
            if kind == DATE:
                known.append(VALUE)
            if kind != TEXT:
                continue
            role = roles.get(text)
            if role is None:
                is_heading = text.strip() and len(text) <= _LONGEST_HEADING
                role = _heading(0, tidy(text), None, grid.answers).role if is_heading else ""
                roles[text] = role
            if role:
                known.append(role)
        else:
            if len(known) > 1 or REF in known or TITLE in known:
                yield row


def find(grid, row, *, is_first):
    """The headings of the row if it is a heading row, as (last row, headings), else None.

    `is_first`: no heading row was found above, so that one with a misspelt heading must still be seen as one.
    """
    last, headings = row, _headings(grid, row)
    if _is_header(headings) and _has_merged_period(grid, row, headings):
        last, headings = _with_row_below(grid, row)
    if _is_header(headings):
        return last, headings
    known = [heading for heading in headings if heading.is_known]
    if is_first and len(known) >= 2:
        guessed = [h if h.is_known else replace(h, role=words.resembling(h.text)) for h in headings]
        if _is_header(guessed):
            return last, headings
    return None


def settle(grid, first, last, headings, any_weekly, notes):
    """The Header of a heading row. What it leaves open is refused, what it doesn't need is left unread."""
    is_long = _is_long(headings)
    _tell_confirmed(grid, last, headings, notes)
    headings = _named(headings)
    headings = _rated(headings)
    headings = _asked(grid, last, headings, is_long, notes)
    if is_long and any(heading.dated for heading in headings if heading.role == VALUE):
        _refuse_both(grid, last, headings, notes)
    headings = _periods(grid, last, headings, any_weekly, notes)
    if not is_long:
        # Figures without a period, beside others that have one.
        headings = [
            replace(h, role=UNREAD) if h.role == PERIOD or (h.role == VALUE and not h.dated) else h for h in headings
        ]
    headings = _unrepeated(grid, last, headings, notes)
    return Header(first, last, tuple(headings), is_long)


def _headings(grid, row):
    headings = []
    for column in grid.columns:
        cell = grid.spread(row, column)
        if cell.kind in (TEXT, DATE) and cell.text.strip() and len(cell.text) <= _LONGEST_HEADING:
            dated = dates.read_cell(cell) if cell.kind == DATE else None
            headings.append(_heading(column, tidy(cell.text), dated, grid.answers))
    return headings


def _heading(column, text, dated, answers):
    """Of this file a person said what counts; else what its words are known to mean; else what they were said to."""
    said = answers.headers.get(compared(text))
    if said is not None:
        return replace(_as_said(column, text, said), is_said=True)
    role, dated = (VALUE, dated) if dated else _meaning(text)
    heading, alias = Heading(column, text, role, dated), answers.aliases.get(compared(text))
    if alias is None or (role and (alias.means or UNREAD) == role):
        return heading
    return replace(heading if role else _as_said(column, text, alias.means), alias=alias, is_overruled=bool(role))


def _as_said(column, text, said):
    if said == "":
        return Heading(column, text, UNREAD)
    if said in words.ROLES:
        return Heading(column, text, said)
    return Heading(column, text, VALUE, Dated((Period.parse(said),)))


@lru_cache(maxsize=4096)
def _meaning(text):
    """(role, Dated or None) of a heading's words; ("", None) where they say nothing."""
    if role := words.role_of(text):
        return role, None
    if not any(map(str.isdigit, text)):
        return "", None  # a period has a year, and most texts have no digit at all
    if dated := dates.read_words(text):
        return VALUE, dated
    lowered = text.casefold()
    if not _HAS_PHRASE.search(lowered):
        return "", None
    for phrase, role in _OF_A_PERIOD:
        for rest in (lowered.removeprefix(f"{phrase} "), lowered.removesuffix(f" {phrase}")):
            dated = dates.read_words(rest.strip(" -:–()")) if rest != lowered else None
            if dated:
                return _dated_role(role, dated)
    return "", None


def _dated_role(role, dated):
    if role != TARGET:
        return role, dated
    years = tuple(period for period in dated.readings if period.frequency == YEARLY)
    return (TARGET, Dated(years)) if years else (UNREAD, None)


def _is_long(headings):
    roles = {heading.role for heading in headings if not heading.dated}
    return PERIOD in roles and VALUE in roles


def _is_header(headings):
    is_named = any(heading.role in (REF, TITLE) for heading in headings)
    return is_named and (_is_long(headings) or any(h.role == VALUE and h.dated for h in headings))


def _has_merged_period(grid, row, headings):
    merges = (grid.merge(grid.cell(row, heading.column)) for heading in headings if heading.dated)
    return any(merge and merge.right > merge.left for merge in merges)


def _with_row_below(grid, row):
    """The heading row and the one below taken together: `Apr-17` over `Actual` and `RAG`."""
    below = row + 1
    if below not in grid.rows:
        return row, _headings(grid, row)
    upper = {}
    for heading in _headings(grid, row):
        merge = grid.merge(grid.cell(row, heading.column))
        for column in range(heading.column, (merge.right if merge else heading.column) + 1):
            upper[column] = heading
    headings = []
    for column in grid.columns:
        over, under = upper.get(column), grid.words(below, column)
        if over and over.dated and under and under != over.text:
            headings.append(_under(over, under, column, grid.answers))
        elif over and over.column == column:
            headings.append(over)
        elif under:
            headings.append(_heading(column, under, dates.read_cell(grid.spread(below, column)), grid.answers))
    return below, headings


def _under(over, under, column, answers):
    lower = _heading(column, under, None, answers)
    text = f"{over.text} {under}"
    if lower.dated:
        return lower  # a year over its months
    if lower.role in (VALUE, RAG):
        return replace(lower, text=text, dated=over.dated)
    if not lower.is_known:
        return replace(lower, dated=over.dated)  # it may be asked about
    return Heading(column, text, UNREAD)


def _named(headings):
    """With several headings for a title, the plainest is the title; `Indicator` beside it is the ref."""
    titles = [heading for heading in headings if heading.role == TITLE]
    if len(titles) < 2:
        return headings
    rank = {heading: 1 + (compared(heading.text) in DESCRIPTION) for heading in titles}
    rank |= {heading: 0 for heading in titles if compared(heading.text) not in EITHER | DESCRIPTION}
    has_ref = any(heading.role == REF for heading in headings)
    if not has_ref and min(rank.values()) != 1:
        either = [heading for heading, number in rank.items() if number == 1]
        if len(either) == 1:
            headings = [replace(h, role=REF) if h == either[0] else h for h in headings]
            del rank[either[0]]
    best = min(rank.values())
    return [replace(h, role=UNREAD) if rank.get(h, best) > best else h for h in headings]


def _rated(headings):
    """A rating column right behind a period's, with more of either to come, is of that period."""
    loose = [heading for heading in headings if heading.role == RAG and not heading.dated]
    by_column = {heading.column: heading for heading in headings}
    last = max((heading.column for heading in headings if heading.role == VALUE and heading.dated), default=-1)
    changed = {}
    for heading in loose:
        before = by_column.get(heading.column - 1)
        if before and before.role == VALUE and before.dated and (len(loose) > 1 or heading.column < last):
            changed[heading] = replace(heading, dated=before.dated)
    return [changed.get(heading, heading) for heading in headings]


def _tell_confirmed(grid, row, headings, notes):
    """Says where a person's word decides what a heading means, and where it no longer does."""
    for heading in headings:
        place, alias = grid.place(row, heading.column), heading.alias
        text = shortened(heading.text)
        if heading.is_said:
            notes.find("as-confirmed", f"'{text}' {asking.is_read(heading)}, as was said of this file.", place)
        elif alias and heading.is_overruled:
            message = (
                f"'{text}' was confirmed by {alias.confirmed} to be {asking.meaning(alias.means)}, but it is known "
                f"here: it {asking.is_read(heading)}."
            )
            notes.find("alias-overruled", message, place)
        elif alias:
            message = f"'{text}' {asking.is_read(heading)}, as confirmed by {alias.confirmed}."
            notes.find("as-confirmed", message, place)


def _asked(grid, row, headings, is_long, notes):
    """Refuses headings that were meant for something; those that mean nothing stay as they are."""
    taken = {heading.role for heading in headings}
    if not is_long and any(heading.dated for heading in headings if heading.role == VALUE):
        taken |= {VALUE, PERIOD}
    for heading in headings:
        if heading.is_known:
            continue
        place = grid.place(row, heading.column)
        if dates.looks_like_a_period(heading.text):
            notes.refuse(
                HEADER,
                "period-unreadable",
                f"The heading '{heading.text}' looks like a period but can't be read as one; write it as Apr-17, "
                "Q2 2018/19, 2018/19 or week ending 30/04/2017.",
                place,
                question=asking.which_period(grid, row, heading, headings),
            )
            continue
        role = words.resembling(heading.text)
        if role and role not in taken:
            notes.refuse(
                HEADER,
                "header-suggestion",
                f"Does '{shortened(heading.text)}' mean {asking.meaning(role)}? Confirm it, or say that it should not "
                "be read.",
                place,
                heading.text,
                asking.which_role(grid, row, heading, role),
            )
    return headings


def _refuse_both(grid, row, headings, notes):
    dated = next(heading for heading in headings if heading.role == VALUE and heading.dated)
    notes.refuse(
        HEADER,
        "header-unclear",
        f"This table has a column of periods and also a column for '{dated.text}': its figures can be read either "
        "way. Leave one of the two out.",
        grid.place(row, dated.column),
    )


def _periods(grid, row, headings, any_weekly, notes):
    """The headings with their periods. One that stays open, or comes twice, is refused."""
    dated = [heading for heading in headings if heading.dated and heading.role in (VALUE, RAG)]
    settled = {}
    periods = dates.resolve([h.dated for h in dated], any_weekly=any_weekly, said=grid.answers.dates)
    still_open = [(heading.dated, heading.text) for heading, period in zip(dated, periods, strict=True) if not period]
    for heading, period in zip(dated, periods, strict=True):
        settled[heading] = replace(heading, period=period)
        if period is None and heading.role == VALUE:
            notes.refuse(
                HEADER,
                "period-ambiguous",
                f"The heading '{heading.text}' can mean more than one period, or none; write it as Apr-17, "
                "Q2 2018/19, 2018/19 or week ending 30/04/2017.",
                grid.place(row, heading.column),
                question=asking.which_dates(heading.dated, still_open),
            )
    for heading in headings:
        if heading.role == TARGET and heading.dated:
            settled[heading] = replace(heading, period=heading.dated.readings[0])
    return [settled.get(heading, heading) for heading in headings]


def _unrepeated(grid, row, headings, notes):
    """The headings with one of each meaning; a second one is refused, and not read."""
    seen = {}
    for heading in headings:
        if heading.role and heading.role not in MANY and (heading.period or not heading.dated):
            seen.setdefault((heading.role, heading.period), []).append(heading)
    for (role, period), same in seen.items():
        if len(same) == 1:
            continue
        what = period.label if period else role
        columns = listed([column_letters(heading.column) for heading in same])
        notes.refuse(
            HEADER,
            "header-repeated",
            f"Columns {columns} are all headed as the {what}, so it can't be told which one to read; "
            "rename all but one of them.",
            grid.place(row, same[1].column),
        )
        headings = [replace(h, role=UNREAD) if h in same[1:] else h for h in headings]
    return headings
