"""An analyst starts a commentary from the figures and publishes it; a manager reads it and adds a note."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, faults, sign_in

pytestmark = pytest.mark.journey

WRITE = "/croydon/indicators/fd-3/commentary/?period=2017-11"


def test_draft_from_the_figures_publish_and_note(browse, site, browser):
    page = browse("analyst")
    page.goto(f"{site}/croydon/indicators/fd-3/?period=2017-11")
    page.get_by_role("link", name="Write for November 2017, or add a note").click()
    page.get_by_label("Next steps").fill("Check all contacts.")
    page.get_by_role("button", name="Start from the figures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Analysis")).to_have_value(
        "FD 3 fell by four percentage points to 82% in November 2017, its lowest of the eight months. It was below its "
        "target of 90% in seven of the eight months. On provisional limits, from eight figures, the change is within "
        "ordinary variation."
    )
    expect(page.get_by_label("Next steps")).to_have_value("Check all contacts.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status")).to_contain_text("Draft saved: analysis and next steps.")

    # The manager works without script, and sees nothing of the draft.
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    sign_in(reader, site, "manager", PASSWORD)
    reader.goto(site + WRITE)
    expect(reader.locator("main")).not_to_contain_text("Check all contacts.")
    expect(reader.get_by_role("button", name="Publish")).to_have_count(0)

    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Published: analysis and next steps.")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page, site, [WRITE, "/croydon/sections/front-door/commentary/", "/croydon/commentary/"]) == {}

    reader.reload()
    expect(reader.locator("main")).to_contain_text("Check all contacts.")
    reader.get_by_role("button", name="Add note").click()
    expect(reader.get_by_role("alert")).to_contain_text("Enter a note.")
    reader.get_by_label("Your note").fill("Which teams?")
    reader.get_by_role("button", name="Add note").click()
    reader.goto(f"{site}/croydon/indicators/fd-3/?period=2017-11")
    expect(reader.locator("main")).to_contain_text("Which teams?")
    expect(reader.locator("main")).to_contain_text("manager, ")
    context.close()
