"""Django admin: every page opens, and dated rows are superseded there, never edited."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from indicators.models import Indicator, RagThreshold, Target
from indicators.periods import Period
from indicators.series import load_figures

APRIL = date(2017, 4, 1)


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def address(model, action, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def november(croydon):
    (series,) = load_figures([croydon], slug="fd-3").series
    return series.at(Period.month(2017, 11))


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_every_page_opens(as_ada, batch, model):
    assert as_ada.get(address(model, "changelist"), {"q": "a"}).status_code == 200
    row = model._default_manager.first()
    if row:
        assert as_ada.get(address(model, "change", row.pk)).status_code == 200


def test_only_staff_get_in(client, batch, ana):
    client.force_login(ana)
    response = client.get(address(Target, "changelist"))
    assert response.status_code == 302
    assert "/admin/login/" in response.url


def test_a_new_target_ends_the_one_before_it(as_ada, fd3, croydon, ada):
    data = {"indicator": fd3.pk, "starts_on": "2017-10-01", "value": "80", "text": "", "reason": ""}
    response = as_ada.post(address(Target, "add"), data)
    assert response.status_code == 302
    (series,) = load_figures([croydon], slug="fd-3").series
    assert [series.targets.on(Period.month(2017, month).end).value for month in (9, 10)] == [90, 80]
    row = Target.objects.get(batch=None)
    assert (row.recorded_by, row.text) == (ada, "80")


def test_a_correction_needs_a_reason_and_keeps_what_the_file_stated(as_ada, fd3, croydon):
    stated = Target.objects.get(indicator=fd3)
    change = address(Target, "change", stated.pk)
    response = as_ada.post(change, {"value": "88", "text": "", "reason": ""})
    assert "Say why the row from this date is corrected" in response.content.decode()
    assert november(croydon).target.value == 90
    assert as_ada.post(change, {"value": "88", "text": "", "reason": "Agreed."}).status_code == 302
    assert november(croydon).target.value == 88
    stated.refresh_from_db()
    assert (stated.value, stated.superseded_at) == (90, None)
    by_hand = Target.objects.get(indicator=fd3, batch=None)
    as_ada.post(address(Target, "change", by_hand.pk), {"value": "87", "text": "", "reason": "Typo."})
    by_hand.refresh_from_db()
    assert (by_hand.value, by_hand.superseded_at is None) == (88, False)
    assert november(croydon).target.value == 87


def test_withdrawing_brings_back_what_the_file_states(as_ada, fd3, croydon):
    stated = Target.objects.get(indicator=fd3)
    as_ada.post(address(Target, "change", stated.pk), {"value": "88", "text": "", "reason": "Agreed."})
    rows = Target.objects.filter(indicator=fd3).values_list("pk", flat=True)
    as_ada.post(address(Target, "changelist"), {"action": "withdraw", "_selected_action": list(rows)})
    assert november(croydon).target.value == 90
    assert Target.objects.filter(indicator=fd3).count() == 2


def test_a_threshold_in_words_rates_from_its_date(as_ada, fd3, croydon):
    data = {"indicator": fd3.pk, "starts_on": "2017-11-01", "reason": ""}
    unreadable = as_ada.post(address(RagThreshold, "add"), data | {"words": "good is green"})
    assert "can&#x27;t be read" in unreadable.content.decode()
    words = "80% or above Green 70%-79% Amber 69% and below Red"
    assert as_ada.post(address(RagThreshold, "add"), data | {"words": words}).status_code == 302
    (series,) = load_figures([croydon], slug="fd-3").series
    assert [series.at(Period.month(2017, month)).rag for month in (10, 11)] == ["amber", "green"]


def test_nothing_dated_can_be_deleted(as_ada, batch):
    row = Target.objects.first()
    assert as_ada.post(address(Target, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert Target.objects.filter(pk=row.pk).exists()
