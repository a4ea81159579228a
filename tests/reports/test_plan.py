"""The improvement plan: statuses by the month, the watch over what is complete, what moved into red, and its pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Authority
from indicators.periods import Period
from reports.models import Pillar, PlanAction
from reports.operations.plan import (
    PlanFacts,
    Taken,
    add_plan_action,
    begin_outcome,
    edit_plan_action,
    facts_of,
    withdraw_plan_action,
)
from reports.operations.statements import StaleStatement, standing
from reports.plan.whole import build_plan

RED, AMBER, GREEN, COMPLETE = "red", "amber", "green", "complete"
PAGE, ACTION, NEW = "/croydon/plan/", "/croydon/plan/1-1-1/", "/croydon/plan/new/"


def month(number, year=2017):
    return Period.month(year, number).end


@pytest.fixture
def outcome(croydon, ana):
    return begin_outcome(authority=croydon, pillar="Help early", outcome="Nobody waits", by=ana)


@pytest.fixture
def facts(outcome):
    return PlanFacts(outcome, "A second team.", "MK", month(12), AMBER, "", "")


@pytest.fixture
def say(croydon, ana, facts):
    """say(month, rating): how action 1.1.1 stands at the end of a month of 2017."""

    def say(number, rating, *, ref="1.1.1", why="", year=2017, **changes):
        day, slug = month(number, year), ref.replace(".", "-")
        found = standing(model=PlanAction, authority=croydon, slug=slug, day=day)
        stated = replace(facts, rating=rating, why=why or ("Nobody applied." if rating == RED else ""), **changes)
        if found is None:
            return add_plan_action(authority=croydon, ref=ref, day=day, facts=stated, by=ana)
        return edit_plan_action(authority=croydon, slug=slug, day=day, facts=stated, seen=found.row.pk, by=ana)

    return say


def on(croydon, number, year=2017):
    plan = build_plan(croydon, month(number, year))
    return [row.rating for row in plan.actions], [row.ref for row in plan.left]


def test_a_status_holds_until_the_next_and_the_past_stays(croydon, say):
    say(4, AMBER)
    say(6, GREEN)
    assert [on(croydon, number)[0] for number in (3, 4, 5, 6, 7)] == [[], [AMBER], [AMBER], [GREEN], [GREEN]]


def test_a_completed_action_is_watched_for_six_months_and_leaves_by_itself(croydon, say):
    say(4, AMBER)
    say(5, COMPLETE)
    say(6, COMPLETE, evidence="Still so.")
    (row,) = build_plan(croydon, month(6)).actions
    assert (row.since, row.watched_until) == (month(5), month(11))
    assert on(croydon, 11) == ([COMPLETE], [])
    assert on(croydon, 12) == ([], ["1.1.1"])


def test_what_is_reopened_returns_and_its_watch_begins_anew(croydon, say):
    say(1, COMPLETE)
    assert on(croydon, 8) == ([], ["1.1.1"])
    say(9, AMBER)
    assert on(croydon, 9) == ([AMBER], [])
    assert [row.ref for row in build_plan(croydon, month(9)).reopened] == ["1.1.1"]
    say(10, COMPLETE)
    assert build_plan(croydon, month(10)).actions[0].watched_until == month(4, 2018)


def test_what_moved_into_red_and_why(croydon, say):
    say(4, GREEN)
    say(4, RED, ref="1.1.2")
    say(5, RED, why="Two posts are vacant.")
    plan = build_plan(croydon, month(5))
    assert [(row.ref, row.before, row.why) for row in plan.turned_red] == [("1.1.1", GREEN, "Two posts are vacant.")]
    # What was red before, or is new, didn't move.
    assert build_plan(croydon, month(4)).turned_red == build_plan(croydon, month(6)).turned_red == ()


def test_counts_by_pillar(croydon, say, ana):
    other = begin_outcome(authority=croydon, pillar="Lead well", outcome="Managers stay", by=ana)
    say(4, COMPLETE)
    say(4, RED, ref="1.1.2")
    say(4, GREEN, ref="2.1.1", outcome=other)
    begin_outcome(authority=croydon, pillar="Lead well", outcome="Nothing yet", by=ana)
    plan = build_plan(croydon, month(4))
    assert [(pillar.title, pillar.counts.total, pillar.counts.complete) for pillar in plan.pillars] == [
        ("Help early", 2, 1),
        ("Lead well", 1, 0),
    ]
    assert dict(plan.counts.by_rating) == {RED: 1, AMBER: 0, GREEN: 1, COMPLETE: 1, "not_rated": 0}
    assert [len(outcome.actions) for outcome in plan.pillars[1].outcomes] == [1, 0]


def test_every_moment_has_its_plan(croydon, say):
    say(4, GREEN)
    then = timezone.now()
    say(4, RED)
    assert build_plan(croydon, month(4), as_of=then).actions[0].rating == GREEN
    assert build_plan(croydon, month(4)).actions[0].rating == RED


def test_writes_are_refused(croydon, say, facts, ana):
    row = say(4, GREEN)
    with pytest.raises(Taken):
        add_plan_action(authority=croydon, ref="1.1.1", day=month(5), facts=facts, by=ana)
    with pytest.raises(ValueError, match="why"):
        add_plan_action(authority=croydon, ref="1.1.2", day=month(4), facts=replace(facts, rating=RED), by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction.objects.filter(pk=row.pk).update(rating=RED)
    say(5, AMBER)
    with pytest.raises(StaleStatement):
        edit_plan_action(authority=croydon, slug="1-1-1", day=month(5), facts=facts, seen=row.pk, by=ana)
    assert edit_plan_action(
        authority=croydon, slug="1-1-1", day=month(4), facts=facts_of(row), seen=row.pk, by=ana
    ) is None  # fmt: skip


def test_taking_back_leaves_nothing_of_what_only_people_wrote(croydon, say, ana):
    say(4, GREEN)
    withdraw_plan_action(authority=croydon, slug="1-1-1", by=ana, reason="Another council's.")
    assert build_plan(croydon, month(4)).actions == ()
    assert PlanAction.objects.count() == 1


# Pages

FIELDS = {"text": "A second team.", "owner": "MK", "due": "Dec 2017", "rating": "amber", "why": "", "evidence": ""}


def post(client, by, page, **fields):
    client.force_login(by)
    return client.post(page, FIELDS | fields, follow=True)


def get(client, by, page=PAGE):
    client.force_login(by)
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


MAY = {"ada": 200, "ola": 200, "ana": 200, "mo": 403, "rea": 404}


@pytest.mark.parametrize(("who", "status"), MAY.items())
def test_who_may_keep_the_plan(client, say, request, who, status):
    row = say(4, GREEN)
    person = request.getfixturevalue(who)
    outcome = row.outcome_id
    assert post(client, person, ACTION, outcome=outcome, seen=row.pk, do="save").status_code == status
    new = {"ref": "1.1.2", "new_pillar": "Lead well", "new_outcome": "Managers stay"}
    assert post(client, person, f"{NEW}?period=2017-04", **new).status_code == status
    assert PlanAction.objects.count() == (3 if status == 200 else 1)
    assert Pillar.objects.filter(title="Lead well").exists() == (status == 200)


def test_a_reader_reads_and_is_offered_no_form(client, say, mo, ana):
    say(4, GREEN)
    say(5, RED, why="Two posts are vacant.")
    for page in (PAGE, f"{ACTION}?period=2017-05"):
        body = get(client, mo, page)
        assert "Two posts are vacant." in body
        assert 'name="do"' not in body
        assert NEW not in body
    assert "Go on to Jun 2017" in get(client, ana)
    assert "State how it stands in June 2017" in get(client, ana, f"{ACTION}?period=2017-06")


def test_what_there_is_not(client, say, ana):
    say(4, GREEN)
    client.force_login(ana)
    for page in ("/croydon/plan/9-9-9/", f"{PAGE}?period=2017-Q2", "/reading/plan/1-1-1/", f"{ACTION}?period=2017-03"):
        assert client.get(page).status_code == 404, page
    assert client.post(ACTION, {"do": "delete"}).status_code == 400


def test_red_asks_why(client, say, ana):
    row = say(4, GREEN)
    body = post(client, ana, ACTION, outcome=row.outcome_id, seen=row.pk, do="save", rating="red").content.decode()
    assert body.count("say why it is red") == 2
    assert PlanAction.objects.count() == 1


def test_a_stale_save_keeps_what_was_typed(client, say, ana):
    row = say(4, GREEN)
    say(4, AMBER)
    response = post(client, ana, ACTION, outcome=row.outcome_id, seen=row.pk, do="save", text="Mine.")
    assert "it was changed while you were writing" in response.content.decode()
    assert response.context["form"]["text"].value() == "Mine."
    assert response.context["row"].rating == AMBER


def test_a_new_outcome_needs_both_headings(client, croydon, ana):
    body = post(client, ana, NEW, ref="1.1.1", new_pillar="Help early").content.decode()
    assert body.count("choose an outcome that there is, or name the new one here") == 2
    assert not Pillar.objects.exists()


def test_published_totals_stay_beside_single_actions(client, django_user_model, demonstration):
    analyst = django_user_model.objects.get(username="analyst")
    assert "<b>12 of 60</b> actions were complete in April 2017" in get(client, analyst, "/reading/plan/")
    reading = Authority.objects.get(slug="reading")
    outcome = begin_outcome(authority=reading, pillar="People", outcome="Posts are filled", by=analyst)
    facts = PlanFacts(outcome, "Advertise.", "", None, GREEN, "", "")
    add_plan_action(authority=reading, ref="1.1.1", day=date(2017, 5, 31), facts=facts, by=analyst)
    body = get(client, analyst, "/reading/plan/")
    assert "<b>12 of 60</b> actions were complete in April 2017" in body
    assert "<b>0 of 1</b> action is complete." in body
    assert "The single actions weren't published" not in body
