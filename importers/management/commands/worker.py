"""Read and commit the uploads that are too large for a request: `manage.py worker`, beside the server."""

import logging
import threading
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from importers import cleaning, tasks
from importers.progress import DEAD_AFTER_SECONDS, Progress

LOOKS_EVERY_SECONDS = 1
REAPS_EVERY_SECONDS = DEAD_AFTER_SECONDS / 2
CLEANS_EVERY_SECONDS = 24 * 60 * 60

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Read and commit uploads in the background, until it is told to end (Ctrl-C or TERM): it ends what it is at."

    def handle(self, **options):
        name = get_random_string(32)
        worker = Worker(
            queue_names=["default"],
            excluded_queue_names=[],
            interval=LOOKS_EVERY_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )
        worker.configure_signals()
        with Progress(f"{tasks.WORKER}{name}"):
            threading.Thread(target=_every, args=(REAPS_EVERY_SECONDS, tasks.reap), daemon=True).start()
            threading.Thread(target=_every, args=(CLEANS_EVERY_SECONDS, cleaning.clean_up), daemon=True).start()
            _keep_running(worker)


def _keep_running(worker):
    """Until the worker is told to end. A database that is locked or away for a moment is asked again."""
    while worker.running:
        try:
            worker.run()
        except (OperationalError, InterfaceError):
            _log.warning("The database can't be reached just now; trying again", exc_info=True)
            close_old_connections()
            time.sleep(LOOKS_EVERY_SECONDS)


def _every(seconds, do):
    """Does it now and again, for as long as the process lives. What goes wrong once may go well the next time."""
    while True:
        try:
            do()
        except Exception:
            _log.exception("%s failed; it is tried again in %d seconds", do.__name__, seconds)
        close_old_connections()
        time.sleep(seconds)
