"""Variation on the pages: what is told of it, a person's rebase, and who may set one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import timezone

from indicators.models import Definition, ImportBatch, Indicator, Observation, RagThreshold, Rebase, Section
from indicators.operations import rebase_by_hand, record_by_hand, withdraw_rebase
from indicators.periods import Period
from indicators.series import load_figures
from indicators.variation import COMMON_CAUSE, CONCERN, IMPROVEMENT
from reports.scorecard import build_scorecard
from reports.variation import NO_WIDTH, OVERLAPPING, RUNNING_TOTAL, build_variation

NOVEMBER, SEPTEMBER = Period.month(2017, 11), Period.month(2017, 9)
ORDINARY = "10 12 9 11 10 12 9 11 10 12 9 11 10"
PAGE = "/croydon/indicators/fd-3/"


@pytest.fixture
def fd_3(batch):
    return Indicator.objects.get(slug="fd-3")


def block_of(croydon, slug="fd-3", period=NOVEMBER, as_of=None):
    (series,) = load_figures([croydon], slug=slug, as_of=as_of).series
    return build_variation(series, period)


@pytest.fixture
def made(croydon):
    """make(values, ...) -> the block of an indicator with those values up to November 2017; `-` is a gap."""

    def make(values, *, target=None, qualifiers=(), **facts):
        batch = ImportBatch.objects.create(
            authority=croydon, source="test", file_name="made.txt", sha256="0", frequency="monthly",
            period_start=NOVEMBER.start, period_end=NOVEMBER.end, state="committed", commit_number=99,
            committed_at=timezone.now(),
        )  # fmt: skip
        indicator = Indicator.objects.create(authority=croydon, ref="X 1", slug="x-1")
        section, _ = Section.objects.get_or_create(authority=croydon, title="Made", slug="made")
        facts = {"title": "Made", "unit": "number", "polarity": "BIB", "frequency": "monthly"} | facts
        Definition.objects.create(
            indicator=indicator, starts_on=date(2010, 4, 1), batch=batch, section=section, **facts
        )
        values = values.split()
        for n, value in enumerate(values):
            period = NOVEMBER.shifted(n + 1 - len(values))
            if value != "-":
                Observation.objects.create(
                    batch=batch, indicator=indicator, frequency="monthly", period_start=period.start,
                    period_end=period.end, value=Decimal(value), text=value, locator=f"line:{n}",
                    qualifier=qualifiers[n] if qualifiers else "",
                )  # fmt: skip
        return block_of(croydon, "x-1")

    return make


def test_croydon_has_too_few_months_for_limits_that_stand(croydon, batch):
    block = block_of(croydon)
    assert (block.kind, block.is_provisional) == (COMMON_CAUSE, True)
    assert block.why_provisional == "8 figures of the 13 that limits need"
    (stretch,) = block.stretches
    # 86 86 87 86 89 92 86 82: mean 694 / 8, moving ranges 0 1 1 3 3 6 4 of mean 18 / 7.
    assert (stretch.mean, stretch.lower, stretch.upper) == ("86.8%", "79.9%", "93.6%")
    assert [point.period for point in block.points] == [Period.month(2017, month) for month in range(4, 12)]


def test_what_stands_out_says_why(made):
    block = made(f"{ORDINARY} 30")
    assert (block.kind, block.is_provisional) == (IMPROVEMENT, False)
    (row,) = block.special
    assert (row.period, row.text, row.words) == (NOVEMBER, "30", f"above the upper limit of {block.current.upper}")


def test_bands_that_contradict_the_polarity_leave_high_and_low(croydon, batch):
    assert {point.kind for point in block_of(croydon, "qa-1").points} <= {COMMON_CAUSE, "high", "low"}


def test_figures_measured_in_another_way_are_left_out(croydon, batch):
    block = block_of(croydon, "lac-19-12m")
    assert [point.period.key for point in block.points] == ["2017-10", "2017-11"]
    assert block.notes == ("6 figures were left out: measured in another way than the latest.",)
    assert not block.has_enough
    assert block.kind_of(NOVEMBER) == ""


def test_running_totals_have_no_limits(made):
    assert made("1 2 3 4", basis="year_to_date").why_not == RUNNING_TOTAL


def test_figures_of_twelve_months_come_with_a_caution(made):
    assert OVERLAPPING in made(ORDINARY, basis="rolling_12_months").notes


def test_movements_that_were_left_out_are_said(made):
    notes = made("5 5 5 5 5 5 5 5 5 5 5 5 5 9").notes
    assert notes == (
        "1 movement from one figure to the next stood out so far that the limits were set without.",
        NO_WIDTH,
    )


def test_a_missing_month_is_a_gap(made):
    assert [point.period.key for point in made("1 2 - 3").points] == ["2017-08", "2017-09", "2017-11"]


def test_a_figure_of_an_earlier_month_says_nothing_of_this_one(made):
    block = made(f"{ORDINARY} -")
    assert block.period == NOVEMBER.previous
    assert block.kind_of(NOVEMBER) == ""
    assert block.kind_of(NOVEMBER.previous) == COMMON_CAUSE


def test_the_scorecard_says_what_is_red_but_ordinary(croydon, batch):
    card = build_scorecard(croydon, load_figures([croydon]), NOVEMBER, with_variation=True)
    ordinary = {row.ref for row in card.red_but_ordinary}
    assert "FD 3" in ordinary
    # CIN 5 is red and below its limits; P1 has two figures, which is too few to tell.
    assert not ordinary & {"CIN 5", "P1"}
    assert card.all_provisional


def test_the_scorecard_says_what_is_green_but_of_concern(croydon, made):
    made("60 62 59 61 60 62 59 61 60 62 59 61 60 20", unit="percent")
    x_1 = Indicator.objects.get(slug="x-1")
    words = "10% or above Green 5%-9% Amber 4% and below Red"
    record_by_hand(model=RagThreshold, indicator=x_1, starts_on=date(2017, 4, 1), by=None, words=words)
    card = build_scorecard(croydon, load_figures([croydon]), NOVEMBER, with_variation=True)
    assert [row.ref for row in card.green_but_of_concern] == ["X 1"]
    assert card.rows[0].variation.kind == CONCERN


def test_the_column_is_there_when_it_is_asked_for(client, mo, batch):
    client.force_login(mo)
    without, with_it = (client.get(f"/croydon/scorecard/{query}").content.decode() for query in ("", "?variation=1"))
    assert "Common cause" not in without
    assert "Common cause" in with_it
    assert "Red, but within ordinary variation" in with_it


def test_pages_open_with_sentences(client, mo, batch):
    client.force_login(mo)
    assert (
        "FD 3 fell by four percentage points to 82% in November 2017, its lowest of the eight months. "
        "It was below its target of 90% in seven of the eight months. "
        "On provisional limits, from eight figures, the change is within ordinary variation."
    ) in client.get(PAGE).content.decode()
    assert (
        "Of 34 indicators 15 are red, 3 amber, 8 green and 8 not rated"
        in client.get("/croydon/scorecard/").content.decode()
    )


@pytest.mark.parametrize("kind", ["improvement", "concern", "high", "low", "common_cause"])
def test_an_icon_has_its_word_and_provisional_ones_have_no_icon(kind):
    draw = Template("{% load display %}{% variation kind 'up' provisional %}")
    drawn, provisional = (draw.render(Context({"kind": kind, "provisional": each})) for each in (False, True))
    words = {"high": "Unusually high", "low": "Unusually low", "common_cause": "Common cause"}
    assert words.get(kind, kind.capitalize()) in drawn
    assert "<svg" in drawn
    assert "<svg" not in provisional
    assert "(provisional)" in provisional


# --- Rebases.


def test_a_rebase_starts_a_stretch_and_is_signed(croydon, fd_3, ana):
    rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason="  A new front door team. ", by=ana)
    block = block_of(croydon)
    assert [(s.first.key, s.last.key, s.count) for s in block.stretches] == [
        ("2017-04", "2017-08", 5),
        ("2017-09", "2017-11", 3),
    ]
    assert (block.current.rebase.reason, block.current.rebase.recorded_by) == ("A new front door team.", ana)


def test_a_rebase_counts_from_when_it_was_made_until_it_was_withdrawn(croydon, fd_3, ana):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as traveller:
        traveller.shift(timedelta(days=1))
        rebase = rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason="New team.", by=ana)
        traveller.shift(timedelta(days=1))
        assert withdraw_rebase(rebase=rebase, by=ana)
        assert not withdraw_rebase(rebase=rebase, by=ana)

    def stretches(days):
        return len(block_of(croydon, as_of=start + timedelta(days=days, hours=1)).stretches)

    assert [stretches(0), stretches(1), stretches(2)] == [1, 2, 1]
    assert len(block_of(croydon).stretches) == 1
    assert Rebase.objects.get().superseded_by == ana


def test_a_rebase_of_the_same_period_supersedes_the_first(croydon, fd_3, ana):
    for reason in ("One.", "Two."):
        rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason=reason, by=ana)
    assert block_of(croydon).current.rebase.reason == "Two."
    assert Rebase.objects.count() == 2


@pytest.mark.parametrize("month", [3, 4, 12])
def test_a_rebase_before_the_first_figure_or_after_the_last_splits_nothing(croydon, fd_3, ana, month):
    rebase_by_hand(indicator=fd_3, period=Period.month(2017, month), reason="New team.", by=ana)
    assert len(block_of(croydon).stretches) == 1


def test_a_rebase_has_a_person_and_a_reason(fd_3, ana):
    with pytest.raises(ValueError, match="reason"):
        rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason=" ", by=ana)
    for facts in ({"reason": "", "recorded_by": ana}, {"reason": "New team.", "recorded_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rebase.objects.create(indicator=fd_3, starts_on=SEPTEMBER.start, **facts)


def test_an_analyst_rebases_and_withdraws_on_the_page(client, fd_3, ana):
    client.force_login(ana)
    answer = client.post(f"{PAGE}rebases/", {"period": "2017-09", "reason": "New team."})
    assert (answer.status_code, answer.url) == (302, f"{PAGE}#variation")
    rebase = Rebase.objects.get()
    page = client.get(PAGE).content.decode()
    assert "Rebased by ana" in page
    assert "New team." in page
    assert client.post(f"{PAGE}rebases/{rebase.pk}/withdraw/").status_code == 302
    assert not Rebase.objects.standing().exists()
    assert b"done in the meantime" in client.post(f"{PAGE}rebases/{rebase.pk}/withdraw/", follow=True).content


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"period": "2017-09", "reason": ""}, "Say what changed."),
        ({"period": "", "reason": "New team."}, "Choose a period."),
        # The first period starts a stretch anyway.
        ({"period": "2017-04", "reason": "New team."}, "Choose a period from the list."),
    ],
)
def test_what_is_missing_is_said_at_the_top(client, fd_3, ana, data, message):
    client.force_login(ana)
    page = client.post(f"{PAGE}rebases/", data).content.decode()
    assert "There is a problem" in page
    assert page.count(message) >= 2
    assert not Rebase.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("cy", 403), ("rea", 404)])
def test_nobody_else_rebases(client, request, fd_3, ana, name, status):
    rebase = rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason="New team.", by=ana)
    client.force_login(request.getfixturevalue(name))
    assert client.post(f"{PAGE}rebases/", {"period": "2017-10", "reason": "x"}).status_code == status
    assert client.post(f"{PAGE}rebases/{rebase.pk}/withdraw/").status_code == status
    assert Rebase.objects.standing().get() == rebase


def test_a_manager_sees_no_form_and_a_rebase_is_posted(client, fd_3, cy, ana):
    client.force_login(cy)
    assert b'action="/croydon/indicators/fd-3/rebases/"' not in client.get(PAGE).content
    client.force_login(ana)
    assert b'action="/croydon/indicators/fd-3/rebases/"' in client.get(PAGE).content
    assert client.get(f"{PAGE}rebases/").status_code == 405


def test_a_rebase_of_another_indicator_does_not_open_here(client, fd_3, ana):
    rebase = rebase_by_hand(indicator=fd_3, period=SEPTEMBER, reason="New team.", by=ana)
    client.force_login(ana)
    assert client.post(f"/croydon/indicators/fd-8/rebases/{rebase.pk}/withdraw/").status_code == 404
