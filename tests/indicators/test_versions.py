"""Versions of the data: renewed by each write with what it writes, for the authority that it is of."""

from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from indicators.models import Authority, Indicator, Target
from indicators.operations import link_measures, load_catalogue, record_by_hand
from indicators.versions import renew, renew_all, renew_beside, renew_series, visible_versions


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


def versions(user):
    return {each.slug: (each.version, each.shared) for each in visible_versions(user)}


def test_of_one_authority_and_of_what_all_share(croydon, ola):
    before = versions(ola)
    with transaction.atomic():
        renew(croydon.pk)
    after = versions(ola)
    assert after["croydon"] != before["croydon"]
    assert after["reading"] == before["reading"]
    with transaction.atomic():
        renew_all()
    assert all(versions(ola)[slug] != version for slug, version in after.items())


def test_a_user_has_those_of_their_authorities_with_their_role(ola, ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        mine = {each.slug: each.role for each in visible_versions(ola)}
    assert mine == {"croydon": "admin", "reading": "manager"}
    assert {each.role for each in visible_versions(ada)} == {"superuser"}
    assert len(visible_versions(ada)) == Authority.objects.count()


def test_none_comes_back(croydon, ola):
    seen = {versions(ola)["croydon"][0]}
    for _ in range(5):
        with pytest.raises(DatabaseError), transaction.atomic():
            renew(croydon.pk)
            assert versions(ola)["croydon"][0] not in seen
            seen.add(versions(ola)["croydon"][0])
            raise DatabaseError


@pytest.mark.django_db(transaction=True)
def test_only_in_the_transaction_that_writes():
    with pytest.raises(transaction.TransactionManagementError):
        renew(1)


def test_a_narrow_one_is_another_for_pages(fd3, croydon, ola):
    for renew_narrowly in (lambda: renew_beside(croydon.pk), lambda: renew_series([fd3], Target)):
        before = versions(ola)
        with transaction.atomic():
            renew_narrowly()
        assert versions(ola)["croydon"][0] != before["croydon"][0]
        assert versions(ola)["reading"] == before["reading"]


def test_a_write_that_says_less_than_it_does_fails_its_test(fd3, croydon, ada, monkeypatch):
    """What `tests.plugins.versions` is for."""
    set_target = partial(record_by_hand, model=Target, indicator=fd3, by=ada, value=60, text="60%")
    set_target(starts_on=date(2017, 11, 1))
    monkeypatch.setattr("indicators.operations.renew_series", lambda indicators, model: renew_beside(croydon.pk))
    with pytest.raises(pytest.fail.Exception, match="indicators_target was written to"):
        set_target(starts_on=date(2017, 12, 1))
    croydon.indicators.update(measure=None)
    monkeypatch.setattr("indicators.operations.renew", lambda authority: renew_series([fd3], Target))
    with pytest.raises(pytest.fail.Exception, match="indicators_indicator was written to"):
        link_measures(authority=croydon)


def test_a_write_that_forgets_fails_its_test(batch, monkeypatch):
    """What `tests.plugins.versions` is for."""
    batch.authority.indicators.update(measure=None)
    monkeypatch.setattr("indicators.operations.renew", lambda *authorities: None)
    with pytest.raises(pytest.fail.Exception, match="indicators_indicator was written to"):
        link_measures(authority=batch.authority)
    monkeypatch.setattr("indicators.operations.renew_all", lambda: None)
    Authority.objects.filter(slug="wokingham").delete()
    with pytest.raises(pytest.fail.Exception, match="indicators_authority was written to"):
        load_catalogue()
