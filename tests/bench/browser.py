"""How long a page takes until it is seen, in headless Chromium with nothing cached."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.plugins.browser import QUIET

# The page's policy lets nobody evaluate a text again and again, so the page is asked once, and answers when it is so
# far.
FIRST_PAINT = """() => new Promise(tell => new PerformanceObserver(painted => {
  const [first] = painted.getEntriesByName('first-contentful-paint');
  if (first) tell(first.startTime);
}).observe({type: 'paint', buffered: true}))"""


@contextmanager
def chromium():
    """A Chromium, or None where none is installed."""
    path = shutil.which("chromium")
    if path is None:
        yield None
        return
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        try:
            yield browser
        finally:
            browser.close()


def milliseconds_to_paint(browser, port, path, session):
    """From the start of the navigation to the first text on the screen."""
    context = browser.new_context()
    try:
        address = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(address + path, wait_until="load")
        return page.evaluate(FIRST_PAINT)
    finally:
        context.close()
