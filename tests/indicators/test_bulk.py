"""Rows inserted at once are what was given, whatever is in their text, and the database checks them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from importers.rows import Row
from indicators.bulk import insert
from indicators.models import Indicator, Observation

AWKWARD = ("\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\\", '"', "'", "£", "\\t", " ", "%s", "NULL")


@pytest.fixture
def row(batch, croydon):
    indicator = Indicator.objects.create(authority=croydon, slug="new")

    def row(month, **fields):
        start = date(2015, month, 1)
        given = Row(
            batch.pk, indicator.pk, "monthly", start, date(2015, month, 28), Decimal(7), "", "7", 0, "", "", "", "C1"
        )
        return given._replace(**fields)

    return row


def test_what_is_inserted_is_what_was_given(row):
    rows = [
        row(number % 12 + 1, text=text, frequency="monthly" if number < 12 else "weekly")
        for number, text in enumerate(AWKWARD)
    ]
    rows[3] = rows[3]._replace(value=None, status="c")
    rows[4] = rows[4]._replace(value=Decimal("-12345.67891"))
    insert(Observation, Row._fields, rows)
    found = Observation.objects.filter(indicator=rows[0].indicator_id).order_by("pk").values_list(*Row._fields)
    assert list(map(Row._make, found)) == rows


def test_what_the_database_does_not_allow_is_its_error(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Observation, Row._fields, [row(1, value=None)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Observation, Row._fields, [row(1), row(1)])
    assert not Observation.objects.filter(period_start=date(2015, 1, 1)).exists()


def test_more_rows_than_are_put_together_at_once(row):
    rows = [row(1)._replace(frequency="weekly", period_start=date(1950, 1, 1) + timedelta(days=n)) for n in range(2500)]
    rows[1200] = rows[1200]._replace(value=None, status="c", text="a\tb")
    insert(Observation, Row._fields, iter(rows))
    found = Observation.objects.filter(indicator=rows[0].indicator_id).order_by("pk").values_list(*Row._fields)
    assert list(map(Row._make, found)) == rows


def test_rows_that_break_off_leave_nothing(row):
    def broken():
        yield from (row(month) for month in range(1, 3))
        raise ValueError("the third can't be made")

    with pytest.raises((ValueError, DatabaseError)), transaction.atomic():
        insert(Observation, Row._fields, broken())
    assert not Observation.objects.filter(period_start__year=2015).exists()
