"""The director's summary by theme: drafted from the figures, marked so until a person says yes, never edited."""

import pytest

from importers.operations import undo
from indicators.commentary import SUMMARY, Subject, standing_words
from indicators.models import Commentary, Section
from indicators.operations import write_commentary
from indicators.periods import Period
from indicators.series import load_figures
from reports.scorecard import build_scorecard
from reports.summary import build_summary

(KIND,) = SUMMARY
OCTOBER, NOVEMBER = Period.month(2017, 10), Period.month(2017, 11)
PAGE = "/croydon/summary/?period=2017-10"
DRAFTED = "Drafted from the figures"


@pytest.fixture
def front_door(batch):
    return Subject(OCTOBER, Section.objects.get(slug="front-door"))


def summary_of(authority, period, as_of=None):
    return build_summary(build_scorecard(authority, load_figures([authority], as_of=as_of), period), as_of=as_of)


def theme(summary, slug="front-door"):
    return next(each for each in summary.themes if each.slug == slug)


def write(subject, text, by, *, publish=True):
    latest = standing_words(subject, SUMMARY)[KIND].latest
    write_commentary(subject=subject, texts={KIND: text}, seen={KIND: latest and latest.pk}, publish=publish, by=by)


def post(client, by, do, page=PAGE, **data):
    client.force_login(by)
    fields = {f"front-door-{name}": value for name, value in data.items()}
    return client.post(page, {"theme": "front-door", "do": do} | fields, follow=True)


def get(client, by, page=PAGE):
    client.force_login(by)
    return client.get(page).content.decode()


def test_a_theme_is_drafted_from_its_figures(croydon, batch):
    summary = summary_of(croydon, OCTOBER)
    assert [each.slug for each in summary.shown] == [slug for slug, _ in build_scorecard(
        croydon, load_figures([croydon]), OCTOBER
    ).sections]  # fmt: skip
    assert summary.unsaid == summary.shown
    told = theme(summary).text
    assert told.startswith("Of 2 indicators ")
    assert "FD 3" in told or "FD 8" in told


def test_what_the_report_says_is_the_summary_of_its_month(croydon, batch, client, mo):
    summary = summary_of(croydon, NOVEMBER)
    themes = ["Workforce", "Contact and Referral", "Assessments", "Child in Need", "Safeguarding"]
    assert [chapter.heading for chapter in summary.reported][:5] == themes
    assert summary.shown == ()
    body = get(client, mo, "/croydon/summary/")
    assert "As the report says it" in body
    assert "line 16" in body
    assert DRAFTED not in body


def test_a_draft_is_marked_until_a_person_says_yes(client, front_door, ana, mo):
    assert get(client, mo).count(DRAFTED) == 8
    write(front_door, "Better.", ana, publish=False)
    assert "Better." not in get(client, mo)
    assert get(client, mo).count(DRAFTED) == 8
    assert "Better." in get(client, ana)
    write(front_door, "Better.", ana)
    body = get(client, mo)
    assert "<p>Better.</p>" in body
    assert body.count(DRAFTED) == 7


def test_saying_yes_to_the_draft_as_it_is(client, croydon, front_door, ana):
    drafted = theme(summary_of(croydon, OCTOBER)).from_figures
    response = post(client, ana, "publish", text=drafted, seen="")
    assert "Front door: published." in response.content.decode()
    said = theme(summary_of(croydon, OCTOBER))
    assert (said.text, said.is_drafted) == (drafted, False)
    assert said.said.source.startswith("ana, ")


def test_every_version_stays_and_moments_are_answerable(croydon, front_door, ana):
    write(front_door, "First.", ana)
    first = Commentary.objects.get(text="First.")
    moment = first.written_at
    write(front_door, "Second.", ana)
    first.refresh_from_db()
    assert first.text == "First."
    assert first.superseded_by == ana
    assert theme(summary_of(croydon, OCTOBER)).text == "Second."
    assert theme(summary_of(croydon, OCTOBER, as_of=moment)).text == "First."
    write(front_door, "", ana)
    assert theme(summary_of(croydon, OCTOBER)).is_drafted


def test_what_was_said_stays_when_the_figures_go(croydon, front_door, batch, ana):
    write(front_door, "Mine.", ana)
    undo(batch=batch, by=ana, reason="R")
    assert theme(summary_of(croydon, OCTOBER)).text == "Mine."


def test_a_summary_stands_under_no_indicator(client, front_door, ana, mo):
    write(front_door, "Mine alone.", ana)
    for page in ("/croydon/indicators/fd-3/", "/croydon/sections/front-door/commentary/?period=2017-10"):
        assert "Mine alone." not in get(client, mo, page)
    assert "Mine alone." in get(client, mo, "/croydon/commentary/?period=2017-10")


def test_a_draft_is_listed_where_it_is_gone_on_with(client, front_door, ana):
    write(front_door, "Half.", ana, publish=False)
    assert '<a href="/croydon/summary/?period=2017-10">Front door, Oct 2017</a>' in get(
        client, ana, "/croydon/commentary/"
    )


def test_a_stale_save_is_refused_and_both_texts_are_shown(client, front_door, ana, ada):
    write(front_door, "Hers.", ada)
    body = post(client, ana, "publish", text="Mine.", seen="").content.decode()
    assert "ada saved another text while you were writing" in body
    assert "<p>Hers.</p>" in body
    assert ">\nMine.</textarea>" in body
    assert Commentary.objects.filter(batch=None).count() == 1
    latest = standing_words(front_door, SUMMARY)[KIND].latest
    post(client, ana, "publish", text="Both.", seen=latest.pk)
    assert standing_words(front_door, SUMMARY)[KIND].published_text == "Both."


def test_a_draft_is_discarded(client, front_door, ana):
    write(front_door, "Half.", ana, publish=False)
    draft = standing_words(front_door, SUMMARY)[KIND].draft
    assert "It stays on record" in post(client, ana, "discard", text="", seen=draft.pk).content.decode()
    assert standing_words(front_door, SUMMARY)[KIND].draft is None
    assert "history, 1 version" in get(client, ana)


@pytest.mark.parametrize(("who", "status"), {"ada": 200, "ola": 200, "ana": 200, "mo": 403, "rea": 404}.items())
@pytest.mark.parametrize("do", ["draft", "publish", "discard"])
def test_who_may_write(client, front_door, request, who, status, do):
    assert post(client, request.getfixturevalue(who), do, text="T", seen="").status_code == status
    assert Commentary.objects.filter(batch=None).exists() == (status == 200 and do != "discard")


def test_what_there_is_not(client, front_door, ana):
    assert post(client, ana, "delete").status_code == 400
    client.force_login(ana)
    assert client.post(PAGE, {"theme": "back-door", "do": "publish"}).status_code == 404
