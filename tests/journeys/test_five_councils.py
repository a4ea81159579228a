"""A manager reads the other four councils: a plan, weeks, exceptions, volumes and progress, each back to its line."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import faults, sign_in, violations

pytestmark = pytest.mark.journey

PAGES = [
    "/reading/plan/",
    "/reading/scorecard/",
    "/reading/scorecard/?period=2017-04",
    "/reading/commentary/",
    "/wokingham/exceptions/?period=2018-Q2",
    "/wokingham/exceptions/?period=2018-Q1",
    "/wokingham/scorecard/",
    "/west-berkshire/scorecard/",
    "/west-berkshire/exceptions/",
    "/windsor-and-maidenhead/scorecard/",
    "/windsor-and-maidenhead/progress/",
    "/windsor-and-maidenhead/progress/?show=worse",
    "/croydon/plan/",
    "/croydon/progress/",
]


def leads_to_line(page, link, line, *words):
    """The link opens its file at that line, and the line says these words."""
    link.click()
    expect(page).to_have_url(re.compile(rf"/sources/\d+/#line-{line}$"))
    expect(page.locator(f"#line-{line}")).to_be_in_viewport()
    for word in words:
        expect(page.locator(f"#line-{line}")).to_contain_text(word)


def figure_comes_from(page, link, line, *words):
    """The figure's dialog names its line; the link in it opens the file there."""
    link.click()
    dialog = page.get_by_role("dialog")
    leads_to_line(page, dialog.get_by_role("link", name=re.compile(rf"line {line}$")).first, line, *words)


def test_the_plan_of_reading(browse, site):
    page = browse("manager")
    page.goto(f"{site}/reading/scorecard/")
    page.get_by_role("navigation", name="Reading").get_by_role("link", name="Plan").click()
    expect(page).to_have_url(re.compile("/reading/plan/$"))
    main = page.locator("main")
    for total in ("3 priorities", "18 outcomes", "60 actions", "12 actions complete", "6 months under watch"):
        expect(main.get_by_role("listitem").filter(has_text=re.compile(f"^{total}$"))).to_be_visible()
    expect(main).to_contain_text("12 of 60 actions were complete in April 2017.")
    expect(main).to_contain_text("until October 2017")
    expect(main).to_contain_text("The single actions weren't published")
    for priority in ("People and Leadership", "Practice and Systems", "Governance and Accountability"):
        expect(main.get_by_role("heading", level=3, name=re.compile(priority))).to_be_visible()
    leads_to_line(page, main.get_by_role("link", name=re.compile("line 32$")), 32, "18 outcomes", "60 actions")


def test_the_weeks_of_reading(browse, site):
    page = browse("manager")
    page.goto(f"{site}/reading/scorecard/")
    expect(page.locator("main")).to_contain_text("Week ending 30 April 2017")
    heads = page.get_by_role("columnheader")
    expect(heads.filter(has_text=re.compile("Apr"))).to_have_count(5)
    changes = page.get_by_role("region", name="Biggest changes")
    expect(changes.get_by_role("listitem").first).to_contain_text("No. of cases closed in the week")
    expect(changes.get_by_role("listitem").first).to_contain_text("45 → 7")
    row = page.get_by_role("row").filter(has_text="CIN Visits outstanding")
    expect(row).to_contain_text("worsening")
    expect(row).to_contain_text("+17")
    page.locator("main").get_by_role("link", name=re.compile("^[A-Z][a-z]+ 2017$")).click()
    expect(page).to_have_url(re.compile(r"period=2017-0\d$"))
    page.go_back()
    address = row.get_by_role("link", name="367").get_attribute("href")
    page.goto(site + address)
    line = page.locator("#where").get_by_role("link").inner_text().rpartition(" ")[2]
    leads_to_line(page, page.locator("#where").get_by_role("link"), line, "CIN Visits outstanding", "367")


def test_the_exceptions_of_wokingham(browse, site):
    page = browse("manager")
    page.goto(f"{site}/wokingham/exceptions/?period=2018-Q2")
    main = page.locator("main")
    expect(main).to_contain_text(
        "The report states 6 green, 2 amber and 6 red indicators: 14 in all. It lists 6 of them."
    )
    expect(main.get_by_role("heading", level=2)).to_have_count(1)
    expect(main.get_by_role("heading", level=2)).to_contain_text("Published red; no rule can be worked out")
    articles = main.get_by_role("article")
    expect(articles).to_have_count(6)
    for place, ref in enumerate(("EA1i", "EA2", "EA11", "VP4", "VP7", "VP8")):
        expect(articles.nth(place).get_by_role("heading", level=3)).to_contain_text(ref)
        expect(articles.nth(place)).to_contain_text("published red")
    turnover = articles.nth(2)
    for words in ("24%", "28%", "+4 points", "16%", "worsening"):
        expect(turnover).to_contain_text(words)
    expect(turnover.get_by_role("link", name=re.compile("line 60$"))).to_be_visible()
    expect(articles.nth(1).get_by_role("link", name="EA1i")).to_have_attribute("href", "#ea1i")
    turnover.get_by_role("link", name="28%").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("wokingham-2018-19-q2.txt, line")
    page.keyboard.press("Escape")
    leads_to_line(page, main.get_by_role("link", name=re.compile("line 26$")), 26)

    page.goto(f"{site}/wokingham/exceptions/?period=2018-Q1")
    expect(main).to_contain_text("Nothing is red for Q1 2018/19.")


def test_the_exceptions_of_croydon_are_red_by_rule(browse, site):
    page = browse("manager")
    page.goto(f"{site}/croydon/exceptions/")
    expect(page.get_by_role("article")).to_have_count(15)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Red by rule")
    article = page.get_by_role("article").filter(has=page.get_by_text("FD 3", exact=True))
    for words in ("86%", "82%", "−4 points", "90%", "Nov 2017", "IL", "newly red"):
        expect(article).to_contain_text(words)
    page.get_by_role("link", name=re.compile("Earlier: Oct 2017")).click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Red by rule 16")


def test_the_volumes_of_west_berkshire(browse, site):
    page = browse("manager")
    page.goto(f"{site}/west-berkshire/scorecard/")
    expect(page.locator("main")).to_contain_text("December 2016 · 58 indicators")
    expect(page.locator("main")).to_contain_text("nothing here is rated")
    expect(page.get_by_role("table")).not_to_contain_text("Not rated")
    changes = page.get_by_role("region", name="Biggest changes").get_by_role("listitem")
    expect(changes).to_have_count(5)
    expect(changes.filter(has_text="Numbers of missing children")).to_contain_text("67 → 42")
    row = page.get_by_role("row").filter(has_text="Enquiry Numbers - total in the month")
    expect(row).to_contain_text("−154")
    address = row.get_by_role("link", name="387").get_attribute("href")
    page.goto(site + address)
    line = page.locator("#where").get_by_role("link").inner_text().rpartition(" ")[2]
    leads_to_line(page, page.locator("#where").get_by_role("link"), line, "387")


def test_the_progress_of_windsor_and_maidenhead(browse, site):
    page = browse("manager")
    page.goto(f"{site}/windsor-and-maidenhead/scorecard/")
    page.get_by_role("navigation", name="Windsor and Maidenhead").get_by_role("link", name="Progress").click()
    articles = page.get_by_role("article")
    expect(articles).to_have_count(33)
    page.get_by_label("Show").select_option("What got worse")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_contain_text("Showing 3 of 33")
    assert articles.get_by_role("heading", level=3).all_inner_texts() == ["C.2", "C.4", "C.8"]
    pupils = page.locator("#c-4")
    for words in ("57%", "46%", "2016/17", "2017/18", "worsening", "−11 points"):
        expect(pupils).to_contain_text(words)
    figure_comes_from(page, pupils.get_by_role("link", name="46%"), 50, "46%")  # its row goes on overleaf


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_has_a_violation_or_scrolls_sideways(browse, site, width):
    page = browse("manager")
    page.set_viewport_size({"width": width, "height": 900})
    assert faults(page, site, PAGES) == {}


def test_a_phone_shows_a_rating_whole(browse, site):
    """What was published red stands within the screen, without scrolling the table."""
    page = browse("manager")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site}/wokingham/scorecard/")
    region = page.get_by_role("region", name=re.compile("indicators by section"))
    assert region.evaluate("each => each.scrollWidth - each.clientWidth") <= 0


def test_every_page_is_read_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "manager")
    for address in PAGES:
        assert page.goto(site + address).status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site}/windsor-and-maidenhead/progress/")
    page.get_by_label("Show").select_option("What got worse")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_contain_text("Showing 3 of 33")
    context.close()


def test_empty_fields_say_what_to_enter(site, page):
    sign_in(page, site, "", "")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link", name="Enter your username", exact=True)).to_be_visible()
    expect(summary.get_by_role("link", name="Enter your password", exact=True)).to_be_visible()
    assert violations(page) == []
