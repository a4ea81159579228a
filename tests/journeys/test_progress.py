"""A large upload is waited for: the page says how far it is, and becomes the preview by itself."""

import pytest
from playwright.sync_api import expect

from importers import tasks
from importers.models import Reading
from importers.progress import COMPARING, Progress
from tests.importers.test_background import queue, work_off
from tests.importers.test_uploads import CHANGED_FILE
from tests.journeys.conftest import violations

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures(queue.__name__)]


def test_the_page_follows_the_work(browse, site):
    page = browse("analyst")
    page.goto(f"{site}/uploads/?authority=croydon")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "croydon.txt", "mimeType": "text/plain", "buffer": CHANGED_FILE}
    )
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_role("status")).to_have_text("Waiting for its turn")
    expect(page.get_by_role("button", name="Read it now")).to_be_visible()
    assert violations(page) == []

    address = page.url
    with Progress(f"{tasks.WORKER}1"):
        expect(page.get_by_role("button", name="Read it now")).to_have_count(0)
        reading = Reading.objects.get()
        taken = Reading.objects.filter(pk=reading.pk)
        taken.update(taken_at=reading.asked_at, state="reading")
        with Progress(reading.run) as telling:
            telling.tell(COMPARING, 80, 320)
            expect(page.get_by_role("status")).to_have_text("Step 2 of 2: comparing it with what counts today")
            expect(page.locator("#progress")).to_contain_text("80 of 320 indicators")
            expect(page.get_by_role("progressbar")).to_have_attribute("value", "62")
            assert violations(page) == []
        taken.update(taken_at=None, state="waiting")
        work_off()
        expect(page.get_by_role("heading", name="Nothing is written yet")).to_be_visible()
    assert page.url == address
