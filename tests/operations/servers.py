"""A whole site on this machine: PostgreSQL, two web servers, two workers and a proxy, each a process of its own.

Everything listens on 127.0.0.1 alone, writes to one folder, and ends when the site does: only processes that were
started here are ended, each by its number.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings

from tests.postgresql import start_postgresql

SHIPPED = settings.BASE_DIR / "deploy" / "dashboard.conf"
# Of each web server.
PROCESSES = 2
METRICS_TOKEN = "for-these-tests-alone"
STARTS_WITHIN_SECONDS = 90
STOPS_WITHIN_SECONDS = 30
# Whoever is alive renews their progress every second, on a busy machine a little later.
NOT_RENEWED_SECONDS = 4

# Around what is shipped: the two servers, and which of them answered.
PROXY = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream web {{
        server 127.0.0.1:{first} max_fails=1 fail_timeout=2s;
        server 127.0.0.1:{second} max_fails=1 fail_timeout=2s;
    }}
    server {{
        listen 127.0.0.1:{port};
        add_header X-Answered-By $upstream_addr always;
        include {shipped};
    }}
}}
"""


class Server:
    """A process that was started here, at the head of a group of its own. `name` is that of its log."""

    def __init__(self, name, command, folder, environment):
        self._log = Path(folder, f"{name}.log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def log(self):
        return self._log.read_text(errors="replace")

    @property
    def is_running(self):
        return self._process.poll() is None

    def kill(self):
        """As when the machine it runs on is switched off: it and all that it has started, without a word."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """As when it is told to end. Returns its exit code."""
        self._process.terminate()
        return self._process.wait(timeout=STOPS_WITHIN_SECONDS)

    def clean_up(self):
        """Whatever is left of it."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._process.wait()


class Site:
    """The servers of a site, by what they are: `webs`, `workers` by their names, and the proxy's `port`."""

    def __init__(self, folder, database, stack):
        self.folder = folder
        self.database = database
        self.port, *self._web_ports = free_ports(3)
        self._stack = stack
        self._environment = {
            "DEMO": "1",
            "LOG_FORMAT": "json",
            "DATABASE_URL": database,
            "DATA_DIR": str(folder / "data"),
            "METRICS_TOKEN": METRICS_TOKEN,
            "WEB_CONCURRENCY": str(PROCESSES),
            "TMPDIR": str(folder),
        }
        self.webs, self.workers = [], {}

    def manage(self, code):
        """Run some code as `manage.py shell` does, to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", code],
            cwd=settings.BASE_DIR,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def start(self):
        for number, port in enumerate(self._web_ports, 1):
            self.webs.append(self._start(f"web-{number}", *_gunicorn(port)))
        workers = [self._start(f"worker-{number}", sys.executable, "manage.py", "worker") for number in (1, 2)]
        for worker in workers:
            self.workers[self._wait(lambda w=worker: _name_of(w))] = worker
        for port in self._web_ports:
            self._wait(lambda p=port: answers(p))
        (self.folder / "nginx.conf").write_text(
            PROXY.format(
                folder=self.folder,
                port=self.port,
                first=self._web_ports[0],
                second=self._web_ports[1],
                shipped=SHIPPED,
                # Its workers would run as nobody, who may not read this folder.
                user="user root;" if os.geteuid() == 0 else "",
            )
        )
        self._start("nginx", nginx(), "-p", str(self.folder), "-c", "nginx.conf", "-e", "nginx.log")
        self._wait(lambda: answers(self.port))

    def web_port(self, web):
        return self._web_ports[self.webs.index(web)]

    def errors(self):
        """What web servers and workers logged as an error."""
        lines = [line for server in [*self.webs, *self.workers.values()] for line in server.log.splitlines()]
        return [line for line in lines if '"level": "ERROR"' in line or line.startswith("Traceback")]

    @property
    def progress(self):
        """The folder where everybody tells how far they are."""
        return self.folder / "data" / "files" / "progress"

    def half_a_minute_passes_for_the_dead(self):
        """What nobody has renewed for a while looks as it will in half a minute: left by somebody who is gone."""
        now = time.time()
        for path in self.progress.glob("*"):
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > NOT_RENEWED_SECONDS:
                    os.utime(path, (now - 60, now - 60))

    def _start(self, name, *command):
        server = Server(name, command, self.folder, self._environment)
        self._stack.callback(server.clean_up)
        return server

    def _wait(self, sees):
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        while not (seen := sees()):
            logs = {path.name: path.read_text(errors="replace")[-2000:] for path in self.folder.glob("*.log")}
            assert time.monotonic() < end, f"not started after {STARTS_WITHIN_SECONDS} seconds: {logs}"
            time.sleep(0.05)
        return seen


@contextmanager
def a_site(prepare):
    """A Site whose database `prepare`, some code, has filled."""
    nginx()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="csp-site-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = start_postgresql(folder)
        stack.callback(database.cleanup)
        site = Site(folder, database.get_uri(), stack)
        site.manage(prepare)
        site.start()
        yield site


def nginx():
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.fail("nginx is not installed; `make test` installs it, or `apt-get install nginx`.")
    return found


def free_ports(count):
    """Ports that nobody listens on just now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _name_of(worker):
    """What a worker calls itself, once it is there."""
    found = re.search(r"worker_id=(\w+)", worker.log)
    return found and found[1]


def _gunicorn(port):
    return (
        *(sys.executable, "-m", "gunicorn", "--config", "python:csp_dashboard.server"),
        *("--bind", f"127.0.0.1:{port}", "csp_dashboard.wsgi"),
    )
