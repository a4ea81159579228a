"""The pages of targets: who may set them, what is previewed, and what is told where something is wrong."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from importers.sources import targets
from indicators.models import Authority, ImportBatch, Indicator, Target
from indicators.periods import Period
from indicators.series import load_figures
from tests.importers.test_targets_sheet import NEXT, WORDS, YEAR, filled
from tests.importers.test_uploads import text_of

COPY = "/uploads/targets/croydon/"


@pytest.fixture
def as_ola(client, ola):
    client.force_login(ola)
    return client


def upload(client, authority, data):
    file = SimpleUploadedFile("targets.xlsx", data)
    return client.post("/uploads/", {"authority": authority.pk, "file": file})


def copied(client, year, **changes):
    """What the form holds, with some fields typed into: the answer to sending it."""
    address = f"{COPY}?year={year.key}"
    form = client.get(address).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    data |= {"starts_on": year.start.isoformat()}
    number = {row.row.key: n for n, row in enumerate(form.rows)}["FD 3"]
    return client.post(address, data | {f"{name}_{number}" if name in ("target", "rule") else name: text
                                        for name, text in changes.items()})  # fmt: skip


def test_an_admin_uploads_a_sheet_sees_what_it_changes_commits_and_undoes(as_ola, croydon, batch):
    data = filled(croydon, fd_3={"target": "80%", "rule": WORDS})
    response = upload(as_ola, croydon, data)
    page = as_ola.get(response.url)
    text = text_of(page)
    assert "7 ratings of 1 indicator would change." in text
    assert "Published editions stay as they were." in text
    stamp = page.context["form"].initial["stamp"]
    missing = as_ola.post(f"{response.url}commit/", {"stamp": stamp, "reason": ""})
    assert "Say why targets or rules of the past are changed." in text_of(missing)
    assert as_ola.post(f"{response.url}commit/", {"stamp": stamp, "reason": "Agreed."}).status_code == 302
    assert Target.objects.get(batch__source=targets.NAME).reason == "Agreed."
    done = text_of(as_ola.get(response.url))
    assert "1 target, 1 RAG methodology" in done
    assert "See the targets" in done
    as_ola.post(f"{response.url}undo/", {"reason": "Not yet."})
    (series,) = load_figures([croydon], slug="fd-3").series
    assert series.at(Period.month(2017, 11)).target_value == 90


def test_a_sheet_takes_an_admin(client, ana, croydon, batch):
    client.force_login(ana)
    response = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"}))
    assert "which takes an admin of it" in text_of(response)
    assert not ImportBatch.objects.filter(source=targets.NAME).exists()


def test_an_analyst_settles_no_sheet_of_an_admin(client, ana, ola, croydon, batch):
    client.force_login(ola)
    address = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"})).url
    stamp = client.get(address).context["form"].initial["stamp"]
    client.force_login(ana)
    assert client.get(address).status_code == 200
    for what in ("commit", "discard", "undo"):
        assert client.post(f"{address}{what}/", {"stamp": stamp, "reason": "R"}).status_code == 403
    assert ImportBatch.objects.get(source=targets.NAME).state == ImportBatch.State.STAGED


def test_only_an_admin_copies(client, croydon, batch, mo, ana, rea, ola):
    assert client.get(COPY).url.startswith("/sign-in/")
    for person in (mo, ana, rea):
        client.force_login(person)
        assert client.get(COPY).status_code == client.post(COPY).status_code == 404
    client.force_login(ola)
    assert client.get(COPY).status_code == 200
    assert client.get("/uploads/targets/reading/").status_code == 404


def test_last_years_are_copied_and_one_is_changed(as_ola, croydon, batch):
    response = copied(as_ola, NEXT, target="95%", reason="A new year.")
    text = text_of(as_ola.get(response.url))
    assert "No rating and no direction would change." in text
    assert re.search("90% → ?to 95%", text)
    assert "A reason is given" not in text
    stamp = as_ola.get(response.url).context["form"].initial["stamp"]
    as_ola.post(f"{response.url}commit/", {"stamp": stamp, "reason": ""})
    (series,) = load_figures([croydon], slug="fd-3").series
    assert [series.targets.on(year.start).value for year in (YEAR, NEXT)] == [90, 95]
    others = Indicator.objects.filter(targets__batch__source=targets.NAME).exclude(slug="fd-3")
    assert others.count() > 10
    # Once more is nothing new, and the form says so.
    assert "is so already" in text_of(copied(as_ola, NEXT, target="95%", reason="A new year."))


def test_what_cant_be_read_is_said_at_its_field(as_ola, croydon, batch):
    response = copied(as_ola, NEXT, target="0.9", rule="good is green")
    errors = response.context["form"].errors
    assert {name.partition("_")[0] for name in errors} == {"target", "rule"}
    assert not ImportBatch.objects.filter(source=targets.NAME).exists()


@pytest.mark.parametrize("year", ["2017-11", "2018-Q2", "yesterday"])
def test_what_is_no_financial_year(as_ola, batch, year):
    for page in ("/croydon/targets/", "/croydon/targets/sheet.xlsx", COPY):
        assert as_ola.get(f"{page}?year={year}").status_code == 404


def test_the_page_says_what_holds_and_since_when(as_ola, croydon, batch):
    upload_page = upload(as_ola, croydon, filled(croydon, fd_3={"months": ((6, "60%"), (9, "70%"))})).url
    stamp = as_ola.get(upload_page).context["form"].initial["stamp"]
    as_ola.post(f"{upload_page}commit/", {"stamp": stamp, "reason": "R"})
    text = text_of(as_ola.get("/croydon/targets/?year=2017-FY"))
    assert "60% from October 2017, 70% from January 2018" in text
    assert "24% since 1 Apr 2017" in text


def test_an_authority_without_figures(client, catalogue, mo):
    client.force_login(mo)
    assert Authority.objects.get(slug="reading").indicators.count() == 0
    assert client.get("/reading/targets/").status_code == 200
    assert client.get("/reading/targets/sheet.xlsx").status_code == 404
