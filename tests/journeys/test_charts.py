"""The chart in a browser: drawn by the server, taken over by Plotly with the same figures, and never waiting for it."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in, violations

pytestmark = pytest.mark.journey

CHART = "/croydon/indicators/fd-3/?limits=1"
BESIDE = "/croydon/indicators/amt-2/?view=elsewhere"
MARKS = "each => each.map(mark => [mark.dataset.period, mark.dataset.value])"


def drawn(page, of=".chart__svg .mark"):
    """{period: value} of the server's drawing."""
    return {period: Decimal(value) for period, value in page.locator(of).evaluate_all(MARKS)}


def live(page, trace=0):
    """{period: value} of what Plotly holds, once it has taken over."""
    expect(page.locator(".chart__tools").first).to_be_visible()
    data = page.evaluate("document.querySelector('.js-plotly-plot').data.map(t => ({x: t.customdata, y: t.y}))")[trace]
    pairs = zip(data["x"], data["y"], strict=True)
    return {period: Decimal(str(value)) for period, value in pairs if value is not None}


def test_plotly_shows_the_figures_of_the_drawing_and_the_table(browse, site):
    page = browse("manager")
    page.goto(site + CHART)
    figures = drawn(page)
    assert len(figures) == 8
    assert live(page) == figures
    table = page.get_by_role("region", name="Every figure").get_by_role("row").locator("td.num .fig").all_inner_texts()
    assert [Decimal(text.rstrip("%")) for text in table] == list(figures.values())
    # On screen the one, on paper the other.
    expect(page.locator(".chart__svg")).to_be_hidden()
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(page.locator(".chart__svg")).to_be_visible()
    expect(page.locator(".chart__live")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Zoom in").press("Enter")
    page.wait_for_function("document.querySelector('.js-plotly-plot').layout.xaxis.range[0] > 0")
    page.get_by_role("button", name="Show all").press("Enter")
    page.wait_for_function("document.querySelector('.js-plotly-plot').layout.xaxis.range[0] < 0")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture").click()
    assert download.value.suggested_filename == "croydon-fd-3.png"
    assert page.locator(".modebar-btn").count() == 0

    page.goto(site + BESIDE)
    for trace, name in enumerate(("Croydon", "West Berkshire")):
        assert live(page, trace) == drawn(page, f'.mark[data-line="{name}"]')
    assert violations(page) == []


def test_the_drawing_is_there_before_the_script_and_stays_without_it(site, page):
    sign_in(page, site, "manager")
    asked = []

    def refuse(route):
        painted = "performance.getEntriesByName('first-contentful-paint').length"
        asked.append(route.request.frame.evaluate(painted))
        route.abort()

    page.route(re.compile("plotly"), refuse)
    # Chromium may still give up requests of the page before: only the script's own counts.
    with page.expect_event("requestfailed", lambda request: "plotly" in request.url):
        page.goto(site + CHART)
    assert asked == [1]
    expect(page.locator(".chart__svg")).to_be_visible()
    expect(page.locator(".chart__tools")).to_be_hidden()
    tags = page.locator("head script").evaluate_all("each => each.filter(tag => !tag.defer).map(tag => tag.src)")
    # The one that isn't is the one that was added after the painting.
    assert [tag.rpartition("/")[2] for tag in tags] == ["plotly.min.js"]
