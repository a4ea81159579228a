"""The pages of targets: who may set them, what is previewed, and what is told where something is wrong."""

import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from importers import tasks
from importers.models import Reading
from importers.sources import targets
from indicators.models import Authority, ImportBatch, Indicator, Membership, Target
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


def test_an_admin_uploads_a_sheet_sees_what_it_changes_commits_and_undoes(as_ola, ola, ana, croydon, batch):
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
    as_ola.force_login(ana)
    assert "Undo this upload" not in text_of(as_ola.get(response.url))
    as_ola.force_login(ola)
    as_ola.post(f"{response.url}undo/", {"reason": "Not yet."})
    (series,) = load_figures([croydon], slug="fd-3").series
    assert series.at(Period.month(2017, 11)).target_value == 90


def test_a_sheet_takes_an_admin(client, ana, croydon, batch):
    client.force_login(ana)
    response = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"}))
    assert "which takes an admin of it" in text_of(client.get(response.url))
    reading = Reading.objects.get()
    assert (reading.state, reading.preview, reading.batch.source) == (Reading.State.REFUSED, "", "")
    # Nothing of it can be committed; what was refused is theirs to discard.
    client.post(f"{response.url}commit/", {"stamp": "", "reason": "R"})
    assert Reading.objects.get().state == Reading.State.REFUSED
    assert client.post(f"{response.url}discard/").url == "/uploads/"
    assert not Target.objects.filter(batch__source=targets.NAME).exists()


def test_a_sheet_that_a_worker_reads_takes_an_admin_as_well(client, ana, ola, croydon, batch, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(tasks, "AT_ONCE_BYTES", 0)
    for person, told in ((ana, "which takes an admin of it"), (ola, "The sheet sets 1 target")):
        client.force_login(person)
        address = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"})).url
        assert "The file waits to be read" in text_of(client.get(address))
        client.post(f"{address}take-up/")
        assert told in text_of(client.get(address))


def test_the_command_line_asks_who_it_is(ana, ola, croydon, batch, tmp_path):
    sheet = tmp_path / "targets.xlsx"
    sheet.write_bytes(filled(croydon, NEXT, fd_3={"target": "80%"}))
    with pytest.raises(SystemExit):
        call_command("import_report", sheet, authority="croydon", user="ana", stdout=StringIO())
    assert not Target.objects.filter(batch__source=targets.NAME).exists()
    call_command("import_report", sheet, authority="croydon", user="ola", stdout=StringIO())
    assert Target.objects.get(batch__source=targets.NAME).recorded_by == ola


def test_whoever_is_no_admin_any_more_commits_nothing(client, ola, croydon, batch, settings, monkeypatch):
    client.force_login(ola)
    address = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"})).url
    stamp = client.get(address).context["form"].initial["stamp"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(tasks, "AT_ONCE_VALUES", -1)
    client.post(f"{address}commit/", {"stamp": stamp, "reason": ""})
    assert "wait to be committed" in text_of(client.get(address))
    Membership.objects.filter(user=ola, authority=croydon).update(role=Membership.Role.ANALYST)
    client.post(f"{address}take-up/")
    assert "which takes an admin of it" in text_of(client.get(address))
    assert not Target.objects.filter(batch__source=targets.NAME).exists()


def test_an_analyst_settles_no_sheet_of_an_admin(client, ana, ola, croydon, batch):
    client.force_login(ola)
    address = upload(client, croydon, filled(croydon, NEXT, fd_3={"target": "80%"})).url
    stamp = client.get(address).context["form"].initial["stamp"]
    client.force_login(ana)
    assert "Commit these changes" not in text_of(client.get(address))
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
    assert "Nothing changes." in text_of(copied(as_ola, NEXT, target="95%", reason="A new year."))


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
