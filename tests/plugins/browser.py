"""Browser tests: Debian's chromium, driven by Playwright, kept off the network."""

import os
import shutil

import pytest

# Playwright's own event loop runs in the test's thread; Django takes that for asynchronous code and would
# refuse every query a browser test makes.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the system's chromium: the browsers Playwright would download may not be had everywhere."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("chromium is not installed; `make test` installs it, or `apt-get install chromium`.")
    # Chromium's own sandbox cannot be set up by root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *sandbox]}
