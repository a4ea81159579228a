"""A new target or rule leaves the past as it was; a correction changes it where it says, and both stay answerable."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from importers import operations
from indicators.models import Indicator, RagThreshold, Target
from indicators.operations import record_by_hand, withdraw_by_hand
from tests.importers.test_targets_sheet import filled, stage

APRIL, OCTOBER = date(2017, 4, 1), date(2017, 10, 1)
WORDS = "80% or above Green 70%-79% Amber 69% and below Red"
MONTHS = [date(2017, month, 1).isoformat() for month in range(4, 12)]


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


def exported(as_of=None):
    """Each row of export_values, as a dict, by ref and first day."""
    out = io.StringIO()
    options = {"as_of": as_of.isoformat()} if as_of else {}
    call_command("export_values", authority="croydon", stdout=out, **options)
    rows = csv.DictReader(io.StringIO(out.getvalue()))
    return {(row["ref"], row["period_start"]): row for row in rows}


def differing(one, other):
    """{(ref, month): {column: (one, other)}}, for what isn't the same in both."""
    assert one.keys() == other.keys()
    return {
        key: {name: (one[key][name], other[key][name]) for name in one[key] if one[key][name] != other[key][name]}
        for key in one
        if one[key] != other[key]
    }


def on_screen(client, month):
    """What the scorecard of a month shows of every indicator: {ref: (target, rating)}."""
    rows = client.get(f"/croydon/scorecard/?period={month[:7]}").context["card"].rows
    return {row.ref: (row.target, row.point and row.point.rag) for row in rows}


def test_a_rule_from_october_leaves_every_september_as_it_was(client, fd3, mo, ada):
    client.force_login(mo)
    before, screens = exported(), [on_screen(client, month) for month in MONTHS]
    moment = timezone.now()
    record_by_hand(model=RagThreshold, indicator=fd3, starts_on=OCTOBER, by=ada, words=WORDS)
    record_by_hand(model=Target, indicator=fd3, starts_on=OCTOBER, by=ada, value=Decimal(80), text="80")
    after = exported()
    assert differing(before, after) == {
        ("FD 3", "2017-10-01"): {"target": ("90", "80"), "rag": ("amber", "green")},
        ("FD 3", "2017-11-01"): {"target": ("90", "80"), "rag": ("red", "green")},
    }
    assert exported(moment) == before
    assert exported(timezone.now()) == after
    now = [on_screen(client, month) for month in MONTHS]
    assert now[:6] == screens[:6]
    assert [(was["FD 3"], row["FD 3"]) for was, row in zip(screens[6:], now[6:], strict=True)] == [
        (("90%", "amber"), ("80%", "green")), (("90%", "red"), ("80%", "green")),
    ]  # fmt: skip
    csv_page = client.get("/croydon/values.csv").content.decode("utf-8-sig")
    assert csv_page.splitlines() == to_lines(after)


def to_lines(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=next(iter(rows.values())).keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue().splitlines()


def test_a_correction_of_the_past_keeps_both_versions(client, fd3, mo, ada):
    client.force_login(mo)
    before, moment = exported(), timezone.now()
    record_by_hand(
        model=RagThreshold, indicator=fd3, starts_on=APRIL, by=ada, words=WORDS, reason="The board had agreed on 80%."
    )
    corrected, later = exported(), timezone.now()
    changed = differing(before, corrected)
    assert {key[0] for key in changed} == {"FD 3"}
    assert all(set(columns) == {"rag"} and columns["rag"][1] == "green" for columns in changed.values())
    assert exported(moment) == before
    why = client.get("/croydon/indicators/fd-3/2017-11/").content.decode()
    assert "The board had agreed on 80%." in why
    withdraw_by_hand(rows=RagThreshold.objects.filter(indicator=fd3), by=ada, reason="It had not.")
    assert exported() == before
    assert exported(later) == corrected


def test_a_sheet_that_is_undone_was_true_in_between(croydon, fd3, ada):
    before, moment = exported(), timezone.now()
    sheet = stage(croydon, filled(croydon, fd_3={"starts_on": OCTOBER, "months": ((6, "60%"), (7, "80%"))}))
    loaded = operations.commit(staged=sheet, by=ada, reason="R")
    between, then = exported(), timezone.now()
    assert differing(before, between) == {
        ("FD 3", "2017-10-01"): {"target": ("90", "60")},
        ("FD 3", "2017-11-01"): {"target": ("90", "80")},
    }
    operations.undo(batch=loaded, by=ada, reason="R")
    assert exported() == exported(moment) == before
    assert exported(then) == between
