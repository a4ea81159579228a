"""What holds in the database, and what the named reads return: against a naive second implementation."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers import operations
from indicators.models import Definition, ImportBatch, Indicator, Membership, Observation, RagThreshold, Target
from indicators.operations import record_by_hand, withdraw_by_hand

START = datetime(2018, 1, 1, tzinfo=UTC)


@pytest.fixture
def indicator(croydon):
    return Indicator.objects.create(authority=croydon, ref="FD 3", slug="fd-3")


@pytest.fixture
def time_travel():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def make_batch(authority, number, committed=0, undone=None):
    return ImportBatch.objects.create(
        authority=authority, source="test", file_name=f"{number}.txt", sha256=str(number), frequency="monthly",
        period_start=date(2017, 11, 1), period_end=date(2017, 11, 30), commit_number=number,
        state="undone" if undone else "committed", committed_at=START + timedelta(days=committed),
        undone_at=undone and START + timedelta(days=undone),
    )  # fmt: skip


def observe(batch, indicator, value, **fields):
    return Observation.objects.create(
        batch=batch, indicator=indicator, frequency="monthly", period_start=date(2017, 11, 1),
        period_end=date(2017, 11, 30), value=value, text=str(value), locator="line:1", **fields,
    )  # fmt: skip


def refused_by_the_database(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


def test_value_or_status_but_not_both(croydon, indicator):
    batch = make_batch(croydon, 1)
    assert refused_by_the_database(lambda: observe(batch, indicator, 5, status="c"))
    assert refused_by_the_database(lambda: observe(batch, indicator, None))
    assert refused_by_the_database(lambda: observe(batch, indicator, None, status="?"))
    assert observe(batch, indicator, None, status="c").pk


def test_one_value_a_period_in_a_batch(croydon, indicator):
    batch = make_batch(croydon, 1)
    observe(batch, indicator, 5)
    assert refused_by_the_database(lambda: observe(batch, indicator, 6))


def test_one_ref_and_one_slug_in_an_authority(croydon, indicator):
    make = Indicator.objects.create
    assert refused_by_the_database(lambda: make(authority=croydon, ref="fd3", slug="other"))
    assert refused_by_the_database(lambda: make(authority=croydon, ref="FD 4", slug="fd-3"))
    assert make(authority=croydon, ref="", slug="a") != make(authority=croydon, ref="", slug="b")


def test_one_membership_and_one_commit_number(croydon, cy):
    assert refused_by_the_database(lambda: Membership.objects.create(user=cy, authority=croydon, role="admin"))
    make_batch(croydon, 1)
    assert refused_by_the_database(lambda: make_batch(croydon, 1))


def test_a_batch_has_the_moments_of_its_state(croydon):
    batch = make_batch(croydon, 1)
    moments = ImportBatch.objects.filter(pk=batch.pk)
    assert refused_by_the_database(lambda: moments.update(state="undone"))
    assert refused_by_the_database(lambda: moments.update(state="staged"))
    assert refused_by_the_database(lambda: moments.update(commit_number=None))


@pytest.mark.parametrize(("model", "facts"), [(Target, {"value": 1}), (RagThreshold, {"words": ""})])
def test_dated_rows_of_one_kind_cannot_start_on_the_same_day(croydon, indicator, model, facts):
    batch, day = make_batch(croydon, 1), date(2017, 4, 1)
    model.objects.create(indicator=indicator, starts_on=day, batch=batch, **facts)
    assert refused_by_the_database(
        lambda: model.objects.create(indicator=indicator, starts_on=day, batch=batch, **facts)
    )
    model.objects.create(indicator=indicator, starts_on=day, **facts)
    assert refused_by_the_database(lambda: model.objects.create(indicator=indicator, starts_on=day, **facts))


def test_what_a_file_stated_is_never_superseded(croydon, indicator):
    batch = make_batch(croydon, 1)
    row = Target.objects.create(indicator=indicator, starts_on=date(2017, 4, 1), batch=batch, value=1)
    assert refused_by_the_database(lambda: Target.objects.filter(pk=row.pk).update(superseded_at=START))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.tuples(st.integers(0, 9), st.none() | st.integers(1, 9), st.sets(st.sampled_from("AB"))), max_size=6
    ),
    day=st.none() | st.integers(0, 12),
)
def test_current_is_what_the_newest_batch_that_counts_states(croydon, batches, day):
    """Each batch: committed on a day, undone some days later or never, and the indicators that it states."""
    with transaction.atomic():
        indicators = {slug: Indicator.objects.create(authority=croydon, slug=slug) for slug in "AB"}
        committed = sorted(batches, key=lambda batch: batch[0])
        expected = {}
        for number, (on, undone_after, states) in enumerate(committed, 1):
            undone = undone_after and on + undone_after
            batch = make_batch(croydon, number, on, undone)
            for slug in sorted(states):
                observe(batch, indicators[slug], number)
            counts = undone is None if day is None else on <= day and (undone is None or undone > day)
            if counts:
                expected |= dict.fromkeys(states, number)
        as_of = None if day is None else START + timedelta(days=day)
        current = Observation.objects.current(as_of)
        assert {row.indicator.slug: row.value for row in current.select_related("indicator")} == expected
        transaction.set_rollback(True)


def test_a_row_ends_the_one_before_it(indicator, ada):
    for start, value in ((date(2017, 4, 1), 90), (date(2018, 4, 1), 92), (date(2018, 10, 1), None)):
        record_by_hand(model=Target, indicator=indicator, starts_on=start, by=ada, value=value, text="")

    def on(day):
        row = Target.objects.in_force(day).filter(indicator=indicator).first()
        return row and (row.value, str(row))

    assert on(date(2017, 3, 31)) is None
    assert on(date(2017, 4, 1))[0] == on(date(2018, 3, 31))[0] == 90
    assert on(date(2018, 4, 1))[0] == 92
    assert on(date(2018, 10, 1)) == (None, "no target")


def test_a_correction_supersedes_and_both_stay_answerable(croydon, indicator, ada, time_travel):
    day = date(2017, 4, 1)
    batch = make_batch(croydon, 1)
    Target.objects.create(indicator=indicator, starts_on=day, batch=batch, value=90)
    values = []
    for number, value in enumerate((91, 92), 1):
        time_travel.move_to(START + timedelta(days=number))
        row = record_by_hand(
            model=Target, indicator=indicator, starts_on=day, by=ada, reason="Agreed.", value=value, text=""
        )
        values.append(row)
    time_travel.move_to(START + timedelta(days=3))
    assert withdraw_by_hand(rows=Target.objects.all(), by=ada) == 1

    def at(days):
        return Target.objects.standing(START + timedelta(days=days, hours=1)).get().value

    assert [at(0), at(1), at(2), at(3)] == [90, 91, 92, 90]
    assert Target.objects.standing().get().value == 90
    assert Target.objects.count() == 3
    values[0].refresh_from_db()
    assert (values[0].value, values[0].superseded_by) == (91, ada)


def test_a_threshold_set_by_hand_has_its_rule(indicator, ada):
    words = "90% or above Green 85%-89% Amber 84% and below Red"
    row = record_by_hand(model=RagThreshold, indicator=indicator, starts_on=date(2017, 4, 1), by=ada, words=words)
    assert [band["colour"] for band in row.rule["bands"]] == ["green", "amber", "red"]
    none = record_by_hand(model=RagThreshold, indicator=indicator, starts_on=date(2018, 4, 1), by=ada, words="")
    assert none.rule is None


def test_a_staged_or_undone_batch_is_invisible(batch, ana):
    assert Observation.objects.current().count() == 243
    operations.undo(batch=batch, by=ana, reason="Wrong file.")
    assert Observation.objects.current().count() == Definition.objects.standing().count() == 0
