"""A manager reads the scorecard: what is red, why, since when, and the line of the report that it came from."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import faults, sign_in, violations

pytestmark = pytest.mark.journey

PAGES = [
    "/",
    "/croydon/scorecard/?period=2017-11",
    "/croydon/scorecard/?period=2017-11&rating=red",
    "/croydon/indicators/fd-3/",
    "/croydon/indicators/qa-2/",
    "/croydon/indicators/lac-19-12m/",
    "/croydon/indicators/fd-3/2017-11/",
    "/croydon/heatmap/",
    "/croydon/change/",
    "/croydon/sections/front-door/",
    "/croydon/actions/",
    "/croydon/actions/oct-01-2017/",
    "/croydon/commentary/",
    "/croydon/exceptions/",
    "/croydon/findings/",
    "/croydon/targets/",
]


def test_from_red_to_the_line_of_the_report(browse, site):
    page = browse("manager")
    page.get_by_role("link", name=re.compile("Croydon")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Improvement board scorecard")
    expect(page).to_have_url(re.compile("/croydon/scorecard/"))

    page.get_by_label("Rating").select_option("red")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_contain_text("Showing 15 of 34")
    row = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    expect(row).to_contain_text("82%")
    expect(row).to_contain_text("90%")
    expect(row).to_contain_text("worsening")

    row.get_by_role("link", name=re.compile("actioned within 1 working day")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("FD 3")
    expect(page.locator("main")).to_contain_text("82% is red: 84% or below is red.")
    expect(page.locator("main")).to_contain_text("90% or above Green 85%-89% Amber 84% and below Red")
    first = page.get_by_role("row").filter(has_text="Nov 2017").first
    expect(first).to_contain_text("worsening")
    expect(page.get_by_role("row").filter(has_text="Oct 2017").first).to_contain_text("Amber")

    first.get_by_role("link", name=re.compile("line 135")).click()
    expect(page).to_have_url(re.compile(r"/croydon/sources/\d+/#line-135$"))
    line = page.locator("#line-135")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("FD 3")
    expect(line).to_contain_text("82%")


def test_a_figure_says_where_it_is_from_without_leaving_the_page(browse, site):
    page = browse("manager")
    page.goto(f"{site}/croydon/scorecard/")
    row = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    row.get_by_role("link", name=re.compile("^82%")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("croydon-2017-11.txt")
    expect(dialog).to_contain_text("line 135")
    expect(dialog).to_contain_text("84% or below is red")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(row.get_by_role("link", name=re.compile("^82%"))).to_be_focused()


def test_a_past_month(browse, site):
    page = browse("manager")
    page.goto(f"{site}/croydon/scorecard/?period=2017-10")
    row = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    expect(row).to_contain_text("86%")
    expect(row).not_to_contain_text("82%")


def test_croydon_sees_croydon_alone(browse, site):
    page = browse("croydon")
    expect(page.locator("main")).to_contain_text("Croydon")
    expect(page.locator("body")).not_to_contain_text("Wokingham")
    assert page.request.get(f"{site}/wokingham/scorecard/").status == 404


def test_signing_in_wrongly_says_what_to_do(site, page):
    sign_in(page, site, "manager", "guess")
    expect(page.get_by_role("alert")).to_contain_text("username and password")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_has_a_violation_or_scrolls_sideways(browse, site, width):
    page = browse("manager")
    page.set_viewport_size({"width": width, "height": 900})
    assert faults(page, site, PAGES) == {}


def test_every_page_is_read_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "manager")
    for address in PAGES:
        assert page.goto(site + address).status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site}/croydon/scorecard/")
    page.get_by_label("Rating").select_option("red")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_contain_text("Showing 15 of 34")
    row = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    row.get_by_role("link", name=re.compile("^82%")).click()
    expect(page.locator("#where")).to_contain_text("line 135")
    expect(page.locator("#why")).to_contain_text("84% or below is red")
    context.close()


def test_the_keyboard_reaches_the_figures(browse, site):
    page = browse("manager")
    page.goto(f"{site}/croydon/scorecard/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
