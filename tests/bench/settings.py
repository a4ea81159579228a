"""The dashboard's own settings, with the floors' addresses beside its own and static files in a folder of the run."""

import os
from pathlib import Path

from csp_dashboard.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
STATIC_ROOT = Path(os.environ["BENCH_STATIC"])
# Chromium is given its cookie over plain http.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
