"""What is published stays as it is, and its page says one by one where today's figures differ, and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localtime

from importers import operations
from indicators.life import rename
from indicators.models import Definition, ImportBatch, RagThreshold, Target
from indicators.operations import record_by_hand, withdraw_by_hand
from indicators.periods import Period, long_date
from reports.editions.facts import facts
from reports.editions.page import build_edition
from reports.exports.packs import FORMATS
from reports.models import Edition, EditionIsClosed
from reports.operations.actions import ActionFacts, add_action, set_status
from reports.operations.editions import PublishedAlready
from reports.operations.meetings import call_meeting
from reports.pack import build_pack, freeze, thaw
from tests.reports.board import APRIL, publish, small_authority
from tests.reports.made import NOVEMBER, state

PACKS = "/croydon/packs/"
EDITION = "/croydon/packs/2017-11/1/"
PUBLISH = "/croydon/packs/2017-11/publish/"
DAY = date(2017, 11, 30)
NO_DIFFERENCE = "No difference: today"


@pytest.fixture
def small(croydon, ola):
    return small_authority(ola)


@pytest.fixture
def edition(small, ana):
    return publish(ana)


def differences(edition):
    """[(kind, name, period, then, now, why)] as the page lists them."""
    return [
        (d.about.kind, d.about.name, d.about.period and d.about.period.key, d.then, d.now, d.why)
        for d in build_edition(edition).differences
    ]


def batches_of(indicator):
    return ImportBatch.objects.filter(observations__indicator=indicator).distinct()


def get(client, by, page=EDITION):
    client.force_login(by)
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


# Nothing changes it


def test_an_edition_is_neither_changed_nor_deleted(edition):
    edition.title = "Another"
    for change in (
        edition.save,
        edition.delete,
        Edition.objects.all().delete,
        lambda: Edition.objects.update(title="Another"),
        lambda: Edition.objects.filter(pk=edition.pk).bulk_update([edition], ["title"]),
    ):
        with pytest.raises((EditionIsClosed, DatabaseError)), transaction.atomic():
            change()
    edition.refresh_from_db()
    assert edition.title == "November"


def test_the_database_refuses_a_change_that_goes_round_the_models(edition):
    everything = super(type(Edition.objects.all()), Edition.objects.all())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        everything.update(title="Another")
    assert Edition.objects.get().title == "November"


def test_rows_that_are_not_those_published_are_told(client, edition, mo):
    assert "The stored rows are not those that were published" not in get(client, mo)
    edition.rows["pack"]["authority"] = "Atlantis"
    assert not edition.is_intact


def test_its_rows_are_the_pack_of_its_moment(croydon, edition):
    assert edition.rows == freeze(build_pack(croydon, NOVEMBER, as_of=edition.made_at))
    stored = Edition.objects.get()
    assert stored.is_intact
    assert stored.rows == edition.rows
    assert thaw(stored.rows) == thaw(edition.rows)


# Publishing


def test_two_clicks_make_one(client, small, ana):
    client.force_login(ana)
    sent = {"title": "November", "meeting": "", "seen": "0"}
    first, second = client.post(PUBLISH, sent), client.post(PUBLISH, sent)
    assert first.url == second.url == EDITION
    assert Edition.objects.count() == 1
    assert "published already" in get(client, ana)


def test_nothing_new_is_not_published_again(edition, ana):
    with pytest.raises(PublishedAlready):
        publish(ana, seen=1)
    assert Edition.objects.count() == 1


def test_a_correction_is_another_edition_and_both_stay(client, small, edition, ana, mo):
    state(small["visits"], ["76"], number=50)
    second = publish(ana, seen=1)
    assert second.number == 2
    assert NO_DIFFERENCE not in get(client, mo)
    assert "Edition 2 is newer" in get(client, mo)
    assert NO_DIFFERENCE in get(client, mo, "/croydon/packs/2017-11/2/")
    listed = get(client, mo, PACKS)
    assert "Edition 1: November" in listed
    assert "Edition 2: November" in listed


def test_an_edition_is_for_its_meeting(client, croydon, small, ana, mo):
    board = call_meeting(authority=croydon, held_on=date(2017, 12, 14), period=NOVEMBER, by=ana)
    client.force_login(ana)
    assert client.get(PUBLISH).context["form"].initial["meeting"] == str(board.pk)
    client.post(PUBLISH, {"title": "November", "meeting": board.pk, "seen": "0"})
    assert Edition.objects.get().meeting == board
    assert thaw(Edition.objects.get().rows).meeting == board.held_on
    assert "Board of 14 December 2017" in get(client, mo)
    assert "November, edition 1" in get(client, mo, "/croydon/meetings/2017-12-14/")


@pytest.mark.parametrize(("who", "status"), {"ada": 302, "ola": 302, "ana": 302, "mo": 403, "rea": 404}.items())
def test_who_may_publish(client, small, request, who, status):
    user = request.getfixturevalue(who)
    client.force_login(user)
    assert client.get(PUBLISH).status_code == (200 if status == 302 else status)
    assert client.post(PUBLISH, {"title": "T", "meeting": "", "seen": "0"}).status_code == status
    assert Edition.objects.count() == (status == 302)
    offered = ">Publish<" in client.get(PACKS).content.decode()
    assert offered == (status == 302)


def test_a_title_is_needed_and_a_period_with_figures(client, small, ana):
    client.force_login(ana)
    assert b"Enter a title" in client.post(PUBLISH, {"title": " ", "seen": "0"}).content
    assert not Edition.objects.exists()
    for page in ("/croydon/packs/2018-05/publish/", "/croydon/packs/x/publish/", EDITION, f"{EDITION}pack.doc"):
        assert client.get(page).status_code == 404


# Where today differs


def test_no_difference(client, edition, mo):
    assert differences(edition) == []
    assert NO_DIFFERENCE in get(client, mo)


def test_a_corrected_figure_is_named_with_its_file(client, small, edition, ana, mo):
    loaded = long_date(localtime(state(small["visits"], ["81"], number=50).committed_at))
    why = f"made-50.txt, line 0: loaded by the command line on {loaded}"
    assert differences(edition) == [
        ("figure", "visits", "2017-11", "75%", "81%", why),
        ("rating", "visits", "2017-11", "red", "amber", "Its figure changed"),
    ]  # fmt: skip
    body = get(client, mo)
    assert '<a href="/croydon/indicators/visits/">visits</a>' in body
    assert "2 differences" in body


def test_a_figure_restated_as_it_was_is_no_difference(small, edition):
    state(small["visits"], ["85", "81", "75"], number=50)
    assert differences(edition) == []


def test_an_undone_file_is_named(small, edition, ada):
    (batch,) = batches_of(small["contacts"])
    operations.undo(batch=batch, by=ada, reason="Wrong month.")
    found = [each for each in differences(edition) if each[0] == "figure"]
    assert [(kind, name, period, then, now) for kind, name, period, then, now, _ in found] == [
        ("figure", "contacts", "2017-09", "120", ""),
        ("figure", "contacts", "2017-11", "c", ""),
    ]
    assert all(why.startswith("made-3.txt: undone by ada on ") and why.endswith(": Wrong month.") for *_, why in found)


def test_when_nothing_is_stated_any_more_every_fact_has_gone(small, edition, ada, client, mo):
    for indicator in small.values():
        for batch in batches_of(indicator):
            operations.undo(batch=batch, by=ada, reason="R")
    found = differences(edition)
    assert len(found) == len(facts(thaw(edition.rows)))
    assert {now for *_, now, _ in found} == {""}
    assert "not said" in get(client, mo)


def test_a_new_target_and_rule_are_named(small, edition, ola):
    visits = small["visits"]
    record_by_hand(
        model=Target, indicator=visits, starts_on=APRIL, by=ola, value=Decimal(70), text="70%", reason="Board."
    )
    record_by_hand(
        model=RagThreshold, indicator=visits, starts_on=date(2017, 11, 1), by=ola, reason="Agreed.",
        words="70% or above Green 60%-69% Amber 59% and below Red",
    )  # fmt: skip
    found = {(kind, period): (then, now, why) for kind, _, period, then, now, why in differences(edition)}
    assert found.keys() == {("target", "2017-11"), ("rule", "2017-11"), ("rating", "2017-11")}
    assert found["target", "2017-11"][:2] == ("90%", "70%")
    assert found["rating", "2017-11"][:2] == ("red", "green")
    for key, reason in {"target": "Board.", "rule": "Agreed.", "rating": "Agreed."}.items():
        why = found[key, "2017-11"][2]
        assert why.startswith("Set by ola on ")
        assert why.endswith(reason)


def test_a_target_that_is_taken_back(small, edition, ola):
    withdraw_by_hand(rows=Target.objects.filter(indicator=small["visits"]), by=ola, reason="None was agreed.")
    ((kind, _, _, then, now, why),) = differences(edition)
    assert (kind, then, now) == ("target", "90%", "none")
    assert why.startswith("Taken back by ola on ")
    assert why.endswith("None was agreed.")


def test_another_title_and_another_ref(small, edition, ola):
    definition = Definition.objects.get(indicator=small["plans"])
    record_by_hand(
        model=Definition, indicator=small["plans"], starts_on=definition.starts_on, by=ola, reason="Clearer.",
        **definition.stated | {"title": "Plans in date"},
    )  # fmt: skip
    ((kind, name, _, then, now, why),) = differences(edition)
    assert (kind, name, then, now) == ("description", "plans", "plans", "Plans in date")
    assert why.endswith("Clearer.")
    small["plans"].ref = "P 1"
    small["plans"].save()
    refs = [each for each in differences(edition) if each[4] == "P 1"]
    assert [(name, then) for _, name, _, then, _, _ in refs] == [("plans", "none")]
    rename(indicator=small["plans"], starts_on=date(2017, 11, 1), by=ola, reason="Renumbered.", ref="P 2")
    ((*_, why),) = [each for each in differences(edition) if each[4] == "P 2"]
    assert why.endswith("Renumbered.")


def test_actions_raised_and_closed_since_are_named(croydon, small, ana):
    wanted = ActionFacts(text="Two more teams.", owner="IL", due_by=date(2018, 1, 31), status="open")
    action = add_action(authority=croydon, ref="Nov-01", raised=NOVEMBER, day=DAY, facts=wanted, by=ana)
    edition = publish(ana)
    set_status(authority=croydon, slug=action.slug, day=DAY, status="complete", seen=action.pk, by=ana)
    add_action(authority=croydon, ref="Nov-02", raised=NOVEMBER, day=DAY, facts=wanted, by=ana)
    found = differences(edition)
    assert [each[:2] for each in found] == [("action", "Nov-01"), *[("action", "Nov-02")] * 4]
    _, _, _, then, now, why = found[0]
    assert then.lower() == "open"
    assert now.lower() == "complete"
    assert why.startswith("ana, ")


def test_no_two_facts_of_a_pack_are_about_the_same(batch, croydon):
    pack = build_pack(croydon, NOVEMBER)
    lines = [line for table in pack.tables for line in table.lines]
    # Of each line: three for a figure, a target, a rule, and four that describe it; of each action four.
    of_lines = sum(3 * len(line.figures) + 6 for line in lines)
    found = facts(pack)
    assert sum(bool(about.kind not in ("action", "commentary")) for about in found) == of_lines
    assert sum(about.kind == "action" for about in found) == 4 * len(pack.actions)


# Made again


@pytest.mark.parametrize("form", FORMATS)
def test_any_form_is_made_of_the_stored_rows_again(client, small, edition, mo, form):
    client.force_login(mo)
    before = client.get(f"{EDITION}pack.{form}")
    assert before["Content-Disposition"] == f'attachment; filename="croydon-2017-11-pack-edition-1.{form}"'
    state(small["visits"], ["81"], number=50)
    assert client.get(f"{EDITION}pack.{form}").content == before.content


def test_periods_of_packs(client, small, edition, mo):
    client.force_login(mo)
    rows = client.get(PACKS).context["table"].rows
    assert [(row.record.period, len(row.record.editions)) for row in rows] == [
        (NOVEMBER, 1), (Period.month(2017, 10), 0), (Period.month(2017, 9), 0),
    ]  # fmt: skip
