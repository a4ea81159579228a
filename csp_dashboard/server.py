"""How gunicorn serves the site: `gunicorn --config python:csp_dashboard.server csp_dashboard.wsgi`.

WEB_CONCURRENCY   processes of one server, 4 unless given; gunicorn's own name for it
PORT              8000 unless given

Processes and no threads: measured on two cores, threads made the time of a page unsteady. So a proxy has to stand in
front, which takes in uploads and hands out pages at the speed of whoever is at the other end.
"""

import gc
import os
import shutil
import tempfile

from csp_dashboard.logs import logging_config

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
# The code is loaded once and shared; each process opens its own connection to the database when it first needs one.
preload_app = True
# Heartbeats in memory: a busy disk must not make a process look dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes files of its own there, which have no name
# Where there is no worker a person may have a large file read and committed in a request: see `importers.tasks`.
timeout = 120
# What is under way when the server is told to end is finished.
graceful_timeout = 30

# Nobody tells a running server to do otherwise; and two of them on one machine would meet at its one place.
control_socket_disable = True

# The line that each request leaves is written by `csp_dashboard.middleware`.
accesslog = None
logconfig_dict = logging_config(os.environ.get("LOG_FORMAT") or "json")

# Where the processes count what they do, each in files of its own. Named before anything imports prometheus_client.
_counts = tempfile.mkdtemp(prefix="csp-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts


def when_ready(server):
    """What is loaded by now stays for good: no collection need look at it, nor its memory be unshared by looking."""
    gc.freeze()


def post_worker_init(worker):
    """A page makes some ten thousand objects and lets go of nearly all: collected as often as by default, it waits."""
    gc.set_threshold(50_000, 10, 10)


def child_exit(server, worker):
    """What a process counted stays counted when it ends; what it measured of itself goes with it."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see above

    mark_process_dead(worker.pid)


def on_exit(server):
    shutil.rmtree(_counts, ignore_errors=True)
