"""The pages of the action log: who may do what, what is chosen, edited in place, exported, and pointed out."""

import csv
import io
from datetime import date

import pytest

from indicators.models import Indicator
from reports.models import Action, Meeting

LOG = "/croydon/actions/"
OCT_01 = "/croydon/actions/oct-01-2017/"
NEW = "/croydon/actions/new/"
FIELDS = {"text": "Look at every contact.", "owner": "IL", "due": "Dec-17", "status": "open"}


@pytest.fixture
def people(ada, ola, ana, mo, rea):
    return {"superuser": ada, "admin": ola, "analyst": ana, "manager": mo, "stranger": rea}


def get(client, by, page=LOG):
    client.force_login(by)
    response = client.get(page)
    assert response.status_code == 200
    return response


def refs(response):
    return [row.record.ref for row in response.context["table"].rows]


def post(client, by, do="save", page=OCT_01, **fields):
    client.force_login(by)
    seen = Action.objects.filter(slug="oct-01-2017").order_by("-pk").first()
    return client.post(page, FIELDS | {"seen": seen.pk if seen else "", "do": do} | fields, follow=True)


def add(client, by, **fields):
    client.force_login(by)
    return client.post(NEW, FIELDS | {"ref": "Nov-02", "raised_in": "Nov 2017"} | fields, follow=True)


MAY = {"superuser": 200, "admin": 200, "analyst": 200, "manager": 403, "stranger": 404}


@pytest.mark.parametrize(("who", "status"), MAY.items())
@pytest.mark.parametrize("do", ["save", "close", "withdraw", "add"])
def test_who_may_keep_the_log(client, batch, people, who, status, do):
    response = add(client, people[who]) if do == "add" else post(client, people[who], do, reason="Why not.")
    assert response.status_code == status
    assert Action.objects.filter(batch=None).exists() == (status == 200 and do != "withdraw")


def test_a_reader_is_offered_no_form(client, batch, mo, ana):
    for page in (LOG, f"{LOG}?edit=oct-01-2017", OCT_01):
        body = get(client, mo, page).content.decode()
        assert 'name="do"' not in body
        assert "Add an action" not in body
    assert 'name="do" value="close"' in get(client, ana, f"{LOG}?edit=oct-01-2017").content.decode()


def test_what_there_is_not(client, batch, ana):
    client.force_login(ana)
    assert client.get("/croydon/actions/oct-99-2017/").status_code == 404
    assert client.get(f"{OCT_01}?period=2017-09").status_code == 404
    assert client.get("/reading/actions/oct-01-2017/").status_code == 404
    assert client.post(OCT_01, {"do": "delete"}).status_code == 400


def test_the_row_is_edited_in_its_place_and_leads_back_to_it(client, batch, ana):
    body = get(client, ana, f"{LOG}?status=ongoing&edit=oct-01-2017").content.decode()
    assert f'action="{OCT_01}?status=ongoing&amp;from=log"' in body
    response = post(client, ana, page=f"{OCT_01}?status=ongoing&from=log", due="TBC", status="ongoing")
    assert response.redirect_chain == [(f"{LOG}?status=ongoing#oct-01-2017", 302)]
    row = response.context["log"].find("oct-01-2017")
    assert (row.text, row.owner, row.due, row.stated) == ("Look at every contact.", "IL", "TBC", "ongoing")
    assert "Oct-01 was saved." in response.content.decode()


def test_filters(client, batch, ana):
    fd_3 = Indicator.objects.get(slug="fd-3")
    add(client, ana, indicators=[fd_3.pk])
    assert refs(get(client, ana, f"{LOG}?status=overdue")) == ["Nov-01"]
    assert refs(get(client, ana, f"{LOG}?status=complete")) == ["Oct-02", "Oct-03", "Oct-04", "Oct-09"]
    # What is overdue is ongoing too.
    assert "Nov-01" in refs(get(client, ana, f"{LOG}?status=ongoing"))
    assert len(refs(get(client, ana, f"{LOG}?status=undone"))) == 10
    assert refs(get(client, ana, f"{LOG}?owner=IL")) == refs(get(client, ana, f"{LOG}?indicator=fd-3")) == ["Nov-02"]
    assert "Nov-02" not in refs(get(client, ana, f"{LOG}?owner=-"))
    assert len(refs(get(client, ana, f"{LOG}?status=nonsense"))) == 14
    assert refs(get(client, ana, f"{LOG}?sort=status"))[0] == "Nov-01"
    assert refs(get(client, ana, f"{LOG}?sort=-raised"))[-1] == "Oct-01"


def test_the_export_is_what_was_chosen_and_inert(client, batch, ana):
    add(client, ana, text="=1+1")
    body = get(client, ana, "/croydon/actions.csv?status=open").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["ref"], row["action"], row["due"], row["status"]) == ("Nov-02", "'=1+1", "2017-12", "open")


def test_the_ref_is_proposed_and_a_taken_one_is_offered_anew(client, batch, ana):
    form = get(client, ana, f"{NEW}?indicator=fd-3").context["form"]
    assert (form["ref"].value(), form["raised_in"].value()) == ("Nov-02", "Nov 2017")
    assert form["indicators"].value() == [Indicator.objects.get(slug="fd-3").pk]
    response = add(client, ana, ref="Nov-01")
    assert "Nov-02 is free" in response.content.decode()
    assert response.context["form"]["ref"].value() == "Nov-02"
    assert not Action.objects.filter(batch=None).exists()


def test_an_action_of_a_later_month_leads_to_its_log(client, batch, ana):
    response = add(client, ana, ref="Dec-01", raised_in="Dec 2017", due="TBC")
    assert response.redirect_chain[-1][0] == f"{LOG}?period=2017-12#dec-01-2017"
    assert response.context["log"].find("dec-01-2017")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"due": "Oct 2017"}, "Due: October 2017 is before November 2017, the month it was raised in."),
        ({"due": "soon"}, "Due: “soon” is no month. Write it as Dec 2017, or TBC where there is no date yet."),
        ({"due": "2017-Q4"}, "is no month"),
        ({"raised_in": ""}, "Raised in: enter a month, such as Nov 2017."),
        ({"text": " "}, "Say what is to be done."),
        ({"text": "x" * 2001}, "Action must be 2000 characters or fewer. It has 2001."),
        ({"ref": ""}, "Give it a ref, such as Nov-01."),
    ],
)
def test_what_is_refused_at_entry(client, batch, ana, fields, message):
    body = add(client, ana, **fields).content.decode()
    assert "<title>Error: " in body
    assert body.count(message) == 2
    assert not Action.objects.filter(batch=None).exists()


def test_a_stale_save_keeps_what_was_typed(client, batch, ana, ada):
    seen = Action.objects.get(slug="oct-01-2017").pk
    post(client, ada, owner="MK")
    response = post(client, ana, seen=seen, owner="IL", text="Mine.")
    body = response.content.decode()
    assert "it was changed while you were writing (ada, " in body
    form = response.context["form"]
    assert (form["text"].value(), form["owner"].value(), response.context["row"].owner) == ("Mine.", "IL", "MK")
    # Now that theirs was seen, saving again is a choice.
    assert "Oct-01 was saved." in post(client, ana, seen=form["seen"].value(), text="Mine.").content.decode()


def test_close_reopen_and_take_back(client, batch, ana):
    body = post(client, ana, "close", reason="Both have started.").content.decode()
    assert "Oct-01 was closed." in body
    assert "Both have started." in body
    # The rest of the form is left as it stands: closing is no way to save what was typed.
    assert Action.objects.get(batch=None).text.startswith("Care planning")
    assert "Oct-01 was reopened." in post(client, ana, "reopen").content.decode()
    assert "Say why." in post(client, ana, "withdraw", reason="").content.decode()
    assert "was taken back" in post(client, ana, "withdraw", reason="A slip.").content.decode()
    assert not Action.objects.by_hand().exists()


def test_carry_over_asks_for_a_meeting_first(client, batch, croydon, ana):
    assert "There is no later meeting yet" in post(client, ana, "carry").content.decode()
    held = {"frequency": "monthly", "period_start": date(2017, 11, 1), "recorded_by": ana}
    Meeting.objects.create(authority=croydon, held_on=date(2017, 12, 14), **held)
    assert "Oct-01 was carried over." in post(client, ana, "carry").content.decode()
    assert "Carried over to the board of 14 Dec 2017" in get(client, ana).content.decode()


def test_what_is_red_without_an_action_is_pointed_out(client, batch, ana, mo):
    start = "/croydon/actions/new/?indicator=fd-3"
    for page in ("/croydon/scorecard/", "/croydon/exceptions/", LOG):
        assert f'href="{start}"' in get(client, ana, page).content.decode(), page
        assert start not in get(client, mo, page).content.decode(), page
    assert "<b>15</b> red without an open action" in get(client, mo, "/croydon/scorecard/").content.decode()
    add(client, ana, indicators=[Indicator.objects.get(slug="fd-3").pk])
    for page in ("/croydon/scorecard/", "/croydon/exceptions/", LOG):
        assert f'href="{start}"' not in get(client, ana, page).content.decode(), page
    assert "Look at every contact." in get(client, mo, "/croydon/exceptions/").content.decode()
    assert "<b>14</b> red without an open action" in get(client, mo, "/croydon/scorecard/").content.decode()
