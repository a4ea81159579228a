"""Versions of the data: renewed by each write with what it writes, for the authority that it is of."""

import pytest
from django.db import DatabaseError, transaction

from indicators.models import Authority
from indicators.operations import link_measures, load_catalogue
from indicators.versions import renew, renew_all, visible_versions


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
