"""What tells whether this process is alive, and whether it can serve: for container engines, proxies and people.

Both answer everybody, in plain text, and neither says more than what to look at: no address, no name, no error's text.
"""

import os
import tempfile
import time
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Work is taken for dropped when its file was not renewed for half a minute: clocks have to agree better than that.
MOST_SECONDS_APART = 5


@never_cache
@require_safe
def healthz(request):
    """This process is alive: it answers. Whoever gets no answer starts it anew."""
    return _plain("ok\n")


@never_cache
@require_safe
def readyz(request):
    """Whether requests may be sent here. 503 with every reason why not; to start anew would mend none of them."""
    reasons = why_not_ready()
    return _plain("".join(f"not ready: {reason}\n" for reason in reasons) or "ready\n", 503 if reasons else 200)


def why_not_ready():
    """What this process lacks to serve, as sentences; an empty list where it lacks nothing."""
    return [reason for check in (_database, _file_store) if (reason := check())]


def _database():
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InterfaceError):
        return "The database does not answer."
    if waiting:
        return f"Migrations that are not applied yet: {waiting}. Run manage.py migrate."
    return None


def _file_store():
    folder = Path(default_storage.path(""))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as probe:
            probe.write(b"?")
            probe.flush()
            apart = abs(os.fstat(probe.fileno()).st_mtime - time.time())
    except OSError:
        return "The folder for uploaded files cannot be written."
    if apart > MOST_SECONDS_APART:
        return f"The clocks of this machine and of the folder for uploaded files are {apart:.0f} seconds apart."
    return None


def _plain(text, status=200):
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
