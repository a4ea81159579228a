"""What was read of a file comes back as it was from where it is kept."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import records, sources, stated
from importers.documents import read_document
from importers.records import Choice, Figure, ParsedIndicator, ParsedReport, Problem, Question, StatedTarget
from indicators.periods import FREQUENCIES, Period
from indicators.profiles import Path, Step
from tests.conftest import FIXTURE

NOVEMBER = Period.month(2017, 11)


def there_and_back(value):
    return stated.from_plain(json.loads(json.dumps(stated.to_plain(value))))


def test_a_whole_report():
    document = read_document(FIXTURE.name, FIXTURE.read_bytes())
    report = sources.find(document).parse(document)
    assert report.actions and report.passages and report.findings
    assert there_and_back(report) == report
    assert repr(there_and_back(report)) == repr(report)  # 82 and 82.0 are equal, and not the same
    lines = stated.to_lines(report, document.notes)
    assert len(lines) == 1 + len(report.indicators)
    assert repr(stated.from_lines(lines)) == repr((report, document.notes))
    assert stated.from_line(lines[1]) == report.indicators[0].figures != ()


def test_targets_that_build_up_and_questions():
    path = Path((Step(date(2017, 4, 1), Decimal("100")), Step(date(2017, 10, 1), None)), builds_up=True)
    target = StatedTarget(NOVEMBER, None, "100 by April", "Targets!C4", path=path, reason="Agreed.")
    question = Question("headers", "Actuls", "What is it?", (Choice("value", "The figure", True),), ("85%",))
    report = ParsedReport(
        source="targets",
        title="Targets",
        period=NOVEMBER,
        indicators=(
            ParsedIndicator("FD 3", "Re-referrals", "Front door", "percent", "monthly", "C4", targets=(target,)),
        ),
        findings=(Problem("header-suggestion", "Say what it is.", "C3", question=question),),
        describes=False,
    )
    assert there_and_back(report) == report


DAYS = {
    "weekly": st.dates(date(2000, 1, 1), date(2099, 12, 1)),
    "monthly": st.builds(date, st.integers(2000, 2099), st.integers(1, 12), st.just(1)),
    "quarterly": st.builds(date, st.integers(2000, 2099), st.sampled_from((1, 4, 7, 10)), st.just(1)),
    "yearly": st.builds(date, st.integers(2000, 2099), st.just(4), st.just(1)),
}
periods = st.sampled_from(FREQUENCIES).flatmap(lambda kind: st.builds(Period, DAYS[kind], st.just(kind)))
figures = st.builds(
    Figure,
    periods,
    st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    st.text(),
    st.text(),
    status=st.sampled_from(("", "c")),
    decimals=st.integers(0, 5),
    qualifier=st.text(),
)


@given(st.lists(figures).map(tuple))
def test_figures(some):
    assert repr(there_and_back(some)) == repr(some)


@pytest.mark.parametrize("plain", [{"Path": []}, {"os": ["system"]}, {"Figures": [["2017-13", "1", "", ""]]}])
def test_what_is_no_report_is_not_taken_for_one(plain):
    with pytest.raises((KeyError, TypeError, ValueError)):
        stated.from_plain(plain)


def test_nothing_else_is_kept_as_if_it_were():
    with pytest.raises(TypeError):
        stated.to_plain((records.Refused(()),))
