"""Every kind of write that pages show, as people make them: for tests of what is kept of a page."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from importers import operations
from importers.national import operations as national
from indicators import life
from indicators.commentary import SUMMARY, Subject, standing_words
from indicators.models import (
    BenchmarkBatch,
    Definition,
    FindingAcceptance,
    ImportBatch,
    Indicator,
    Measure,
    Membership,
    Rebase,
    Target,
)
from indicators.operations import (
    accept_findings,
    add_note,
    discard_drafts,
    rebase_by_hand,
    record_by_hand,
    withdraw_acceptance,
    withdraw_by_hand,
    withdraw_note,
    withdraw_rebase,
    write_commentary,
)
from indicators.periods import Period
from indicators.series import load_figures
from reports.findings import build_findings, to_settle
from reports.models import Action, Decision, Meeting, PlanAction
from reports.operations import actions, plan
from reports.operations.editions import PublishedAlready, publish_edition
from reports.operations.meetings import call_meeting, move_meeting, record_decision, withdraw_decision
from reports.operations.statements import standing
from reports.pack import NothingToReport
from tests.conftest import FIXTURE, edition
from tests.importers.later_editions import a_month_later
from tests.importers.national_files import COUNTS, CROYDON, ENGLAND, file_of, row

NOVEMBER = Period.month(2017, 11)
BOARD = date(2017, 12, 14)
ACTION, PLAN_ACTION = "oct-01-2017", "1-1-1"


def conferences(n):
    """A national file, another for each n."""
    within = {"Duration_0-10_days": str(int(COUNTS["Duration_0-10_days"]) + n)}
    icpc = {"ICPC": str(int(COUNTS["ICPC"]) + n)}
    return file_of([row(place, "2017", **within, **icpc) for place in (ENGLAND, CROYDON)])


class Writes:
    """Every kind of write that pages show, each a method; `n` makes it another one every time."""

    def __init__(self, batch, ola, ada):
        self.by, self.admin, self.authority = ola, ada, batch.authority
        self.fd3 = Indicator.objects.get(slug="fd-3")
        self.subject = Subject(NOVEMBER, self.fd3.definitions.get().section, self.fd3)
        self.board = call_meeting(authority=self.authority, held_on=BOARD, period=NOVEMBER, by=ola)
        self._add_to_plan("1.1.1", "Help early", "Nobody waits", "A second team.")
        national.load(name="conferences.csv", data=conferences(0), by=ola)

    # What has to be there before it can be seen, or taken back.
    FIRST = {
        "withdraw_targets": ["set_a_target"],
        "withdraw_a_rebase": ["rebase"],
        "discard": ["draft"],
        "withdraw_the_note": ["note"],
        "withdraw_an_acceptance": ["accept"],
        "take_back": ["end"],
        "withdraw_the_action": ["edit_the_action"],
        "withdraw_the_decision": ["decide"],
        "rename_a_person": ["edit_the_action", "publish_a_pack", "note"],
        "undo_a_statistic": ["load_a_statistic"],
    }

    def set_a_target(self, n):
        facts = {"value": 60 + n, "text": f"{60 + n}%"}
        record_by_hand(model=Target, indicator=self.fd3, starts_on=date(2017, 11, 1), by=self.by, **facts)

    def withdraw_targets(self, n):
        withdraw_by_hand(rows=Target.objects.filter(indicator=self.fd3), by=self.by)

    def describe(self, n):
        facts = self.fd3.definitions.filter(batch__isnull=False).first().stated | {
            "title": f"Contacts {n}",
            "owner": f"O{n}",
        }
        record_by_hand(model=Definition, indicator=self.fd3, starts_on=date(2017, 11, 1), by=self.by, **facts)

    def rebase(self, n):
        rebase_by_hand(indicator=self.fd3, period=Period.month(2017, 7 + n % 3), reason=f"System {n}.", by=self.by)

    def withdraw_a_rebase(self, n):
        for rebase in Rebase.objects.standing()[:1]:
            withdraw_rebase(rebase=rebase, by=self.by)

    def publish(self, n):
        self._write(True, next_steps=f"Steps {n}.")

    def draft(self, n):
        self._write(False, analysis=f"Thought {n}.")

    def discard(self, n):
        discard_drafts(subject=self.subject, seen=self._seen(), by=self.by)

    def note(self, n):
        self.noted = add_note(subject=self.subject, text=f"Note {n}.", by=self.by)

    def withdraw_the_note(self, n):
        if hasattr(self, "noted"):
            withdraw_note(note=self.noted, by=self.by)

    def accept(self, n):
        findings = to_settle(build_findings(load_figures([self.authority])))
        accept_findings(authority=self.authority, findings=findings[:1], by=self.by, reason=f"Right {n}.")

    def withdraw_an_acceptance(self, n):
        for acceptance in FindingAcceptance.objects.standing()[:1]:
            withdraw_acceptance(acceptance=acceptance, by=self.by, reason="Wrong.")

    def rename(self, n):
        # What nothing describes any more, because its reports were undone, can't be renamed.
        with suppress(life.NotPossible):
            starts_on = date(2017, 11, 1)
            life.rename(indicator=self.fd3, starts_on=starts_on, by=self.by, reason="Tidy.", ref=f"FD {300 + n}")

    def end(self, n):
        eight = Indicator.objects.get(slug="fd-8")
        if not eight.life_events.standing().exists():
            life.end(indicator=eight, starts_on=date(2017, 10 + n % 2, 1), by=self.by, reason="Gone.")

    def take_back(self, n):
        for event in Indicator.objects.get(slug="fd-8").life_events.standing():
            life.take_back(event=event, by=self.by, reason="Not gone.")

    def load(self, n):
        data = edition() if n % 2 else a_month_later(edition().decode()).encode()
        staged = operations.stage(name=FIXTURE.name, data=data, authority=self.authority)
        operations.commit(staged=staged, by=self.by)

    def undo(self, n):
        for batch in ImportBatch.objects.counting().order_by("-commit_number")[:1]:
            operations.undo(batch=batch, by=self.by, reason="Wrong.")

    def change_a_role(self, n):
        # Those who may settle a finding are named to those who may not.
        membership = Membership.objects.get(user__username="mo", authority=self.authority)
        facts = {"user": membership.user_id, "authority": membership.authority_id}
        self._in_admin(membership, facts | {"role": ("manager", "analyst", "admin")[n % 3]})

    def rename_a_measure(self, n):
        measure = Measure.objects.get(slug="icpc-within-15-days")
        facts = {"slug": measure.slug, "unit": measure.unit, "polarity": measure.polarity, "title": f"Measure {n}"}
        self._in_admin(measure, facts)

    def rename_the_authority(self, n):
        facts = {name: getattr(self.authority, name) for name in ("slug", "ons_code", "dfe_code", "region")}
        self._in_admin(self.authority, facts | {"name": f"Croydon {n}"})

    def rename_a_person(self, n):
        facts = {"username": f"ola-{n}", "first_name": f"Ola {n}", "is_active": "on"}
        memberships = [
            {"id": each.pk, "user": self.by.pk, "authority": each.authority_id, "role": each.role}
            for each in self.by.memberships.all()
        ]
        formset = {"TOTAL_FORMS": len(memberships), "INITIAL_FORMS": len(memberships)}
        rows = {f"{i}-{name}": value for i, each in enumerate(memberships) for name, value in each.items()}
        moments = {"date_joined_0": "2017-01-01", "date_joined_1": "09:00:00"}
        self._in_admin(self.by, facts | moments | {f"memberships-{name}": v for name, v in (formset | rows).items()})

    def load_a_statistic(self, n):
        national.load(name="conferences.csv", data=conferences(n), by=self.by)

    def undo_a_statistic(self, n):
        for batch in BenchmarkBatch.objects.counting().order_by("-commit_number")[:1]:
            national.undo(batch=batch, by=self.by, reason="Wrong.")

    def add_an_action(self, n):
        month = Period.month(2017, 11)
        known = Action.objects.known().filter(authority=self.authority)
        facts = actions.ActionFacts(f"Write {n}.", "OA", None, "open", indicators=(self.fd3,))
        actions.add_action(
            authority=self.authority, ref=actions.free_ref(known, month), raised=month, day=month.end, facts=facts,
            by=self.by,
        )  # fmt: skip

    def edit_the_action(self, n):
        if found := self._standing(Action, ACTION):
            facts = replace(actions.facts_of(found), text=f"Done by hand {n}.", indicators=(self.fd3,))
            actions.edit_action(**self._of(ACTION, found), facts=facts)

    def close_the_action(self, n):
        if found := self._standing(Action, ACTION):
            status = Action.Status.OPEN if found.row.status == Action.Status.COMPLETE else Action.Status.COMPLETE
            actions.set_status(**self._of(ACTION, found), status=status)

    def carry_the_action_over(self, n):
        if found := self._standing(Action, ACTION):
            with suppress(actions.NoLaterMeeting):
                actions.carry_over(**self._of(ACTION, found))

    def withdraw_the_action(self, n):
        actions.withdraw_action(authority=self.authority, slug=ACTION, by=self.by, reason="Wrong.")

    def add_to_the_plan(self, n):
        with suppress(plan.Taken):
            self._add_to_plan(f"2.1.{n}", f"Pillar {n % 2}", f"Outcome {n}", f"Action {n}.")

    def edit_the_plan(self, n):
        if found := self._standing(PlanAction, PLAN_ACTION):
            facts = replace(
                plan.facts_of(found.row), text=f"Team {n}.", rating=("red", "green")[n % 2], why=f"Why {n}."
            )
            plan.edit_plan_action(**self._of(PLAN_ACTION, found), facts=facts)

    def withdraw_from_the_plan(self, n):
        plan.withdraw_plan_action(authority=self.authority, slug=PLAN_ACTION, by=self.by, reason="Wrong.")

    def call_a_meeting(self, n):
        held_on = BOARD + timedelta(days=1 + Meeting.objects.count())
        call_meeting(authority=self.authority, held_on=held_on, period=NOVEMBER, by=self.by)

    def move_the_meeting(self, n):
        held_on = BOARD - timedelta(days=n % 3)
        move_meeting(meeting=self.board, held_on=held_on, period=NOVEMBER, note=f"Room {n}", by=self.by)

    def decide(self, n):
        record_decision(meeting=self.board, text=f"Decision {n}.", by=self.by)

    def withdraw_the_decision(self, n):
        for decision in Decision.objects.standing()[:1]:
            withdraw_decision(decision=decision, by=self.by)

    def publish_a_pack(self, n):
        seen = self.authority.editions.filter(period_start=NOVEMBER.start).count()
        with suppress(PublishedAlready, NothingToReport):
            publish_edition(authority=self.authority, period=NOVEMBER, title=f"Pack {n}", seen=seen, by=self.by)

    def sum_up(self, n):
        self._sum_up(n, publish=True)

    def begin_to_sum_up(self, n):
        self._sum_up(n, publish=False)

    def _sum_up(self, n, *, publish):
        (kind,) = SUMMARY
        subject = Subject(NOVEMBER, self.subject.section)
        seen = {kind: (words := standing_words(subject, SUMMARY)[kind]).latest and words.latest.pk}
        write_commentary(subject=subject, texts={kind: f"In short {n}."}, seen=seen, publish=publish, by=self.by)

    def _add_to_plan(self, ref, pillar, outcome, text):
        under = plan.begin_outcome(authority=self.authority, pillar=pillar, outcome=outcome, by=self.by)
        facts = plan.PlanFacts(under, text, "MK", date(2017, 12, 31), "amber", "", "")
        plan.add_plan_action(authority=self.authority, ref=ref, day=NOVEMBER.end, facts=facts, by=self.by)

    def _standing(self, model, slug):
        return standing(model=model, authority=self.authority, slug=slug, day=NOVEMBER.end)

    def _of(self, slug, found):
        day = NOVEMBER.end
        return {"authority": self.authority, "slug": slug, "day": day, "seen": found.row.pk, "by": self.by}

    def _in_admin(self, row, facts):
        client = Client()
        client.force_login(self.admin)
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert client.post(address, facts).status_code == 302

    def _write(self, publish, **texts):
        texts = {kind: words.text for kind, words in standing_words(self.subject).items()} | texts
        write_commentary(subject=self.subject, texts=texts, seen=self._seen(), publish=publish, by=self.by)

    def _seen(self):
        return {kind: words.latest and words.latest.pk for kind, words in standing_words(self.subject).items()}
