"""Nothing in an edition changes, whatever 500 later operations do: one seeded run, told by its seed where it fails."""

import csv
import io
import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from importers import operations
from importers.records import Refused
from indicators import life
from indicators.commentary import SUMMARY, WRITTEN, Subject, standing_words
from indicators.models import (
    Definition,
    FindingAcceptance,
    ImportBatch,
    LifeEvent,
    RagThreshold,
    Section,
    Target,
)
from indicators.operations import (
    accept_findings,
    add_note,
    record_by_hand,
    withdraw_acceptance,
    withdraw_by_hand,
    write_commentary,
)
from indicators.series import load_figures
from reports.exports.packs import FORMATS
from reports.findings import build_findings, to_settle
from reports.models import Action, Edition, Meeting, PlanAction
from reports.operations.actions import ActionFacts, add_action, set_status
from reports.operations.editions import PublishedAlready
from reports.operations.meetings import call_meeting, move_meeting, record_decision
from reports.operations.plan import PlanFacts, add_plan_action, begin_outcome, edit_plan_action
from reports.pack import NothingToReport, freeze, thaw
from tests.reports.board import APRIL, publish, small_authority
from tests.reports.made import NOVEMBER, indicator_of, state

OPERATIONS = 500
SEED = 20171214
RULES = ("90% or above Green 80%-89% Amber 79% and below Red", "50% or below Green 51%-60% Amber 61% and above Red", "")
MONTHS = [NOVEMBER.shifted(-n) for n in range(4)]


class World:
    """The authority, and each kind of operation as a method. A method returns False where there is nothing to do."""

    def __init__(self, authority, indicators, by, dice):
        self.authority, self.indicators, self.by, self.dice = authority, indicators, by, dice
        self.count = 0

    def number(self):
        self.count += 1
        return 1000 + self.count

    def indicator(self):
        return self.dice.choice(list(self.indicators.values()))

    def period(self):
        return self.dice.choice(MONTHS)

    def subject(self):
        named = self.dice.choice([None, self.indicator()])
        return Subject(self.period(), Section.objects.get(authority=self.authority, slug="made"), named)

    def a_batch(self):
        values = [self.dice.choice(["c", "-", str(self.dice.randint(0, 100))]) for _ in range(3)]
        state(self.indicator(), values, number=self.next_commit(), last=self.dice.choice([NOVEMBER, NOVEMBER.next]))

    def next_commit(self):
        last = ImportBatch.objects.filter(authority=self.authority).order_by("-commit_number").first()
        return last.commit_number + 1

    def a_changed_file(self):
        """As people load them: read in a child, matched, previewed, committed."""
        if self.dice.random() > 0.15:
            return False
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["Indicator", "Sep-17", "Oct-17", "Nov-17"])
        rows.writerow(["contacts", *(self.dice.randint(1, 500) for _ in range(3))])
        try:
            staged = operations.stage(name="later.csv", data=out.getvalue().encode(), authority=self.authority)
        except Refused:
            return False
        return operations.commit(staged=staged, by=self.by, reason="R") is not None

    def an_undo(self):
        batches = list(ImportBatch.objects.counting().filter(authority=self.authority))
        if len(batches) < 3:
            return False
        operations.undo(batch=self.dice.choice(batches), by=self.by, reason="R")

    def a_target(self):
        value = self.dice.randint(0, 100)
        self.by_hand(Target, value=Decimal(value), text=f"{value}%")

    def a_rule(self):
        self.by_hand(RagThreshold, words=self.dice.choice(RULES))

    def by_hand(self, model, **facts):
        starts_on = self.dice.choice([APRIL, self.period().start])
        record_by_hand(model=model, indicator=self.indicator(), starts_on=starts_on, by=self.by, reason="R", **facts)

    def taken_back(self):
        rows = self.dice.choice([Target, RagThreshold]).objects.filter(indicator=self.indicator())
        return bool(withdraw_by_hand(rows=rows, by=self.by, reason="R"))

    def a_definition(self):
        indicator = self.indicator()
        row = Definition.objects.to_copy(indicator, NOVEMBER.end)
        said = {"title": f"Title {self.number()}", "owner": self.dice.choice(["IL", "OS", ""]), "polarity": "SIB"}
        starts_on = self.dice.choice([row.starts_on, NOVEMBER.start])
        record_by_hand(
            model=Definition, indicator=indicator, starts_on=starts_on, by=self.by, reason="R", **row.stated | said
        )

    def a_renaming(self):
        indicator = self.indicator()
        if not indicator.ref:
            indicator.ref = f"R {self.number()}"
            indicator.save()
        self.life(life.rename, indicator=indicator, ref=f"R {self.number()}")

    def an_end(self):
        return self.life(life.end, indicator=self.indicator())

    def life(self, happen, **about):
        try:
            happen(starts_on=self.period().start, by=self.by, reason="R", **about)
        except life.NotPossible:
            return False

    def a_life_taken_back(self):
        event = LifeEvent.objects.standing().filter(indicator__authority=self.authority).first()
        if event is None:
            return False
        try:
            life.take_back(event=event, by=self.by, reason="R")
        except life.NotPossible:
            return False

    def commentary(self):
        kinds, subject = self.dice.choice([WRITTEN, SUMMARY]), self.subject()
        if kinds is SUMMARY:
            subject = Subject(subject.period, subject.section)
        standing = standing_words(subject, kinds)
        texts = {kind: self.dice.choice(["", f"Words {self.number()}"]) for kind in kinds}
        seen = {kind: words.latest and words.latest.pk for kind, words in standing.items()}
        write_commentary(subject=subject, texts=texts, seen=seen, publish=self.dice.random() < 0.7, by=self.by)

    def a_note(self):
        add_note(subject=self.subject(), text=f"Note {self.number()}", by=self.by)

    def an_action(self):
        facts = ActionFacts(f"Do {self.number()}.", "IL", self.dice.choice([None, date(2018, 3, 31)]), "open")
        month = self.period()
        ref = f"{month.start:%b}-{self.number()}"
        add_action(authority=self.authority, ref=ref, raised=month, day=month.end, facts=facts, by=self.by)

    def an_action_closed(self):
        row = self.dice.choice([None, *Action.objects.by_hand().filter(authority=self.authority)])
        if row is None:
            return False
        status = self.dice.choice(Action.Status.values)
        day = row.stated_for
        set_status(authority=self.authority, slug=row.slug, day=day, status=status, seen=row.pk, by=self.by)

    def plan(self):
        outcome = begin_outcome(authority=self.authority, pillar="People", outcome="Stable teams", by=self.by)
        facts = PlanFacts(outcome, f"Hire {self.number()}.", "OS", None, self.dice.choice(["red", "green"]), "W", "")
        row = self.dice.choice([None, *PlanAction.objects.by_hand().filter(authority=self.authority)])
        if row is None:
            add_plan_action(
                authority=self.authority, ref=f"A{self.number()}", day=NOVEMBER.end, facts=facts, by=self.by
            )
        else:
            edit_plan_action(
                authority=self.authority, slug=row.slug, day=row.stated_for, facts=facts, seen=row.pk, by=self.by
            )

    def acceptance(self):
        accepted = FindingAcceptance.objects.standing().filter(authority=self.authority).first()
        if accepted and self.dice.random() < 0.5:
            withdraw_acceptance(acceptance=accepted, by=self.by, reason="R")
            return True
        findings = to_settle(build_findings(load_figures([self.authority])))
        return bool(accept_findings(authority=self.authority, findings=findings[:2], by=self.by, reason="R"))

    def meeting(self):
        day = date(2018, 1, 1).replace(day=self.dice.randint(1, 28))
        meeting = Meeting.objects.filter(authority=self.authority, held_on=day).first()
        if meeting is None:
            call_meeting(authority=self.authority, held_on=day, period=self.period(), by=self.by)
        elif self.dice.random() < 0.5:
            record_decision(meeting=meeting, text=f"Decided {self.number()}", by=self.by)
        else:
            move_meeting(meeting=meeting, held_on=day, period=self.period(), note="Moved", by=self.by)

    def another_edition(self):
        seen = Edition.objects.of_period(self.authority, NOVEMBER).first().number
        try:
            publish(self.by, seen=seen)
        except (PublishedAlready, NothingToReport):
            return False

    def a_new_indicator(self):
        slug = f"made-{self.number()}"
        if len(self.indicators) > 8:
            return False
        self.indicators[slug] = indicator_of(slug)

    OPERATIONS = (
        a_batch, a_batch, a_changed_file, an_undo, a_target, a_rule, taken_back, a_definition, a_renaming, an_end,
        a_life_taken_back, commentary, commentary, a_note, an_action, an_action_closed, plan, acceptance, meeting,
        another_edition, a_new_indicator,
    )  # fmt: skip


@pytest.fixture
def small(croydon, ola):
    return small_authority(ola)


@pytest.fixture
def edition(small, ana):
    return publish(ana)


def as_stored(edition):
    return Edition.objects.filter(pk=edition.pk).values().get()


def rendered(client, edition):
    """The edition as its page draws its rows, and in every form, by name."""
    page = f"/croydon/packs/2017-11/{edition.number}/"
    # Above its rows the page says how today differs.
    _, _, drawn = client.get(page).content.decode().partition('<section class="since"')[2].partition("</section>")
    files = {form: client.get(f"{page}pack.{form}").content for form in FORMATS}
    assert "visits" in drawn
    return {"page": drawn, **files}


def test_nothing_in_an_edition_changes(croydon, small, edition, ada, client):
    client.force_login(ada)
    rows, drawn = as_stored(edition), rendered(client, edition)
    dice = random.Random(SEED)  # noqa: S311 - chooses what to do
    world, done = World(croydon, small, ada, dice), Counter()
    for n in range(20 * OPERATIONS):
        operation = dice.choice(World.OPERATIONS)
        if operation(world) is not False:
            done[operation.__name__] += 1
        if n % 50 == 0:
            assert as_stored(edition) == rows, done
        if done.total() == OPERATIONS:
            break
    assert done.total() == OPERATIONS
    assert {operation.__name__ for operation in World.OPERATIONS} == done.keys()
    stored = Edition.objects.get(pk=edition.pk)
    assert as_stored(edition) == rows
    assert stored.is_intact
    assert freeze(thaw(stored.rows)) == rows["rows"]
    assert rendered(client, edition) == drawn
