"""What becomes of an indicator: it measures something else, is renamed, replaced or ended, each from a day on."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import life
from indicators.comparison import YEAR_START
from indicators.direction import NO_COMPARISON
from indicators.models import Authority, Definition, Indicator, LifeEvent, Observation
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.series import alike_last, load_figures
from indicators.setting_up import NotEmpty, set_up_from
from indicators.trial import try_out
from indicators.whatif import Proposed
from reports.findings import build_findings
from reports.scorecard import build_scorecard
from reports.trend import build_trend
from tests.conftest import edition
from tests.importers.later_editions import a_month_later

OCTOBER, NOVEMBER, DECEMBER = (Period.month(2017, month) for month in (10, 11, 12))
FD3 = "FD 3\tPercentage of completed contacts received in the month which were actioned within 1 working day\tBIB\t"
DAY = {"starts_on": date(2017, 12, 1), "reason": "Agreed by the board."}


@pytest.fixture
def fd3(batch):
    return Indicator.objects.get(slug="fd-3")


def later(*changes):
    return a_month_later(edition(*changes).decode()).encode()


def series(croydon, slug="fd-3", as_of=None):
    (found,) = load_figures([croydon], as_of=as_of, slug=slug).series
    return found


def codes(croydon, slug="fd-3"):
    return {f.code for f in build_findings(load_figures([croydon])) if f.slug == slug}


# It measures something else


def broken(fd3, ola, starts_on=date(2017, 10, 1)):
    stated = Definition.objects.get(indicator=fd3).stated | {"title": "Contacts actioned within 2 working days"}
    facts = stated | {"breaks_series": True}
    return (
        {"model": Definition, "indicator": fd3, "starts_on": starts_on},
        facts,
        {"by": ola, "reason": "New guidance."},
    )


def test_there_is_no_comparison_across_a_break(fd3, croydon, ola):
    about, facts, who = broken(fd3, ola)
    before = timezone.now()
    record_by_hand(**about, **facts, **who)
    found = series(croydon)
    assert [point.stretch for point in found.points] == [0, 0, 0, 0, 0, 0, 1, 1]
    across = found.at(OCTOBER).direction
    assert across.word == NO_COMPARISON
    assert across.reason == "What it measures changed on 1 October 2017: no comparison across that."
    assert found.at(NOVEMBER).direction.word == series(croydon, as_of=before).at(NOVEMBER).direction.word == "worsening"
    assert series(croydon, as_of=before).at(OCTOBER).direction.word != NO_COMPARISON
    assert found.at(OCTOBER).rag == series(croydon, as_of=before).at(OCTOBER).rag


def test_variation_and_other_changes_leave_out_what_was_measured_otherwise(fd3, croydon, ola):
    about, facts, who = broken(fd3, ola)
    record_by_hand(**about, **facts, **who)
    found = series(croydon)
    now = found.at(NOVEMBER)
    assert [point.period for point in alike_last(found.stated_up_to(NOVEMBER))] == [OCTOBER, NOVEMBER]
    assert found.change_since(now, found.at(Period.month(2017, 9))).word == NO_COMPARISON
    assert found.change_since(now, found.at(OCTOBER)).word == "worsening"


def test_the_break_is_in_the_rows_of_the_chart_and_changes_no_colour(fd3, croydon, ola):
    about, facts, who = broken(fd3, ola, starts_on=date(2017, 11, 1))
    record_by_hand(**about, **facts, **who)
    page = build_trend(load_figures([croydon], slug="fd-3"), [])
    assert [row.point.period for row in page.rows if row.breaks] == [NOVEMBER]
    row = next(r for r in build_scorecard(croydon, load_figures([croydon]), NOVEMBER).rows if r.slug == "fd-3")
    assert (row.changed, row.last, row.change_by) == (False, None, "")


def test_the_step_before_saving_shows_the_lost_direction(fd3, croydon, ola):
    about, facts, who = broken(fd3, ola)
    trial = try_out(authority=croydon, proposed=[Proposed(about["model"], fd3, about["starts_on"], facts)])
    assert [(change.period, change.direction_after.word) for change in trial.effects.changes] == [(OCTOBER, "")]
    record_by_hand(**about, **facts, **who)
    assert series(croydon).at(OCTOBER).direction == trial.effects.changes[0].direction_after


def test_a_recorded_break_settles_the_finding_of_a_changed_mark(batch, croydon, ola):
    indicator = Indicator.objects.get(slug="lac-19-12m")
    assert "definition-change" in codes(croydon, "lac-19-12m")
    about, facts, who = broken(indicator, ola)
    record_by_hand(**about, **facts, **who)
    assert "definition-change" not in codes(croydon, "lac-19-12m")


# Renamed


def test_renamed_it_keeps_its_figures_its_address_and_its_past_name(fd3, croydon, ola, load):
    life.rename(indicator=fd3, ref="FD 30", title="Contacts within a day", by=ola, **DAY)
    load(later((FD3, FD3.replace("FD 3", "FD 30"))))
    figures = load_figures([croydon])
    rows = {
        period: next(row for row in build_scorecard(croydon, figures, period).rows if row.slug == "fd-3")
        for period in (NOVEMBER, DECEMBER)
    }
    assert (rows[NOVEMBER].ref, rows[DECEMBER].ref) == ("FD 3", "FD 30")
    assert rows[NOVEMBER].title.startswith("Percentage of completed contacts")
    assert rows[DECEMBER].title == "Contacts within a day"
    assert Indicator.objects.filter(authority=croydon).count() == 34


def test_renamed_it_keeps_the_direction_rule_that_a_person_chose(fd3, croydon, ola):
    stated = Definition.objects.get(indicator=fd3)
    chosen = stated.stated | {"direction_rule": YEAR_START}
    record_by_hand(model=Definition, indicator=fd3, starts_on=date(2017, 3, 1), by=ola, reason="Seasonal.", **chosen)
    life.rename(indicator=fd3, title="Contacts within a day", by=ola, **DAY)
    found = series(croydon)
    assert found.definition.title == "Contacts within a day"
    assert found.direction_rule_on(date(2017, 12, 31)) == YEAR_START


@pytest.mark.parametrize("printed", ["FD 3", "FD3"])
def test_a_file_that_prints_the_old_ref_finds_it(fd3, croydon, ola, load, printed):
    life.rename(indicator=fd3, ref="FD 30", by=ola, **DAY)
    assert load(later((FD3, FD3.replace("FD 3", printed).replace("received", "got"))))
    assert Observation.objects.filter(indicator=fd3, period_start=date(2017, 12, 1)).count() == 1
    assert Indicator.objects.filter(authority=croydon).count() == 34


def test_a_ref_that_means_another_is_refused(fd3, croydon, ola):
    with pytest.raises(life.NotPossible, match="FD 8 is the ref of another"):
        life.rename(indicator=fd3, ref="fd8", by=ola, **DAY)
    life.rename(indicator=fd3, ref="FD 30", by=ola, **DAY)
    fd8 = Indicator.objects.get(slug="fd-8")
    with pytest.raises(life.NotPossible, match="FD 3 was the ref of FD 30"):
        life.rename(indicator=fd8, ref="FD 3", by=ola, **DAY)


def test_a_renaming_is_taken_back(fd3, ola):
    event = life.rename(indicator=fd3, ref="FD 30", by=ola, **DAY)
    life.take_back(event=event, by=ola, reason="A mistake.")
    fd3.refresh_from_db()
    assert fd3.ref == "FD 3"
    with pytest.raises(life.NotPossible):
        life.take_back(event=event, by=ola, reason="Again.")


# Replaced and ended


def test_replaced_both_pages_name_the_other(fd3, croydon, ola, client):
    fd8 = Indicator.objects.get(slug="fd-8")
    life.end(indicator=fd3, successor=fd8, by=ola, **DAY)
    client.force_login(ola)
    for slug, words in (("fd-3", "Replaced by"), ("fd-8", "In place of")):
        page = unescape(client.get(f"/croydon/indicators/{slug}/").content.decode())
        assert words in page
        assert "Agreed by the board." in page
    with pytest.raises(life.NotPossible, match="ended already"):
        life.end(indicator=fd3, by=ola, **DAY)
    with pytest.raises(life.NotPossible, match="in the end"):
        life.end(indicator=fd8, successor=fd3, by=ola, **DAY)


def test_ended_it_leaves_the_scorecard_and_nobody_waits_for_it(fd3, croydon, ola, load):
    before = timezone.now()
    life.end(indicator=fd3, by=ola, **DAY)
    december = later().decode()
    line = next(line for line in december.split("\n") if line.startswith(FD3))
    cells = line.split("\t")
    cells[10] = cells[13] = ""  # no figure for December, and no rating
    load(december.replace(line, "\t".join(cells)).encode())
    figures = load_figures([croydon])
    shown = {
        period: {r.slug for r in build_scorecard(croydon, figures, period).rows} for period in (NOVEMBER, DECEMBER)
    }
    assert "fd-3" in shown[NOVEMBER]
    assert "fd-3" not in shown[DECEMBER]
    assert "not-reported" not in codes(croydon)
    assert len(series(croydon).points) == 8
    assert series(croydon, as_of=before).end is None


def test_a_figure_after_the_end_is_a_finding(fd3, croydon, ola, load):
    life.end(indicator=fd3, by=ola, **DAY)
    load(later())
    assert "reported-after-end" in codes(croydon)


# A new authority


def test_set_up_from_another_takes_everything_but_values(batch, croydon, ada):
    reading = Authority.objects.get(slug="reading")
    ended = Indicator.objects.get(slug="qa-2")
    life.end(indicator=ended, by=ada, **DAY)
    added = set_up_from(
        authority=reading, source=croydon, starts_on=date(2018, 4, 1), by=ada, targets=True, thresholds=True
    )
    copied, own = load_figures([reading]).series, load_figures([croydon]).series
    assert added.indicators == len(copied) == 33
    assert not any(one.points for one in copied)
    for one in copied:
        other = next(s for s in own if s.indicator.slug == one.indicator.slug)
        day = date(2018, 4, 1)
        assert (one.definition.title, one.definition.section.title) == (
            other.definition.title,
            other.definition.section.title,
        )
        assert one.definition.section.authority == reading
        assert one.definition.owner == ""
        for mine, theirs in ((one.targets, other.targets), (one.thresholds, other.thresholds)):
            assert str(mine.on(day)) == str(theirs.on(day))
            assert mine.on(date(2018, 3, 31)) is None
    with pytest.raises(NotEmpty):
        set_up_from(authority=reading, source=croydon, starts_on=date(2018, 4, 1), by=ada)


def test_what_is_not_asked_for_is_not_copied(batch, croydon, ada):
    reading = Authority.objects.get(slug="reading")
    added = set_up_from(authority=reading, source=croydon, starts_on=date(2018, 4, 1), by=ada)
    assert (added.targets, added.thresholds) == (0, 0)
    assert not any(one.targets.rows or one.thresholds.rows for one in load_figures([reading]).series)


# In admin


PAGE = "admin:indicators_lifeevent_"


@pytest.mark.parametrize(
    ("person", "status"), [("ada", 200), ("ola", 200), ("ana", 404), ("mo", 404), ("cy", 404), ("rea", 404)]
)
def test_who_may_say_what_became_of_it(fd3, croydon, ada, client, request, person, status):
    event = life.end(indicator=Indicator.objects.get(slug="fd-8"), by=ada, **DAY)
    client.force_login(request.getfixturevalue(person))
    add = f"{reverse(PAGE + 'add')}?indicator={fd3.pk}&kind=renamed"
    assert client.get(add).status_code == status
    assert client.get(reverse(PAGE + "change", args=[event.pk])).status_code == status
    assert client.get(reverse(PAGE + "changelist")).status_code == status
    posted = client.post(add, {"starts_on": "2017-12-01", "ref": "FD 30", "title": "", "reason": "Agreed."})
    assert posted.status_code == (302 if status == 200 else 404)
    assert LifeEvent.objects.filter(kind="renamed").count() == (status == 200)


def test_an_admin_of_one_authority_touches_no_other(fd3, ola, ada, client):
    """Ola administers Croydon, and reads Reading."""
    reading = Authority.objects.get(slug="reading")
    foreign = Indicator.objects.create(authority=reading, ref="R 1", slug="r-1")
    event = LifeEvent.objects.create(indicator=foreign, kind="ended", recorded_by=ada, **DAY)
    client.force_login(ola)
    assert client.get(f"{reverse(PAGE + 'add')}?indicator={foreign.pk}").status_code == 404
    assert client.get(reverse(PAGE + "change", args=[event.pk])).status_code == 302
    assert client.post(reverse(PAGE + "change", args=[event.pk]), {"reason": "x"}).status_code == 302
    assert client.get(reverse("admin:indicators_authority_set_up", args=[reading.pk])).status_code == 404
    assert "R 1" not in client.get(reverse(PAGE + "changelist")).content.decode()
    event.refresh_from_db()
    assert event.superseded_at is None
    page = f"{reverse(PAGE + 'add')}?indicator={fd3.pk}&kind=replaced"
    refused = client.post(page, {"starts_on": "2017-12-01", "successor": foreign.pk, "reason": "x"})
    assert refused.status_code == 200
    assert LifeEvent.objects.filter(indicator=fd3).count() == 0


def test_it_is_taken_back_in_admin_with_a_reason(fd3, ola, client):
    event = life.end(indicator=fd3, by=ola, **DAY)
    client.force_login(ola)
    page = reverse(PAGE + "change", args=[event.pk])
    assert "Say why." in client.post(page, {"reason": ""}).content.decode()
    assert client.post(page, {"reason": "Too early."}).status_code == 302
    event.refresh_from_db()
    assert (event.superseded_by, event.superseded_reason) == (ola, "Too early.")
    assert "Too early." in client.get(page).content.decode()


def test_set_up_in_admin(batch, croydon, ada, client):
    client.force_login(ada)
    reading = Authority.objects.get(slug="reading")
    page = reverse("admin:indicators_authority_set_up", args=[reading.pk])
    assert page in client.get(reverse("admin:indicators_authority_changelist")).content.decode()
    assert client.get(page).status_code == 200
    response = client.post(page, {"source": croydon.pk, "starts_on": "2018-04-01", "targets": "on"})
    assert response.status_code == 302
    assert reading.indicators.count() == 34
    assert "has indicators already" in client.get(page).content.decode()
