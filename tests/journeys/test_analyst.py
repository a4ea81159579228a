"""An analyst uploads a corrected report, sees what it would change, commits it, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import edition
from tests.importers.test_loading import FD3_NOVEMBER
from tests.journeys.conftest import sign_in, violations

pytestmark = pytest.mark.journey


@pytest.fixture
def report(tmp_path):
    """report(value): the November report with that figure for FD 3 in November, as a file."""

    def report(value, name="croydon-corrected.txt"):
        file = tmp_path / name
        file.write_bytes(edition((FD3_NOVEMBER, f"89%\t92%\t86%\t{value}\t90%\tIL")))
        return file

    return report


def upload(page, file):
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload and preview").click()


def fd3(page):
    return page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))


def test_upload_preview_commit_undo(browse, site, report):
    page = browse("analyst")
    page.goto(f"{site}/croydon/scorecard/")
    before = fd3(page).inner_text()
    assert "82%" in before
    page.get_by_role("link", name="Uploads").click()
    expect(page.get_by_label("Authority", exact=True)).to_have_value(re.compile(r"\d+"))

    # One cell is wrong: the error is read at its place, and nothing is kept.
    upload(page, report("eighty"))
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Line 135: 'eighty' for FD 3 in November 2017 is no figure.")
    expect(problem).to_be_focused()
    assert violations(page) == []

    # Mended, it is previewed.
    upload(page, report("91%"))
    expect(page.get_by_role("heading", name="Nothing is written yet")).to_be_visible()
    expect(page.locator(".counts")).to_have_text(re.compile(r"0 new\s+1 changed\s+242 same\s+0 refused\s+0 missing"))
    expect(fd3(page)).to_have_text(re.compile(r"82%\s*91%\s*\+9 percentage points.*Red.*Green", re.DOTALL))
    assert violations(page) == []
    preview = page.url
    page.goto(f"{site}/croydon/scorecard/")
    assert fd3(page).inner_text() == before

    # Restating an older figure takes a reason.
    page.goto(preview)
    page.get_by_role("button", name="Commit these changes").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why older figures are restated.")
    page.get_by_label("Why are older figures restated?").fill("Late contacts were added.")
    page.get_by_role("button", name="Commit these changes").click()
    expect(page.locator("main")).to_contain_text("Late contacts were added.")
    assert violations(page) == []

    page.get_by_role("link", name="See the scorecard").click()
    expect(fd3(page)).to_contain_text("91%")
    expect(fd3(page)).to_contain_text("Green")

    page.goto(preview)
    page.get_by_label("Why is it taken back?").fill("It was a draft.")
    page.get_by_role("button", name="Undo this upload").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    expect(page.locator("main")).to_contain_text("By analyst")
    assert violations(page) == []
    page.goto(f"{site}/croydon/scorecard/?period=2017-11")
    assert fd3(page).inner_text() == before
    page.goto(f"{site}/uploads/")
    expect(page.get_by_role("row").filter(has_text="croydon-corrected.txt")).to_contain_text("Undone")
    assert violations(page) == []


def test_figures_to_look_at_again(browse, site, report):
    page = browse("analyst")
    page.goto(f"{site}/uploads/?authority=croydon")
    upload(page, report("0.82%"))
    page.get_by_role("link", name="1 figure to look at again").click()
    expect(fd3(page)).to_contain_text("About 100 times too small")
    page.get_by_role("link", name=re.compile("^All")).click()
    expect(page.get_by_text("Page 1 of 3")).to_be_visible()
    page.get_by_role("button", name="Discard this upload").click()
    expect(page.get_by_role("status")).to_contain_text("was discarded")
    expect(page.get_by_role("row").filter(has_text="croydon-corrected.txt")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_scrolls_sideways_or_has_a_violation(browse, site, report, width):
    page = browse("analyst")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/uploads/?authority=croydon")
    upload(page, report("91%", name=f"{'a-very-long-name-' * 8}.txt"))
    for address in ("/uploads/", page.url.removeprefix(site), f"{page.url.removeprefix(site)}?show=all"):
        page.goto(site + address)
        assert violations(page) == [], address
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, (address, overflow)


def test_the_journey_without_script(site, browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "analyst")
    page.goto(f"{site}/uploads/?authority=croydon")
    upload(page, report("91%"))
    page.get_by_label("Why are older figures restated?").fill("Late contacts were added.")
    page.get_by_role("button", name="Commit these changes").click()
    page.get_by_role("link", name="See the scorecard").click()
    expect(fd3(page)).to_contain_text("91%")
    context.close()
