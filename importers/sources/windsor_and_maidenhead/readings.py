"""One figure as a sentence states it: its value, its date, and the words around it."""

import re
from dataclasses import dataclass, replace

from importers.printed import read_number
from importers.records import Figure
from importers.sources.windsor_and_maidenhead.dates import StatedDate, date_at, find_dates
from importers.sources.windsor_and_maidenhead.layout import Cell
from indicators.periods import Period

_SENTENCE_END = re.compile(r"[.!?]+\s+(?=[A-Z0-9])|\n")
# `over 56 young people` doesn't state how many, and `1 074` is one number written as two.
_NOT_OUTRIGHT = re.compile(
    r"(?:(?<!\S)[0-9]{1,3}"
    r"|\b(?:about|above|almost|approximately|around|at least|at most|below|circa|fewer than|less than|more than"
    r"|nearly|over|roughly|some|under|up to))\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A figure found in a cell, with its date if the cell prints any. `start` and `end` frame the words matched."""

    cell: Cell
    text: str
    at: int
    start: int
    end: int
    date: StatedDate | None
    period: Period | None

    @property
    def value(self):
        return read_number(self.text).value

    @property
    def is_inferred(self):
        return self.date is None or self.date.is_inferred

    @property
    def locator(self):
        return self.cell.locator(self.at)

    @property
    def sentence(self):
        """The words from the date to the figure, made up to whole sentences."""
        first = min(self.start, self.date.start) if self.date else self.start
        last = max(self.end, self.date.end) if self.date else self.end
        ends = [match.end() for match in _SENTENCE_END.finditer(self.cell.text)]
        begin = max((end for end in ends if end <= first), default=0)
        stop = min((end for end in ends if end >= last), default=len(self.cell.text))
        return self.cell.text[begin:stop].strip()

    def dated(self, period):
        return replace(self, period=period)

    def figure(self, qualifier):
        return Figure(
            period=self.period,
            value=self.value,
            text=self.text,
            locator=self.locator,
            decimals=read_number(self.text).decimals,
            qualifier=qualifier,
        )


def find_readings(cell, pattern, report_month):
    """A Reading for each place where the pattern states a figure outright."""
    dates = find_dates(cell.text, report_month)
    readings = []
    for match in pattern.finditer(cell.text):
        at = match.start("value")
        if not _NOT_OUTRIGHT.search(cell.text[:at]):
            date = date_at(dates, at)
            period = date.period if date else None
            readings.append(Reading(cell, match["value"], at, match.start(), match.end(), date, period))
    return readings
