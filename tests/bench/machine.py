"""The servers of a run: one PostgreSQL, and a gunicorn for each database. Whatever is started here is ended here."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.postgresql import start_postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
WORKERS = 2
CSRF_SECRET = "a" * 32


@dataclass(frozen=True)
class Site:
    """A gunicorn with a database. `people` are {name: session key} of those who are signed in."""

    port: int
    pid: int
    database: str
    environment: dict
    people: dict

    def headers(self, name, **more):
        """What a signed-in browser sends."""
        cookies = f"sessionid={self.people[name]}; csrftoken={CSRF_SECRET}"
        return {"Cookie": cookies, "Accept-Encoding": "gzip", **more}


@contextmanager
def private_folder():
    """A folder of the run, right under the temporary directory."""
    folder = Path(tempfile.mkdtemp(prefix="csp-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(folder):
    """The address of a server: that of DATABASE_URL, or one of the run's own."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = start_postgresql(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def database(server, name):
    """A new, empty database on the server; it is dropped at the end."""
    with ExitStack() as stack:
        _execute(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        stack.callback(_execute, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def environment(folder, url):
    """What the dashboard is started with: as when it is deployed, but for TLS."""
    (folder / "floors").mkdir(exist_ok=True)
    return os.environ | {
        "DEMO": "0",
        "SECRET_KEY": "of-a-benchmark-that-guards-nothing-and-lasts-for-minutes",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SSL_REDIRECT": "0",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "BENCH_STATIC": str(BUILD / "bench-static"),
        "BENCH_FLOORS": str(folder / "floors"),
        "BENCH_LOG": str(BUILD / "bench.log"),
    }


@contextmanager
def site(folder, url, *made):
    """A Site on a database that `tests.bench.made` fills as the arguments say."""
    settings = environment(folder, url)
    run(settings, "-m", "django", "migrate", "--verbosity=0")
    people = json.loads(run(settings, "-m", "tests.bench.made", *made))
    with served(settings) as (port, pid):
        yield Site(port, pid, url, settings, people)


@contextmanager
def served(settings):
    """The port and the process of a gunicorn that is started with these settings."""
    port = _free_port()
    command = [
        *("-m", "gunicorn", "--config=python:csp_dashboard.server", "csp_dashboard.wsgi"),
        *(f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", "--log-level=warning"),
    ]
    with Path(settings["BENCH_LOG"]).open("ab") as log:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=settings, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def hand(of_site):
    """A function that writes with the product's own operations on the site's database: hand("add_notes", "a", "b")."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.hand"],
        cwd=ROOT, env=of_site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def write(*words):
        process.stdin.write(json.dumps(words) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the hand ended at {words}")
        return json.loads(answer)

    try:
        yield write
    finally:
        process.stdin.close()
        process.wait(30)


def size(url):
    """The bytes of a database, with its indexes."""
    return _asked(url, "SELECT pg_database_size(current_database())")


def values(url):
    """How many values a database holds."""
    return _asked(url, "SELECT count(*) FROM indicators_observation")


def memory(pid):
    """The MiB that each process which this one started holds: what several share is counted in parts."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [_held(each) / 1024 for each in started]


def _held(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def collect_static(folder, url):
    """Collect and compress static files as a deployment does."""
    run(environment(folder, url), "-m", "django", "collectstatic", "--noinput", "--verbosity=0")


def run(settings, *command):
    """What a Python command prints; it has to succeed."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def _asked(url, question):
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _execute(url, *statements):
    connection = psycopg2.connect(url)
    try:
        # A database is made and dropped outside of any transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, process):
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn doesn't answer")
