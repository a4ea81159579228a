"""A file with open questions in the browser: answered on its page, read again, and never asked twice."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from importers import aliases, operations, questions
from importers.models import Alias
from importers.records import Choice, Question, Refused
from indicators import life
from indicators.models import Authority, ImportBatch
from indicators.series import load_figures
from tests.conftest import FIXTURE
from tests.importers.test_uploads import post_file, text_of

MISSPELT = [
    ["Ref", "Title", "Month", "Actuls"],
    ["FD 3", "Percentage of Contacts progressed", "Dec-17", "84%"],
    ["X 9", "Foster carers approved", "Dec-17", 5],
]


def workbook(rows, *, hidden=None):
    """The bytes of an .xlsx with one sheet of those rows, and a hidden one."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    for row in hidden or ():
        sheet = book["Old"] if "Old" in book.sheetnames else book.create_sheet("Old")
        sheet.sheet_state = "hidden"
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


def uploaded(client, data, name="book.xlsx"):
    """(address, page) of an upload."""
    response = post_file(client, data, name=name)
    assert response.status_code == 302, text_of(response)
    return response.url, client.get(response.url)


def fields(page):
    """{question's words: its AnswersForm field} of a page."""
    return {asked.question.asks: field.name for asked, field in page.context["questions"].asked}


def answer(client, address, page, answers):
    """Post answers: {words in the question: words that the answer begins with, or None for a tick}."""
    data = {}
    for asked, field in page.context["questions"].asked:
        wanted = next((label for words, label in answers.items() if words in asked.question.asks), "")
        if wanted is None:
            data[field.name] = "on"
        elif wanted:
            (number,) = [n for n, c in enumerate(asked.question.choices) if c.label.startswith(wanted)]
            data[field.name] = str(number)
    return client.post(f"{address}answer/", data)


def staged_indicators(address):
    batch = ImportBatch.objects.get(pk=address.split("/")[2])
    return {i.key for i in operations.stage_again(batch=batch).preview.report.indicators}


def test_a_misspelt_heading_is_answered_once(ana_at, batch):
    address, page = uploaded(ana_at, workbook(MISSPELT))
    text = text_of(page)
    assert "There is a problem" in text
    assert "What does the heading &#x27;Actuls&#x27; mean?" in page.content.decode()
    assert "Data, cell D1" in text or "Data!D1" in text
    assert answer(ana_at, address, page, {"Actuls": "The figure"}).url == address
    text = text_of(ana_at.get(address))
    assert "Nothing is written yet" in text
    assert re.search(r"Actuls.{1,12}is read as the figure, as confirmed by ana on \d", text)
    (alias,) = Alias.objects.all()
    assert (alias.kind, alias.printed, alias.means, alias.confirmed_by.username) == (
        "heading",
        "Actuls",
        "value",
        "ana",
    )

    again, page = uploaded(ana_at, workbook([*MISSPELT, ["X 10", "Adopters approved", "Dec-17", 6]]), name="next.xlsx")
    assert again != address
    assert "Nothing is written yet" in text_of(page)


def test_all_questions_and_errors_come_together(ana_at, batch):
    rows = [
        ["Ref", "Title", "Polarty", "Dec-17"],
        ["FD-8", "Re-referrals", "SIB", "19%"],
        ["X 11", "Visits", "BIB", "eighty"],
    ]
    _, page = uploaded(ana_at, workbook(rows, hidden=[["Ref", "Title", "Jan-17"], ["Z 1", "Old", 5]]))
    assert list(fields(page)) == [
        "What does the heading 'Polarty' mean? It looks like the polarity (whether bigger or smaller is better).",
        "Is 'FD-8' (Re-referrals) one of the indicators that are known, or a new one?",
        "The sheet 'Old' is hidden.",
    ]
    summary = page.content.decode().partition("error-summary")[2].partition("</div>")[0]
    assert "eighty" in summary
    assert "hidden" not in summary
    assert "checked" not in page.content.decode()


def test_an_indicator_is_told_apart_once(ana_at, batch, croydon):
    rows = [["Ref", "Title", "Dec-17"], ["FD-8", "Percentage of re-referrals", "19%"]]
    address, page = uploaded(ana_at, workbook(rows))
    answer(ana_at, address, page, {"FD-8": "It is FD 8"})
    assert staged_indicators(address) == {"FD 8"}
    assert (Alias.objects.get().kind, Alias.objects.get().means) == ("indicator", "FD 8")
    staged = operations.stage(name="next.xlsx", data=workbook(rows), authority=croydon)
    assert [i.ref for i in staged.preview.report.indicators] == ["FD 8"]


def test_a_new_indicator_is_new_in_this_file_alone(ana_at, batch, croydon):
    rows = [["Ref", "Title", "Dec-17"], ["FD-8", "Percentage of re-referrals", "19%"]]
    address, page = uploaded(ana_at, workbook(rows))
    answer(ana_at, address, page, {"FD-8": "It is a new"})
    assert staged_indicators(address) == {"FD-8"}
    assert not Alias.objects.exists()
    with pytest.raises(Refused):
        operations.stage(name="other.xlsx", data=workbook(rows), authority=croydon)


def test_a_hidden_sheet_is_read_where_it_is_ticked_and_left_out_again(ana_at, croydon):
    data = workbook(
        [["Ref", "Title", "Dec-17"], ["X 9", "Carers", 5]], hidden=[["Ref", "Title", "Jan-17"], ["Z 1", "Old", 7]]
    )
    address, page = uploaded(ana_at, data)
    assert "Nothing is written yet" in text_of(page)
    assert staged_indicators(address) == {"X 9"}
    answer(ana_at, address, page, {"'Old'": None})
    assert staged_indicators(address) == {"X 9", "Z 1"}
    page = ana_at.get(address)
    assert "checked" in page.content.decode()
    answer(ana_at, address, page, {})
    assert staged_indicators(address) == {"X 9"}


def test_what_is_answered_is_committed(ana_at, batch, croydon):
    address, page = uploaded(ana_at, workbook(MISSPELT))
    answer(ana_at, address, page, {"Actuls": "The figure"})
    stamp = re.search(r'name="stamp" value="([^"]+)"', ana_at.get(address).content.decode())[1]
    ana_at.post(f"{address}commit/", {"stamp": stamp, "reason": ""})
    (series,) = load_figures([croydon], slug="x-9").series
    assert [point.value for point in series.points] == [5]


def test_some_answers_are_enough_and_the_rest_is_asked_again(ana_at, batch):
    rows = [["Ref", "Title", "Polarty", "Dec-17"], ["FD-8", "Re-referrals", "SIB", "19%"]]
    address, page = uploaded(ana_at, workbook(rows))
    answer(ana_at, address, page, {"Polarty": "The polarity"})
    assert ["FD-8" in words for words in fields(ana_at.get(address))] == [True]


def test_a_mended_file_keeps_what_was_answered_about_the_refused_one(ana_at, ana, batch, croydon):
    old = [["Ref", "Title", "Jan-17"], ["FD 3", "Percentage of Contacts progressed", "80%"]]
    rows = [["Ref", "Title", "Dec-17"], ["FD 3", "Percentage of Contacts progressed", "eighty"]]
    address, page = uploaded(ana_at, workbook(rows, hidden=old))
    answer(ana_at, address, page, {"hidden": None})
    refused = ImportBatch.objects.get(pk=address.split("/")[2])
    assert (refused.reading.state, refused.reading.answers) == ("refused", {"read_hidden": {"Old": "yes"}})

    rows[1][2] = "84%"
    mended = SimpleUploadedFile("book.xlsx", workbook(rows, hidden=old))
    page = ana_at.post("/uploads/", {"authority": croydon.pk, "file": mended, "replaces": refused.pk}, follow=True)
    assert "2 new 0 changed" in text_of(page)
    reading = ImportBatch.objects.get(state="staged").reading
    assert (reading.answers, reading.answered_by) == ({"read_hidden": {"Old": "yes"}}, ana)


def test_answers_about_a_workbook_say_nothing_of_a_report(ana_at, ana, croydon):
    rows = [["Ref", "Title", "Dec-17"], ["FD 3", "Percentage of Contacts progressed", "eighty"]]
    address, page = uploaded(ana_at, workbook(rows, hidden=[["Ref", "Title", "Jan-17"], ["Z 1", "Old", 5]]))
    answer(ana_at, address, page, {"hidden": None})
    mended = SimpleUploadedFile("croydon.txt", FIXTURE.read_bytes())
    data = {"authority": croydon.pk, "file": mended, "replaces": address.split("/")[2]}
    assert "243 new 0 changed" in text_of(ana_at.post("/uploads/", data, follow=True))


def test_no_answer_at_all(ana_at, batch):
    address, page = uploaded(ana_at, workbook(MISSPELT))
    response = answer(ana_at, address, page, {})
    assert response.status_code == 200
    assert "Answer at least one question." in text_of(response)
    assert not Alias.objects.exists()


@pytest.mark.parametrize("wrong", ["99", "-1", "value", "²"])
def test_an_answer_that_was_not_offered(ana_at, batch, wrong):
    address, page = uploaded(ana_at, workbook(MISSPELT))
    (field,) = fields(page).values()
    response = ana_at.post(f"{address}answer/", {field: wrong})
    assert response.status_code == 200
    assert "There is a problem" in text_of(response)
    assert not Alias.objects.exists()


def test_what_was_committed_is_not_asked_about(ana_at, batch):
    assert ana_at.post(f"/uploads/{batch.pk}/answer/", {}).url == f"/uploads/{batch.pk}/"


# What is kept for later files


def test_what_was_confirmed_is_listed_and_can_be_forgotten(ana_at, ana, batch, croydon):
    assert "Nothing has been confirmed yet." in text_of(ana_at.get("/uploads/confirmed/"))
    alias = aliases.remember(authority=croydon, kind="heading", printed="Actuls", means="value", by=ana)
    operations.stage(name="x.xlsx", data=workbook(MISSPELT), authority=croydon)
    assert re.search(
        r"Actuls A heading The figure Croydon .+ by ana Forget", text_of(ana_at.get("/uploads/confirmed/"))
    )
    assert ana_at.post("/uploads/confirmed/", {"alias": alias.pk}).url == "/uploads/confirmed/"
    assert "is forgotten" in text_of(ana_at.get("/uploads/confirmed/"))
    with pytest.raises(Refused):
        operations.stage(name="x.xlsx", data=workbook(MISSPELT), authority=croydon)


def test_a_preview_that_rests_on_a_forgotten_alias_is_worked_out_again(ana_at, batch):
    address, page = uploaded(ana_at, workbook(MISSPELT))
    answer(ana_at, address, page, {"Actuls": "The figure"})
    aliases.forget(alias=Alias.objects.get())
    page = ana_at.get(address, follow=True)
    assert "There is a problem" in text_of(page)
    assert any("Actuls" in words for words in fields(page))


def test_an_alias_is_of_one_authority(ana, croydon):
    aliases.remember(authority=croydon, kind="heading", printed="Actuls", means="value", by=ana)
    reading = Authority.objects.get(slug="reading")
    with pytest.raises(Refused):
        operations.stage(name="x.xlsx", data=workbook(MISSPELT), authority=reading)


def test_what_is_confirmed_anew_replaces_what_was(ana, mo, croydon):
    aliases.remember(authority=croydon, kind="heading", printed="Actuls", means="value", by=ana)
    aliases.remember(authority=croydon, kind="heading", printed=" ACTULS:", means="target", by=mo)
    (alias,) = Alias.objects.all()
    assert (alias.printed, alias.means, alias.confirmed_by) == (" ACTULS:", "target", mo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(authority=croydon, kind="heading", text=alias.text, printed="x", means="note")


def test_an_alias_of_an_indicator_that_is_gone_is_asked_again(ana, batch, croydon):
    aliases.remember(authority=croydon, kind="indicator", printed="FD-8", means="FD 800", by=ana)
    data = workbook([["Ref", "Title", "Dec-17"], ["FD-8", "Percentage of re-referrals", "19%"]])
    with pytest.raises(Refused) as caught:
        operations.stage(name="x.xlsx", data=data, authority=croydon)
    assert [problem.code for problem in caught.value.problems] == ["indicator-unclear"]


def test_another_authoritys_aliases_do_not_exist(client, ana, rea, croydon):
    alias = aliases.remember(authority=croydon, kind="heading", printed="Actuls", means="value", by=ana)
    rea.memberships.update(role="analyst")
    client.force_login(rea)
    assert "Actuls" not in text_of(client.get("/uploads/confirmed/"))
    for said in (alias.pk, "", "x", "9" * 30):
        assert client.post("/uploads/confirmed/", {"alias": said}).status_code == 404
    assert Alias.objects.count() == 1


def test_questions_are_asked_once_and_the_needed_ones_first():
    one = Question("headers", "Actuls", "What?", (Choice("value", "The figure"),))
    offer = Question("read_hidden", "Old", "Hidden.", (Choice("yes", "Read"), Choice("no", "Leave")), is_optional=True)

    class Problem:
        def __init__(self, question, locator):
            self.question, self.locator = question, locator

    asked = questions.asked_in([Problem(offer, "Old!A1"), Problem(one, "A1"), Problem(None, "B2"), Problem(one, "C3")])
    assert [(each.question, each.locator) for each in asked] == [(one, "A1"), (offer, "Old!A1")]
    assert len({each.field for each in asked}) == 2


def test_queries_of_the_list(ana_at, ana, croydon, django_assert_num_queries):
    for word in ("Actuls", "Figurs", "Resullt"):
        aliases.remember(authority=croydon, kind="heading", printed=word, means="value", by=ana)
    with django_assert_num_queries(4):  # session, user, authorities, and the aliases with their people
        ana_at.get("/uploads/confirmed/")


# What no page can take


def test_a_report_that_waits_for_a_confirmation_says_how(catalogue, settings, monkeypatch):
    monkeypatch.setattr(operations, "confirmation_for", lambda document, source: None)
    data = (settings.BASE_DIR / "fixtures" / "reports" / "west-berkshire-2017-04.txt").read_bytes()
    authority = Authority.objects.get(slug="west-berkshire")
    preview = operations.stage(name="slides.txt", data=data, authority=authority).preview
    (message,) = [p.message for p in preview.problems if p.code == "confirmation-needed"]
    assert "which row of values belongs to which title" in message
    monkeypatch.undo()
    preview = operations.stage(name="slides.txt", data=data, authority=authority).preview
    assert "confirmation-needed" not in [p.code for p in preview.problems]


def test_a_renamed_indicator_is_found_by_its_former_ref_and_by_what_was_confirmed_of_that(batch, croydon, ana, ola):
    indicator = croydon.indicators.get(slug="fd-3")
    aliases.remember(authority=croydon, kind="indicator", printed="Old 7", means="FD 3", by=ana)
    life.rename(indicator=indicator, starts_on=date(2017, 12, 1), by=ola, reason="R", ref="FD 3b")
    for called, by in (("FD 3", "ola"), ("Old 7", "ana")):
        rows = [["Ref", "Title", "Month", "Actual"], [called, "Percentage of Contacts progressed", "Dec-17", "84%"]]
        preview = operations.stage(name="book.xlsx", data=workbook(rows), authority=croydon).preview
        assert [matched.indicator for matched in preview.matches] == [indicator]
        (told,) = [problem.message for problem in preview.problems if problem.code == "as-confirmed"]
        assert f"'{called}' is taken for FD 3b, as confirmed by {by}" in told
