"""The action log as people keep it: every change is a row, and what a report says and what they wrote live together."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from importers.operations import undo
from indicators.models import Indicator
from indicators.periods import Period
from reports.actions.log import COMPLETE, ONGOING, OPEN, OVERDUE, build_action_log, without_action
from reports.actions.one import build_action
from reports.models import Action, Meeting
from reports.operations.actions import (
    ActionFacts,
    NoLaterMeeting,
    Taken,
    add_action,
    carry_over,
    edit_action,
    facts_of,
    set_status,
    withdraw_action,
)
from reports.operations.statements import StaleStatement, standing
from tests.conftest import edition

NOVEMBER, DECEMBER = Period.month(2017, 11), Period.month(2017, 12)
OCT_01 = "oct-01-2017"
NEW = ActionFacts("Look at every contact.", "IL", DECEMBER.end, OPEN)
# What the report prints of Oct-01.
PRINTED = "to work in permanence.\tDec-17\tOngoing"


def log(croydon, day=NOVEMBER.end, as_of=None):
    return build_action_log(croydon, day, as_of=as_of)


def row(croydon, slug=OCT_01, day=NOVEMBER.end):
    return log(croydon, day).find(slug)


def edit(croydon, by, slug=OCT_01, day=NOVEMBER.end, **changes):
    found = standing(model=Action, authority=croydon, slug=slug, day=day)
    facts = replace(facts_of(found), **changes)
    return edit_action(authority=croydon, slug=slug, day=day, facts=facts, seen=found.row.pk, by=by)


def add(croydon, by, ref="Nov-02", facts=NEW, day=NOVEMBER.end):
    return add_action(authority=croydon, ref=ref, raised=NOVEMBER, day=day, facts=facts, by=by)


@pytest.fixture
def meeting(croydon, ana):
    def meeting(day):
        return Meeting.objects.create(
            authority=croydon, held_on=day, frequency="monthly", period_start=NOVEMBER.start, recorded_by=ana
        )

    return meeting


def test_an_action_is_added_after_those_of_the_report(batch, croydon, ana):
    fd_3 = Indicator.objects.get(slug="fd-3")
    add(croydon, ana, facts=replace(NEW, indicators=(fd_3,)))
    last = log(croydon).rows[-1]
    assert (last.ref, last.slug, last.owner, last.due, last.status) == ("Nov-02", "nov-02-2017", "IL", "Dec-17", OPEN)
    assert last.indicators == (("FD 3", "fd-3"),)
    assert (last.batch_id, last.source.startswith("ana, ")) == (None, True)
    # It wasn't raised yet.
    assert log(croydon, Period.month(2017, 10).end).find("nov-02-2017") is None


def test_a_ref_is_given_once(batch, croydon, ana):
    with pytest.raises(Taken) as taken:
        add(croydon, ana, ref="nov-01")
    assert taken.value.free == "Nov-02"
    assert not Action.objects.filter(batch=None).exists()


def test_due_before_it_was_raised_is_refused(batch, croydon, ana):
    early = replace(NEW, due_by=date(2017, 10, 31))
    with pytest.raises(ValueError, match="due before November 2017"):
        add(croydon, ana, facts=early)
    with pytest.raises(ValueError, match="due before October 2017"):
        edit(croydon, ana, due_by=date(2017, 9, 30))
    # What the report printed wrongly is a finding, and stops nobody from closing the action.
    assert edit(croydon, ana, "nov-01-2017", status=COMPLETE).status == COMPLETE


def test_an_edit_stands_over_the_report_and_stays_when_that_is_undone(batch, croydon, ana, ada):
    edit(croydon, ana, owner="MK", status=COMPLETE)
    assert (row(croydon).owner, row(croydon).status, row(croydon).published) == ("MK", COMPLETE, "")
    assert Action.objects.get(batch=batch, slug=OCT_01).status == ONGOING
    undo(batch=batch, by=ada, reason="wrong file")
    assert [(each.ref, each.owner) for each in log(croydon).rows] == [("Oct-01", "MK")]


def test_nothing_is_ever_edited(batch, croydon, ana, ada):
    edit(croydon, ana, owner="MK")
    edit(croydon, ada, owner="IL")
    first, second = Action.objects.filter(batch=None).order_by("pk")
    assert (first.owner, first.superseded_by, first.superseded_at is not None) == ("MK", ada, True)
    assert (second.owner, second.superseded_at) == ("IL", None)


def test_what_is_as_it_stood_makes_no_row(batch, croydon, ana):
    assert edit(croydon, ana) is None
    assert not Action.objects.filter(batch=None).exists()


def test_the_next_report_is_news_only_where_it_says_something_new(batch, load, croydon, ana):
    edit(croydon, ana, status=COMPLETE, owner="MK")
    # A corrected edition of the month that repeats its log takes back nothing.
    load(edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    assert row(croydon).status == COMPLETE
    load(edition((PRINTED, "to work in permanence.\tJan-18\tOngoing")), name="third.txt")
    assert (row(croydon).status, row(croydon).due) == (ONGOING, "Jan-18")
    # No report states an owner, so none takes one away.
    assert row(croydon).owner == "MK"


def test_a_month_is_read_as_it_was(batch, croydon, ana):
    edit(croydon, ana, day=DECEMBER.end, status=COMPLETE)
    assert row(croydon).status == ONGOING
    assert row(croydon, day=DECEMBER.end).status == COMPLETE
    edit(croydon, ana, day=NOVEMBER.end, owner="MK")
    assert row(croydon, day=DECEMBER.end).status == COMPLETE


def test_every_moment_has_its_log(batch, croydon, ana):
    moments = [timezone.now()]
    for status in (COMPLETE, OPEN):
        edit(croydon, ana, status=status)
        moments.append(timezone.now())
    assert [log(croydon, as_of=moment).find(OCT_01).status for moment in moments] == [ONGOING, COMPLETE, OPEN]
    withdraw_action(authority=croydon, slug=OCT_01, by=ana, reason="A slip.")
    assert log(croydon, as_of=moments[1]).find(OCT_01).status == COMPLETE
    assert row(croydon).status == ONGOING


def test_close_and_reopen(batch, croydon, ana):
    seen = row(croydon).pk
    closed = set_status(
        authority=croydon, slug=OCT_01, day=NOVEMBER.end, status=COMPLETE, seen=seen, by=ana, reason="Both started."
    )
    assert (row(croydon).status, closed.reason) == (COMPLETE, "Both started.")
    set_status(authority=croydon, slug=OCT_01, day=NOVEMBER.end, status=OPEN, seen=closed.pk, by=ana)
    assert row(croydon).status == OPEN
    assert row(croydon, day=Period.month(2018, 1).end).status == OVERDUE


def test_an_action_goes_on_to_the_next_meeting_and_then_to_the_one_after(batch, croydon, ana, meeting):
    def carry():
        return carry_over(authority=croydon, slug=OCT_01, day=NOVEMBER.end, seen=row(croydon).pk, by=ana)

    with pytest.raises(NoLaterMeeting):
        carry()
    meeting(date(2017, 11, 9))
    december, january = meeting(date(2017, 12, 14)), meeting(date(2018, 1, 11))
    assert carry() == december
    assert carry() == january
    assert row(croydon).carried_to == january.held_on
    with pytest.raises(NoLaterMeeting):
        carry()


def test_a_stale_edit_is_refused(batch, croydon, ana, ada):
    seen = row(croydon).pk
    theirs = edit(croydon, ada, owner="MK")
    with pytest.raises(StaleStatement) as stale:
        edit_action(authority=croydon, slug=OCT_01, day=NOVEMBER.end, facts=NEW, seen=seen, by=ana)
    assert stale.value.theirs == theirs
    assert row(croydon).owner == "MK"


def test_taking_back_leaves_what_the_report_says(batch, croydon, ana):
    add(croydon, ana)
    edit(croydon, ana, text="Otherwise.")
    with pytest.raises(ValueError, match="reason"):
        withdraw_action(authority=croydon, slug=OCT_01, by=ana, reason=" ")
    withdraw_action(authority=croydon, slug=OCT_01, by=ana, reason="A slip.")
    withdraw_action(authority=croydon, slug="nov-02-2017", by=ana, reason="Twice.")
    assert row(croydon).batch_id == batch.pk
    assert row(croydon, "nov-02-2017") is None
    assert Action.objects.filter(batch=None).count() == 2


def test_the_history_tells_each_change_once(batch, load, croydon, ana, ada):
    edit(croydon, ana, owner="MK")
    edit(croydon, ada, status=COMPLETE)
    load(edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    page = build_action(croydon, OCT_01, NOVEMBER.end)
    told = [(version.source, version.changes) for version in page.versions]
    assert told[:2] == [("ada", (("Status", "ongoing", "complete"),)), ("ana", (("Owner", "", "MK"),))]
    # The edition that repeats the log is no version of its own.
    assert [source for source, _ in told[2:]] == ["croydon-2017-11.txt"]


def test_red_without_an_open_action(batch, croydon, ana):
    fd_3 = Indicator.objects.get(slug="fd-3")

    class Row:
        slug, rag = "fd-3", "red"

    assert without_action([Row], log(croydon)) == (Row,)
    edit(croydon, ana, indicators=(fd_3,))
    assert without_action([Row], log(croydon)) == ()
    edit(croydon, ana, status=COMPLETE)
    assert without_action([Row], log(croydon)) == (Row,)
