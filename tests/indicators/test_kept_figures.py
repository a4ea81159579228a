"""Figures that are kept are those that are read anew, and as much of them stays as a write leaves as it was."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from cachetools import LRUCache
from django.db import DatabaseError, transaction

from importers import operations
from indicators import life
from indicators.commentary import Subject
from indicators.models import Authority, DataVersion, Definition, Indicator, RagThreshold, Target
from indicators.operations import (
    accept_findings,
    add_note,
    rebase_by_hand,
    record_by_hand,
    withdraw_by_hand,
    withdraw_rebase,
)
from indicators.periods import Period
from indicators.rating import NOT_RATED
from indicators.series import keeping, kept_figures, load_figures
from reports.findings import build_findings, to_settle
from reports.values import build_values
from tests.indicators.test_cohorts import WORDS, plans

NOVEMBER = Period.month(2017, 11)


def told(figures):
    """What there is to tell of Figures: every value with its rating and the reasons, and every finding."""
    return (
        [tuple(row) for row in build_values(figures)],
        [
            [(p.rating, p.direction, p.stretch) for p in series.points]
            + [series.rebases, series.life, series.ref_on(NOVEMBER.end), series.definition.stated]
            for series in figures.series
        ],
        [(f.ref, f.code, f.message, f.acceptance) for f in build_findings(figures)],
        figures.batches,
    )


def by_slug(figures):
    return {series.indicator.slug: series for series in figures.series}


@pytest.fixture
def reading(catalogue):
    return Authority.objects.get(slug="reading")


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


def set_target(indicator, by, value=61):
    return record_by_hand(
        model=Target, indicator=indicator, starts_on=date(2017, 11, 1), by=by, value=value, text=f"{value}%"
    )


def stays(croydon, write):
    """The slugs of the series that a write left as they were, and of those that are others."""
    before = by_slug(kept_figures([croydon]))
    write()
    figures = kept_figures([croydon])
    assert told(figures) == told(load_figures([croydon]))
    after = by_slug(figures)
    same = {slug for slug, series in after.items() if before.get(slug) is series}
    return same, after.keys() - same


def test_they_stay_while_nothing_is_written(batch, croydon, django_assert_num_queries):
    first = kept_figures([croydon])
    with django_assert_num_queries(1):  # the versions
        assert kept_figures([croydon]) is first


def test_a_target_is_of_one_series(fd3, croydon, ada, django_assert_num_queries):
    same, others = stays(croydon, lambda: set_target(fd3, ada))
    assert others == {"fd-3"}
    assert same
    set_target(fd3, ada, value=62)
    with django_assert_num_queries(2):  # the versions, and the targets
        assert by_slug(kept_figures([croydon]))["fd-3"].at(NOVEMBER).target_value == Decimal(62)


def test_so_is_whatever_else_a_person_sets(fd3, croydon, ada):
    starts_on = date(2017, 11, 1)
    facts = fd3.definitions.filter(batch__isnull=False).first().stated | {"title": "Contacts", "position": 0}
    writes = [
        lambda: record_by_hand(model=Definition, indicator=fd3, starts_on=starts_on, by=ada, **facts),
        lambda: record_by_hand(
            model=RagThreshold, indicator=fd3, starts_on=starts_on, by=ada, words="50% or above Green, below Red"
        ),
        lambda: rebase_by_hand(indicator=fd3, period=Period.month(2017, 8), reason="A new system.", by=ada),
        lambda: withdraw_rebase(rebase=fd3.rebases.get(), by=ada),
        lambda: withdraw_by_hand(rows=RagThreshold.objects.filter(indicator=fd3), by=ada),
        lambda: withdraw_by_hand(rows=Definition.objects.filter(indicator=fd3), by=ada),
    ]
    for write in writes:
        assert stays(croydon, write)[1] == {"fd-3"}


def test_what_is_rated_by_the_size_of_another_changes_with_it(batch, load, croydon, ada):
    cp10 = Indicator.objects.get(slug="cp-10")
    record_by_hand(model=RagThreshold, indicator=cp10, starts_on=date(2017, 4, 1), by=ada, words=WORDS)
    load(plans(380, 100), name="plans.csv")
    cp1 = Indicator.objects.get(slug="cp-1")
    assert by_slug(kept_figures([croydon]))["cp-10"].at(NOVEMBER).rag != NOT_RATED
    facts = cp1.definitions.get().stated | {"unit": "percent"}
    others = stays(
        croydon,
        lambda: record_by_hand(model=Definition, indicator=cp1, starts_on=date(2017, 11, 1), by=ada, **facts),
    )[1]
    assert others == {"cp-1", "cp-10"}
    assert by_slug(kept_figures([croydon]))["cp-10"].at(NOVEMBER).rag == NOT_RATED
    assert all(
        series.peers["cp-1"] is by_slug(kept_figures([croydon]))["cp-1"] for series in kept_figures([croydon]).series
    )


def test_a_note_leaves_all_as_it_was(fd3, croydon, ada):
    subject = Subject(NOVEMBER, fd3.definitions.get().section, fd3)
    assert stays(croydon, lambda: add_note(subject=subject, text="A note.", by=ada))[1] == set()


def test_files_acceptances_and_life_events_change_all(fd3, batch, croydon, ada):
    finding = to_settle(build_findings(load_figures([croydon])))[:1]
    writes = [
        lambda: accept_findings(authority=croydon, findings=finding, by=ada, reason="Right."),
        lambda: life.rename(indicator=fd3, starts_on=date(2017, 11, 1), by=ada, reason="Tidy.", ref="FD 300"),
        lambda: operations.undo(batch=batch, by=ada, reason="Wrong."),
    ]
    for write in writes:
        assert stays(croydon, write)[0] == set()


def test_what_is_described_by_hand_alone_comes_and_goes(fd3, batch, croydon, ada):
    """A batch is undone that a person had corrected: what they wrote goes on describing the indicator."""
    facts = fd3.definitions.get().stated | {"title": "Contacts"}
    record_by_hand(model=Definition, indicator=fd3, starts_on=date(2017, 11, 1), by=ada, **facts)
    operations.undo(batch=batch, by=ada, reason="")
    assert set(by_slug(kept_figures([croydon]))) == {"fd-3"}
    rows = Definition.objects.filter(indicator=fd3)
    assert stays(croydon, lambda: withdraw_by_hand(rows=rows, by=ada)) == (set(), set())
    assert stays(
        croydon,
        lambda: record_by_hand(model=Definition, indicator=fd3, starts_on=date(2017, 11, 1), by=ada, **facts),
    ) == (set(), {"fd-3"})


def test_a_server_that_knows_nothing_of_it_changes_all(fd3, croydon, ada):
    """While servers are replaced one by one: the code before wrote one value, whatever it had written."""
    set_target(fd3, ada)

    def write():
        set_target(fd3, ada, value=64)
        DataVersion.objects.filter(scope=croydon.pk).update(value="of-old-code")

    assert stays(croydon, write)[0] == set()

    # And what is written narrowly after it doesn't hide that from who hadn't looked in between.
    def and_narrowly():
        DataVersion.objects.filter(scope=croydon.pk).update(value="again")
        set_target(fd3, ada, value=65)

    assert stays(croydon, and_narrowly)[0] == set()


def test_what_is_rolled_back_is_not_kept(fd3, croydon, ada):
    before = told(kept_figures([croydon]))
    with suppress(DatabaseError), transaction.atomic():
        set_target(fd3, ada, value=99)
        assert told(kept_figures([croydon])) != before
        raise DatabaseError
    assert told(kept_figures([croydon])) == before


def test_of_several_authorities(fd3, batch, croydon, reading, ada, django_assert_num_queries):
    data = b"Ref,Indicator,Section,Unit,Oct-17,Nov-17\nR 1,Visits,VISITS,number,380,100\n"
    operations.commit(staged=operations.stage(name="visits.csv", data=data, authority=reading), by=None)
    both = [croydon, reading]
    assert told(kept_figures(both)) == told(load_figures(both))
    one = by_slug(kept_figures([reading]))
    set_target(fd3, ada)
    set_target(Indicator.objects.get(authority=reading), ada)
    figures = kept_figures(both)
    assert told(figures) == told(load_figures(both))
    assert by_slug(figures)["r-1"] is not one["r-1"]
    with django_assert_num_queries(1):
        kept_figures(both)


def test_what_was_not_looked_at_for_longest_goes_first(batch, croydon, reading, monkeypatch):
    size = 1 + sum(len(series.points) for series in kept_figures([croydon]).series)
    monkeypatch.setattr(keeping, "MOST_POINTS", size)
    monkeypatch.setattr(keeping, "_kept", LRUCache(size, getsizeof=lambda kept: kept.size))
    first = kept_figures([croydon])
    assert kept_figures([croydon]) is first
    kept_figures([reading])
    assert kept_figures([croydon]) is not first
    # What is larger than all there is room for is read each time.
    monkeypatch.setattr(keeping, "MOST_POINTS", size - 1)
    assert told(kept_figures([croydon])) == told(first)
    assert len(keeping._kept) == 1
