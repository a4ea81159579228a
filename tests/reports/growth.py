"""Croydon of the demonstration, larger than it is: for tests of what must not grow with it."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from indicators import life
from indicators.commentary import Subject, standing_words
from indicators.models import Area, Authority, BenchmarkBatch, Indicator, Measure, Membership, RagThreshold, Target
from indicators.operations import accept_findings, add_note, rebase_by_hand, record_by_hand, write_commentary
from indicators.periods import Period
from indicators.series import load_figures
from reports.findings import build_findings, to_settle
from reports.models import PlanAction
from reports.operations.actions import ActionFacts, add_action
from reports.operations.editions import publish_edition
from reports.operations.meetings import call_meeting, record_decision
from reports.operations.plan import PlanFacts, add_plan_action, begin_outcome
from tests.reports.made import indicator_of, state

NOVEMBER = Period.month(2017, 11)
APRIL = date(2017, 4, 1)
MEASURE = "icpc-within-15-days"
RULES = ("90% or above Green 80%-89% Amber 79% and below Red", "Green: above England; Red: else")


class Growing:
    """Each method adds so many of what it is called, each with all that people write of it."""

    def __init__(self, by):
        self.by = by
        self.authority = Authority.objects.get(slug="croydon")
        self.measure = Measure.objects.get(slug=MEASURE)
        self.made = []
        self._number = count(1000)
        self._before = count(1)

    def indicators(self, n):
        for _ in range(n):
            number = next(self._number)
            made = indicator_of(f"grown-{number}", measure=self.measure, polarity="BIB", owner=f"O{number}")
            made.ref = f"F {number}"
            made.save()
            state(made, ["90", "81", "c", "60", "70"], number=number)
            words = RULES[number % 2]
            record_by_hand(model=RagThreshold, indicator=made, starts_on=APRIL, by=self.by, words=words)
            record_by_hand(model=Target, indicator=made, starts_on=APRIL, by=self.by, value=Decimal(90), text="90%")
            rebase_by_hand(indicator=made, period=Period.month(2017, 9), reason="A new system.", by=self.by)
            life.rename(indicator=made, starts_on=date(2017, 10, 1), by=self.by, reason="Tidy.", ref=f"G {number}")
            self._say(made, NOVEMBER)
            facts = ActionFacts(f"Mend {number}.", "OA", None, "open", indicators=(made,))
            add_action(
                authority=self.authority,
                ref=f"Nov-{number}",
                raised=NOVEMBER,
                day=NOVEMBER.end,
                facts=facts,
                by=self.by,
            )
            self._plan(number)
            self.made.append(made)
        findings = to_settle(build_findings(load_figures([self.authority])))
        accept_findings(authority=self.authority, findings=findings[:n], by=self.by, reason="Right.")

    def months(self, n):
        periods = [NOVEMBER.shifted(-next(self._before)) for _ in range(n)]
        for made in (*self.made, Indicator.objects.get(slug="fd-3", authority=self.authority)):
            state(made, ["85"] * n, number=next(self._number), last=periods[0])
        for period in periods:
            self._say(self.made[0], period)
            board = call_meeting(
                authority=self.authority, held_on=period.next.start, period=period, note="Here.", by=self.by
            )
            record_decision(meeting=board, text="To go on.", by=self.by)
        publish_edition(authority=self.authority, period=period, title="Then", seen=0, meeting=board, by=self.by)

    def users(self, n):
        (board,) = self.authority.meetings.filter(held_on=date(2017, 12, 14))
        for _ in range(n):
            number = next(self._number)
            user = get_user_model().objects.create_user(f"user-{number}", first_name="Uma", last_name=str(number))
            role = Membership.Role.values[number % 3]
            Membership.objects.create(user=user, authority=self.authority, role=role)
            add_note(subject=self._subject(self.made[0], NOVEMBER), text=f"Why {number}?", by=user)
            add_note(subject=self._subject(self.made[0], NOVEMBER), text=f"And {number}?", by=self.by)
            record_decision(meeting=board, text=f"To ask {number}.", by=user)

    def authorities(self, n):
        known = set(Authority.objects.values_list("ons_code", flat=True))
        free = Area.objects.filter(level=Area.Level.AUTHORITY).exclude(ons_code__in=known).order_by("ons_code")
        for area in free[:n]:
            number = next(self._number)
            other = Authority.objects.create(
                name=area.name, slug=f"grown-{number}", ons_code=area.ons_code, dfe_code=f"{number % 100:02}x",
                region="Here",
            )  # fmt: skip
            Membership.objects.create(user=self.by, authority=other, role=Membership.Role.ADMIN)
            made = indicator_of(f"grown-{number}", authority=other.slug, measure=self.measure)
            state(made, ["70", "80"], number=1)

    def keys(self):
        """What addresses name: of the report, of the first of each that was made, and of what was accepted."""
        accepted = self.authority.acceptances.standing().first()
        settle = to_settle(build_findings(load_figures([self.authority])))
        return {
            "batch": self.authority.batches.get(commit_number=1).pk,
            "plan": self.authority.planactions.order_by("pk").first().slug.rpartition("-")[2],
            "acceptance": accepted.pk,
            "group": slugify(settle[0].group),
            "national": BenchmarkBatch.objects.counting().first().pk,
            "indicator": self.made[0].pk,
        }

    def _say(self, made, period):
        subject = self._subject(made, period)
        for publish, texts in ((True, {"analysis": "Fewer came."}), (False, {"next_steps": "To ask."})):
            words = standing_words(subject)
            seen = {kind: each.latest and each.latest.pk for kind, each in words.items()}
            texts = {kind: each.text for kind, each in words.items()} | texts
            write_commentary(subject=subject, texts=texts, seen=seen, publish=publish, by=self.by)
        add_note(subject=subject, text="Why?", by=self.by)

    def _subject(self, made, period):
        return Subject(period, made.definitions.first().section, made)

    def _plan(self, number):
        outcome = begin_outcome(
            authority=self.authority, pillar=f"Pillar {number}", outcome=f"Outcome {number}", by=self.by
        )
        facts = PlanFacts(outcome, f"Team {number}.", "MK", None, PlanAction.Rating.AMBER, "", "")
        add_plan_action(authority=self.authority, ref=f"1.1.{number}", day=NOVEMBER.end, facts=facts, by=self.by)
