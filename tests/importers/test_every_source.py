"""What holds for every format that can be read: it knows its own report, and no damage to it is more than refused.

The reports are those of `fixtures/reports/`. A source's own is the one that is named after its authority.
"""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import sources
from importers.confirmed import confirmation_for
from importers.documents import read_document
from importers.records import ParsedReport, Refused
from indicators.periods import Period
from reports.findings import KINDS

pytestmark = pytest.mark.usefixtures("read_here")

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "reports"
# A workbook is any council's, and has no report of its own.
REPORTS = [source for source in sources.SOURCES if source.AUTHORITY]
EVERY_SOURCE = pytest.mark.parametrize("source", REPORTS, ids=lambda source: source.NAME)
SAMPLE = settings(max_examples=60, deadline=None)


@cache
def reports():
    """{file name: Document} of all the reports there are."""
    return {file.name: read_document(file.name, file.read_bytes()) for file in sorted(FOLDER.glob("*.txt"))}


def report_of(source):
    (name,) = (name for name in reports() if name.startswith(f"{source.AUTHORITY}-"))
    return reports()[name]


@cache
def confirmations(source):
    """Without what a person confirmed of the report, and with it where there is any."""
    kept = confirmation_for(report_of(source), source)
    return (None,) if kept is None else (None, kept)


def check_reading(source, lines):
    """The lines are read or refused: any other error fails. Whatever is told of them is told in sentences."""
    for confirmed in confirmations(source):
        try:
            report = source.parse(read_document("damaged.txt", "\n".join(lines).encode()), confirmed)
        except Refused as refused:
            problems = refused.problems
            assert problems
        else:
            assert isinstance(report, ParsedReport)
            assert isinstance(report.period, Period)
            problems = (*report.findings, *report.unused)
        for problem in problems:
            assert problem.code, problem
            assert problem.message.endswith("."), problem


@EVERY_SOURCE
def test_it_recognises_its_own_report_alone(source):
    own = report_of(source)
    assert [name for name, document in reports().items() if source.recognises(document)] == [own.name]
    assert sources.find(own) is source


@EVERY_SOURCE
def test_its_report_is_read(source):
    for confirmed in confirmations(source):
        report = source.parse(report_of(source), confirmed)
        assert report.source == source.NAME
        assert report.indicators or report.statements
        assert len({indicator.key for indicator in report.indicators}) == len(report.indicators)


@EVERY_SOURCE
def test_all_that_it_finds_has_a_name_for_readers(source):
    for confirmed in confirmations(source):
        report = source.parse(report_of(source), confirmed)
        assert {problem.code for problem in (*report.findings, *report.unused)} <= set(KINDS)


@EVERY_SOURCE
def test_every_place_it_names_is_in_the_file(source):
    last = len(report_of(source).lines)
    for confirmed in confirmations(source):
        report = source.parse(report_of(source), confirmed)
        figures = [figure for indicator in report.indicators for figure in indicator.figures]
        told = (*report.indicators, *figures, *report.passages, *report.totals, *report.findings, *report.unused)
        for locator in filter(None, (item.locator for item in told)):
            assert locator.startswith("line:"), locator
            first, _, end = locator.removeprefix("line:").partition("-")
            assert 1 <= int(first) <= int(end or first) <= last, locator


@EVERY_SOURCE
def test_a_report_cut_short_is_read_or_refused(source):
    lines = report_of(source).lines
    for length in range(len(lines)):
        check_reading(source, lines[:length])


@EVERY_SOURCE
@SAMPLE
@given(data=st.data())
def test_a_report_without_one_of_its_lines_is_read_or_refused(source, data):
    lines = report_of(source).lines
    at = data.draw(st.integers(0, len(lines) - 1))
    check_reading(source, lines[:at] + lines[at + 1 :])


@EVERY_SOURCE
@SAMPLE
@given(data=st.data())
def test_a_report_with_two_lines_swapped_is_read_or_refused(source, data):
    lines = list(report_of(source).lines)
    places = st.integers(0, len(lines) - 1)
    one, other = data.draw(places), data.draw(places)
    lines[one], lines[other] = lines[other], lines[one]
    check_reading(source, lines)
