"""A board's month: December loaded, commented on, acted on, summed up, published; a later correction leaves it be."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.conftest import edition
from tests.importers.test_loading import FD3_NOVEMBER
from tests.journeys.conftest import faults
from tests.journeys.test_analyst import upload
from tests.journeys.test_month import filled

pytestmark = pytest.mark.journey

DECEMBER = "?period=2017-12"
MEETING, EDITION = "/croydon/meetings/2018-01-11/", "/croydon/packs/2017-12/1/"


def load(page, site, file, why=""):
    page.goto(f"{site}/uploads/?authority=croydon")
    upload(page, file)
    if why:
        page.get_by_label("Why are older figures restated?").fill(why)
    page.get_by_role("button", name="Commit these changes").click()
    expect(page.get_by_role("link", name="See the scorecard")).to_be_visible()


def downloaded(page, name, folder):
    """The bytes of the file that a link gives out."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file.read_bytes()


def test_a_boards_month(browse, site, tmp_path):
    page = browse("analyst")

    # December comes as the template, filled in.
    page.goto(f"{site}/croydon/scorecard/")
    blank, december = tmp_path / "blank.xlsx", tmp_path / "december.xlsx"
    with page.expect_download() as download:
        page.get_by_role("link", name="Template for Dec 2017").click()
    download.value.save_as(blank)
    filled(blank, december, **{"FD 3": 0.79})
    load(page, site, december)

    # The meeting says what is missing, and leads to where each is put right.
    page.goto(f"{site}/croydon/meetings/")
    page.get_by_label("Date").fill("2018-01-11")
    page.get_by_label("Period it looks at").select_option(label="December 2017")
    page.get_by_role("button", name="Add the meeting").click()
    expect(page).to_have_url(site + MEETING)
    commentary = page.get_by_role("link", name=re.compile(r"commentary\s*: CIN 4"))
    expect(commentary).to_be_visible()
    raising = page.get_by_role("link", name=re.compile(r"action\s*: FD 3"))
    raising.click()
    page.get_by_label("Action", exact=True).fill("A second duty team until March.")
    page.get_by_role("button", name="Add the action").click()
    page.goto(site + MEETING)
    expect(raising).to_have_count(0)
    expect(page.get_by_text("A second duty team until March.")).to_be_visible()

    commentary.click()
    page.get_by_label("Next steps").fill("Hire two people for the front door.")
    page.get_by_role("button", name="Publish").click()
    page.goto(site + MEETING)
    expect(commentary).to_have_count(0)

    # An action is closed in its own row of the log.
    page.goto(f"{site}/croydon/actions/{DECEMBER}&edit=oct-01-2017")
    page.get_by_role("button", name="Close as complete").click()
    expect(page.get_by_role("row", name="Oct-01")).to_contain_text("Complete")

    # The summary is drafted from the figures; a person changes a word and says yes.
    page.goto(f"{site}/croydon/summary/{DECEMBER}")
    theme = page.locator("#front-door")
    field = theme.get_by_label("Front door")
    assert "FD 3 fell by three percentage points to 79% in December 2017" in field.input_value()
    field.fill("Contacts take longer: 79% in time.")
    theme.get_by_role("button", name="Say yes and publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Front door: published.")

    # It is published, for its meeting.
    page.goto(site + MEETING)
    page.get_by_label("What was decided").fill("A deep dive on contacts in February.")
    page.get_by_role("button", name="Put it down").click()
    page.get_by_role("link", name="Publish Dec 2017").click()
    expect(page.get_by_label("For the meeting")).to_have_text("No meeting Board of 11 January 2018")
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page).to_have_url(site + EDITION)
    main = page.get_by_role("main")
    expect(main).to_contain_text("No difference")
    for words in ("A second duty team until March.", "Hire two people", "Contacts take longer: 79% in time."):
        expect(main).to_contain_text(words)
    pdf, book = downloaded(page, "PDF", tmp_path), downloaded(page, "Workbook", tmp_path)
    assert pdf.startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(book))
    published = page.locator(".since ~ *").all_inner_texts()

    # November turns out to have been better. The board's pack stays as it was, and says so.
    corrected = tmp_path / "croydon-corrected.txt"
    corrected.write_bytes(edition((FD3_NOVEMBER, "89%\t92%\t86%\t91%\t90%\tIL")))
    load(page, site, corrected, why="Late contacts were added.")
    page.goto(site + EDITION)
    row = page.get_by_role("row", name=re.compile("FD 3\\s+figure"))
    expect(row).to_contain_text("Nov 2017")
    expect(row).to_contain_text("82%")
    expect(row).to_contain_text("91%")
    expect(row).to_contain_text("croydon-corrected.txt, line 135: loaded by analyst")
    expect(row).to_contain_text("Late contacts were added.")
    expect(page.get_by_role("row", name=re.compile("FD 3\\s+rating"))).to_contain_text("Its figure changed")
    assert page.locator(".since ~ *").all_inner_texts() == published
    assert downloaded(page, "PDF", tmp_path) == pdf
    assert downloaded(page, "Workbook", tmp_path) == book

    pages = [f"/croydon/summary/{DECEMBER}", "/croydon/meetings/", MEETING, "/croydon/packs/", EDITION]
    pages.append("/croydon/packs/2017-12/publish/")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page, site, pages) == {}
