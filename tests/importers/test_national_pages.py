"""The pages of national statistics: who reaches them, and the way from a file to what counts and back."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from importers.national import operations
from indicators.benchmarks import load_benchmarks
from indicators.models import BenchmarkBatch, Measure, RagThreshold
from indicators.operations import record_by_hand
from tests.importers.national_files import CONFERENCES_OF_READING, CROYDON, ENGLAND, NATIONAL, READING, file_of, row
from tests.importers.test_uploads import text_of
from tests.reports.made import indicator_of, series_of, state

DATA = file_of([row(ENGLAND), row(CROYDON), row(READING, **CONFERENCES_OF_READING)])
POSTS = ["commit/", "discard/", "undo/"]
WITHIN = "icpc-within-15-days"


def post_file(client, data=DATA, name="conferences.csv"):
    return client.post("/uploads/national/", {"file": SimpleUploadedFile(name, data)})


def seen_on(client, address):
    return re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())[1]


def commit(client, address, **more):
    return client.post(f"{address}commit/", {"seen": seen_on(client, address), "reason": "New edition"} | more)


def undo(client, address):
    return client.post(f"{address}undo/", {"seen": seen_on(client, address), "reason": "Wrong edition"})


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def staged(ana):
    return operations.keep(staged=operations.stage(name="staged.csv", data=DATA), by=ana)


def ratings_now(indicator):
    return [point.rag for point in series_of(indicator).points]


def counting():
    return {(figure.measure, figure.area.code) for figure in load_benchmarks().figures}


def test_from_a_file_to_what_counts_and_back(ana_at):
    address = post_file(ana_at).url
    page = text_of(ana_at.get(address))
    assert "Nothing counts yet" in page
    assert "9 new" in page
    assert "Initial child protection conferences within 15 working days" in page
    assert counting() == set()

    assert commit(ana_at, address).url == address
    assert (WITHIN, "E09000008") in counting()
    assert "Committed" in text_of(ana_at.get(address))
    assert "9 new, 0 changed, 0 same" in text_of(ana_at.get(address))

    assert "Say why this upload is taken back." in text_of(ana_at.post(f"{address}undo/", {}))
    assert undo(ana_at, address).url == address
    assert counting() == set()
    page = text_of(ana_at.get(address))
    assert "Wrong edition" in page
    assert "Take it back" not in page
    assert "conferences.csv" in text_of(ana_at.get("/uploads/national/"))


def test_what_changes_is_shown_as_it_counts_now_and_as_in_the_file(ana_at):
    commit(ana_at, post_file(ana_at).url)
    later = file_of([row(CROYDON, **{"Duration_0-10_days": "c", "Section47": "3000"})])
    page = text_of(ana_at.get(post_file(ana_at, later, "later.csv").url))
    assert "0 new 2 changed 1 same" in page
    assert "Croydon 2025 70% suppressed to protect confidentiality line 2" in page
    assert "Croydon 2025 2,947 3,000 line 2" in page


@pytest.fixture
def against_england(ana):
    """An indicator of Croydon's, 76% in October and November 2017, that is rated against England."""
    made = indicator_of("x-1", measure=Measure.objects.get(slug=WITHIN), polarity="BIB")
    state(made, ["76"] * 2)
    words = "Green at or above England; Red: else"
    record_by_hand(model=RagThreshold, indicator=made, starts_on=date(2016, 4, 1), by=None, words=words)
    return made


def test_which_ratings_would_change_is_told_to_those_who_read_them(ana_at, ana, croydon, against_england):
    data = file_of([row(ENGLAND, "2017")])
    address = post_file(ana_at, data).url
    page = text_of(ana_at.get(address))
    assert "2 ratings of the authorities that you read would change" in page
    assert "x-1 Oct 2017 — Not rated ● Green" in page
    assert "year to 31 March 2017: 70%" in page
    # Until it is committed nothing is rated otherwise; of what she doesn't read nothing is told.
    assert counting() == set()
    ana.memberships.filter(authority=croydon).delete()
    page = text_of(ana_at.get(address))
    assert "No rating of the authorities that you read would change" in page
    assert "year to 31 March 2017: 70%" not in page


def test_which_ratings_undoing_would_change_is_told_before(ana_at, ana, croydon, against_england):
    first = post_file(ana_at, file_of([row(ENGLAND, "2017")])).url
    commit(ana_at, first)
    edition = row(ENGLAND, "2017", **{"Duration_0-10_days": "143"})
    later = post_file(ana_at, file_of([edition]), "later.csv").url
    commit(ana_at, later)
    assert ratings_now(against_england) == ["red", "red"]

    page = text_of(ana_at.get(later))
    assert "2 ratings of the authorities that you read would change" in page
    assert "x-1 Oct 2017 ■ Red ● Green" in page
    assert "year to 31 March 2017: 70%" in page
    # What a later edition states again, the earlier one may lose.
    assert "No rating of the authorities that you read would change" in text_of(ana_at.get(first))
    assert ratings_now(against_england) == ["red", "red"]

    undo(ana_at, later)
    assert ratings_now(against_england) == ["green", "green"]
    assert "would change" not in text_of(ana_at.get(later))
    assert "x-1 Oct 2017 ● Green — Not rated" in text_of(ana_at.get(first))
    ana.memberships.filter(authority=croydon).delete()
    page = text_of(ana_at.get(first))
    assert "No rating of the authorities that you read would change" in page
    assert "x-1" not in page


def test_what_undoing_would_change_is_looked_at_again_where_it_moved(ana_at, ada, against_england):
    address = post_file(ana_at, file_of([row(ENGLAND, "2017")])).url
    commit(ana_at, address)
    seen = seen_on(ana_at, address)
    operations.load(name="other.csv", data=file_of([row(ENGLAND, "2017", Section47="1")]), by=ada)
    page = text_of(ana_at.post(f"{address}undo/", {"seen": seen, "reason": "Wrong edition"}))
    assert "Nothing was undone" in page
    assert "No rating of the authorities that you read would change" in page
    assert (WITHIN, "E92000001") in counting()
    assert undo(ana_at, address).status_code == 302


def test_what_to_look_at_is_shown_before_and_after(ana_at):
    odd = file_of([row(CROYDON, ICPC="100")])
    address = post_file(ana_at, odd).url
    assert "its parts exceed the whole" in text_of(ana_at.get(address))
    commit(ana_at, address)
    assert "its parts exceed the whole" in text_of(ana_at.get(address))


def test_the_same_file_again_leaves_nothing_behind(ana_at):
    commit(ana_at, post_file(ana_at).url)
    page = ana_at.post("/uploads/national/", {"file": SimpleUploadedFile("again.csv", DATA)}, follow=True)
    assert "Everything that again.csv states is so already" in text_of(page)
    assert BenchmarkBatch.objects.count() == 1


def test_discarding_leaves_nothing_behind(ana_at, staged):
    page = ana_at.post(f"/uploads/national/{staged.pk}/discard/", follow=True)
    assert "staged.csv was discarded" in text_of(page)
    assert not BenchmarkBatch.objects.exists()


def test_a_refused_file_says_each_reason_with_its_line(ana_at):
    wrong = file_of([row(CROYDON), row(CROYDON), row(READING, ICPC="many")])
    page = text_of(post_file(ana_at, wrong, "wrong.csv"))
    assert "wrong.csv was refused, and nothing was written" in page
    assert "Line 3: Croydon, 2025" in page
    assert "Line 4: ICPC: “many” is neither a figure nor a symbol" in page
    assert not BenchmarkBatch.objects.exists()


def test_a_form_without_a_file_or_with_one_too_large(ana_at, monkeypatch):
    assert "Choose a file." in text_of(ana_at.post("/uploads/national/", {}))
    monkeypatch.setattr("importers.receiving.MAX_BYTES", 100)
    assert "The file is larger than 20 MiB" in text_of(post_file(ana_at))


def test_what_somebody_else_loaded_meanwhile_is_looked_at_first(ana_at, staged, ada):
    address = f"/uploads/national/{staged.pk}/"
    seen = seen_on(ana_at, address)
    operations.load(name="other.csv", data=file_of([row(CROYDON, Section47="1")]), by=ada)
    page = text_of(ana_at.post(f"{address}commit/", {"seen": seen}))
    assert "Nothing was committed" in page
    assert "1 changed" in page
    assert commit(ana_at, address).status_code == 302
    assert load_benchmarks().get("section-47-enquiries", "E09000008", 2025).value == 2947


@pytest.mark.parametrize("path", POSTS)
def test_what_was_settled_meanwhile_is_said(ana_at, staged, path):
    if path == "undo/":
        page = ana_at.post(f"/uploads/national/{staged.pk}/undo/", {"reason": "Never counted"}, follow=True)
        assert "somebody was quicker" in text_of(page)
        return
    operations.commit(batch=staged, by=None)
    page = ana_at.post(f"/uploads/national/{staged.pk}/{path}", {"seen": operations.version()}, follow=True)
    assert "somebody was quicker" in text_of(page)


@pytest.mark.parametrize("path", POSTS)
def test_coming_back_to_a_button_decides_nothing(ana_at, staged, path):
    page = ana_at.get(f"/uploads/national/{staged.pk}/{path}", follow=True)
    assert "Nothing was done: decide again" in text_of(page)
    staged.refresh_from_db()
    assert staged.state == "staged"


def test_nobody_signed_in_is_sent_to_sign_in(client, staged):
    pages = ["/uploads/national/", f"/uploads/national/{staged.pk}/", f"/national/{staged.pk}/original/"]
    for page in pages:
        assert client.get(page).url.startswith("/sign-in/")
    for path in POSTS:
        assert client.post(f"/uploads/national/{staged.pk}/{path}").url.startswith("/sign-in/")


def test_who_uploads_nowhere_has_no_such_pages(client, mo, staged):
    client.force_login(mo)
    assert post_file(client).status_code == 404
    for page in ("/uploads/national/", f"/uploads/national/{staged.pk}/"):
        assert client.get(page).status_code == 404
    for path in POSTS:
        assert client.post(f"/uploads/national/{staged.pk}/{path}", {"reason": "x"}).status_code == 404
    staged.refresh_from_db()
    assert staged.state == "staged"


@pytest.mark.parametrize("person", ["ana", "ola", "ada"])
def test_who_uploads_somewhere_loads_them(client, person, request, staged):
    client.force_login(request.getfixturevalue(person))
    for page in ("/uploads/national/", f"/uploads/national/{staged.pk}/"):
        assert client.get(page).status_code == 200


def test_the_original_is_for_everybody_who_signed_in(client, rea, staged):
    client.force_login(rea)
    assert client.get(f"/national/{staged.pk}/original/").status_code == 404
    operations.commit(batch=staged, by=None)
    response = client.get(f"/national/{staged.pk}/original/")
    assert b"".join(response.streaming_content) == DATA
    assert response["Content-Disposition"] == 'attachment; filename="staged.csv"'
    assert client.get("/national/999/original/").status_code == 404


def test_writing_takes_a_post_with_its_token(ana, staged):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert post_file(client).status_code == 403
    for path in POSTS:
        assert client.post(f"/uploads/national/{staged.pk}/{path}", {"reason": "x"}).status_code == 403


def test_neighbours_are_named(ana_at):
    name = "sn_model_2025_wide.csv"
    address = post_file(ana_at, (NATIONAL / "figures" / name).read_bytes(), name).url
    assert "50 new" in text_of(ana_at.get(address))
    commit(ana_at, address)
    assert "Statistical neighbours in use: Statistical neighbours 2025" in text_of(ana_at.get("/uploads/national/"))


def test_queries_do_not_grow_with_the_figures(ana_at, ana, against_england, django_assert_num_queries):
    small = operations.keep(staged=operations.stage(name="small.csv", data=DATA), by=ana)
    many = file_of([row(CROYDON, str(year)) for year in range(1950, 2050)])
    large = operations.keep(staged=operations.stage(name="large.csv", data=many), by=ana)
    counts = operations.commit(batch=operations.keep(staged=operations.stage(name="c.csv", data=many), by=ana), by=ana)
    for page, count in {
        "/uploads/national/": 7,
        f"/uploads/national/{small.pk}/": 26,
        f"/uploads/national/{large.pk}/": 26,
        f"/uploads/national/{counts.pk}/": 21,
    }.items():
        with django_assert_num_queries(count, info=page):
            assert ana_at.get(page).status_code == 200
