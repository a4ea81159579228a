"""A browser on a running site with the November report in it, and what every journey watches for."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import PASSWORD

# The width below which a page is laid out for a phone, in CSS pixels.
PHONE = 768


@pytest.fixture
def site(transactional_db, live_server, demonstration):
    """The demonstration, served: its address."""
    return live_server.url


@pytest.fixture
def browse(site, page):
    """browse(name): a page signed in as that person. At the end nothing may have been said on its console."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(15_000)

    def browse(name):
        sign_in(page, site, name)
        return page

    yield browse
    assert said == []


def sign_in(page, site, name, password=PASSWORD):
    page.goto(f"{site}/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    # A browser that is sent elsewhere before it has the answer gives the answer up.
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def violations(page, without=()):
    """What axe finds against WCAG 2.2 AA and its best practices, as lines to read, but for the rules `without`."""
    # With preload axe inlines the sheets that a sheet imports, which the policy refuses and the console tells. Of the
    # rules that are kept, too, it would describe every element that keeps them, which takes longer than to find it.
    rules = {rule: {"enabled": False} for rule in without}
    options = {"preload": False, "resultTypes": ["violations"], "rules": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def faults(page, site, addresses):
    """{address: what axe finds there, and whether the page scrolls sideways}, for the addresses that have any."""
    # Colours are those of the wide page, where they are measured: it takes longer than all other rules together.
    without = ["color-contrast"] if page.viewport_size["width"] < PHONE else []
    found = {}
    for address in addresses:
        page.goto(site + address)
        lines = violations(page, without)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            lines.append(f"scrolls sideways by {overflow}")
        if lines:
            found[address] = lines
    return found
