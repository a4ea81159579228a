"""Queries that are put together once answer as those that are put together each time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.models import Exists, OuterRef

from importers import operations
from indicators.models import Authority, DataVersion, Indicator, Section, Target
from indicators.prepared import Prepared, PreparedForOne, PreparedForUser
from indicators.series import facts
from indicators.versions import visible_versions

OF_INDICATORS = [
    facts.definitions,
    facts.targets,
    facts.thresholds,
    facts.rebases,
    facts.observations,
    facts.events,
]  # fmt: skip


def fields(row):
    """All that a row was read with: its columns, what was annotated, and the rows it came with."""
    known = {name: fields(value) if hasattr(value, "_state") else value for name, value in vars(row).items()}
    related = {name: fields(value) for name, value in row._state.fields_cache.items() if value is not None}
    return {name: value for name, value in known.items() if name != "_state"} | related


@pytest.fixture
def croydon_and_reading(batch):
    reading = Authority.objects.get(slug="reading")
    data = b"Ref,Indicator,Section,Unit,Oct-17,Nov-17\nR 1,Visits,VISITS,number,380,100\n"
    operations.commit(staged=operations.stage(name="visits.csv", data=data, authority=reading), by=None)
    return batch.authority, reading


@pytest.mark.parametrize("query", OF_INDICATORS, ids=lambda query: query.__name__)
def test_of_all_that_a_series_is_made_of(query, croydon_and_reading, django_assert_num_queries):
    for authority in croydon_and_reading:
        found = facts.ReaderOfOne(authority.pk).of_indicators(query)
        plain = query(Indicator.objects.filter(authority=authority))
        assert [fields(row) for row in found] == [fields(row) for row in plain]
        with django_assert_num_queries(1):
            facts.ReaderOfOne(authority.pk).of_indicators(query)


def test_of_an_authority(croydon_and_reading):
    for authority in croydon_and_reading:
        for query in (facts.batches, facts.acceptances):
            found = facts.ReaderOfOne(authority.pk).of_authorities(query)
            assert [fields(row) for row in found] == [fields(row) for row in query([authority])]
    assert {row.authority_id for row in facts.ReaderOfOne(authority.pk).of_authorities(facts.batches)} == {authority.pk}


def test_one_indicator_or_many(batch):
    keys = list(batch.authority.indicators.order_by("slug").values_list("pk", flat=True)[:3])
    for some in (keys[:1], keys[1:2], keys):
        found = facts.by_indicator(facts.of_each(facts.definitions, some))
        assert set(found) == set(some)


def test_a_key_may_stand_in_several_places_and_in_none(croydon):
    Section.objects.create(authority=croydon, title="One", slug="one")

    def build(authority, unused):
        of_it = Exists(Section.objects.filter(pk=OuterRef("pk"), authority=authority))
        return Section.objects.filter(authority=authority).annotate(of_it=of_it)

    asked = Prepared(build)
    assert [row.of_it for row in asked(croydon.pk, 1)] == [True]
    assert asked(croydon.pk + 1, croydon.pk) == []


def test_rows_are_of_the_moment_they_are_asked_for(db):
    asked = PreparedForOne(lambda scopes: DataVersion.objects.filter(scope__in=scopes))
    assert asked([7]) == []
    DataVersion.objects.create(scope=7, value="a")
    assert [row.value for row in asked([7])] == ["a"]
    DataVersion.objects.create(scope=8, value="b")
    assert {row.value for row in asked([7, 8])} == {"a", "b"}
    assert asked([]) == []


def test_what_is_prefetched_is_of_the_rows_that_were_asked_for(batch):
    asked = Prepared(lambda authority: Authority.objects.filter(pk=authority).prefetch_related("indicators"))
    for authority in Authority.objects.all():
        (found,) = asked(authority.pk)
        assert {each.pk for each in found.indicators.all()} == set(authority.indicators.values_list("pk", flat=True))


def test_no_other_number_is_taken_for_a_key(batch):
    targets = Target.objects.filter(indicator__authority=batch.authority)
    asked = Prepared(lambda authority: Target.objects.filter(indicator__authority=authority, value__gte=85))
    expected = {target.pk for target in targets if target.value is not None and target.value >= 85}
    assert {row.pk for row in asked(batch.authority_id)} == expected != set()


def test_what_a_user_may_see_is_asked_of_them_whoever_asked_before(ola, rea, ada):
    asked = PreparedForUser(visible_versions)
    for person in (ola, ada, rea, ola):
        assert asked(person) == list(visible_versions(person)) != []
    assert asked(AnonymousUser()) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    DataVersion.objects.create(scope=7, value="a")
    asked = Prepared(lambda scope: DataVersion.objects.filter(scope=scope))

    def ask():
        try:
            return [row.value for row in asked(7)]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(ask).result() == ["a"]
    assert ask() == ["a"]


# SQLite has no statements that are prepared.
if connection.vendor == "postgresql":

    def prepared_here():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, statement FROM pg_prepared_statements")
            return dict(cursor.fetchall())

    def test_a_connection_prepares_a_query_once_and_another_connection_again(transactional_db):
        DataVersion.objects.create(scope=7, value="50% 'a'")
        asked = Prepared(lambda scope: DataVersion.objects.filter(scope=scope, value__endswith="% 'a'"))
        for _ in range(2):
            before = prepared_here()
            assert [row.value for row in asked(7)] == ["50% 'a'"]
            assert asked(8) == []
            (made,) = prepared_here().keys() - before.keys()
            assert "indicators_dataversion" in made
            connection.close()

    def test_one_name_is_of_one_statement(db):
        asked = [prepared_of(value) for value in ("a", "b", "a")]
        DataVersion.objects.create(scope=7, value="a")
        before = prepared_here()
        assert [len(each(7)) for each in asked] == [1, 0, 1]
        assert len(prepared_here().keys() - before.keys()) == 2

    def prepared_of(value):
        return Prepared(lambda scope: DataVersion.objects.filter(scope=scope, value=value))

    def test_a_migration_that_adds_a_column_disturbs_no_server_that_runs(transactional_db):
        asked = Prepared(lambda scope: DataVersion.objects.filter(scope=scope))
        DataVersion.objects.create(scope=7, value="a")
        try:
            for _ in range(7):
                assert [row.value for row in asked(7)] == ["a"]
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE indicators_dataversion ADD COLUMN more integer")
            assert [row.value for row in asked(7)] == ["a"]
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE indicators_dataversion DROP COLUMN IF EXISTS more")

    def test_a_transaction_that_failed_says_so_as_it_does_of_every_query(db):
        asked = Prepared(lambda scope: DataVersion.objects.filter(scope=scope))
        with pytest.raises(InternalError), transaction.atomic():
            with suppress(ProgrammingError), connection.cursor() as cursor:
                cursor.execute("SELECT nothing_of_the_kind")
            asked(7)
        assert asked(7) == []
