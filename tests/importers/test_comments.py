"""Comments on cells: listed in the preview, left out unless chosen, written with the commit and undone with it."""

import io
import json
from html import unescape

import openpyxl
import pytest
from django.core.management import call_command
from openpyxl.comments import Comment

from importers import operations
from importers.models import Reading
from indicators.models import Commentary, ImportBatch
from indicators.periods import Period
from tests.importers.test_uploads import commit, post_file, stamp_of, text_of

OCTOBER, NOVEMBER = Period.month(2017, 10), Period.month(2017, 11)


def workbook(*, november=6, comments=(("C2", "Late returns.", "Jo Bloggs"), ("D2", "Check this with Al.", ""))):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    sheet.append(["Ref", "Title", "Oct-17", "Nov-17"])
    sheet.append(["Z 9", "Bicycles lent", 5, november])
    for place, text, author in comments:
        sheet[place].comment = Comment(text, author)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


def staged(client, data=None, name="november.xlsx"):
    response = post_file(client, data or workbook(), name=name)
    assert response.status_code == 302, response.content.decode()
    return response.url, client.get(response.url)


def commit_with(client, address, page, **chosen):
    said = {f"comment-Figures!{place}": kind for place, kind in chosen.items()}
    return client.post(f"{address}commit/", {"stamp": stamp_of(page), "reason": "Corrected.", **said})


def current():
    return [
        (row.kind, row.text, row.period, row.locator, [indicator.ref for indicator in row.indicators.all()])
        for row in Commentary.objects.current()
    ]


def test_a_preview_lists_them_and_takes_none(ana_at, ana, croydon):
    address, page = staged(ana_at)
    text = text_of(page)
    assert "2 comments on cells are left out unless you choose otherwise." in text
    assert "Figures!C2 Z 9 Oct 2017 Late returns. Jo Bloggs" in text
    assert commit(ana_at, address, page).url == address
    assert current() == []
    told = unescape(text_of(ana_at.get(address)))
    assert "Nothing was taken from the comment 'Late returns.' by Jo Bloggs: nobody said that it is commentary." in told


def test_what_is_chosen_is_written_for_its_indicator_and_period_and_undone(ana_at, ana, croydon):
    address, page = staged(ana_at)
    assert commit_with(ana_at, address, page, C2="next_steps", D2="").url == address
    assert current() == [("next_steps", "Late returns.", OCTOBER, "Figures!C2", ["Z 9"])]
    row = Commentary.objects.get()
    assert (row.from_comment, row.named, row.written_by) == (True, True, ana)
    told = unescape(text_of(ana_at.get(address)))
    assert "'Check this with Al.'" in told
    assert "'Late returns.'" not in told
    ana_at.post(f"{address}undo/", {"reason": "A draft."})
    assert current() == []


def test_what_was_taken_is_not_offered_again(ana_at, croydon):
    address, page = staged(ana_at)
    commit_with(ana_at, address, page, C2="data_note")
    _, page = staged(ana_at, workbook(november=7), name="again.xlsx")
    assert "1 comment on cells is left out" in text_of(page)
    assert "Late returns." not in text_of(page)


def test_a_file_that_states_nothing_new_can_still_give_its_comments(ana_at, croydon):
    address, page = staged(ana_at)
    commit(ana_at, address, page)
    address, page = staged(ana_at)
    assert "What can be committed are comments on its cells." in text_of(page)
    response = commit_with(ana_at, address, page)
    assert "Choose what at least one comment is, or discard this upload." in text_of(response)
    assert ImportBatch.objects.counting().count() == 1
    assert commit_with(ana_at, address, page, C2="next_steps", D2="data_note").url == address
    assert [row[:2] for row in current()] == [("next_steps", "Late returns."), ("data_note", "Check this with Al.")]
    # Now there is nothing left to say of it.
    assert post_file(ana_at, workbook(), name="november.xlsx").url == "/uploads/"


def test_it_takes_back_nothing_that_a_report_said_and_no_report_takes_it_back(ana_at, batch, croydon):
    before = set(Commentary.objects.current().values_list("pk", flat=True))
    address, page = staged(ana_at)
    commit_with(ana_at, address, page, D2="improvement_activity")
    chosen = Commentary.objects.get(from_comment=True)
    assert chosen.period == NOVEMBER == batch.period
    assert set(Commentary.objects.current().values_list("pk", flat=True)) == before | {chosen.pk}
    address, page = staged(ana_at, workbook(november=7, comments=[("D2", "More.", "")]), name="later.xlsx")
    commit_with(ana_at, address, page, D2="improvement_activity")
    assert set(Commentary.objects.current().values_list("pk", flat=True)) > before | {chosen.pk}


def test_a_choice_that_is_none_is_told_and_writes_nothing(ana_at, croydon):
    address, page = staged(ana_at)
    response = commit_with(ana_at, address, page, C2="summary")
    assert response.status_code == 200
    assert "Select a valid choice. summary is not one of the available choices." in text_of(response)
    assert not ImportBatch.objects.counting().exists()


def test_a_choice_outlives_figures_that_moved(ana_at, ana, croydon):
    address, page = staged(ana_at)
    other = operations.stage(name="other.xlsx", data=workbook(november=8, comments=()), authority=croydon)
    operations.commit(staged=other, by=ana)
    response = commit_with(ana_at, address, page, C2="next_steps")
    body = response.content.decode()
    assert "Nothing was written" in body
    assert '<option value="next_steps" selected>' in body
    assert Commentary.objects.count() == 0
    assert Reading.objects.get().order["chosen"] == {"Figures!C2": "next_steps"}


def test_the_command_line_takes_none_and_says_so(croydon, tmp_path, capsys):
    file = tmp_path / "november.xlsx"
    file.write_bytes(workbook())
    call_command("import_report", str(file), authority="croydon", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert [p["locator"] for p in told["problems"] if p["code"] == "comment-left-out"] == ["Figures!C2", "Figures!D2"]
    assert current() == []
    kept = [problem["code"] for problem in ImportBatch.objects.get().problems]
    assert kept.count("comment-left-out") == 2
