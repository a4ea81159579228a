"""England beside us in a browser: from a red figure to every authority, by keyboard, on a screen and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import faults

pytestmark = pytest.mark.journey

MEASURE = "/compare/icpc-within-15-days/?authority=croydon"
PAGES = [
    "/compare/?authority=croydon",
    MEASURE,
    "/croydon/indicators/cp-5/",
    "/west-berkshire/indicators/lac-numbers/",
    "/croydon/scorecard/?benchmark=england&variation=on",
]


def test_from_a_red_figure_to_the_others(browse, site):
    page = browse("manager")
    page.goto(site + "/croydon/scorecard/?benchmark=england")
    row = page.get_by_role("row", name="CP 5")
    row.locator("td.benchmark a").click()
    beside = page.get_by_role("region", name="Beside England")
    expect(beside).to_contain_text("Counted from the strategy discussion, by the month of the conference.")
    expect(beside).to_contain_text("Statistical neighbours 2025")
    beside.get_by_role("link", name="Every authority in that year").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("conferences within 15 working days")
    table = page.get_by_role("region", name="every authority").last
    expect(table.locator("tbody tr").first).to_contain_text("Croydon seen from here")
    # Every authority that has a rank is a dot.
    expect(page.locator(".dots__dot[transform]")).to_have_count(table.locator("tbody .quarter").count())
    page.get_by_label("Authority", exact=True).fill("read")
    page.get_by_label("Authority", exact=True).press("Enter")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("The table lists 1 of")
    # The year stays the one that was chosen.
    expect(page.get_by_label("Year", exact=True)).to_have_value("2017")
    page.get_by_role("link", name="Clear").press("Enter")
    table.get_by_role("link", name="Authority").press("Enter")
    expect(table.locator("th[aria-sort='ascending']")).to_have_text("Authority")


def test_whoever_reads_one_authority_sees_the_others_national_figures_alone(browse, site):
    page = browse("croydon")
    page.goto(site + MEASURE)
    expect(page.get_by_role("region", name="every authority").last).to_contain_text("West Berkshire")
    own = page.locator("h2", has_text="What your authorities report themselves").locator("~ ul").first
    expect(own).to_contain_text("CP 5")
    expect(own).not_to_contain_text("West Berkshire")


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_and_the_width(browse, site, width):
    page = browse("manager")
    page.set_viewport_size({"width": width, "height": 900})
    assert faults(page, site, PAGES) == {}
