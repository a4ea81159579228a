"""Django admin's dated rows: tried before they count, superseded but never edited, and not by mistake."""

from datetime import date, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.operations import undo
from indicators.admin.timeline import build_timelines
from indicators.models import Definition, Indicator, RagThreshold, Target
from indicators.operations import Stale, record_by_hand, standing_on
from indicators.periods import Period
from indicators.series import load_figures

APRIL = date(2017, 4, 1)
OCTOBER = {"starts_on": "2017-10-01", "value": "80", "reason": "Agreed in September."}
WORDS = "80% or above Green 70%-79% Amber 69% and below Red"


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


@pytest.fixture
def stated(fd3):
    """The target that the report states."""
    return Target.objects.get(indicator=fd3)


@pytest.fixture
def as_ola(client, ola):
    client.force_login(ola)
    return client


def address(model, action, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def adding(model, indicator, kind=""):
    return f"{address(model, 'add')}?indicator={indicator.pk}&kind={kind}"


def body(response):
    return unescape(response.content.decode())


def tried(client, page, data):
    """The page between filling in and saving."""
    response = client.post(page, data | {"step": "try"})
    assert "Nothing is saved yet" in body(response), body(response).partition("error-summary")[2][:500]
    return response


def saved(client, page, data):
    """Fill in, see what it would change, and save."""
    stamp = tried(client, page, data).context["trial"].stamp
    response = client.post(page, data | {"step": "save", "stamp": stamp})
    assert response.status_code == 302, body(response).partition("error-summary")[2][:500]
    return response


def series(croydon):
    (found,) = load_figures([croydon], slug="fd-3").series
    return found


def november(croydon):
    return series(croydon).at(Period.month(2017, 11))


def test_a_new_target_ends_the_one_before_it(as_ola, fd3, croydon, ola):
    response = saved(as_ola, adding(Target, fd3), OCTOBER)
    targets = series(croydon).targets
    assert [targets.on(Period.month(2017, month).end).value for month in (9, 10)] == [90, 80]
    row = Target.objects.get(batch=None)
    assert (row.recorded_by, row.text, row.reason) == (ola, "80%", "Agreed in September.")
    shown = body(as_ola.get(response.url))
    assert "1 Apr 2017 to 30 Sep 2017" in shown
    assert "from 1 Oct 2017" in shown


def test_nothing_is_written_before_it_is_saved(as_ola, fd3, croydon):
    page = adding(RagThreshold, fd3)
    data = {"starts_on": "2017-10-01", "words": WORDS, "reason": "Agreed."}
    response = tried(as_ola, page, data)
    assert "2 ratings of 1 indicator would change." in body(response)
    assert "Published editions are unaffected" in body(response)
    assert RagThreshold.objects.filter(batch=None).count() == 0
    back = body(as_ola.post(page, data | {"step": "back"}))
    assert WORDS in back
    assert 'value="2017-10-01"' in back
    assert "Agreed." in back
    assert RagThreshold.objects.filter(batch=None).count() == 0
    saved(as_ola, page, data)
    assert [series(croydon).at(Period.month(2017, month)).rag for month in (10, 11)] == ["green", "green"]


def test_what_is_saved_is_what_was_shown(as_ola, fd3, croydon, ada):
    """A rule that somebody else sets in between makes other effects: they are shown, and nothing is saved."""
    page = adding(RagThreshold, fd3)
    data = {"starts_on": "2017-10-01", "words": WORDS, "reason": "Agreed."}
    stamp = tried(as_ola, page, data).context["trial"].stamp
    record_by_hand(model=RagThreshold, indicator=fd3, starts_on=date(2017, 11, 1), by=ada, words=WORDS)
    response = as_ola.post(page, data | {"step": "save", "stamp": stamp})
    assert "Nothing was saved: the figures moved" in body(response)
    assert "1 rating of 1 indicator would change." in body(response)
    assert RagThreshold.objects.filter(batch=None).count() == 1
    assert as_ola.post(page, data | {"step": "save", "stamp": response.context["trial"].stamp}).status_code == 302
    assert as_ola.post(page, data | {"step": "save", "starts_on": "2017-09-01"}).status_code == 200
    assert RagThreshold.objects.filter(batch=None).count() == 2


def test_a_correction_needs_a_reason_and_keeps_what_the_file_stated(as_ola, stated, fd3, croydon):
    change = address(Target, "change", stated.pk)
    data = {"value": "88", "opened_on": stated.pk}
    assert "Say why the target from 1 Apr 2017 is corrected" in body(as_ola.post(change, data))
    assert november(croydon).target.value == 90
    saved(as_ola, change, data | {"reason": "Agreed."})
    assert november(croydon).target.value == 88
    stated.refresh_from_db()
    assert (stated.value, stated.superseded_at) == (90, None)
    by_hand = Target.objects.get(indicator=fd3, batch=None)
    saved(as_ola, address(Target, "change", by_hand.pk), {"value": "87", "opened_on": by_hand.pk, "reason": "Typo."})
    by_hand.refresh_from_db()
    assert (by_hand.value, by_hand.superseded_at is None, by_hand.superseded_reason) == (88, False, "Typo.")
    assert november(croydon).target.value == 87


def test_a_row_of_the_past_needs_a_reason_and_one_of_the_future_does_not(as_ola, fd3):
    for start, needs in (("2017-10-01", True), ("2026-10-31", True), ("2026-11-01", False), ("2027-04-01", False)):
        with time_machine.travel(datetime(2026, 11, 22), tick=False):
            shown = body(as_ola.post(adding(Target, fd3), OCTOBER | {"starts_on": start, "reason": " "}))
        assert ("Say why it holds from" in shown) is needs, start


def test_months_that_were_rated_are_past_whatever_the_day(as_ola, fd3):
    """Opened in October 2017 with November's figures in: November has been rated already."""
    with time_machine.travel(datetime(2017, 10, 5, 12), tick=False):
        shown = body(as_ola.post(adding(Target, fd3), OCTOBER | {"starts_on": "2017-11-01", "reason": ""}))
    assert "Say why it holds from" in shown


def test_a_day_that_has_a_target_is_not_added_to(as_ola, fd3, stated):
    shown = body(as_ola.post(adding(Target, fd3), OCTOBER | {"starts_on": "2017-04-01", "step": "save"}))
    assert "There is a target from 1 Apr 2017 already: 90%, stated by croydon-2017-11.txt." in shown
    assert f'href="{address(Target, "change", stated.pk)}"' in shown
    assert Target.objects.filter(indicator=fd3).count() == 1


def test_of_two_who_add_for_one_day_the_second_is_told(as_ola, fd3, ada):
    stamp = tried(as_ola, adding(Target, fd3), OCTOBER).context["trial"].stamp
    record_by_hand(model=Target, indicator=fd3, starts_on=date(2017, 10, 1), by=ada, value=70, text="70")
    shown = body(as_ola.post(adding(Target, fd3), OCTOBER | {"step": "save", "stamp": stamp}))
    assert "already: 70, set by ada on" in shown
    assert Target.objects.filter(indicator=fd3, batch=None).count() == 1


def test_a_stale_edit_is_refused_with_the_others_change(as_ola, fd3, ada, stated, croydon):
    first = record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, value=85, text="85")
    change = address(Target, "change", first.pk)
    opened = as_ola.get(change).context["form"]["opened_on"].value()
    data = {"value": "80", "reason": "Ola's own reason.", "opened_on": opened}
    stamp = tried(as_ola, change, data).context["trial"].stamp
    record_by_hand(
        model=Target, indicator=fd3, starts_on=APRIL, by=ada, value=95, text="95", reason="Council decision."
    )
    for step in ("try", "save"):
        response = as_ola.post(change, data | {"step": step, "stamp": stamp})
        shown = body(response)
        assert "Nothing was saved: somebody else changed this meanwhile" in shown
        assert "It was “85”, and now is 95, set by ada on" in shown
        assert "Their reason: Council decision." in shown
        assert 'value="80"' in shown
        assert "Ola's own reason." in shown
        assert november(croydon).target.value == 95
    # Whoever has read that may go on.
    seen = response.context["form"]["opened_on"].value()
    saved(as_ola, change, data | {"opened_on": seen})
    assert november(croydon).target.value == 80


def test_an_edit_of_what_was_withdrawn_is_refused(as_ola, fd3, ada, stated, croydon):
    row = record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, value=85, text="85")
    withdraw(as_ola, [row])
    shown = body(as_ola.post(address(Target, "change", row.pk), {"value": "80", "reason": "R", "opened_on": row.pk}))
    assert "It was “85”, and now is 90%, stated by croydon-2017-11.txt." in shown
    assert november(croydon).target.value == 90


def test_an_edit_of_what_was_undone_with_its_upload_is_refused(as_ola, stated, batch, ada):
    undo(batch=batch, by=ada, reason="Wrong file.")
    change = address(Target, "change", stated.pk)
    assert "its upload" in body(as_ola.get(address(Indicator, "change", stated.indicator.pk)))
    assert "For this day nothing counts instead" in body(as_ola.get(change))
    shown = body(as_ola.post(change, {"value": "80", "reason": "R", "opened_on": stated.pk}))
    assert "What there was for this day was taken back with its upload." in shown


def test_the_operation_itself_refuses_what_was_not_seen(fd3, ada, stated):
    with pytest.raises(Stale) as refused:
        record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, replaces=None, value=1, text="1")
    assert refused.value.row == stated
    with pytest.raises(Stale):
        record_by_hand(
            model=Target, indicator=fd3, starts_on=date(2018, 4, 1), by=ada, replaces=stated.pk, value=1, text="1"
        )
    row = record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, replaces=stated.pk, value=1, text="1")
    assert standing_on(model=Target, indicator=fd3, starts_on=APRIL) == row


def test_what_no_longer_counts_is_shown_and_says_what_does(as_ola, fd3, ada, stated):
    first = record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, value=85, text="85", reason="First.")
    record_by_hand(model=Target, indicator=fd3, starts_on=APRIL, by=ada, value=86, text="86", reason="Second.")
    shown = body(as_ola.get(address(Target, "change", first.pk)))
    assert "no longer counts" in shown
    for part in ("86", "First.", "Second.", "Stated by croydon-2017-11.txt", "Superseded"):
        assert part in shown
    timeline = body(as_ola.get(address(Indicator, "change", fd3.pk)))
    assert "2 that no longer count" in timeline
    assert "by ada" in timeline


def withdraw(client, rows, reason="Set by mistake."):
    chosen = {"action": "withdraw", "_selected_action": [row.pk for row in rows]}
    page = address(type(rows[0]), "changelist")
    stamp = client.post(page, chosen).context["trial"].stamp
    return client.post(page, chosen | {"step": "save", "stamp": stamp, "reason": reason})


def test_withdrawing_brings_back_what_the_file_states(as_ola, fd3, ola, stated, croydon):
    row = record_by_hand(model=RagThreshold, indicator=fd3, starts_on=APRIL, by=ola, words=WORDS)
    page, chosen = address(RagThreshold, "changelist"), {"action": "withdraw", "_selected_action": [row.pk]}
    response = as_ola.post(page, chosen)
    assert "would change" in body(response)
    stamp = response.context["trial"].stamp
    assert "Say why it is withdrawn." in body(as_ola.post(page, chosen | {"step": "save", "stamp": stamp}))
    assert november(croydon).rag == "green"
    assert withdraw(as_ola, [row]).status_code == 302
    row.refresh_from_db()
    assert (row.superseded_by, row.superseded_reason) == (ola, "Set by mistake.")
    assert november(croydon).rag == "red"


def test_withdrawing_what_a_file_stated_does_nothing(as_ola, stated, croydon):
    page, chosen = address(Target, "changelist"), {"action": "withdraw", "_selected_action": [stated.pk]}
    assert "None of these was set by hand" in body(as_ola.post(page, chosen, follow=True))
    assert november(croydon).target.value == 90


def test_a_target_ends_without_a_successor(as_ola, fd3, croydon):
    assert (
        f"{adding(Target, fd3, 'ends')}".replace("&", "&amp;")
        in as_ola.get(address(Indicator, "change", fd3.pk)).content.decode()
    )
    saved(as_ola, adding(Target, fd3, "ends"), {"starts_on": "2017-10-01", "reason": "No longer aimed for."})
    targets = series(croydon).targets
    assert targets.on(date(2017, 9, 30)).value == 90
    assert (targets.on(date(2017, 10, 1)).value, targets.on(date(2017, 10, 1)).text) == (None, "")
    assert "None from then on" in body(as_ola.get(address(Indicator, "change", fd3.pk)))


def test_a_target_in_words(as_ola, fd3, croydon):
    page = adding(Target, fd3, "words")
    assert "This field is required." in body(as_ola.post(page, {"starts_on": "2017-10-01"}))
    saved(as_ola, page, {"starts_on": "2017-10-01", "text": "<10% of Cohort", "reason": "R"})
    row = series(croydon).targets.on(date(2017, 10, 1))
    assert (row.value, row.text) == (None, "<10% of Cohort")


def test_a_target_of_steps_over_the_year(as_ola, fd3, croydon):
    page = adding(Target, fd3, "steps")
    data = {"starts_on": "2017-06-01", "month_june": "60", "month_september": "70", "month_march": "80", "reason": "R"}
    assert "needs a value for at least one month" in body(as_ola.post(page, {"starts_on": "2017-06-01", "reason": "R"}))
    assert "leave earlier months empty" in body(as_ola.post(page, data | {"month_april": "50"}))
    saved(as_ola, page, data)
    row = series(croydon).targets.on(date(2017, 6, 1))
    assert [row.value_on(date(2017, month, 28)) for month in (6, 8, 9, 11)] == [60, 60, 70, 70]
    form = as_ola.get(address(Target, "change", row.pk)).context["form"]
    assert (form.kind, form["month_september"].value(), form["month_july"].value()) == ("steps", "70", None)


def test_a_target_that_builds_up_to_a_total(as_ola, fd3, croydon):
    saved(as_ola, adding(Target, fd3, "total"), {"starts_on": "2017-04-02", "total": "1200", "reason": "R"})
    row = series(croydon).targets.on(date(2017, 11, 30))
    assert row.value_on(date(2017, 11, 30)) == 800
    form = as_ola.get(address(Target, "change", row.pk)).context["form"]
    assert (form.kind, form["total"].value()) == ("total", "1200")


def test_words_that_make_no_rule_are_refused_and_others_explained(as_ola, fd3):
    page = adding(RagThreshold, fd3)
    data = {"starts_on": "2017-11-01", "reason": "R"}
    assert "can't be read" in body(as_ola.post(page, data | {"words": "good is green"}))
    shown = body(tried(as_ola, page, data | {"words": "80% or above Green 70%-78% Amber 69% and below Red"}))
    assert "Green 80% or above, amber 70% to 78%, red 69% or below." in shown
    assert "At 79% no band applies" in shown
    typed = as_ola.get(reverse("admin:indicators_ragthreshold_explain", args=[fd3.pk]), {"words": WORDS})
    assert "Green 80% or above, amber 70% to 79%, red 69% or below." in body(typed)
    assert "Target 90%" in body(typed)


@pytest.mark.parametrize(
    ("kind", "fields", "rags"),
    [
        ("bands", {"rule-green": "80", "rule-amber": "70"}, ["green", "green"]),
        ("tolerance", {"rule-measure": "points", "rule-green": "1", "rule-amber": "5"}, ["amber", "red"]),
        ("two_targets", {"rule-stretch": "85", "rule-minimum": "80"}, ["green", "amber"]),
        ("none", {"rule-reason": "a volume"}, ["not_rated", "not_rated"]),
        ("ends", {}, ["not_rated", "not_rated"]),
    ],
)
def test_a_rule_of_each_kind(as_ola, fd3, croydon, kind, fields, rags):
    page = adding(RagThreshold, fd3, kind)
    saved(as_ola, page, {"starts_on": "2017-10-01", "reason": "R"} | fields)
    assert [series(croydon).at(Period.month(2017, month)).rag for month in (10, 11)] == rags
    if fields:
        row = RagThreshold.objects.get(batch=None)
        form = as_ola.get(f"{address(RagThreshold, 'change', row.pk)}?kind={kind}").context["form"]
        assert {name: str(form[name].value()) for name in fields} == fields


def test_a_form_of_a_kind_says_what_is_wrong_at_its_field(as_ola, fd3):
    data = {"starts_on": "2017-10-01", "reason": "R", "rule-green": "80", "rule-amber": "90"}
    response = as_ola.post(adding(RagThreshold, fd3, "bands"), data)
    assert list(response.context["form"].errors) == ["rule-amber"]
    response = as_ola.post(adding(RagThreshold, fd3, "bands"), data | {"rule-green": ""})
    assert response.context["form"].errors == {"rule-green": ["This field is required."]}


def test_a_definition_starts_as_a_copy(as_ola, fd3, croydon):
    page = adding(Definition, fd3)
    form = as_ola.get(page).context["form"]
    data = {
        field.html_name: field.value()
        for field in form
        if field.value() not in (None, "") and field.value() is not False
    }
    saved(as_ola, page, data | {"starts_on": "2017-12-01", "owner": "New owner", "reason": "She left."})
    before, after = series(croydon).definitions.rows
    assert (before.owner, after.owner) == ("IL", "New owner")
    assert (before.title, before.section, before.polarity) == (after.title, after.section, after.polarity)


def test_nothing_dated_can_be_deleted(as_ola, stated):
    assert as_ola.post(address(Target, "delete", stated.pk), {"post": "yes"}).status_code == 403
    assert Target.objects.filter(pk=stated.pk).exists()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.dates(date(2017, 1, 1), date(2018, 12, 31)), st.integers(0, 99), st.booleans()),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_timelines_never_overlap_and_leave_no_gap(fd3, croydon, ada, rows):
    """However rows are set and corrected, each day has the one that was said last for the latest start before it."""
    Target.objects.filter(batch=None).delete()
    expected = {APRIL: 90}
    for start, value, again in rows:
        for said in (value, value + 1) if again else (value,):
            record_by_hand(model=Target, indicator=fd3, starts_on=start, by=ada, value=said, text=str(said))
            expected[start] = said
    targets, *_ = build_timelines(fd3, date(2018, 1, 1))
    entries = list(reversed(targets.standing))
    assert {entry.since: entry.row.value for entry in entries} == expected
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        assert entry.until == (following and date.fromordinal(following.since.toordinal() - 1))
