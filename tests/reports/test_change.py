"""Change over time, the heat map, and a section's charts."""

import re
from decimal import Decimal

import pytest

from indicators.comparison import LAST_FOUR, PREVIOUS, YEAR_BEFORE, YEAR_START
from indicators.models import Definition, Indicator
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.rating import NOT_RATED, RED
from indicators.series import load_figures
from reports.change import build_change
from reports.scorecard import build_scorecard
from reports.section import build_section
from reports.values import COLUMNS, build_values

NOVEMBER = Period.month(2017, 11)


@pytest.fixture
def change(batch, croydon):
    def change(period=NOVEMBER):
        return build_change(build_scorecard(croydon, load_figures([croydon]), period))

    return change


def by_ref(rows):
    return {each.row.ref: each for each in rows}


def define(slug, by, starts_on="2017-04-01", **changes):
    """A definition set in the admin: that of the report, with some changes."""
    indicator = Indicator.objects.get(slug=slug)
    stated = Definition.objects.filter(indicator=indicator, batch__isnull=False).get()
    kept = ("title", "section", "position", "unit", "decimals", "polarity", "frequency", "basis", "owner")
    facts = {name: getattr(stated, name) for name in kept} | changes
    record_by_hand(
        model=Definition, indicator=indicator, starts_on=starts_on, by=by, reason="The board asked.", **facts
    )


def direction_of(authority, slug, period=NOVEMBER):
    (series,) = load_figures([authority], slug=slug).series
    return series.at(period).direction


@pytest.mark.parametrize(
    ("rule", "word", "reason"),
    [
        (PREVIOUS, "worsening", "from 86% (October 2017, the figure before) to 82%"),
        (YEAR_START, "worsening", "from 86% (April 2017, the first figure of 2017/18) to 82%"),
        (LAST_FOUR, "worsening", "from 88.25% (the average of the four figures from July 2017 to October 2017) to 82%"),
        (YEAR_BEFORE, "", "There is no figure for November 2016, a year before, to compare with."),
    ],
)
def test_the_direction_follows_the_rule_and_its_reason_names_it(batch, croydon, ada, rule, word, reason):
    define("fd-3", ada, direction_rule=rule)
    found = direction_of(croydon, "fd-3")
    assert found.word == word
    assert reason in found.reason


def test_the_first_period_has_no_direction(batch, croydon):
    assert direction_of(croydon, "fd-3", Period.month(2017, 4)).word == ""


def test_the_export_follows_the_rule_too(batch, croydon, ada):
    define("fd-8", ada, direction_rule=YEAR_START)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in build_values(load_figures([croydon]))]
    (row,) = [row for row in rows if row["ref"] == "FD 8" and row["period_start"] == "2017-11-01"]
    # 19% is up on October's 18%, and down on April's 21%: smaller is better.
    assert row["direction"] == "improving"


def test_a_chosen_rule_outlasts_the_definitions_of_later_reports(batch, croydon, ada):
    define("fd-8", ada, direction_rule=YEAR_START)
    (series,) = load_figures([croydon], slug="fd-8").series
    assert series.definition.batch_id  # the report's own definition is the newest
    assert series.direction_rule_on(NOVEMBER.end) == YEAR_START


def test_another_unit_from_a_date_on_is_not_compared(batch, croydon, ada):
    define("fd-3", ada)
    define("fd-3", ada, starts_on=NOVEMBER.start, unit="number")
    found = direction_of(croydon, "fd-3")
    assert found.word == ""
    assert found.reason == "What is measured changed after October 2017: no comparison across it."
    assert direction_of(croydon, "fd-3", NOVEMBER.previous).word == "worsening"


def test_how_long_each_has_been_red(change):
    rows = by_ref(change().rows)
    words = {ref: rows[ref].red and rows[ref].red.words for ref in ("FD 3", "AMT 2", "CIN 4", "P1", "FD 8")}
    assert words == {
        "FD 3": "1 month, since Nov 2017",
        "AMT 2": "3 months, since Sep 2017",
        "CIN 4": "at least 8 months, since Apr 2017",
        "P1": "at least 2 months, since Oct 2017",
        "FD 8": None,
    }


def test_every_red_run_is_what_the_ratings_say(change):
    """A naive count back from the period, for every indicator and every month."""
    for month in range(4, 12):
        for each in change(Period.month(2017, month)).rows:
            points = [p for p in each.row.series.points if p.period <= Period.month(2017, month)]
            count = 0
            while points and each.row.point and points[-1].rag == RED:
                count += 1
                since = points.pop().period
            assert (each.red.count if each.red else 0) == count
            assert not each.red or each.red.since == since


def test_distances_are_those_of_the_targets(change):
    rows = by_ref(change().rows)
    texts = {ref: rows[ref].distance_text for ref in ("FD 3", "FD 8", "W1 b", "AD 7", "CP 10", "LE 2", "QA 1")}
    assert texts == {
        "FD 3": "8 percentage points below",
        "FD 8": "met by 3 percentage points",
        "W1 b": "met exactly",
        "AD 7": "met by 98 days",
        "CP 10": "",  # its target is in words
        "LE 2": "84 percentage points below",
        "QA 1": "47 percentage points below",
    }
    # Nobody has said which way QA 1 is better: its bands contradict its polarity.
    assert rows["QA 1"].distance.is_met is None


def test_what_is_furthest_from_its_target_is_so_by_share(change):
    page = change()
    assert [each.row.ref for each in page.furthest] == ["P1", "CP 5", "W1 a", "LAC 11", "W 2"]
    shares = [each.by_distance for each in page.furthest]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == (Decimal(43) - 24) / 24


def get(client, person, address):
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("sort", "first"), [("-change_by", "LE 2"), ("-distance", "P1"), ("-red", "W 2"), ("rating", "P1")]
)
def test_the_table_is_put_in_order_by_its_headings(batch, client, mo, sort, first):
    body = get(client, mo, f"/croydon/change/?sort={sort}")
    assert re.search(r'<td class="ref">([^<]+)</td>', body)[1] == first
    assert 'aria-sort="' in body


def test_the_direction_says_when_it_looks_further_back(batch, client, mo, ada):
    assert "on the last four" not in get(client, mo, "/croydon/change/")
    define("fd-3", ada, direction_rule=LAST_FOUR)
    assert "on the last four" in get(client, mo, "/croydon/change/")
    assert "on the last four" in get(client, mo, "/croydon/scorecard/")


def test_the_heat_map_has_the_ratings_of_the_scorecard(batch, croydon, client, mo):
    body = get(client, mo, "/croydon/heatmap/")
    card = build_scorecard(croydon, load_figures([croydon]), NOVEMBER)
    cells = {(row.slug, cell.period.key): cell for row in card.rows for cell in row.cells if cell.text}
    tiles = {
        (slug, key): css
        for css, slug, key in re.findall(r'class="tile ([^"]+)" href="/croydon/indicators/([^/]+)/([^/]+)/"', body)
    }
    assert tiles.keys() == cells.keys()
    for at, css in tiles.items():
        cell = cells[at]
        printed = cell.rag == NOT_RATED and cell.published
        assert css == (f"published {cell.published}" if printed else cell.rag)
    assert tiles["cp-10", "2017-11"] == "published green"
    assert re.search(r'class="tile red" href="/croydon/indicators/fd-3/2017-11/">.*?<span class="vh"> red</span>', body)


def test_the_heat_map_of_a_past_month_ends_with_it(batch, client, mo):
    body = get(client, mo, "/croydon/heatmap/?period=2017-06")
    assert "/croydon/indicators/fd-3/2017-06/" in body
    assert "/croydon/indicators/fd-3/2017-07/" not in body


def test_a_section_has_a_chart_and_a_table_for_each_indicator(batch, croydon, client, mo):
    page = build_section(croydon, load_figures([croydon]), "front-door")
    assert [panel.row.ref for panel in page.panels] == ["FD 3", "FD 8"]
    for panel in page.panels:
        drawn = {slot.period: slot.text for slot in panel.trend.slots if slot.value is not None}
        assert drawn == {cell.period: cell.text for cell in panel.cells}
        assert [slot.period for slot in panel.trend.slots] == list(page.periods)
    body = get(client, mo, "/croydon/sections/front-door/")
    assert body.count('class="chart__svg"') == 2
    assert body.count("the figures of the chart</caption>") == 2
    assert re.search(r'<a class="fig red" href="/croydon/indicators/fd-3/2017-11/">82%', body)


def test_a_section_that_there_is_not_is_not_found(batch, client, mo):
    client.force_login(mo)
    assert client.get("/croydon/sections/back-door/").status_code == 404
    assert client.get("/reading/sections/front-door/").status_code == 404
