"""In the browser: an authority's administrator sets a rule, sees what it would change, and only then saves."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from indicators.models import Indicator, Membership
from tests.journeys.conftest import faults, sign_in, violations

WORDS = "80% or above Green 70%-78% Amber 69% and below Red"


@pytest.fixture
def fd3(site):
    """FD 3, whose authority Croydon the demonstration's `croydon` administers here."""
    Membership.objects.filter(user=get_user_model().objects.get(username="croydon")).update(role="admin")
    return Indicator.objects.get(slug="fd-3")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_has_a_violation_or_scrolls_sideways(browse, site, fd3, width):
    page = browse("croydon")
    page.set_viewport_size({"width": width, "height": 900})
    pages = [
        "/admin/",
        "/admin/indicators/indicator/",
        f"/admin/indicators/indicator/{fd3.pk}/change/",
        f"/admin/indicators/indicator/{fd3.pk}/history/",
        "/admin/indicators/target/",
        f"/admin/indicators/target/{fd3.targets.get().pk}/change/",
        f"/admin/indicators/target/add/?indicator={fd3.pk}&kind=steps",
        f"/admin/indicators/ragthreshold/add/?indicator={fd3.pk}",
        f"/admin/indicators/definition/add/?indicator={fd3.pk}",
    ]
    assert faults(page, site, pages) == {}


def test_a_rule_is_explained_while_typed_and_tried_before_it_counts(browse, site, fd3):
    page = browse("croydon")
    page.goto(f"{site}/croydon/indicators/fd-3/")
    page.get_by_role("link", name="Set targets and rules").click()
    page.get_by_role("link", name="Add a RAG threshold").click()
    page.get_by_label("RAG methodology").press_sequentially(WORDS)
    expect(page.locator("#explanation")).to_contain_text("Green 80% or above, amber 70% to 78%, red 69% or below.")
    expect(page.locator("#explanation")).to_contain_text("At 79% no band applies")
    page.get_by_label("Starts on").fill("2017-10-01")
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_role("link", name="Say why it holds from 1 Oct 2017 on").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_label("Reason").fill("Agreed by the board.")
    page.get_by_role("button", name="See what this changes").click()
    expect(page.locator("main")).to_contain_text("2 ratings of 1 indicator would change.")
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("1 Apr 2017 to 30 Sep 2017")
    page.goto(f"{site}/croydon/scorecard/")
    row = page.get_by_role("row").filter(has=page.get_by_text("FD 3", exact=True))
    expect(row).to_contain_text("Green")


def test_it_all_works_without_script(site, fd3, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "croydon")
    page.goto(f"{site}/admin/indicators/indicator/{fd3.pk}/change/")
    page.get_by_role("link", name="End the target").click()
    page.get_by_label("Starts on").fill("2030-04-01")
    page.get_by_role("button", name="See what this changes").click()
    expect(page.locator("main")).to_contain_text("No rating and no direction would change.")
    page.get_by_role("button", name="Back to the form").click()
    expect(page.get_by_label("Starts on")).to_have_value("2030-04-01")
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("1 Apr 2017 to 31 Mar 2030")
    context.close()
