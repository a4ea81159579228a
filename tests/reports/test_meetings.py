"""A meeting gathers what its board looks at, says what is missing, and keeps what it decided."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from indicators.commentary import SUMMARY, Subject
from indicators.models import Section
from indicators.operations import write_commentary
from indicators.periods import Period
from indicators.series import load_figures
from reports.findings.news import since_last_board, since_last_report
from reports.meetings import build_meeting
from reports.models import Decision, Meeting
from reports.operations.actions import ActionFacts, add_action, set_status
from reports.operations.meetings import (
    MeetsAlready,
    call_meeting,
    move_meeting,
    record_decision,
    withdraw_decision,
)
from tests.reports.board import publish, small_authority
from tests.reports.made import NOVEMBER, state

DECEMBER = NOVEMBER.next
DAY = date(2017, 12, 14)
MEETINGS, PAGE = "/croydon/meetings/", "/croydon/meetings/2017-12-14/"
FORM = {"held_on": "2017-12-14", "period": "2017-11", "note": "Town hall"}


@pytest.fixture
def small(croydon, ola):
    return small_authority(ola)


@pytest.fixture
def board(croydon, small, ana):
    return call_meeting(authority=croydon, held_on=DAY, period=NOVEMBER, by=ana)


def build(meeting, *, may_write=True):
    return build_meeting(meeting, load_figures([meeting.authority]), may_write=may_write)


def missing(page):
    """{heading of a check: its missing things in words}"""
    return {check.heading: [each.words for each in check.missing] for check in page.checks}


def post(client, by, page=PAGE, **data):
    client.force_login(by)
    return client.post(page, data, follow=True)


def get(client, by, page=PAGE):
    client.force_login(by)
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def act(croydon, ana, ref, day, **facts):
    wanted = {"text": "Two more teams.", "owner": "IL", "due_by": date(2018, 1, 31), "status": "open"} | facts
    raised = Period.month(day.year, day.month)
    return add_action(authority=croydon, ref=ref, raised=raised, day=day, facts=ActionFacts(**wanted), by=ana)


# Calling and moving


def test_a_meeting_is_called(client, small, ana, mo):
    body = post(client, ana, MEETINGS, **FORM).content.decode()
    assert "Board of 14 December 2017" in body
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.period, meeting.note, meeting.recorded_by) == (DAY, NOVEMBER, "Town hall", ana)
    listed = get(client, mo, MEETINGS)
    assert f'<a href="{PAGE}">14 December 2017</a>' in listed
    assert "Add the meeting" not in listed


def test_the_latest_meeting_comes_first_whichever_was_put_down_last(client, board, croydon, ana):
    call_meeting(authority=croydon, held_on=date(2017, 11, 16), period=NOVEMBER.previous, by=ana)
    record_decision(meeting=board, text="One.", by=ana)
    record_decision(meeting=board, text="Two.", by=ana)
    client.force_login(ana)
    rows = [row.record for row in client.get(MEETINGS).context["table"].rows]
    assert [(row.held_on, row.decided) for row in rows] == [(DAY, 2), (date(2017, 11, 16), 0)]
    assert Meeting.objects.with_published().first() == board


def test_a_board_meets_once_a_day(client, board, croydon, ana):
    assert b"The board meets on 14 December 2017 already" in post(client, ana, MEETINGS, **FORM).content
    with pytest.raises(MeetsAlready):
        call_meeting(authority=croydon, held_on=DAY, period=NOVEMBER, by=ana)
    other = call_meeting(authority=croydon, held_on=DAY + timedelta(days=1), period=NOVEMBER, by=ana)
    with pytest.raises(MeetsAlready):
        move_meeting(meeting=other, held_on=DAY, period=NOVEMBER, by=ana)
    assert Meeting.objects.count() == 2


def test_a_meeting_is_moved_and_keeps_its_history(client, board, ana):
    body = post(client, ana, do="move", held_on="2018-01-11", period="2017-12", note="").content.decode()
    assert "Board of 11 January 2018" in body
    board.refresh_from_db()
    assert board.period == DECEMBER
    assert [(row.held_on, row.history_user) for row in board.history.all()] == [(date(2018, 1, 11), ana), (DAY, ana)]
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("held_on", "", "Enter the date of the meeting."),
        ("held_on", "14th", "Enter a date, such as 2017-12-14."),
        ("held_on", "0217-12-14", "1900"),
        ("period", "2016-01", "Choose a period from the list."),
    ],
)
def test_what_is_no_meeting_is_refused(client, small, ana, field, value, told):
    assert told in post(client, ana, MEETINGS, **FORM | {field: value}).content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("who", "status"), {"ada": 200, "ola": 200, "ana": 200, "mo": 403, "rea": 404}.items())
def test_who_may_prepare(client, board, request, who, status):
    user = request.getfixturevalue(who)
    decision = record_decision(meeting=board, text="One.", by=request.getfixturevalue("ada"))
    other = FORM | {"held_on": "2018-02-01"}
    assert post(client, user, MEETINGS, **other).status_code == status
    for data in ({"do": "decide", "text": "Two."}, {"do": "withdraw", "decision": decision.pk}, {"do": "move"} | FORM):
        assert post(client, user, **data).status_code == status
    allowed = status == 200
    assert (Meeting.objects.count(), Decision.objects.count()) == ((2, 2) if allowed else (1, 1))
    decision.refresh_from_db()
    assert (decision.withdrawn_by == user) == allowed


# What it gathers


def test_it_looks_at_its_period(client, board, mo):
    page = build(board)
    assert {total.rag: total.now for total in page.card.totals} == {"red": 1, "amber": 0, "green": 1, "not_rated": 1}
    assert [row.slug for row in page.card.changes] == ["visits"]
    body = get(client, mo)
    assert '/croydon/scorecard/?rating=red&amp;period=2017-11"' in body
    assert "/croydon/exceptions/?period=2017-11" in body


def test_the_checklist_names_each_thing_that_is_missing(client, croydon, board, ana, mo):
    assert missing(build(board)) == {
        "Not reported": [],
        "Red without commentary": ["visits is red"],
        "Director's summary": ["Made is drafted from the figures, and nobody has said yes"],
        "Red without an open action": ["visits is red at 75%"],
        "Overdue actions": [],
        "Findings": ["2 findings for a person to settle"],
    }
    subject = Subject(NOVEMBER, Section.objects.get(slug="made"))
    write_commentary(subject=subject, texts={SUMMARY[0]: "All is well."}, seen={}, publish=True, by=ana)
    write_commentary(subject=subject, texts={"analysis": "Too few staff."}, seen={}, publish=True, by=ana)
    linked = (load_figures([croydon], slug="visits").series[0].indicator,)
    act(croydon, ana, "Nov-01", date(2017, 11, 30), indicators=linked)
    act(croydon, ana, "Oct-01", date(2017, 10, 31), due_by=date(2017, 10, 31))
    found = missing(build(board))
    assert found["Red without commentary"] == found["Director's summary"] == []
    assert found["Red without an open action"] == []
    assert found["Overdue actions"] == ["Oct-01 was due in October 2017: Two more teams"]
    body = get(client, mo)
    assert "Everything in red has commentary." in body
    assert "/croydon/actions/oct-01" in body


def test_what_was_not_reported_is_missing(croydon, small, ana):
    early = call_meeting(authority=croydon, held_on=DAY, period=DECEMBER, by=ana)
    assert missing(build(early))["Not reported"] == [
        f"{name} has no figure for December 2017" for name in ("contacts", "plans", "visits")
    ]


def test_links_lead_to_where_the_reader_may_do_something(board):
    def label(may_write):
        (each,) = build(board, may_write=may_write).checks[3].missing
        return each.label, each.address

    assert label(True) == ("Add an action", "/croydon/actions/new/?indicator=visits&period=2017-11")
    assert label(False) == ("See the indicator", "/croydon/indicators/visits/?period=2017-11")


def test_actions_raised_and_closed_since_the_meeting_before(croydon, board, ana):
    old = act(croydon, ana, "Oct-01", date(2017, 10, 31))
    kept = act(croydon, ana, "Oct-02", date(2017, 10, 31))
    first = build(board)
    assert [row.ref for row in first.raised] == []
    act(croydon, ana, "Nov-01", date(2017, 11, 30))
    assert [row.ref for row in build(board).raised] == ["Nov-01"]
    after = call_meeting(authority=croydon, held_on=date(2018, 1, 11), period=DECEMBER, by=ana)
    set_status(authority=croydon, slug=old.slug, day=date(2018, 1, 5), status="complete", seen=old.pk, by=ana)
    act(croydon, ana, "Jan-01", date(2018, 1, 31), meeting=after)
    act(croydon, ana, "Dec-01", date(2017, 12, 31))
    page = build(after)
    assert page.before == board
    assert {row.ref for row in page.raised} == {"Dec-01"}
    assert [row.ref for row in page.closed] == ["Oct-01"]
    assert kept.ref in {row.ref for row in page.log.still_open}
    assert build(board).closed == ()


# Decisions


def test_decisions_are_added_withdrawn_and_never_edited(client, board, ana, mo):
    post(client, ana, do="decide", text="Two more teams.\n- by March")
    post(client, ana, do="decide", text="Two more teams.\n- by March")
    body = get(client, mo)
    assert body.count("<p>Two more teams.</p>") == 1
    assert "<li>by March</li>" in body
    assert b"Say what was decided." in post(client, ana, do="decide", text=" ").content
    decision = Decision.objects.get()
    post(client, ana, do="withdraw", decision=decision.pk)
    assert "Two more teams." not in get(client, mo)
    assert Decision.objects.get().withdrawn_by == ana
    assert not withdraw_decision(decision=decision, by=ana)


def test_a_decision_of_another_meeting_is_not_withdrawn_here(client, croydon, board, ana):
    other = call_meeting(authority=croydon, held_on=date(2018, 1, 11), period=DECEMBER, by=ana)
    decision = record_decision(meeting=other, text="One.", by=ana)
    for pk in (decision.pk, "", "x"):
        assert post(client, ana, do="withdraw", decision=pk).status_code == 404


def test_what_there_is_not(client, board, ana):
    assert post(client, ana, do="delete").status_code == 400
    for page in (f"{MEETINGS}2017-12-15/", f"{MEETINGS}2017-12-32/", f"{MEETINGS}x/"):
        assert client.get(page).status_code == 404


# New since the last board


def test_findings_are_new_since_the_last_board(croydon, board, small, ana):
    def since():
        last = Meeting.objects.filter(authority=croydon).with_published().first()
        return since_last_board(load_figures([croydon]), last)

    # It met before anything was loaded here, and so saw nothing of it.
    assert since() == since_last_report(load_figures([croydon]))
    edition = publish(ana, meeting=board)
    state(small["visits"], ["70"], number=60)
    assert (since().moment, since().words) == (edition.made_at, "the last board, on 14 December 2017")
    today = timezone.localdate()
    call_meeting(authority=croydon, held_on=today, period=NOVEMBER, by=ana)
    assert since().moment == timezone.make_aware(datetime.combine(today + timedelta(days=1), datetime.min.time()))
