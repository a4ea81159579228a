"""The upload journey without a browser: staged, previewed, committed, undone; by whom, and what is refused."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from importers import operations
from importers.compared import NEW, RERATED, SAME
from importers.documents import MAX_BYTES
from importers.preview import version_of
from importers.problems import by_place
from importers.records import Problem
from indicators.models import Authority, ImportBatch, Indicator, Observation, RagThreshold, Target
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.series import load_figures
from reports.scorecard import figure_text
from tests.conftest import FIXTURE, edition
from tests.importers.test_loading import FD3_NOVEMBER, december

NOVEMBER = Period.month(2017, 11)
CHANGED_FILE = edition((FD3_NOVEMBER, "89%\t92%\t86%\t91%\t90%\tIL"))
# Session, user, authorities, batch; version and aliases, which tell that the kept preview still holds.
QUERIES = 6


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


def post_file(client, data=None, *, authority=None, name="croydon-2017-11.txt"):
    authority = authority or Authority.objects.get(slug="croydon")
    file = SimpleUploadedFile(name, FIXTURE.read_bytes() if data is None else data)
    return client.post("/uploads/", {"authority": authority.pk, "file": file})


def staged_page(client, data=None, **kwargs):
    """(the batch's address, its preview page) of an upload that has to be staged."""
    response = post_file(client, data, **kwargs)
    assert response.status_code == 302, response.content.decode()
    return response.url, client.get(response.url)


def stamp_of(page):
    return re.search(r'name="stamp" value="([^"]+)"', page.content.decode())[1]


def commit(client, address, page, reason="Corrected by the team."):
    return client.post(f"{address}commit/", {"stamp": stamp_of(page), "reason": reason})


def fd3(croydon):
    (series,) = load_figures([croydon], slug="fd-3").series
    return series.at(NOVEMBER)


def changes_of(croydon, data):
    return operations.stage(name="x.txt", data=data, authority=croydon).preview.figures


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_whole_journey(ana_at, ana, batch, croydon):
    address, page = staged_page(ana_at, CHANGED_FILE, name="again.txt")
    staged = ImportBatch.objects.get(state="staged")
    assert (staged.created_by, staged.commit_number, staged.observations.count()) == (ana, None, 0)
    text = text_of(page)
    assert "Nothing is written yet" in text
    assert "0 new 1 changed 242 same 0 refused 0 missing" in text
    assert re.search(r"82% 91% \+9 percentage points ■ Red → to ● Green", text)
    assert fd3(croydon).value == 82

    assert commit(ana_at, address, page).url == address
    done = text_of(ana_at.get(address))
    assert "See the scorecard" in done
    assert "Corrected by the team." in done
    assert "FD 3, November 2017: 82% in croydon-2017-11.txt, now 91%." in done
    staged.refresh_from_db()
    assert (staged.state, staged.commit_number, staged.observations.count()) == ("committed", 2, 243)
    assert (fd3(croydon).value, fd3(croydon).rag) == (91, "green")

    assert ana_at.post(f"{address}undo/", {"reason": "A draft."}).url == address
    assert "By ana" in text_of(ana_at.get(address))
    assert "A draft." in text_of(ana_at.get(address))
    assert (fd3(croydon).value, fd3(croydon).rag) == (82, "red")


def test_a_staged_batch_is_invisible_to_readers(ana_at, mo, croydon):
    staged_page(ana_at)
    batch = ImportBatch.objects.get()
    assert (Observation.objects.count(), Indicator.objects.count()) == (0, 0)
    for path in (f"/croydon/sources/{batch.pk}/", f"/croydon/sources/{batch.pk}/original/"):
        assert ana_at.get(path).status_code == 404


def refused_page(client, data, **kwargs):
    """(the staged batch, its page) of an upload that has to be refused."""
    address, page = staged_page(client, data, **kwargs)
    batch = ImportBatch.objects.get(pk=address.split("/")[2])
    assert (batch.state, batch.reading.state, batch.period) == ("staged", "refused", None)
    assert (Observation.objects.filter(batch=batch).count(), page.status_code) == (0, 200)
    return batch, page


def test_a_refused_file_keeps_its_page_which_says_each_place(ana_at, croydon):
    broken = edition(
        (FD3_NOVEMBER, "89%\t92%\t86%\teighty\t90%\tIL"),
        ("72%\t74%\t85%\t87%\t98%", "72%\t74%\tmany\t87%\t98%"),
    )
    _, page = refused_page(ana_at, broken)
    body = page.content.decode()
    assert "<title>Error: " in body
    assert body.index("There is a problem") < body.index("<h1")
    assert "Line 135: " in body
    reasons = len(re.findall(r"Line \d+: ", body))
    assert reasons >= 2
    assert f"Could not be loaded: {reasons} reasons" in text_of(ana_at.get("/uploads/"))


def test_the_mended_file_takes_the_place_of_the_refused_one(ana_at, ana, croydon):
    refused, page = refused_page(ana_at, b"just some words\n", name="figures.txt")
    assert f'name="replaces" value="{refused.pk}"' in page.content.decode()
    file = SimpleUploadedFile("figures.txt", FIXTURE.read_bytes())
    ana_at.post("/uploads/", {"authority": croydon.pk, "file": file, "replaces": refused.pk})
    assert ImportBatch.objects.get().reading.state == "ready"


def test_a_discarded_upload_cannot_be_replaced(ana_at, ana, croydon):
    refused, _ = refused_page(ana_at, b"just some words\n", name="figures.txt")
    operations.discard(batch=refused)
    mended = operations.receive(name="figures.txt", data=FIXTURE.read_bytes(), authority=croydon, by=ana)
    with pytest.raises(operations.Settled):
        operations.take_place(batch=mended, of=refused)
    assert ImportBatch.objects.get() == mended


def test_only_what_was_refused_is_replaced(ana_at, batch, croydon):
    staged, _ = staged_page(ana_at, CHANGED_FILE)
    for old in (batch.pk, staged.split("/")[2], 999_999):
        file = SimpleUploadedFile(f"{old}.txt", december())
        ana_at.post("/uploads/", {"authority": croydon.pk, "file": file, "replaces": old})
    assert ImportBatch.objects.count() == 5


def test_what_a_refusal_is_about_comes_in_order():
    problems = [
        Problem("row-cells", "B.", "line:9"),
        Problem("header-columns", "H.", "line:3"),
        Problem("file-empty", "F."),
    ]
    assert [[p.message for p in found] for _, found in by_place(problems)] == [["F."], ["H."], ["B."]]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.7 ...", "it looks like a PDF"), (b"just some words\n", "no known format")],
    ids=["pdf", "unknown"],
)
def test_what_cannot_be_read_says_why(ana_at, croydon, data, says):
    _, page = refused_page(ana_at, data)
    assert says in text_of(page)
    assert "There is a problem" in text_of(page)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "The file is empty."), (b"x" * (MAX_BYTES + 1), "larger than 20 MiB")],
    ids=["empty", "too large"],
)
def test_what_is_no_upload_at_all_makes_no_batch(ana_at, croydon, data, says):
    response = post_file(ana_at, data)
    assert response.status_code == 200
    assert says in text_of(response)
    assert "There is a problem" in text_of(response)
    assert ImportBatch.objects.count() == 0


def test_a_file_is_needed_and_an_authority(ana_at, croydon):
    text = text_of(ana_at.post("/uploads/", {}))
    assert "Choose a file." in text
    assert "Choose an authority." in text


def test_a_file_that_is_loaded_already_makes_no_batch(ana_at, batch):
    response = post_file(ana_at)
    assert response.url == "/uploads/"
    assert "croydon-2017-11.txt was loaded on" in text_of(ana_at.get("/uploads/"))
    assert ImportBatch.objects.count() == 1


def test_the_same_upload_twice_is_one_batch(ana_at, croydon):
    assert staged_page(ana_at)[0] == staged_page(ana_at)[0]
    assert ImportBatch.objects.count() == 1


def test_restating_older_figures_needs_a_reason(ana_at, batch, croydon):
    address, page = staged_page(ana_at, CHANGED_FILE)
    response = commit(ana_at, address, page, reason="  ")
    assert "Say why older figures are restated." in text_of(response)
    assert fd3(croydon).value == 82


def test_new_figures_need_no_reason(ana_at, croydon):
    address, page = staged_page(ana_at)
    assert commit(ana_at, address, page, reason="").status_code == 302
    assert fd3(croydon).value == 82


def test_undoing_needs_a_reason(ana_at, batch):
    response = ana_at.post(f"/uploads/{batch.pk}/undo/", {"reason": ""})
    assert "Say why this upload is taken back." in text_of(response)
    batch.refresh_from_db()
    assert batch.state == "committed"


@pytest.mark.parametrize("moved_by", ["a commit", "an undo", "a correction by hand"])
def test_a_preview_that_moved_is_shown_anew(ana_at, ada, batch, load, croydon, moved_by):
    address, page = staged_page(ana_at, CHANGED_FILE)
    if moved_by == "a commit":
        load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL")), name="quick.txt")
    elif moved_by == "an undo":
        operations.undo(batch=batch, by=ada, reason="Wrong month.")
    else:
        record_by_hand(
            model=RagThreshold, indicator=Indicator.objects.get(slug="fd-3"), starts_on=NOVEMBER.start, by=ada,
            words="95% or above Green 90%-94% Amber 89% and below Red",
        )  # fmt: skip
    response = commit(ana_at, address, page)
    assert response.status_code == 200
    assert "Somebody else committed" in text_of(response)
    assert "Corrected by the team." in text_of(response)
    assert ImportBatch.objects.get(state="staged")
    expected = {"a commit": "83% 91% +8", "an undo": "243 new", "a correction by hand": "▲ Amber"}
    assert expected[moved_by] in text_of(response)
    # What is shown now can be committed.
    assert commit(ana_at, address, response).status_code == 302
    assert fd3(croydon).value == 91


def test_a_commit_of_what_was_committed_says_so(ana_at, croydon):
    address, page = staged_page(ana_at)
    for _ in range(2):
        assert commit(ana_at, address, page).url == address
    assert ImportBatch.objects.count() == 1
    assert "done in the meantime" in text_of(ana_at.get(address))


def test_discarding_forgets_the_upload_and_nothing_else(ana_at, batch):
    address, _ = staged_page(ana_at, CHANGED_FILE)
    assert ana_at.post(f"{address}discard/").url == "/uploads/"
    assert ImportBatch.objects.get() == batch
    committed = f"/uploads/{batch.pk}/"
    assert ana_at.post(f"{committed}discard/").url == committed
    assert ImportBatch.objects.get() == batch


def test_a_kept_file_that_was_tampered_with_is_not_committed(ana_at, croydon, settings):
    address, page = staged_page(ana_at)
    path = settings.MEDIA_ROOT / ImportBatch.objects.get().file.name
    path.write_bytes(CHANGED_FILE)
    response = commit(ana_at, address, page)
    assert response.status_code == 200
    assert "isn&#x27;t the one that was uploaded" in response.content.decode()
    assert ImportBatch.objects.get().state == "staged"


def test_previewed_ratings_are_those_that_follow(batch, load, croydon, ada):
    """Each figure of the preview beside the figure there is after the commit, with rules and targets that change."""
    indicator = Indicator.objects.get(slug="cp-13")
    words = "99% or above Green 95%-98% Amber 94% and below Red"
    record_by_hand(model=RagThreshold, indicator=indicator, starts_on=NOVEMBER.start, by=ada, words=words)
    record_by_hand(model=Target, indicator=indicator, starts_on=NOVEMBER.start, by=ada, value=99, text="99%")
    data = december().replace(b"90% or above Green", b"80% or above Green", 1)
    before = {(s.indicator.slug, p.period): p for s in load_figures([croydon]).series for p in s.points}
    changes = changes_of(croydon, data)
    assert {change.state for change in changes} >= {NEW, SAME}
    load(data, name="december.txt")
    after = {(s.indicator.slug, p.period): p for s in load_figures([croydon]).series for p in s.points}
    assert {(c.slug, c.period): c.rag for c in changes} == {
        key: after[key].rag for key in {(c.slug, c.period) for c in changes}
    }
    told = {(c.slug, c.period) for c in changes}
    assert not [key for key, point in after.items() if key not in told and point.rag != before[key].rag]


def test_previewed_ratings_of_a_first_load_are_those_that_follow(load, croydon, ada):
    changes = changes_of(croydon, FIXTURE.read_bytes())
    batch = load()
    assert {change.state for change in changes} == {NEW}
    assert {(c.ref, c.period): (c.rag, c.after) for c in changes} == _rated(croydon)
    # A rule that was set by hand outlives the batch, and rates the next one.
    words = "70% or above Green 60%-69% Amber 59% and below Red"
    start = Period.from_year_heading("2017-18").start
    record_by_hand(
        model=RagThreshold, indicator=Indicator.objects.get(slug="fd-3"), starts_on=start, by=ada, words=words
    )
    operations.undo(batch=batch, by=ada, reason="Wrong month.")
    changes = changes_of(croydon, FIXTURE.read_bytes())
    assert ("FD 3", "green") in {(c.ref, c.rag) for c in changes if c.period == NOVEMBER}
    load()
    assert {(c.ref, c.period): (c.rag, c.after) for c in changes} == _rated(croydon)


def _rated(croydon):
    rows = [(s.indicator.ref, p) for s in load_figures([croydon]).series for p in s.points]
    return {(ref, p.period): (p.rag, _written(p)) for ref, p in rows}


def _written(point):
    qualifier = point.observation.qualifier
    return figure_text(point) + (f" ({qualifier})" if qualifier else "")


def test_a_changed_rule_shows_what_is_rated_otherwise(batch, load, croydon):
    old = "90% or above Green 85%-89% Amber 84% and below Red"
    line = next(line for line in FIXTURE.read_text().split("\n") if line.startswith("FD 3\t") and "82%" in line)
    assert old in line
    data = edition((line, line.replace(old, "80% or above Green 70%-79% Amber 69% and below Red")))
    rerated = [c for c in changes_of(croydon, data) if c.state == RERATED]
    assert {c.ref for c in rerated} == {"FD 3"}
    assert ("red", "green") in {(c.rag_before, c.rag) for c in rerated}
    load(data)
    assert fd3(croydon).rag == "green"


def flagged(croydon, data):
    return {(c.ref, c.period.key): c.flags for c in changes_of(croydon, data) if c.flags}


@pytest.mark.parametrize(
    ("value", "says"), [("0.82%", "100 times too small"), ("8200%", "100 times too large"), ("20%", "Far below")]
)
def test_a_figure_out_of_all_proportion_is_flagged(batch, croydon, value, says):
    found = flagged(croydon, edition((FD3_NOVEMBER, f"89%\t92%\t86%\t{value}\t90%\tIL")))
    assert list(found) == [("FD 3", "2017-11")]
    assert says in found["FD 3", "2017-11"][0]


def test_a_usual_change_is_not_flagged(batch, croydon):
    assert flagged(croydon, edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL"))) == {}


def test_a_first_load_of_a_sound_report_is_not_flagged(croydon):
    assert flagged(croydon, FIXTURE.read_bytes()) == {}


def test_a_whole_month_that_repeats_the_one_before_is_flagged(batch, croydon):
    """What `december` makes: every figure of November once more, as if the column had been copied."""
    repeated = {period for (_, period), told in flagged(croydon, december()).items() if "Repeats" in str(told)}
    assert repeated == {"2017-12"}


def shifted():
    """November's column holds October's figures: every table's months moved to the right by one."""
    lines = []
    for line in FIXTURE.read_text().split("\n"):
        cells = line.split("\t")
        if len(cells) == 15 and cells[2] in ("SIB", "BIB", "") and cells[10].strip():
            cells[10] = cells[9]
        lines.append("\t".join(cells))
    return "\n".join(lines).encode()


def test_a_shifted_column_is_flagged(batch, croydon):
    found = flagged(croydon, shifted())
    repeated = [key for key, told in found.items() if "Repeats the figure for October 2017" in str(told)]
    assert len(repeated) >= 20
    assert {period for _, period in repeated} == {"2017-11"}


def test_the_page_shows_what_changes_and_what_is_chosen(ana_at, batch):
    address, _ = staged_page(ana_at, CHANGED_FILE)

    def rows(query):
        return len(re.findall(r'<th scope="row"', ana_at.get(address + query).content.decode()))

    assert (rows(""), rows("?show=changed"), rows("?show=new"), rows("?show=nonsense")) == (1, 1, 0, 1)
    assert (rows("?show=all"), rows("?show=all&page=3")) == (100, 43)


def test_queries_of_a_preview(ana_at, batch, django_assert_num_queries):
    address, _ = staged_page(ana_at, CHANGED_FILE)
    for query in ("", "?show=all", "?show=flagged"):
        with django_assert_num_queries(QUERIES):
            ana_at.get(address + query)


def test_queries_do_not_grow_with_the_months(ana_at, batch, load, django_assert_num_queries):
    load(december(), name="december.txt")
    address, _ = staged_page(ana_at, CHANGED_FILE)
    with django_assert_num_queries(QUERIES):
        ana_at.get(address)


def test_queries_of_the_list(ana_at, ana, batch):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert ana_at.get("/uploads/").status_code == 200
        return len(captured)

    few = queries()
    staged_page(ana_at, CHANGED_FILE)
    staged_page(ana_at, december())
    operations.undo(batch=batch, by=ana, reason="No.")
    assert queries() == few == 6  # session, user, authorities, the form's choices, how many, and the batches


def test_the_list_says_what_became_of_each(ana_at, ana, batch):
    operations.undo(batch=batch, by=ana, reason="No.")
    staged_page(ana_at, name="mine.txt")
    text = text_of(ana_at.get("/uploads/"))
    assert text.index("mine.txt") < text.index("croydon-2017-11.txt")
    assert "Waiting for you" in text
    assert re.search(r"Undone .+ by ana", text)
    assert f"/croydon/sources/{batch.pk}/original/" in ana_at.get("/uploads/").content.decode()


def test_the_list_has_pages(ana_at, croydon):
    for number in range(51):
        ImportBatch.objects.create(
            authority=croydon, source="test", file_name=f"{number}.txt", sha256=str(number), frequency="monthly",
            period_start=NOVEMBER.start, period_end=NOVEMBER.end, state="committed", commit_number=number,
            committed_at=timezone.now(),
        )  # fmt: skip
    assert "Page 1 of 2" in text_of(ana_at.get("/uploads/"))
    assert "0.txt" in text_of(ana_at.get("/uploads/?page=2"))


def test_the_version_counts_commits_undos_and_corrections(batch, croydon, ana, ada):
    assert version_of(croydon) == (1, 0, 0)
    indicator = Indicator.objects.get(slug="fd-3")
    record_by_hand(model=Target, indicator=indicator, starts_on=NOVEMBER.start, by=ada, value=92, text="")
    operations.undo(batch=batch, by=ana, reason="x")
    assert version_of(croydon) == (1, 1, 1)
