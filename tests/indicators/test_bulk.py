"""Rows inserted at once are what was given, whatever is in their text, and the database checks them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

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
