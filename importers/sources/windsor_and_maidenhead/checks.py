"""What the statements say that doesn't hold together: a finding for each, never a change."""

import re
from collections import Counter
from decimal import Decimal

from importers.printed import read_number
from importers.sources.windsor_and_maidenhead.dates import BACKWARDS, MONTH, UNREADABLE, find_dates
from importers.sources.windsor_and_maidenhead.measures import DIGITS, NOT_COMPARABLE, PERCENT, compiled
from indicators.periods import YEARLY

_SHARE = re.compile(rf"(?<![\w.,])(?P<part>{DIGITS}) of (?P<whole>{DIGITS})\b[^()%]*\((?P<percent>{DIGITS})%\)")
_UP = ("increase", "rise")
_NUMBER = re.compile(r"(?<!\w)[0-9]+(?:[.,][0-9]+)*%?")


def report_month(rows):
    """The month that the progress of the most statements names; of several such, the last. None without any."""
    votes = Counter()
    for row in rows:
        votes.update({date.period for date in _dates(row.progress) if date.kind == MONTH})
    return max(votes, key=lambda month: (votes[month], month), default=None)


def check_sequence(areas, notes):
    """Finds `sequence-gap` for a number or letter that was passed over, `sequence-order` for one out of turn."""
    letters = {area.rows[0].letter: area for area in areas if area.rows}
    for number in range(ord("A"), ord(max(letters, default="A"))):
        if chr(number) not in letters:
            after = letters[min(letter for letter in letters if letter > chr(number))]
            message = f"No service area has statements that begin with {chr(number)}."
            notes.find("sequence-gap", message, after.line, chr(number))
    for area in areas:
        _check_numbers(area.rows, notes)


def _check_numbers(rows, notes):
    there = {row.number for row in rows}
    for number in range(1, max(there, default=0)):
        if number not in there:
            after = next(row for row in rows if row.number > number)
            ref = f"{after.letter}.{number}"
            notes.find("sequence-gap", f"There is no statement {ref}; {after.ref} follows the gap.", after.line, ref)
    highest = 0
    for row in rows:
        if row.number < highest:
            message = f"{row.ref} comes after {row.letter}.{highest}; a text that goes on over a page may have moved."
            notes.find("sequence-order", message, row.line, row.ref)
        highest = max(highest, row.number)


def check_dates(row, period, notes):
    """Finds `date-after-report`, `year-backwards` and `date-unreadable` in the baseline and the progress."""
    told = set()
    for date in (*_dates(row.baseline, period), *_dates(row.progress, period)):
        if date.text in told:
            continue
        told.add(date.text)
        if date.period and date.period.start > period.end:
            message = (
                f"{row.ref} gives figures for {date.text}, but the report is for {period.label}. One of the two must "
                "be a slip; the date is kept as printed."
            )
            notes.find("date-after-report", message, row.line, row.ref)
        elif date.kind == BACKWARDS:
            message = f"{row.ref} names the year {date.text}, which runs backwards; {date.period.label} is inferred."
            notes.find("year-backwards", message, row.line, row.ref)
        elif date.kind == UNREADABLE:
            message = f"{row.ref} says '{date.text}', which can't be read as a date with certainty."
            notes.find("date-unreadable", message, row.line, row.ref)


def check_figures(proposal, notes):
    """Finds `out-of-range`, and `percentage-differs` for a stated change that the two figures don't give."""
    row = proposal.row
    for reading in proposal.readings:
        if proposal.measure.unit == PERCENT and reading.value > 100:
            message = f"{row.ref} has {reading.text} for '{proposal.title}', and a share can't be above 100%."
            notes.find("out-of-range", message, row.line, row.ref)
    if proposal.measure.change:
        _check_change(proposal, notes)


def check_years(row, proposals, month, notes):
    """Finds `year-unfinished` where a latest value is for a year that goes on after the report's month."""
    latest = {proposal.latest.period: proposal.latest for proposal in proposals}
    for year, reading in latest.items():
        if year.frequency == YEARLY and year.start <= month.end < year.end:
            message = (
                f"{row.ref} gives figures for {reading.date.text}, and that year goes on after {month.label}, the "
                "report's month: they may not be for all of it."
            )
            notes.find("year-unfinished", message, row.line, row.ref)


def check_shares(row, notes):
    """Finds `percentage-differs` where `36 of 141 (25%)` is out by more than rounding either way."""
    for cell in (row.baseline, row.progress):
        for match in _SHARE.finditer(cell.text):
            part, whole, stated = (read_number(match[name]).value for name in ("part", "whole", "percent"))
            share = 100 * part / whole if whole else None
            if share is None or not _agrees(stated, share):
                gives = "the figures give no share" if share is None else f"the figures give {share:.0f}%"
                message = f"{row.ref} says {match['percent']}% for {match['part']} of {match['whole']}; {gives}."
                notes.find("percentage-differs", message, row.line, row.ref)


def check_comparable(row, notes):
    """Finds `not-comparable` for two figures that only look like a before and an after."""
    for known in NOT_COMPARABLE:
        before = compiled(known.before).search(row.baseline.text)
        after = compiled(known.after).search(row.progress.text)
        if before and after:
            message = (
                f"{row.ref}: {before['value']} and {after['value']} measure different things and must not be "
                f"compared. {known.reason}"
            )
            notes.find("not-comparable", message, row.line, row.ref)


def list_unread(row, proposals, notes):
    """Says which figures of the baseline and the progress are in no proposal, so that none is lost unseen."""
    unread = []
    for cell in (row.baseline, row.progress):
        used = [(date.start, date.end) for date in _dates(cell)]
        used += [(r.start, r.end) for proposal in proposals for r in proposal.readings if r.cell is cell]
        unread += [
            match[0]
            for match in _NUMBER.finditer(cell.text)
            if not any(start <= match.start() < end for start, end in used)
        ]
    if unread:
        message = f"No measure was read from these numbers of {row.ref}: {'; '.join(unread)}."
        notes.unused(row.line, message=message, ref=row.ref)


def _check_change(proposal, notes):
    match = compiled(proposal.measure.change).search(proposal.row.progress.text)
    before, after = (reading.value for reading in proposal.readings)
    if not match or not before:
        return
    change = 100 * (after - before) / before
    stated = read_number(match["value"]).value
    sign = 1 if match["way"].casefold() in _UP else -1
    if not _agrees(stated, sign * change):
        way = "up" if change > 0 else "down"
        message = (
            f"{proposal.row.ref} says {match['value']} ({match['way'].lower()}), but from {proposal.baseline.text} to "
            f"{proposal.latest.text} is {abs(change):.0f}% {way}. Only the two figures are used."
        )
        notes.find("percentage-differs", message, proposal.row.line, proposal.row.ref)


def _agrees(stated, computed):
    """Within one of the last place printed: some round, some cut off."""
    return abs(stated - computed) < Decimal(1).scaleb(stated.as_tuple().exponent)


def _dates(cell, period=None):
    return find_dates(cell.text, period)
