"""Reporting periods: all the date arithmetic there is.

A period is a week, month, quarter or year with a first and a last day. Its key is its address in
URLs and commands: `2017-11` a month, `2018-Q2` a financial quarter (July to September 2018),
`2018-FY` the financial year from April 2018, `2017-04-30` the week ending on that Sunday.
"""

import re
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

WEEKLY, MONTHLY, QUARTERLY, YEARLY = "weekly", "monthly", "quarterly", "yearly"
FREQUENCIES = (WEEKLY, MONTHLY, QUARTERLY, YEARLY)

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS_IN = {WEEKLY: 0, MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}
_MONTH_KEY = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER_KEY = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR_KEY = re.compile(r"([0-9]{4})-FY")
_WEEK_KEY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_HEADING = re.compile(r"([A-Za-z]{3,9})[ \-]([0-9]{2}|[0-9]{4})")
_YEAR_HEADING = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")


class NotAPeriod(ValueError):
    """The words name no period."""


class _Fields(NamedTuple):
    start: date
    frequency: str


class Period(_Fields):
    """A reporting period. Ordered by its first day; `end` is its last day, inclusive.

    A tuple, because a hundred thousand figures are looked up by theirs, and a tuple is compared and hashed at once.
    """

    @classmethod
    def parse(cls, key):
        """Period from its address, such as `2017-11`. Raises NotAPeriod."""
        key = key.strip()
        try:
            if m := _MONTH_KEY.fullmatch(key):
                return cls(date(int(m[1]), int(m[2]), 1), MONTHLY)
            if m := _QUARTER_KEY.fullmatch(key):
                return cls(_add_months(date(int(m[1]), 4, 1), 3 * (int(m[2]) - 1)), QUARTERLY)
            if m := _YEAR_KEY.fullmatch(key):
                return cls(date(int(m[1]), 4, 1), YEARLY)
            if m := _WEEK_KEY.fullmatch(key):
                return cls.week_ending(date(int(m[1]), int(m[2]), int(m[3])))
        except (ValueError, OverflowError):
            pass
        raise NotAPeriod(f"'{key}' is no period: write 2017-11, 2018-Q2, 2018-FY or 2017-04-30")

    @classmethod
    @lru_cache(maxsize=4096)
    def beginning(cls, start, frequency):
        """The period by its fields, of which there are few, and a hundred thousand rows that name one."""
        return cls(start, frequency)

    @classmethod
    def month(cls, year, month):
        return cls(date(year, month, 1), MONTHLY)

    @classmethod
    def week_ending(cls, last_day):
        return cls(last_day - timedelta(days=6), WEEKLY)

    @classmethod
    def from_month_heading(cls, words):
        """Period from a heading such as `Apr-17` (April 2017, never the 17th), `November 2017`. Raises NotAPeriod."""
        m = _MONTH_HEADING.fullmatch(words.strip())
        if m:
            name, year = m[1].lower(), int(m[2]) + (2000 if len(m[2]) == 2 else 0)
            for number, month in enumerate(_MONTHS, 1):
                if year and (name in (month.lower(), month[:3].lower()) or (name == "sept" and number == 9)):
                    return cls(date(year, number, 1), MONTHLY)
        raise NotAPeriod(f"'{words}' is no month")

    @classmethod
    def from_year_heading(cls, words):
        """Financial year from a heading such as `2017-18` or `2017/2018`. Raises NotAPeriod."""
        m = _YEAR_HEADING.fullmatch(words.strip())
        if m and int(m[1]) and m[2] in (f"{int(m[1]) + 1}", f"{(int(m[1]) + 1) % 100:02}"):
            return cls(date(int(m[1]), 4, 1), YEARLY)
        raise NotAPeriod(f"'{words}' is no financial year")

    @cached_property
    def end(self):
        if self.frequency == WEEKLY:
            return self.start + timedelta(days=6)
        return _add_months(self.start, _MONTHS_IN[self.frequency]) - timedelta(days=1)

    @cached_property
    def previous(self):
        return self.shifted(-1)

    @property
    def next(self):
        return self.shifted(1)

    @property
    def year_before(self):
        if self.frequency == WEEKLY:
            return self.shifted(-52)
        return Period(_add_months(self.start, -12), self.frequency)

    def shifted(self, steps):
        """The period `steps` later (earlier if negative), of the same frequency."""
        if self.frequency == WEEKLY:
            return Period(self.start + timedelta(weeks=steps), WEEKLY)
        return Period(_add_months(self.start, steps * _MONTHS_IN[self.frequency]), self.frequency)

    @property
    def financial_year(self):
        """The financial year, 1 April to 31 March, that the period's last day falls in."""
        return Period(date(self.end.year - (self.end.month < 4), 4, 1), YEARLY)

    @cached_property
    def key(self):
        """The address: the inverse of `parse`."""
        if self.frequency == WEEKLY:
            return self.end.isoformat()
        if self.frequency == MONTHLY:
            return f"{self.start:%Y-%m}"
        year = self.start.year - (self.start.month < 4)
        if self.frequency == QUARTERLY:
            return f"{year}-Q{(self.start.month - 4) % 12 // 3 + 1}"
        return f"{year}-FY"

    @cached_property
    def label(self):
        """For headings in running text: `November 2017`, `Q2 2018/19`, `2018/19`, `week ending 30 April 2017`."""
        if self.frequency == WEEKLY:
            return f"week ending {long_date(self.end)}"
        if self.frequency == MONTHLY:
            return f"{_MONTHS[self.start.month - 1]} {self.start.year}"
        return self.short_label

    @cached_property
    def short_label(self):
        """For columns: `Nov 2017`, `Q2 2018/19`, `2018/19`, `30 Apr 2017`."""
        if self.frequency == WEEKLY:
            return f"{self.end.day} {_MONTHS[self.end.month - 1][:3]} {self.end.year}"
        if self.frequency == MONTHLY:
            return f"{_MONTHS[self.start.month - 1][:3]} {self.start.year}"
        year = self.start.year - (self.start.month < 4)
        financial_year = f"{year}/{(year + 1) % 100:02}"
        return financial_year if self.frequency == YEARLY else f"{self.key[-2:]} {financial_year}"

    def __str__(self):
        return self.label


def long_date(day):
    """`1 April 2017`, the way English councils write a date."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _add_months(day, months):
    """The first of the month `months` later. `day` is always the first of a month here."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
