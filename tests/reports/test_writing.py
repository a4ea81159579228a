"""The pages that people write on: who may do what, what is shown beside, and what a stale save keeps."""

import pytest

from importers.operations import undo
from indicators.commentary import WRITTEN, Subject, standing_words
from indicators.models import Authority, Commentary, Indicator, Membership, Section
from indicators.operations import add_note, write_commentary
from indicators.periods import Period
from reports.forms import NOTE_LIMIT, WORDS_LIMIT

ANALYSIS, ACTIVITY, STEPS = WRITTEN
NOVEMBER = Period.month(2017, 11)
PAGE = "/croydon/indicators/fd-3/commentary/?period=2017-11"
SECTION = "/croydon/sections/front-door/commentary/?period=2017-11"
INDICATOR = "/croydon/indicators/fd-3/"
NOTHING_SEEN = {f"seen_{kind}": "" for kind in WRITTEN}


@pytest.fixture
def subject(batch):
    return Subject(NOVEMBER, Section.objects.get(slug="front-door"), Indicator.objects.get(slug="fd-3"))


@pytest.fixture
def admin(catalogue, django_user_model):
    user = django_user_model.objects.create_user("ad", password="a-long-password")
    Membership.objects.create(user=user, authority=Authority.objects.get(slug="croydon"), role="admin")
    return user


@pytest.fixture
def people(ada, admin, ana, mo, rea):
    return {"superuser": ada, "admin": admin, "analyst": ana, "manager": mo, "stranger": rea}


def write(subject, by, publish=True, **texts):
    standing = standing_words(subject)
    texts = {kind: words.text for kind, words in standing.items()} | texts
    seen = {kind: words.latest and words.latest.pk for kind, words in standing.items()}
    write_commentary(subject=subject, texts=texts, seen=seen, publish=publish, by=by)


def post(client, by, do, page=PAGE, **data):
    client.force_login(by)
    return client.post(page, NOTHING_SEEN | data | {"do": do}, follow=True)


def get(client, by, page=PAGE):
    client.force_login(by)
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


# A draft, what is published, discarded or begun is for those who load the figures; a note is for every reader.
WRITES = ["draft", "publish", "discard", "start"]
MAY = {"superuser": 200, "admin": 200, "analyst": 200, "manager": 403, "stranger": 404}


@pytest.mark.parametrize("page", [PAGE, SECTION])
@pytest.mark.parametrize("do", WRITES)
@pytest.mark.parametrize(("who", "status"), MAY.items())
def test_who_may_write(client, subject, people, who, status, do, page):
    assert post(client, people[who], do, page, next_steps="Check.").status_code == status
    written = Commentary.objects.filter(batch=None).exists()
    assert written == (status == 200 and do in ("draft", "publish"))


@pytest.mark.parametrize(("who", "status"), (MAY | {"manager": 200}).items())
def test_who_may_note(client, subject, people, who, status):
    assert post(client, people[who], "note", text="By team?").status_code == status
    assert Commentary.objects.filter(kind="note", written_by=people[who]).exists() == (status == 200)


@pytest.mark.parametrize(
    ("who", "status"),
    {"superuser": 200, "admin": 200, "analyst": 403, "manager": 200, "stranger": 404}.items(),
)
def test_who_may_withdraw_the_managers_note(client, subject, people, who, status):
    note = add_note(subject=subject, text="By team?", by=people["manager"])
    offered = status != 404 and ">Withdraw<" in get(client, people[who])
    assert offered == (status == 200)
    assert post(client, people[who], "withdraw", note=note.pk).status_code == status
    note.refresh_from_db()
    assert (note.superseded_by == people[who]) == (status == 200)


def test_a_note_of_another_subject_is_not_withdrawn_here(client, subject, ada):
    other = Subject(NOVEMBER, subject.section, Indicator.objects.get(slug="fd-8"))
    note = add_note(subject=other, text="By team?", by=ada)
    for pk in (note.pk, "", "x"):
        assert post(client, ada, "withdraw", note=pk).status_code == 404


def test_a_button_that_there_is_not(client, subject, ana):
    assert post(client, ana, "delete").status_code == 400


def test_a_draft_is_for_those_who_may_write(client, subject, people, ana):
    write(subject, ana, publish=False, next_steps="Half a thought.")
    for who in ("superuser", "admin", "analyst"):
        assert "Half a thought." in get(client, people[who])
        assert "Drafts, not published: 1" in get(client, people[who], "/croydon/commentary/")
    for page in (PAGE, INDICATOR, "/croydon/commentary/", "/croydon/exceptions/", SECTION):
        body = get(client, people["manager"], page)
        assert "Half a thought." not in body
        assert "Drafts, not published" not in body
    assert '<textarea name="next_steps"' not in get(client, people["manager"])


def test_what_is_published_is_read_with_its_author(client, subject, ana, mo):
    write(subject, ana, next_steps="Check <all>.\n- one\n- two")
    row = Commentary.objects.get(batch=None)
    for page in (PAGE, INDICATOR, "/croydon/commentary/", "/croydon/exceptions/"):
        body = get(client, mo, page)
        assert "<p>Check &lt;all&gt;.</p>" in body, page
        assert "<ul><li>one</li><li>two</li></ul>" in body, page
        assert row.source in body, page
    assert row.source.startswith("ana, ")


def test_history_shows_every_version_to_analysts_and_the_published_ones_to_readers(client, subject, ana, mo):
    write(subject, ana, next_steps="First.")
    write(subject, ana, publish=False, next_steps="Halfway.")
    write(subject, ana, next_steps="Second.")
    mine, theirs = get(client, ana), get(client, mo)
    assert "History: 3 versions" in mine
    assert "History: 2 versions" in theirs
    assert "First." in theirs
    assert "Halfway." in mine
    assert "Halfway." not in theirs


def test_start_from_the_figures_keeps_what_was_typed_and_saves_nothing(client, subject, ana):
    told = "FD 3 fell by four percentage points to 82% in November 2017"
    response = post(client, ana, "start", analysis="Mine.", next_steps="Steps.")
    form = response.context["form"]
    assert form["analysis"].value().startswith(told)
    assert form["analysis"].value().endswith("\n\nMine.")
    assert form["next_steps"].value() == "Steps."
    assert not Commentary.objects.filter(batch=None).exists()
    again = post(client, ana, "start", analysis=form["analysis"].value()).context["form"]
    assert again["analysis"].value() == form["analysis"].value()


def test_a_section_starts_from_its_own_figures(client, subject, ana):
    value = post(client, ana, "start", SECTION).context["form"]["analysis"].value()
    assert value.startswith("Of 2 indicators 1 is red and 1 green")


def test_a_stale_save_keeps_both_texts(client, subject, ana, ada):
    write(subject, ada, publish=False, next_steps="Ada's words.")
    response = post(client, ana, "publish", next_steps="Ana's words.")
    body = response.content.decode()
    assert "Next steps: ada saved another text while you were writing." in body
    assert "Saved in the meantime by ada" in body
    assert "Ada&#x27;s words." in body
    form = response.context["form"]
    assert form["next_steps"].value() == "Ana's words."
    assert [words.text for words in standing_words(subject).values()] == ["", "", "Ada's words."]
    # Now that theirs was seen, saving again is a choice.
    data = {f"seen_{kind}": form[f"seen_{kind}"].value() or "" for kind in WRITTEN}
    assert "Published: next steps." in post(client, ana, "publish", next_steps="Both.", **data).content.decode()
    assert standing_words(subject)[STEPS].published.text == "Both."


@pytest.mark.parametrize(
    ("do", "field", "limit", "message"),
    [
        ("draft", "next_steps", WORDS_LIMIT, "Next steps must be 6000 characters or fewer. It has 6001."),
        ("note", "text", NOTE_LIMIT, "Your note must be 1000 characters or fewer. It has 1001."),
    ],
)
def test_a_text_that_is_too_long_is_refused_in_words(client, subject, ana, do, field, limit, message):
    body = post(client, ana, do, **{field: "x" * (limit + 1)}).content.decode()
    assert body.count(message) == 2
    assert "<title>Error: " in body
    assert "x" * (limit + 1) in body
    assert "maxlength" not in body
    assert not Commentary.objects.filter(batch=None).exists()
    # A browser sends two characters for each line break.
    post(client, ana, do, **{field: "x\r\n" * (limit // 2)})
    assert Commentary.objects.filter(batch=None).exists()


def test_an_empty_note(client, subject, mo):
    assert "Enter a note." in post(client, mo, "note", text=" ").content.decode()


def test_what_was_said_last_stands_beside(client, subject, ana):
    earlier = Subject(Period.month(2017, 9), subject.section, subject.indicator)
    write(earlier, ana, next_steps="September's steps.")
    body = get(client, ana)
    assert "Next steps, September 2017" in body
    assert "September&#x27;s steps." in body


def test_what_was_written_of_a_month_stays_under_it(client, subject, ana, mo):
    october = Subject(Period.month(2017, 10), subject.section, subject.indicator)
    write(october, ana, next_steps="October's steps.")
    write(subject, ana, next_steps="November's steps.")
    now = get(client, mo, INDICATOR)
    assert now.index("November&#x27;s steps.") < now.index("said before, and still stands")
    assert now.index("said before, and still stands") < now.rindex("October&#x27;s steps.")
    then = get(client, mo, f"{INDICATOR}?period=2017-10")
    assert "October&#x27;s steps." in then
    assert "November&#x27;s steps." not in then
    assert "said before" not in then


def test_red_without_commentary(client, subject, ana, mo):
    def unanswered(page="/croydon/commentary/"):
        client.force_login(mo)
        return [row.slug for row in client.get(page).context["page"].unanswered]

    assert unanswered() == ["cp-5", "qa-1"]
    cp_5 = Indicator.objects.get(slug="cp-5")
    about = Subject(NOVEMBER, Commentary.objects.filter(batch__isnull=False, section__isnull=False)[0].section, cp_5)
    add_note(subject=about, text="Why?", by=mo)
    write(about, ana, publish=False, next_steps="A draft.")
    assert unanswered() == ["cp-5", "qa-1"]
    write(about, ana, next_steps="An answer.")
    assert unanswered() == ["qa-1"]
    # Nothing was said of October at all.
    october = unanswered("/croydon/commentary/?period=2017-10")
    assert "fd-3" not in october
    assert "cp-5" in october


def test_a_draft_of_what_nothing_states_any_more_is_not_listed(client, batch, subject, ana):
    write(subject, ana, publish=False, next_steps="A draft.")
    undo(batch=batch, by=ana, reason="wrong file")
    assert get(client, ana, "/croydon/commentary/")


def test_an_indicator_without_a_ref_is_called_by_its_title(client, django_user_model, demonstration):
    body = get(client, django_user_model.objects.get(username="manager"), "/reading/commentary/")
    for indicator in Indicator.objects.filter(authority__slug="reading", commentary__named=True, ref="").distinct():
        title = indicator.definitions.order_by("-starts_on").first().title
        assert f">{title}</a>" in body
