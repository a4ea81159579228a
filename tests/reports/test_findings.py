"""Each kind of finding that is worked out from figures and rules, on the report and on small changes of it."""

import csv
import io
from io import StringIO

import pytest
from django.core.management import call_command

from importers import operations
from indicators.series import load_figures
from reports.findings import KINDS, LOADED, build_findings, to_settle
from tests.conftest import edition

FD3 = "Percentage of completed contacts received in the month which were actioned within 1 working day\tBIB\t"
FD3_VALUES = "86%\t86%\t87%\t86%\t89%\t92%\t86%\t82%\t90%\tIL\tRed"


@pytest.fixture
def findings(croydon):
    """findings(ref=…, code=…) of what counts now."""

    def find(ref=None, code=None):
        found = build_findings(load_figures([croydon]))
        return [f for f in found if ref in (None, f.ref) and code in (None, f.code)]

    return find


def refs(found):
    return [finding.ref for finding in found]


# What a person finds in the report, reading it with DOMAIN's rules beside it.
IN_THE_REPORT = {
    "band-gap": ["W 1"],
    "band-overlap": ["FD 8", "CP 10"],
    "target-contradicts-bands": ["W1 d", "CIN 4"],
    "polarity-contradicts-bands": ["QA 1"],
    "polarity-missing": ["MC 1", "LE 2", "LE 3", "CL a", "CL 1", "CL 3", "QA 2", "QA 3"],
    "rag-differs": [],
    "rag-not-published": ["MC 6", "LE 2"],
    "not-computable": ["CP 10"],
    "alias": ["W 2", "FD 3", "LAC 19 (12m)", "CL a", "QA 1"],
    "due-before-raised": ["Nov-01"],
    "zero-suspect": ["AD 7"],
    "no-data": ["QA 2", "QA 3"],
    "not-reported": [],
    "definition-change": ["LAC 19 (12m)"],
    "placeholder": [""],
    "commentary-empty": ["CIN 5"],
    "target-in-words": ["CP 10"],
}


@pytest.mark.parametrize(("code", "expected"), IN_THE_REPORT.items())
def test_in_the_report(load, report_file, findings, code, expected):
    load(report_file.read_bytes())
    assert refs(findings(code=code)) == expected


def test_nothing_else_asks_for_a_person(batch, findings):
    assert {finding.code for finding in to_settle(findings())} == {c for c, r in IN_THE_REPORT.items() if r}


def test_each_has_a_place_and_a_sentence(batch, findings):
    for finding in findings():
        assert finding.locator.startswith("line:"), finding
        assert finding.message[0].isupper() or finding.message[0].isdigit(), finding
        assert finding.message.endswith("."), finding
        assert finding.source == "croydon-2017-11.txt"
        assert finding.code in KINDS


def test_a_published_rating_that_differs(load, findings):
    load(edition((FD3_VALUES, FD3_VALUES.replace("Red", "Green"))))
    (finding,) = findings(code="rag-differs")
    assert finding.ref == "FD 3"
    assert finding.locator == "line:135"
    assert finding.message.startswith("Published green for November 2017, but by the rule it is red. 82% is red")


def test_yellow_is_amber(batch, findings):
    assert findings(ref="LAC 20") == []


def test_words_that_make_no_rule(load, findings):
    load(edition(("IL\tRed\t90% or above Green 85%-89% Amber", "IL\tRed\t90% or more or less Green 85%-89% Amber")))
    codes = {finding.code for finding in findings(ref="FD 3")}
    assert {"methodology-unreadable", "not-computable"} <= codes


def test_a_month_without_a_figure(load, findings):
    load(edition((FD3_VALUES, FD3_VALUES.replace("82%", "").replace("Red", ""))))
    (finding,) = findings(code="not-reported")
    assert (finding.ref, finding.message) == (
        "FD 3",
        "Nothing was reported for November 2017. The last figure is for October 2017.",
    )


def test_a_zero_among_small_numbers_is_no_suspect(load, findings):
    load(edition(("HD\tGreen\t558", "HD\tGreen\t558"), ("763\t0\t0\t0\t483\t435\t413\t460", "3\t0\t0\t0\t2\t1\t4\t2")))
    assert findings(code="zero-suspect") == []


def test_a_finding_goes_when_its_cause_goes(batch, load, findings):
    load(edition(("17 or below Green 18.1-20 Amber", "17 or below Green 17.1-20 Amber")), name="mended.txt")
    assert findings(code="band-gap") == []
    assert [f.ref for f in findings() if f.group == LOADED] == ["W 1"]


def test_a_reissue_speaks_for_its_month_in_place_of_the_issue_before(batch, load, findings, ana):
    second = load(edition(("(xx%)", "(54%)")), name="mended.txt")
    assert findings(code="placeholder") == []
    operations.undo(batch=second, by=ana, reason="Not agreed.")
    assert len(findings(code="placeholder")) == 1


def test_the_command(batch):
    out = StringIO()
    call_command("export_findings", "--authority", "croydon", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert list(rows[0]) == ["ref", "code", "message", "locator"]
    assert {"ref": "W 1", "code": "band-gap", "locator": "line:118"}.items() <= next(
        row for row in rows if row["code"] == "band-gap"
    ).items()
