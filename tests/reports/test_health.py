"""The health of the catalogue: what each check finds in the report, and when something is settled or falls silent."""

from datetime import date

import pytest

from indicators import life
from indicators.models import Definition, Indicator, RagThreshold, Target
from indicators.operations import record_by_hand
from indicators.series import load_figures
from reports.findings.settling import Settlers
from reports.health import build_health
from tests.conftest import edition
from tests.importers.later_editions import a_month_later

TODAY = date(2018, 1, 10)


@pytest.fixture
def health(croydon):
    """{key of a check: refs that it finds}"""

    def health(today=TODAY):
        settlers = Settlers(croydon, TODAY, may_edit=False, may_upload=False, admins=(), uploaders=())
        page = build_health(load_figures([croydon]), settlers, today)
        return page, {check.key: [one.ref for one in check.found] for check in page.checks}

    return health


def test_in_the_report(batch, health):
    page, found = health()
    assert found == {
        "target": ["MC 1", "LE 3", "QA 2"],
        "rule": ["MC 1", "LE 3", "CL 1", "CL 2", "CL 3", "QA 2"],
        "contradictions": ["W 1", "W1 d", "FD 8", "CIN 4", "CP 10", "QA 1"],
        "owner": [],
        "silent": ["QA 2", "QA 3"],
        "ended": [],
    }
    ailing = {ref for refs in found.values() for ref in refs}
    assert (page.count, page.sound) == (34, 34 - len(ailing))


def test_what_is_settled_goes_and_what_is_taken_away_comes(batch, health, ola):
    by = {"by": ola, "starts_on": date(2018, 1, 1), "reason": "Agreed."}
    mc1, fd3 = (Indicator.objects.get(slug=slug) for slug in ("mc-1", "fd-3"))
    record_by_hand(model=Target, indicator=mc1, value=20, text="20", **by)
    record_by_hand(model=RagThreshold, indicator=mc1, words="Not rated", **by)
    record_by_hand(model=Target, indicator=fd3, text="", **by)
    record_by_hand(model=RagThreshold, indicator=fd3, words="", **by)
    unowned = Definition.objects.get(indicator=fd3).stated | {"owner": ""}
    record_by_hand(model=Definition, indicator=fd3, **by, **unowned)
    found = health()[1]
    assert "MC 1" not in found["target"] + found["rule"]
    assert "FD 3" in found["target"]
    assert "FD 3" in found["rule"]
    assert found["owner"] == ["FD 3"]


def test_silent_periods_are_counted_until_it_has_ended(load, health, ola):
    row = "86%\t86%\t87%\t86%\t89%\t92%\t86%\t82%\t90%\tIL\tRed"
    load(a_month_later(edition((row, row.replace("86%\t82%", "\t").replace("Red", ""))).decode()).encode())
    page = health()[0]
    silent = next(check for check in page.checks if check.key == "silent")
    assert [one.note for one in silent.found if one.ref == "FD 3"] == [
        "3 periods: the last figure is for September 2017."
    ]
    fd3 = Indicator.objects.get(slug="fd-3")
    life.end(indicator=fd3, starts_on=date(2017, 10, 1), by=ola, reason="Merged.")
    found = health()[1]
    assert "FD 3" not in found["silent"]
    assert found["ended"] == ["FD 3"]
