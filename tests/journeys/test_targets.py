"""An admin sets a year's targets from a sheet: fills it in, sees what it would change, saves, and reads it."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.conftest import violations

pytestmark = pytest.mark.journey

APRIL, RULE = 9, 21  # columns of the sheet, from 0


def test_a_years_targets_from_a_sheet(browse, site, tmp_path):
    page = browse("admin")
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="Targets of Croydon for a year").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Targets and rules 2017/18")
    assert violations(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Sheet for 2017/18 (.xlsx)").click()
    sheet = tmp_path / download.value.suggested_filename
    assert sheet.name == "croydon-targets-2017-18.xlsx"
    download.value.save_as(sheet)
    book = load_workbook(sheet)
    row = next(row for row in book["Targets"].iter_rows() if row[0].value == "FD 3")
    for cell, value in ((row[APRIL], 0.6), (row[APRIL + 5], 0.7), (row[APRIL + 7], 0.8)):
        cell.value, cell.number_format = value, "0%"
    row[RULE].value = "80% or above Green 70%-79% Amber 69% and below Red"
    book.save(sheet)

    page.get_by_role("link", name="Upload a filled sheet").click()
    page.get_by_label("File").set_input_files(sheet)
    page.get_by_role("button", name="Upload and preview").click()
    main = page.locator("main")
    expect(page.get_by_role("heading", name="Nothing is written yet")).to_be_visible()
    expect(main).to_contain_text("7 ratings of 1 indicator would change.")
    expect(main).to_contain_text("60% from April 2017, 70% from September 2017, 80% from November 2017")
    expect(page.get_by_role("row").filter(has_text="Nov 2017")).to_contain_text(re.compile("Red.*Green", re.DOTALL))
    assert violations(page) == []
    page.get_by_label("Why are targets or rules of the past changed?").fill("The board agreed on steps.")
    page.get_by_role("button", name="Commit these changes").click()

    page.get_by_role("link", name="See the targets").click()
    fd3 = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    expect(fd3).to_contain_text("80% from November 2017")
    fd3.get_by_role("link", name=re.compile("actioned within 1 working day")).click()
    expect(main).to_contain_text(
        "A path over the year: 60% from April 2017, 70% from September 2017, 80% from November 2017."
    )
    assert steps(page) == 3
    newest = page.get_by_role("row").filter(has_text="Nov 2017").first
    expect(newest).to_contain_text("80%")
    expect(newest).to_contain_text("Green")
    assert violations(page) == []


def steps(page):
    """At how many heights the target's line runs."""
    points = page.locator("svg polyline.aim").get_attribute("points").split()
    return len({point.partition(",")[2] for point in points})


def test_copying_last_years_fits_a_phone(browse, site):
    page = browse("admin")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site}/uploads/targets/croydon/?year=2018-FY")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (violations(page), overflow) == ([], 0)
    page.get_by_label("Target of FD 3", exact=True).fill("95%")
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator("main")).to_contain_text("No rating and no direction would change.")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (violations(page), overflow) == ([], 0)
