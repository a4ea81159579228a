"""The period that a heading or a cell names: `Apr-17`, `2017-04`, `Q2 18/19`, `2018/19`, `w/e 30/04/2017`, a date.

Days are in the British order. A bare date is the first or last day of a month, or one of a series of week endings;
which, its neighbours say. `2011-12` is a month or a financial year, and again its neighbours say which.
"""

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from importers.sheets import DATE, TEXT
from indicators.periods import MONTHLY, WEEKLY, NotAPeriod, Period

# A year outside this century is taken for a slip.
_CENTURY = range(2000, 2100)
_LONGEST = 40

# What a person can say of a file: what days in place of periods are, and what `2010-11` is.
DAYS, YEARS = "days", "years"

# A text with any other word in it is no period, which spares most cells the patterns below.
_LETTERS = re.compile(r"[a-z]+")
_BEGINNINGS = frozenset(
    (
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "q", "qtr", "qua", "fy",
        "wee", "wk", "w", "we", "e", "end", "st", "nd", "rd", "th", "t",
    )
)  # fmt: skip

_WEEK = re.compile(r"(?:week ending|week end|wk ending|wk end|w/ending|w/e|we)[:\s]+(.+)", re.IGNORECASE)
_DAYS = (
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?"), "ymd"),
    (re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})"), "dmy"),
    (re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[ \-]([0-9]{4}|[0-9]{2})"), "named"),
)
_MONTH = re.compile(r"([A-Za-z]{3,9})[ \-/.]*['’]?([0-9]{4}|[0-9]{2})")
_MONTH_NUMBER = re.compile(r"(0?[1-9]|1[0-2])/([0-9]{4})")
_YEAR = r"(?:FY ?)?([0-9]{4}|[0-9]{2})[/\-]([0-9]{4}|[0-9]{2})"
_QUARTER = re.compile(rf"(?:Q|Qtr|Quarter) ?([1-4])[ ,\-/]*{_YEAR}", re.IGNORECASE)
_QUARTER_LAST = re.compile(rf"{_YEAR}[ ,\-/]*(?:Q|Qtr|Quarter) ?([1-4])", re.IGNORECASE)
_YEAR_ALONE = re.compile(_YEAR, re.IGNORECASE)
# `Arp-17`, `Apr-201`: a month or quarter was meant, and losing its column would lose its figures.
_PERIOD_SHAPED = re.compile(r"(?:[A-Za-z]{3,9}[\-/'’][0-9]{1,4}|Q[0-9][ \-]?[0-9/\-]{2,9})", re.IGNORECASE)


class Dated(NamedTuple):
    """What words say of a period: the periods that they can mean (one, mostly), or a bare `day`."""

    readings: tuple[Period, ...] = ()
    day: date | None = None


def read_cell(cell):
    """The Dated of a heading or cell, or None when it names no period."""
    if cell.kind == DATE:
        return Dated(day=cell.day) if cell.day and cell.day.year in _CENTURY else None
    return read_words(cell.text) if cell.kind == TEXT else None


@lru_cache(maxsize=4096)
def read_words(words):
    """The Dated that the words state, or None."""
    words = " ".join(words.split())
    if not 4 <= len(words) <= _LONGEST or any(w[:3] not in _BEGINNINGS for w in _LETTERS.findall(words.casefold())):
        return None
    if week := _WEEK.fullmatch(words):
        day = _day(week[1])
        return Dated((Period.week_ending(day),)) if day else None
    if day := _day(words):
        return Dated(day=day)
    readings = {period for read in (_month, _quarter, _year) if (period := read(words))}
    readings = tuple(sorted(period for period in readings if period.start.year in _CENTURY))
    return Dated(readings) if readings else None


def looks_like_a_period(words):
    """True where a period was surely meant but can't be read."""
    return bool(_PERIOD_SHAPED.fullmatch(words.strip()))


def resolve(dated, *, any_weekly, frequency="", said):
    """The Period of each Dated; None where it stays open.

    `any_weekly`: the authority has weekly indicators, so that a single date may end a week as well as stand for a
    month. `frequency` is what the column's own heading says its dates are: WEEKLY, MONTHLY or "". `said` is what a
    person says that `days` and `years` are, where the neighbours leave it open.
    """
    # Of a hundred thousand rows most name a period that others do.
    different = set(dated)
    certain = {item.readings[0].frequency for item in different if len(item.readings) == 1}
    days = frequency or _days_are({item.day for item in different if item.day}, any_weekly) or said.get(DAYS, "")
    settled = {item: _resolved(item, days, certain, said.get(YEARS)) for item in different}
    return tuple(settled[item] for item in dated)


def _resolved(item, days, certain, years):
    if item.day:
        if days == WEEKLY:
            return Period.week_ending(item.day)
        return Period.month(item.day.year, item.day.month) if days == MONTHLY else None
    fitting = [period for period in item.readings if len(item.readings) == 1 or period.frequency in certain]
    if len(fitting) != 1:
        fitting = [period for period in item.readings if period.frequency == years]
    return fitting[0] if len(fitting) == 1 else None


def _days_are(days, any_weekly):
    firsts = all(day.day == 1 for day in days)
    lasts = all((day + timedelta(days=1)).day == 1 for day in days)
    if firsts or lasts:
        return "" if len(days) == 1 and any_weekly else MONTHLY
    one = min(days)
    return WEEKLY if len(days) > 1 and all((day - one).days % 7 == 0 for day in days) else ""


def _day(words):
    for pattern, order in _DAYS:
        if m := pattern.fullmatch(words):
            with suppress(ValueError):
                return _date(m, order)
    return None


def _date(match, order):
    if order == "ymd":
        day = date(int(match[1]), int(match[2]), int(match[3]))
    elif order == "dmy":
        day = date(_full(match[3]), int(match[2]), int(match[1]))
    else:
        month = Period.from_month_heading(f"{match[2]} {match[3]}").start
        day = month.replace(day=int(match[1]))
    return day if day.year in _CENTURY else None


def _month(words):
    with suppress(ValueError):
        return Period.parse(words)
    if m := _MONTH_NUMBER.fullmatch(words):
        return Period.month(int(m[2]), int(m[1]))
    if m := _MONTH.fullmatch(words):
        with suppress(ValueError):
            return Period.from_month_heading(f"{m[1]} {m[2]}")
    return None


def _quarter(words):
    if m := _QUARTER.fullmatch(words):
        return _quarter_of(m[1], m[2], m[3])
    if m := _QUARTER_LAST.fullmatch(words):
        return _quarter_of(m[3], m[1], m[2])
    return None


def _quarter_of(number, first, last):
    with suppress(NotAPeriod):
        return Period.parse(f"{_financial_year(first, last).key[:4]}-Q{number}")
    return None


def _year(words):
    if m := _YEAR_ALONE.fullmatch(words):
        with suppress(NotAPeriod):
            return _financial_year(m[1], m[2])
    return None


def _financial_year(first, last):
    return Period.from_year_heading(f"{_full(first)}-{last}")


def _full(year):
    return int(year) if len(year) == 4 else 2000 + int(year)
