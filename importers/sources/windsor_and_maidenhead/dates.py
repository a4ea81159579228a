"""The dates that stand in a sentence, and which of them a figure belongs to.

    In August 2017 we had …        a month
    at end of September            a month without its year
    2016-17, 2016 -17, 2018/19     a year
    2017-16                        a year range backwards, taken for 2016-17
    Q1 2017                        a quarter, taken for the first of the financial year 2017/18
    Since Sept 2017                when something began: no figure's date
    August 17                      the 17th, or 2017? can't be told

A date holds for the figures after it up to the next date; figures before the first date take that one.
"""

import re
from dataclasses import dataclass

from indicators.periods import MONTHLY, QUARTERLY, NotAPeriod, Period

MONTH, NO_YEAR, YEAR, BACKWARDS, QUARTER, BEGINNING, UNREADABLE = (
    "month", "no-year", "year", "backwards", "quarter", "beginning", "unreadable",
)  # fmt: skip

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
# Letters' case counts: `may` and `march` are words of every report.
_DATE = re.compile(
    rf"\bQ(?P<quarter>[1-4])\s+(?P<quarter_year>20[0-9]{{2}})\b"
    rf"|\b(?P<month>{_MONTH})\s+(?P<month_year>[0-9]+)\b"
    rf"|(?<=\b(?:at|by|in|of|to)\s)(?P<bare_month>{_MONTH})\b(?!\s*[0-9])"
    r"|\b(?P<first>20[0-9]{2})\s?[-/]\s?(?P<second>20[0-9]{2}|[0-9]{2})\b"
)


@dataclass(frozen=True)
class StatedDate:
    """A date as printed. `period` is None where none can be told; `year_to` after `in the year to`."""

    start: int
    end: int
    text: str
    kind: str
    period: Period | None
    year_to: bool = False

    @property
    def is_inferred(self):
        """Something of it isn't printed, or is printed wrong, and had to be inferred."""
        return self.kind in (NO_YEAR, BACKWARDS, QUARTER)


def find_dates(text, report_month):
    """The StatedDates of a text, in its order. A month without a year is the last one up to the report's.

    `report_month` is None while it isn't known: such a month has no period then.
    """
    return tuple(_read(match, text, report_month) for match in _DATE.finditer(text))


def date_at(dates, at):
    """The date of a figure that stands at this place of the text, or None when the text has no date."""
    dates = [date for date in dates if date.kind != BEGINNING]
    before = [date for date in dates if date.end <= at]
    return before[-1] if before else next(iter(dates), None)


def same_length(period, month):
    """The month, or the quarter it lies in, whichever is as long as `period`; None for a longer one."""
    if period.frequency == MONTHLY:
        return month
    if period.frequency == QUARTERLY:
        year = month.financial_year.start.year
        return Period.parse(f"{year}-Q{(month.start.month - 4) % 12 // 3 + 1}")
    return None


def _read(match, text, report_month):
    lead = text[: match.start()].casefold().split()[-2:]
    if match["quarter"]:
        kind, period = QUARTER, Period.parse(f"{match['quarter_year']}-Q{match['quarter']}")
    elif match["month"]:
        kind, period = _month(match)
    elif match["bare_month"]:
        kind, period = NO_YEAR, _last(match["bare_month"], report_month)
    else:
        kind, period = _year(match["first"], match["second"])
    if lead[-1:] == ["since"]:
        kind, period = BEGINNING, None
    return StatedDate(match.start(), match.end(), match[0], kind, period, lead == ["year", "to"])


def _month(match):
    if re.fullmatch("20[0-9]{2}", match["month_year"]):
        return MONTH, Period.from_month_heading(f"{match['month']} {match['month_year']}")
    return UNREADABLE, None


def _last(name, report_month):
    if report_month is None:
        return None
    year = report_month.start.year
    month = Period.from_month_heading(f"{name} {year}")
    return month if month <= report_month else month.year_before


def _year(first, second):
    try:
        return YEAR, Period.from_year_heading(f"{first}-{second}")
    except NotAPeriod:
        pass
    if int(second) % 100 == int(first) % 100 - 1:
        return BACKWARDS, Period.parse(f"{int(first) - 1}-FY")
    return UNREADABLE, None
