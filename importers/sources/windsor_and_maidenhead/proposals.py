"""Which figures of which sentences could be a measure's baseline and latest value: proposed, never loaded."""

from dataclasses import dataclass

from importers.records import ParsedIndicator, Passage
from importers.sources.windsor_and_maidenhead.dates import NO_YEAR, QUARTER, UNREADABLE, same_length
from importers.sources.windsor_and_maidenhead.layout import Row
from importers.sources.windsor_and_maidenhead.measures import KNOWN_MEASURES, Measure
from importers.sources.windsor_and_maidenhead.readings import Reading, find_readings

SCHOOL_YEAR = "school year"


@dataclass(frozen=True)
class Proposal:
    """A known measure with the two figures that a statement's sentences give it."""

    row: Row
    measure: Measure
    baseline: Reading
    latest: Reading

    @property
    def title(self):
        return title_of(self.row, self.measure)

    @property
    def is_inferred(self):
        return self.baseline.is_inferred or self.latest.is_inferred

    @property
    def readings(self):
        return self.baseline, self.latest

    def indicator(self, section):
        qualifier = SCHOOL_YEAR if self.measure.school_year else ""
        return ParsedIndicator(
            ref="",
            title=self.title,
            section=section,
            unit=self.measure.unit,
            frequency=self.baseline.period.frequency,
            locator=self.baseline.locator,
            basis="rolling_12_months" if self.measure.rolling else "",
            figures=tuple(reading.figure(qualifier) for reading in self.readings),
        )

    def passages(self, section):
        """The sentences that state the figures; one where it states both."""
        places = {reading.sentence: reading.locator for reading in self.readings}
        return [
            Passage("data_note", sentence, locator, "", section, (self.title,), True)
            for sentence, locator in places.items()
        ]


def title_of(row, measure):
    return f"{row.ref} {measure.name}" if measure.is_label else measure.name


def find_proposals(row, report_month, notes):
    """The Proposals of one statement. Finds what keeps a figure from being proposed, and what was inferred."""
    read = [_read(row, measure, report_month, notes) for measure in KNOWN_MEASURES]
    proposals = [proposal for proposal in read if proposal]
    _check_dates_printed(row, proposals, report_month, notes)
    return proposals


def _read(row, measure, report_month, notes):
    before, after, spoken = measure.patterns
    if not spoken.search(row.baseline.text if before else row.progress.text):
        return None
    found = find_readings(row.progress, after, report_month)
    if before:
        groups = find_readings(row.baseline, before, report_month), found
    else:
        # Both stand in the progress, in either order: their dates say which came first.
        found.sort(key=lambda reading: reading.period.start if reading.period else report_month.end)
        groups = found[:1], found[1:]
    unclear = [name for name, group in zip(("baseline", "latest value"), groups, strict=True) if len(group) != 1]
    if unclear:
        notes.find(
            "figure-unclear",
            f"{row.ref} speaks of '{title_of(row, measure)}', but its sentences do not state one "
            f"{' and one '.join(unclear)} in digits, so nothing is proposed.",
            row.line,
            row.ref,
        )
        return None
    return _dated(Proposal(row, measure, groups[0][0], groups[1][0]), report_month, notes)


def _dated(proposal, report_month, notes):
    """The Proposal with a period for each figure, or None where its dates don't allow it."""
    row, measure, baseline, latest = proposal.row, proposal.measure, *proposal.readings
    if latest.date is None and baseline.period:
        latest = latest.dated(same_length(baseline.period, report_month))
    if why := _unfit(measure, baseline, latest):
        notes.find(
            "dates-unclear",
            f"{row.ref} states '{proposal.title}' as {baseline.text} and then {latest.text}, but {why}, so "
            "nothing is proposed.",
            row.line,
            row.ref,
        )
        return None
    return Proposal(row, measure, baseline, latest)


def _unfit(measure, baseline, latest):
    """Why two figures can't be a baseline and a latest value, or ""."""
    for name, reading in (("baseline", baseline), ("latest value", latest)):
        if reading.date and reading.date.kind == UNREADABLE:
            return f"'{reading.date.text}' can't be read as a date"
        if reading.period is None:
            return f"the {name} has no date"
        if measure.rolling and not (reading.date and reading.date.year_to):
            return f"the {name} is not said to be for a year to some month"
    if baseline.period.frequency != latest.period.frequency:
        return f"{baseline.period.label} and {latest.period.label} are of different lengths"
    if baseline.period >= latest.period:
        return f"the baseline's {baseline.period.label} does not lie before {latest.period.label}"
    return ""


def _check_dates_printed(row, proposals, report_month, notes):
    """Finds `date-missing`, once for each date that isn't printed whole."""
    told = {}
    for reading in (reading for proposal in proposals for reading in proposal.readings):
        if reading.date is None or reading.date.kind in (NO_YEAR, QUARTER):
            printed = reading.date.text if reading.date else ""
            told.setdefault((printed, reading.period), []).append(reading.text)
    for (printed, period), figures in told.items():
        states = f"only '{printed}' as the date" if printed else "no date"
        notes.find(
            "date-missing",
            f"{row.ref} prints {states} for {' and '.join(figures)}; {period.label} is inferred, in a report "
            f"for {report_month.label}.",
            row.line,
            row.ref,
        )
