"""An analyst's month: the template downloaded, filled in, mended, committed, seen on the scorecard, and taken back."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import violations
from tests.journeys.test_analyst import fd3, upload

pytestmark = pytest.mark.journey

# The template's columns, as an analyst sees them.
REF, NOVEMBER, DECEMBER, NOTES = 1, 6, 7, 10


def filled(blank, file, **typed):
    """The template with December typed in as November was, but for what is `typed`; and the places of that.

    By whatever program an analyst has: it keeps the sheets, and works nothing out.
    """
    book = openpyxl.load_workbook(blank)
    sheet = book["Figures"]
    places = {}
    for cells in sheet.iter_rows():
        ref, cell = cells[REF - 1].value, cells[DECEMBER - 1]
        if isinstance(cells[NOVEMBER - 1].value, int | float):
            cell.value = cells[NOVEMBER - 1].value
        if ref in typed:
            cell.value = typed[ref]
            places[ref] = f"{sheet.title}!{cell.coordinate}"
            cells[NOTES - 1].value = "As agreed with the service."
    book.save(file)
    return places


def test_a_month(browse, site, tmp_path):
    page = browse("analyst")
    page.goto(f"{site}/croydon/scorecard/")
    before = page.locator("main").inner_text()
    assert "November 2017" in before

    with page.expect_download() as download:
        page.get_by_role("link", name="Template for Dec 2017").click()
    blank, december = tmp_path / download.value.suggested_filename, tmp_path / "december.xlsx"
    download.value.save_as(blank)

    # One cell is wrong. It is told with its address, and nothing is written.
    page.get_by_role("link", name="Uploads").click()
    page.get_by_label("Authority", exact=True).select_option(label="Croydon")
    (place,) = filled(blank, december, **{"FD 3": "ninety"}).values()
    upload(page, december)
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text(f"{place}: 'ninety' for FD 3 in December 2017 is no figure")
    expect(problem.get_by_role("listitem")).to_have_count(1)
    assert violations(page) == []

    # Mended, it is previewed: December is new, November as it was.
    filled(blank, december, **{"FD 3": 0.915})
    upload(page, december)
    expect(page.get_by_role("heading", name="Nothing is written yet")).to_be_visible()
    counts = r"[1-9]\d* new\s+0 changed\s+\d+ same\s+0 refused\s+0 missing"
    expect(page.locator(".counts")).to_have_text(re.compile(counts))
    expect(fd3(page)).to_have_text(re.compile(r"91\.5%\s*\+9\.5 percentage points on Nov 2017"))
    assert violations(page) == []
    preview = page.url
    page.goto(f"{site}/croydon/scorecard/")
    assert page.locator("main").inner_text() == before

    page.goto(preview)
    page.get_by_role("button", name="Commit these changes").click()
    page.get_by_role("link", name="See the scorecard").click()
    expect(page).to_have_url(f"{site}/croydon/scorecard/?period=2017-12")
    expect(fd3(page)).to_contain_text("91.5%")
    expect(fd3(page)).to_contain_text("Green")

    page.goto(preview)
    page.get_by_label("Why is it taken back?").fill("A draft.")
    page.get_by_role("button", name="Undo this upload").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    page.goto(f"{site}/croydon/scorecard/")
    assert page.locator("main").inner_text() == before
