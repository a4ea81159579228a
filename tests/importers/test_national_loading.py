"""National statistics staged, committed and undone: what counts when, and that a preview says exactly what happens."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from importers import operations as uploads
from importers import originals
from importers.cleaning import clean_up
from importers.national import operations
from importers.national.page import SAMPLE, build_page
from importers.national.preview import Tally
from importers.records import Refused
from indicators.benchmarks import load_benchmarks, load_neighbours
from indicators.models import Area, Benchmark, BenchmarkBatch, Measure, Neighbour
from indicators.newest import newest_years
from indicators.querysets import Supposed
from tests.importers.national_files import (
    CONFERENCES_OF_READING,
    CROYDON,
    ENGLAND,
    NATIONAL,
    READING,
    authority,
    file_of,
    row,
)

pytestmark = pytest.mark.django_db

WITHIN = "icpc-within-15-days"
FIRST = file_of([row(ENGLAND), row(CROYDON), row(READING, **CONFERENCES_OF_READING), row(CROYDON, "2024")])
NEIGHBOURS = (NATIONAL / "figures" / "sn_model_2025_wide.csv").read_bytes()


def load(data=FIRST, name="first.csv", by=None):
    return operations.load(name=name, data=data, by=by)[1]


def kept(data, by=None, name="first.csv"):
    return operations.keep(staged=operations.stage(name=name, data=data), by=by)


def value(code="E09000008", year=2025, measure=WITHIN, **when):
    figure = load_benchmarks(measures=[measure], **when).get(measure, code, year)
    return figure and (figure.value, figure.status)


@pytest.fixture
def first(catalogue):
    return load()


def test_a_staged_file_is_invisible(catalogue, ana):
    batch = kept(FIRST, by=ana)
    assert (batch.state, batch.source) == ("staged", "conferences")
    assert load_benchmarks().figures == ()
    assert value() is None
    # Except to whoever asks what it would do.
    assert value(supposing=Supposed(batch.pk, counts=True)) == (Decimal("70.0"), "")


def test_what_is_committed_counts_with_its_place(catalogue, ana):
    batch = operations.commit(batch=kept(FIRST, by=ana), by=ana, reason="New edition")
    figure = load_benchmarks().get(WITHIN, "E09000008", 2025)
    assert (figure.value, figure.decimals, figure.when) == (Decimal("70.0"), 1, "year to 31 March 2025")
    (stated,) = figure.stated
    assert (stated.batch, stated.file_name, stated.locator) == (batch.pk, "first.csv", "line:3")
    assert stated.title == "Children in need: section 47 enquiries and initial child protection conferences"
    assert (batch.commit_number, batch.committed_by, batch.reason) == (1, ana, "New edition")
    assert batch.counts == {"values": 12, "new": 12, "changed": 0, "same": 0}


def test_the_same_file_again_changes_nothing(first):
    assert load() is None
    assert load(name="another-name.csv") is None
    assert BenchmarkBatch.objects.count() == 1


def test_a_later_edition_says_what_it_changes(first):
    later = [row(CROYDON, "2026"), row(CROYDON, **{"Duration_0-10_days": "c"}), row(READING, **CONFERENCES_OF_READING)]
    staged = operations.stage(name="later.csv", data=file_of(later))
    assert staged.preview.counts == {"values": 9, "new": 3, "changed": 1, "same": 5}
    assert Tally(WITHIN, "2025", new=0, changed=1, same=1) in staged.preview.tallies
    (change,) = staged.preview.changes
    assert (change.area, change.was.value, change.becomes.status) == ("E09000008", Decimal("70.0"), "c")

    load(file_of(later), "later.csv")
    assert value() == (None, "c")
    # What it doesn't state stays.
    assert value("E92000001") == (Decimal("70.0"), "")
    assert newest_years()[WITHIN].number == 2026


def test_undoing_brings_back_what_counted_before(first, ana):
    before = timezone.now()
    later = load(file_of([row(CROYDON, **{"Duration_0-10_days": "143"})]), "later.csv")
    between = timezone.now()
    assert value() == (Decimal("84.4"), "")
    operations.undo(batch=later, by=ana, reason="Wrong edition")
    assert value() == (Decimal("70.0"), "")
    # And what was known at a moment stays known.
    assert value(as_of=before) == (Decimal("70.0"), "")
    assert value(as_of=between) == (Decimal("84.4"), "")
    assert value(as_of=timezone.now()) == (Decimal("70.0"), "")
    # Its rows and its file stay, and the same file may be loaded again.
    later.refresh_from_db()
    assert (later.state, later.undone_by, later.undo_reason) == ("undone", ana, "Wrong edition")
    assert later.benchmarks.count() == 3
    assert load(file_of([row(CROYDON, **{"Duration_0-10_days": "143"})]), "later.csv").commit_number == 3


def test_what_undoing_would_leave_is_what_it_leaves(first, ana):
    later = load(file_of([row(CROYDON, **{"Duration_0-10_days": "143"}), row(CROYDON, "2026")]), "later.csv")
    last = load(file_of([row(CROYDON, "2026", ICPC="400")]), "last.csv")
    for batch in (last, first, later):
        without = load_benchmarks(supposing=Supposed(batch.pk, counts=False))
        assert without != load_benchmarks()
        operations.undo(batch=batch, by=ana, reason="Wrong edition")
        assert load_benchmarks() == without
    assert load_benchmarks().figures == ()


def test_a_value_that_stays_the_same_is_stated_by_both_files(first, ana):
    second = load(file_of([row(CROYDON), row(CROYDON, "2026")]), "second.csv")
    operations.undo(batch=first, by=ana, reason="Replaced")
    assert value() == (Decimal("70.0"), "")
    assert load_benchmarks().get(WITHIN, "E09000008", 2025).stated[0].batch == second.pk


def test_only_what_was_looked_at_is_committed(first, ana):
    batch, seen = kept(file_of([row(CROYDON, "2026")]), by=ana), operations.version()
    load(file_of([row(CROYDON, "2027")]), "between.csv")
    with pytest.raises(operations.Moved):
        operations.commit(batch=batch, by=ana, seen=seen)
    assert value(year=2026) is None
    assert operations.commit(batch=batch, by=ana, seen=operations.version()).commit_number == 3


def test_an_undo_moves_what_was_looked_at_too(first, ana):
    batch, seen = kept(file_of([row(CROYDON, "2026")]), by=ana), operations.version()
    operations.undo(batch=first, by=ana, reason="Wrong")
    with pytest.raises(operations.Moved):
        operations.commit(batch=batch, by=ana, seen=seen)


def test_only_what_was_looked_at_is_undone(first, ana):
    seen = operations.version()
    load(file_of([row(CROYDON, "2027")]), "between.csv")
    with pytest.raises(operations.Moved):
        operations.undo(batch=first, by=ana, seen=seen, reason="Wrong")
    assert value() == (Decimal("70.0"), "")
    assert operations.undo(batch=first, by=ana, seen=operations.version(), reason="Wrong").state == "undone"


def test_what_is_settled_is_settled(first, ana):
    batch = kept(file_of([row(CROYDON, "2026")]), by=ana)
    with pytest.raises(uploads.Settled):
        operations.undo(batch=batch, by=ana, reason="It never counted")
    operations.discard(batch=batch)
    assert not Benchmark.objects.filter(year=2026).exists()
    for settle in (lambda: operations.commit(batch=batch, by=ana), lambda: operations.discard(batch=first)):
        with pytest.raises(uploads.Settled):
            settle()


def test_a_refused_file_writes_nothing(catalogue):
    with pytest.raises(Refused):
        load(file_of([row(CROYDON), row(CROYDON)]))
    assert not BenchmarkBatch.objects.exists()


def test_a_measure_that_was_removed_is_named(catalogue):
    stage = operations.stage
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "load_catalogue", lambda: None)
        Measure.objects.filter(slug=WITHIN).delete()
        with pytest.raises(Refused, match="no measure icpc-within-15-days"):
            stage(name="first.csv", data=FIRST)


def test_the_areas_of_a_new_catalogue_are_added_first(db):
    assert load().counts["new"] == 12
    assert Area.objects.get(ons_code="E09000008").within.within.name == "London"


def test_neighbours_are_versioned_and_the_newest_committed_ones_in_use(catalogue, ana):
    assert load_neighbours() == {}
    load(NEIGHBOURS, "sn_model_2025_wide.csv")
    reading = load_neighbours()["E06000038"]
    assert (reading.set_name, len(reading.codes)) == ("Statistical neighbours 2025", 10)
    rows = Neighbour.objects.filter(area__ons_code="E06000038").select_related("neighbour")
    assert list(reading.codes) == [each.neighbour.ons_code for each in rows.order_by("rank")]
    assert load(NEIGHBOURS, "sn_model_2025_wide.csv") is None

    # Reading's nearest two change places in the next version.
    text = NEIGHBOURS.decode("utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("870,"))
    cells = line.split(",")
    cells[4], cells[6] = cells[6], cells[4]
    swapped = text.replace(line, ",".join(cells)).encode()
    later = load(swapped, "sn_model_2026_wide.csv")
    now = load_neighbours()["E06000038"]
    assert now.set_name == "Statistical neighbours 2026"
    assert now.codes == (reading.codes[1], reading.codes[0], *reading.codes[2:])
    without = load_neighbours(supposing=Supposed(later.pk, counts=False))
    operations.undo(batch=later, by=ana, reason="Not yet")
    assert load_neighbours() == without
    assert without["E06000038"] == reading


def test_a_correction_of_the_same_version_of_neighbours_shows_what_changes(catalogue):
    load(NEIGHBOURS, "sn_model_2025_wide.csv")
    text = NEIGHBOURS.decode("utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("870,"))
    cells = line.split(",")
    cells[4], cells[6] = cells[6], cells[4]
    batch = kept(text.replace(line, ",".join(cells)).encode(), name="sn_model_2025_wide.csv")
    page = build_page(operations.preview_of(batch))
    assert page.counts == {"new": 0, "changed": 2, "same": 48}
    assert {change.area for change in page.changes} == {"Reading, neighbour 1", "Reading, neighbour 2"}
    assert {change.before for change in page.changes} == {change.after for change in page.changes}


def test_the_page_shows_the_largest_changes(catalogue):
    years = range(1960, 1960 + SAMPLE + 10)
    load(file_of([row(CROYDON, str(year), Section47="1000") for year in years]))
    later = [row(CROYDON, str(year), Section47=str(1000 + year - 1959)) for year in years]
    later.append(row(READING, "1960", Section47="x"))
    batch = kept(file_of(later))
    page = build_page(operations.preview_of(batch))
    assert page.counts["changed"] == SAMPLE + 10
    assert page.is_sample
    assert [change.year for change in page.changes][:2] == [str(years[-1]), str(years[-2])]
    assert (page.changes[0].area, page.changes[0].before, page.changes[0].after) == ("Croydon", "1,000", "1,060")
    assert {row.measure for row in page.tallies} == {
        "Initial child protection conferences",
        "Initial child protection conferences within 15 working days",
        "Section 47 enquiries",
    }


def test_what_is_left_behind_is_removed_and_what_counts_stays(first, ana):
    left = kept(file_of([row(CROYDON, "2026")]), by=ana)
    BenchmarkBatch.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert clean_up().uploads == 1
    assert list(BenchmarkBatch.objects.all()) == [first]
    assert not Benchmark.objects.filter(batch=left.pk).exists()


def test_the_file_of_a_national_batch_is_one_that_is_named(first, monkeypatch):
    monkeypatch.setattr(originals, "LEFT_ALONE_SECONDS", -1)
    assert originals.sweep() == 0
    with first.file.open() as file:
        assert file.read() == FIRST


def test_an_authority_under_another_code_goes_on_in_one_series(catalogue):
    load(
        file_of(
            [
                row(authority("825", "E10000002", "Buckinghamshire"), "2020"),
                row(authority("825", "E06000060", "Buckinghamshire"), "2021"),
            ]
        )
    )
    benchmarks = load_benchmarks(measures=[WITHIN])
    series = benchmarks.series(WITHIN, "E06000060")
    assert [(figure.year, figure.code) for figure in series] == [(2020, "E10000002"), (2021, "E06000060")]
    assert benchmarks.area("E10000002") == benchmarks.area("E06000060")
