"""Authorities beside each other by their national figures: what the pages show, to whom, in how many queries."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from indicators.benchmarks import load_benchmarks, load_neighbours
from indicators.models import Measure
from indicators.newest import load_newest, newest_years
from indicators.surroundings import load_around, surroundings
from reports.charts.dots import NEIGHBOUR, OTHER, OWN
from reports.compare.england import build_england
from reports.compare.measure import build_measure
from reports.compare.quarters import EVERYONE, NEIGHBOURS, REGION, build_quarters
from reports.compare.ranking import RANKED, ranking
from reports.compare.trend import build_national_trend, place_of
from tests.national import neighbours_of, publish
from tests.reports.made import NOVEMBER, indicator_of, series_of, state

D = Decimal
SLUG, RATE = "icpc-within-15-days", "looked-after-children-rate"
# Of 2017: the best is Ay, the worst Ef.
FIGURES = {"Ay": "95.0", "Bee": "90.0", "Reading": "80.0", "Cee": "80.0", "Croydon": "56.4", "Dee": "c", "Ef": "50.0"}
AROUND = {"England": "77.2", "London": "73.0"}


@pytest.fixture
def published(catalogue):
    publish(SLUG, 2016, {"England": "75.0", "Croydon": "48.5", "Reading": "81.0", "Ay": "60.0"})
    publish(SLUG, 2017, FIGURES | AROUND)
    neighbours_of("Croydon", ["Bee", "Dee", "Ef"])
    neighbours_of("Reading", ["Ay"])
    return neighbours_of("Croydon", ["Ef", "Bee", "Dee"])


@pytest.fixture
def measure(published):
    return Measure.objects.get(slug=SLUG)


@pytest.fixture
def around(croydon, measure):
    return everything(croydon)


def everything(authority, slug=SLUG):
    return surroundings(authority.ons_code, load_benchmarks(measures=[slug]), load_neighbours())


def test_all_authorities_are_ranked_and_the_suppressed_left_out(around, measure):
    found = ranking(around.benchmarks, measure, 2017)
    assert [figure.area.name for figure in found.in_order] == ["Ay", "Bee", "Cee", "Reading", "Croydon", "Ef"]
    assert {figure.area.name for figure in found.figures} == set(FIGURES)
    assert (found.spread.count, found.spread.left_out) == (6, 1)
    assert found.rank(around.area.code) == "5th of 6 loaded"
    assert found.quarter(around.area.code) == "worst quarter"


def test_ranks_are_of_those_loaded_only_where_many_are_missing(around, measure):
    found = ranking(around.benchmarks, measure, 2017)
    assert (len(found.figures), found.known > 150, found.is_partial) == (7, True, True)
    # Of nine authorities two may exist no longer.
    whole = replace(found, known=9)
    assert not whole.is_partial
    assert whole.rank(around.area.code) == "5th of 6"


def test_the_table_has_ones_own_first_then_the_neighbours_from_the_nearest(around, measure):
    page = build_measure(measure, around)
    assert [(row.name, row.kind, row.nearness) for row in page.rows] == [
        ("Croydon", OWN, None),
        ("Ef", NEIGHBOUR, 1),
        ("Bee", NEIGHBOUR, 2),
        ("Dee", NEIGHBOUR, 3),
        ("Ay", OTHER, None),
        ("Cee", OTHER, None),
        ("Reading", OTHER, None),
    ]
    assert [row.rank for row in page.rows] == [5, 6, 2, None, 1, 3, 3]
    assert page.rows[3].text == "c"
    assert page.meanings == ("c: suppressed to protect confidentiality",)


def test_the_dots_are_in_order_and_leave_out_what_has_no_value(around, measure):
    page = build_measure(measure, around)
    dots = sorted(page.drawing.dots, key=lambda drawn: D(drawn.x))
    assert [(drawn.dot.name, drawn.dot.kind) for drawn in dots] == [
        ("Ay", OTHER),
        ("Bee", NEIGHBOUR),
        ("Cee", OTHER),
        ("Reading", OTHER),
        ("Croydon", OWN),
        ("Ef", NEIGHBOUR),
    ]
    # A better figure stands higher, and what matters most is drawn last.
    assert [D(drawn.y) for drawn in dots] == sorted(D(drawn.y) for drawn in dots)
    assert [drawn.dot.kind for drawn in page.drawing.dots] == [OTHER] * 3 + [NEIGHBOUR] * 2 + [OWN]
    assert [name.text for name in page.drawing.names] == ["Bee", "Croydon", "Ef"]
    assert [label.text for _, _, label in page.drawing.levels] == [
        "England 77.2%",
        "London 73%",
        "Neighbours' mean 70%",
    ]
    assert page.left_out == 1


def test_153_authorities_have_room_and_their_names_do_not_meet(croydon, published, measure):
    publish(SLUG, 2018, {f"Place {n:03}": f"{n / 2}" for n in range(150)} | {"Croydon": "60.0", "Ef": "60.1"})
    page = build_measure(measure, everything(croydon), 2018)
    places = [D(drawn.x) for drawn in sorted(page.drawing.dots, key=lambda drawn: D(drawn.x))]
    assert len(places) == 152
    assert min(after - before for before, after in pairwise(places)) >= 5
    names = [D(name.x) for name in page.drawing.names]
    assert all(after - before >= 14 for before, after in pairwise(names))
    assert sum(D(quarter.width) for quarter in page.drawing.quarters) == pytest.approx(
        D(page.drawing.right - page.drawing.left), abs=D("0.5")
    )


def test_a_year_that_there_is_not_is_no_page(around, measure):
    assert build_measure(measure, around, 2012) is None
    assert build_measure(measure, around, 2016).reached.year == 2016


def test_the_trend_says_what_its_table_says(around, measure):
    block = build_national_trend(around, measure)
    lines = {line.name: [point.text for point in line.points] for line in block.chart.lines}
    assert lines == {
        "Croydon": ["48.5%", "56.4%"],
        "England": ["75.0%", "77.2%"],
        "London": ["73.0%"],
        "Neighbours' mean": ["70.00%"],
    }
    assert block.figures.headings == (
        "Year", "Croydon", "England", "London", "Neighbours' mean", "Neighbours' median", "Rank",
    )  # fmt: skip
    assert block.figures.rows == (
        ("Year to 31 March 2017", ("56.4%", "77.2%", "73.0%", "70.00%", "70.00%", "5th of 6 loaded")),
        ("Year to 31 March 2016", ("48.5%", "75.0%", "", "", "", "3rd of 3 loaded")),
    )
    assert [(dot.title, dot.value) for dot in block.chart.dots] == [
        ("Ef, year to 31 March 2017: 50.0%", D("50.0")),
        ("Bee, year to 31 March 2017: 90.0%", D("90.0")),
    ]
    assert len(block.drawing.dots) == 2


def test_a_day_stands_where_it_lies_in_its_year():
    assert place_of(NOVEMBER.end.replace(month=12, day=31), 2017) == D("0.5")
    assert D(-1) / 4 < place_of(NOVEMBER.end.replace(month=4, day=30), 2017) < 0


def test_england_beside_an_indicator_is_of_its_time(croydon, measure, around):
    made = indicator_of("x-1", measure=measure, polarity="BIB", caveat="Counts others.")
    state(made, ["30", "32"])
    england = build_england(series_of(made), NOVEMBER, measure, around)
    assert england.is_of_its_time
    assert (england.reached.year, england.headline, england.rank) == (2017, "77.2%", "5th of 6 loaded")
    assert [(told.name, told.text, told.note) for told in england.told] == [
        ("Croydon", "56.4%", "5th of 6 loaded, worst quarter"),
        ("England", "77.2%", ""),
        ("London", "73.0%", ""),
        ("Statistical neighbours' mean", "70.00%", "Of 2, 1 without a figure"),
        ("Their median", "70.00%", "from 50% to 90%"),
    ]
    assert england.caveat == "Counts others."
    assert [line.name for line in england.block.chart.lines][:2] == ["As reported, monthly", "Croydon"]


def test_units_that_differ_share_no_axis(croydon, measure, around):
    made = indicator_of("x-1", measure=measure, unit="number")
    state(made, ["30", "32"])
    england = build_england(series_of(made), NOVEMBER, measure, around)
    assert "in another unit (number)" in england.why_apart
    assert england.headline == ""
    assert "As reported, monthly" not in [line.name for line in england.block.chart.lines]


def test_quarters_by_neighbours_region_and_everyone(around, measure):
    years = newest_years()
    amounts = load_newest(years, RANKED)

    def names(shown):
        page = build_quarters([measure], years, amounts, around, shown)
        return [(heading, [row.area.name for row in rows]) for heading, rows in page.groups]

    assert names(NEIGHBOURS)[0] == ("", ["Croydon"])
    # Dee has no figure in any measure, so there is nothing to show of it.
    assert names(NEIGHBOURS)[1][1] == ["Ef", "Bee"]
    assert names(REGION) == [("", ["Croydon"]), ("London", [])]
    assert names(EVERYONE)[1:] == [("No region", ["Ay", "Bee", "Cee", "Ef"]), ("South East", ["Reading"])]
    page = build_quarters([measure], years, amounts, around, NEIGHBOURS)
    ((own,), _) = (rows for _, rows in page.groups)
    assert [(cell.text, cell.quarter, cell.quarter_text) for cell in own.cells] == [("56.4%", 4, "worst quarter")]
    assert (page.worst, page.ranked) == (1, 1)


def test_the_map_says_what_each_measures_page_says(croydon, published):
    """Its own short way to thousands of figures against the page that has the whole of one measure's."""
    publish("vacancy-rate", 2018, {"Croydon": "3", "Reading": "9", "Ay": "x"}, decimals=0)
    publish("looked-after-children", 2018, {"Croydon": "510", "Reading": "290", "Bee": "c"}, decimals=0)
    years = newest_years()
    measures = Measure.objects.compared().filter(slug__in=years)
    around = load_around(croydon, ())
    page = build_quarters(measures, years, load_newest(years, RANKED), around, EVERYONE)
    shown = {row.area.code: row.cells for _, rows in page.groups for row in rows}
    assert {column.measure.slug for column in page.columns} == {SLUG, "vacancy-rate"}
    for place, column in enumerate(page.columns):
        whole = build_measure(column.measure, everything(croydon, column.measure.slug))
        assert whole.reached.when == column.year.when
        assert whole.ranking.is_partial == page.is_partial
        told = {row.area.code: (row.text, row.quarter, row.quarter_text, row.meaning) for row in whole.rows}
        for code, cells in shown.items():
            assert tuple(cells[place]) == told.get(code, ("", None, "", ""))


PAGES = ["/compare/", "/compare/?show=all", f"/compare/{SLUG}/", f"/compare/{SLUG}/?year=2016", f"/compare/{RATE}/"]


@pytest.mark.parametrize("address", PAGES)
def test_everybody_who_is_signed_in_reads_the_national_figures(client, published, rea, address):
    assert client.get(address).url.startswith("/sign-in/?next=/compare/")
    client.force_login(rea)
    assert client.get(address).status_code == 200


def test_a_page_is_seen_from_ones_own_authority_alone(client, published, rea):
    client.force_login(rea)
    response = client.get(f"/compare/{SLUG}/")
    assert response.context["page"].around.area.name == "Reading"
    # Croydon's national figure is public.
    assert b"56.4%" in response.content
    assert client.get(f"/compare/{SLUG}/?authority=croydon").status_code == 404
    assert client.get("/compare/?authority=croydon").status_code == 404


def test_a_tile_says_its_quarter_in_words_and_is_renewed_with_the_statistic(client, published, mo):
    def tile(number, figure, words):
        mark = f'<b aria-hidden="true">{number}</b> {figure}<span class="vh">, {words}</span>'
        return f'<td class="measure"><span class="tile quarter--{number}">{mark}</span></td>'

    client.force_login(mo)
    before = client.get("/compare/?show=all").content.decode()
    publish(SLUG, 2018, {"Croydon": "99.0", "Reading": "1.0"})
    after = client.get("/compare/?show=all").content.decode()
    assert tile(4, "56.4%", "worst quarter") in before
    assert tile(1, "99.0%", "best quarter") in after
    assert "56.4%" not in after


@pytest.mark.parametrize("address", [f"/compare/{SLUG}/?year=2011", f"/compare/{SLUG}/?year=next", "/compare/nothing/"])
def test_what_there_is_not_is_not_found(client, published, mo, address):
    client.force_login(mo)
    assert client.get(address).status_code == 404


def test_local_figures_never_cross_authorities(client, measure, rea, cy, mo):
    own, other = (indicator_of("own", measure=measure), indicator_of("other", authority="reading", measure=measure))
    state(own, ["11", "12"])
    state(other, ["98", "99"], last=NOVEMBER.previous)

    def local(person):
        client.force_login(person)
        response = client.get(f"/compare/{SLUG}/")
        return response.context["local"], response.content.decode()

    found, text = local(cy)
    assert [each.text for each in found.indicators] == ["12%"]
    assert "99%" not in text
    found, text = local(rea)
    assert [each.text for each in found.indicators] == ["99%"]
    assert "12%" not in text
    found, text = local(mo)
    assert [each.text for each in found.indicators] == ["12%", "99%"]
    assert [line.name for line in found.block.chart.lines] == ["Croydon", "Reading"]
    assert (found.block.figures.rows[0][0], found.block.figures.rows[-1][0]) == ("Sep 2017", "Nov 2017")


def test_of_each_authority_one_indicator_is_drawn(client, published, mo):
    publish(RATE, 2017, {"England": "62", "Croydon": "85", "Reading": "73"}, decimals=0)
    number, rate = (Measure.objects.get(slug=slug) for slug in ("looked-after-children", RATE))
    for n, authority in enumerate(["croydon", "reading"]):
        counted = indicator_of("counted", authority=authority, measure=number, unit="number", basis="snapshot")
        state(counted, ["100", "101"], number=90 + n)
    state(indicator_of("per-head", measure=rate, unit="rate_per_10000"), ["50", "51"], number=92)
    state(indicator_of("per-head", authority="reading", measure=rate, unit="rate_per_10000"), ["60"], number=93)
    client.force_login(mo)
    for authority, other in [("Croydon", "Reading"), ("Reading", "Croydon")]:
        local = client.get(f"/compare/{RATE}/?authority={authority.lower()}").context["local"]
        assert [each.text for each in local.indicators if each.series.indicator.slug == "counted"] == ["101", "101"]
        assert len(local.indicators) == 4
        assert [line.name for line in local.block.chart.lines] == [authority, other]
        assert not any("left out" in remark for remark in local.block.remarks)


def test_a_number_leads_to_its_rate(client, published, mo):
    client.force_login(mo)
    response = client.get("/compare/looked-after-children/?authority=croydon")
    assert response.url == f"/compare/{RATE}/?authority=croydon"


def test_the_table_is_searched_and_put_in_order(client, published, mo):
    client.force_login(mo)

    def names(query):
        page = client.get(f"/compare/{SLUG}/?{query}")
        return [row.record.name for row in page.context["table"].rows]

    assert names("q=EE") == ["Bee", "Dee", "Cee"]
    assert names("region=London") == ["Croydon"]
    assert names("sort=name")[:3] == ["Ay", "Bee", "Cee"]
    assert names("sort=text")[:2] == ["Ay", "Bee"]
    # A region that there isn't leaves nothing out, and is said.
    assert len(names("region=Wales")) == len(FIGURES)


def test_the_set_in_use_its_date_and_the_definition_are_on_the_page(client, published, mo):
    client.force_login(mo)
    text = client.get(f"/compare/{SLUG}/").content.decode()
    for said in ("Statistical neighbours 2025", "Year to 31 March 2017", "held within 15 working days", "A statistic"):
        assert said in text
    assert "ranks and quarters are among these" in text


@pytest.mark.parametrize("address", ["/compare/", f"/compare/{SLUG}/"])
def test_without_statistics_it_says_what_to_do(client, catalogue, mo, ana, django_user_model, address):
    client.force_login(mo)
    assert b"Ask an analyst" in client.get(address).content
    client.force_login(ana)
    assert b'href="/uploads/"' in client.get(address).content
    client.force_login(django_user_model.objects.create_user("new"))
    assert b"You belong to no authority yet" in client.get(address).content


def test_the_caveat_is_always_on_the_indicators_page(client, measure, cy):
    made = indicator_of("x-1", measure=measure, polarity="BIB", caveat="Counts others.")
    state(made, ["30", "32"])
    client.force_login(cy)
    text = client.get("/croydon/indicators/x-1/").content.decode()
    assert "Beside England" in text
    assert "Counts others." in text
    assert "held within 15 working days of the strategy discussion" in text
    assert "Statistical neighbours 2025" in text


@pytest.mark.parametrize(
    ("benchmark", "heading", "text"),
    [
        ("england", "England", "77.2%"),
        ("region", "London", "73.0%"),
        ("neighbours", "Neighbours&#x27; mean", "70.00%"),
    ],
)
def test_the_scorecard_has_a_column_of_it(client, measure, cy, benchmark, heading, text):
    made = indicator_of("x-1", measure=measure, polarity="BIB")
    state(made, ["30", "32"])
    client.force_login(cy)
    page = client.get(f"/croydon/scorecard/?benchmark={benchmark}").content.decode()
    assert f'<th scope="col" class="num benchmark">{heading}</th>' in page
    assert f'<a href="/croydon/indicators/x-1/#england">{text}</a> <span class="of">Mar 2017</span>' in page
    assert "num benchmark" not in client.get("/croydon/scorecard/").content.decode()


def test_a_column_leaves_no_row_out(client, measure, cy):
    state(indicator_of("x-1", measure=measure), ["30", "32"])
    state(indicator_of("x-2"), ["1", "2"], number=98)
    client.force_login(cy)
    page = client.get("/croydon/scorecard/?benchmark=england")
    assert page.context["shown"] == 2
    assert not page.context["filter"].is_active
    assert set(page.context["benchmark"].cells) == {"x-1"}


def test_queries_do_not_grow_with_authorities_and_measures(client, measure, cy, django_assert_max_num_queries):
    state(indicator_of("x-1", measure=measure), ["30", "32"])
    client.force_login(cy)
    counts = {}
    for moment in ("few", "many"):
        for page in ("/compare/?show=all", f"/compare/{SLUG}/", "/croydon/scorecard/?benchmark=neighbours"):
            with django_assert_max_num_queries(20) as queries:
                client.get(page)
            counts.setdefault(page, []).append(len(queries))
        if moment == "few":
            publish(SLUG, 2018, {f"Place {n}": str(n) for n in range(60)})
            publish("vacancy-rate", 2018, {f"Place {n}": str(n) for n in range(60)} | {"Croydon": "3"})
    assert all(few == many for few, many in counts.values()), counts


def test_a_column_costs_two_queries_and_nothing_when_off(client, measure, croydon, django_assert_num_queries):
    with django_assert_num_queries(2):
        load_around(croydon, [SLUG], with_neighbours=False)
