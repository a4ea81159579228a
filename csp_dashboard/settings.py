"""The one settings module: the environment decides, and what is missing is named before anything starts.

DEMO=1 runs the dashboard on this machine with nothing to configure. Without it every secret has to be given:

SECRET_KEY      a long random text
DATABASE_URL    postgres://user:password@host:5432/name, or sqlite:////absolute/path.sqlite3
ALLOWED_HOSTS   the host names people type, separated by commas
DATA_DIR        the folder that holds uploaded files

and these may be:

BEHIND_PROXY    1 when a proxy in front ends TLS and always sets X-Forwarded-Proto itself
SSL_REDIRECT    0 when that proxy already sends http to https
HSTS_SECONDS    how long browsers insist on https; a year unless given
DEBUG           1 shows Django's debug pages; only with DEMO=1
DATABASE_PASSWORD  the password, where DATABASE_URL has none
METRICS_TOKEN   what Prometheus has to show at /metrics; without it there is no such page
LOG_FORMAT      json, or line for a person at a terminal (which a demo has unless told otherwise)
SLOW_QUERY_MS   a query that takes longer, in thousandths of a second, is in the log; 500 unless given
KEPT_POINTS     figures that each process keeps with their ratings, at some 9 KB each; 20,000 unless given

Each may be in a file instead, as secrets are handed to containers: SECRET_KEY_FILE=/run/secrets/secret_key.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from csp_dashboard.logs import FORMS, logging_config

BASE_DIR = Path(__file__).resolve().parent.parent


def _given(name: str, default: str = "") -> str:
    """Read a text from the environment, or from the file that NAME_FILE names there."""
    value = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; set one of them.")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read.") from problem
    return value or default


def _flag(name: str, default: str = "0") -> bool:
    """Read a 0 or 1 from the environment; anything else is refused rather than guessed."""
    value = _given(name, default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")
    return value == "1"


def _number(name: str, default: int, of: str) -> int:
    """Read a whole number from the environment: how many of what."""
    value = _given(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a number of {of}.")
    return int(value)


DEMO = _flag("DEMO")
DEBUG = DEMO and _flag("DEBUG")


def _setting(name: str, put_there: str, demo: str) -> str:
    """Read what has to be given outside demo mode, or say what is missing and what to put there."""
    value = _given(name)
    if value:
        return value
    if DEMO:
        return demo
    raise ImproperlyConfigured(
        f"{name} is not set. Set it to {put_there}, or set DEMO=1 to try the dashboard on this machine."
    )


def _database(url: str) -> dict:
    """Turn a database address into Django's settings, with what each engine needs to be safe."""
    try:
        database = dj_database_url.parse(url)
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as problem:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {problem}") from problem
    options = database.setdefault("OPTIONS", {})
    match database["ENGINE"]:
        case "django.db.backends.postgresql":
            database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
            database["PASSWORD"] = database["PASSWORD"] or _given("DATABASE_PASSWORD")
            # A host that is gone doesn't even refuse.
            options.setdefault("connect_timeout", 5)
        case "django.db.backends.sqlite3":
            # A writer takes its lock at the start of its transaction and waits for it; without this, two
            # writers that both began by reading fail at once with "database is locked".
            options |= {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
            }
        case engine:
            raise ImproperlyConfigured(f"DATABASE_URL names {engine}; it has to begin postgres:// or sqlite:///.")
    return database


SECRET_KEY = _setting(
    "SECRET_KEY",
    "50 or more random characters that are kept secret",
    demo="demo-only-insecure-key-everyone-can-read-it-in-the-source",
)
ALLOWED_HOSTS = [
    host.strip()
    for host in _setting(
        "ALLOWED_HOSTS",
        "the host names people type, separated by commas",
        demo="127.0.0.1,localhost,[::1]",
    ).split(",")
    if host.strip()
]
DATA_DIR = Path(
    _setting(
        "DATA_DIR",
        "the folder that holds uploaded files, somewhere that is backed up",
        demo=str(BASE_DIR / "data"),
    )
)
if DEMO:
    # SQLite cannot make the folder its file is in.
    DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": _database(
        _setting(
            "DATABASE_URL",
            "postgres://user:password@host:5432/name",
            demo=f"sqlite:///{DATA_DIR.absolute() / 'demo.sqlite3'}",
        )
    )
}

INSTALLED_APPS = [
    "csp_dashboard",
    "importers",
    "reports",
    "indicators",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "csp",
    "whitenoise.runserver_nostatic",
    "csp_dashboard.admin_config.DashboardAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp_dashboard.middleware.answer_probes",
    "csp_dashboard.middleware.log_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "csp_dashboard.urls"
WSGI_APPLICATION = "csp_dashboard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.keeping.personal.personal",
            ],
        },
    },
]

# The fields of forms are drawn with the project's templates where there are any.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People and what they may do
AUTH_USER_MODEL = "csp_dashboard.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A working day, so that a shared machine is not left signed in overnight.
SESSION_COOKIE_AGE = 12 * 60 * 60

# Language, time and keys
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEMO
            else "csp_dashboard.static_files.StaticFiles"
        )
    },
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "csp_dashboard.finders.PlotlyFinder",
]
# A demo serves static files from where they are written, so that nothing has to be collected first.
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEMO

# What leaves the building: counts from the smallest to the largest are withheld, and figures besides until each of them
# may have had as many possible values.
SMALL_NUMBERS = {"smallest": 1, "largest": 5, "possible": 5}

# Pages that were made and still are what they would be, of some 100 KB each: in each process's memory, and so many at
# most. Nothing relies on it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # Parts of pages that follow from a few words, which their templates name: see the `cache` tag.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Work that outlasts a request waits in the database for a worker: `manage.py worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What a browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not DEMO:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = _flag("SSL_REDIRECT", default="1")
    # Who asks a process how it is does so behind the proxy, in plain http.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = _number("HSTS_SECONDS", default=365 * 24 * 60 * 60, of="seconds")
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if _flag("BEHIND_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What whoever looks after the site is told
METRICS_TOKEN = _given("METRICS_TOKEN")
KEPT_POINTS = _number("KEPT_POINTS", default=20_000, of="figures")
SLOW_QUERY_MS = _number("SLOW_QUERY_MS", default=500, of="milliseconds")
LOG_FORMAT = _given("LOG_FORMAT", default="line" if DEMO else "json")
if LOG_FORMAT not in FORMS:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; set it to {' or '.join(FORMS)}.")
LOGGING = logging_config(LOG_FORMAT)
