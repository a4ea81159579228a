"""What the site writes to its log: one JSON object a line, each with the id of the request that it belongs to.

    {"time": "2018-01-09T10:02:11.3+00:00", "level": "INFO", "logger": "csp_dashboard.requests", "message": "request",
     "request_id": "4f1c…", "method": "GET", "route": "<slug:authority>/scorecard/", "path": "/croydon/scorecard/",
     "status": 200, "user": 7, "authority": "croydon", "milliseconds": 41.3, "queries": 12, "query_milliseconds": 9.8}

No names, no figures, no query strings: people are numbers here, and what they searched for is nobody's business.
"""

import logging
from contextvars import ContextVar

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

# The id of the request that is being answered, or "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

FORMS = ("json", "line")


class OfRequest(logging.Filter):
    """Puts the request's id on every record, whoever writes it."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True


class JsonLine(JsonFormatter):
    """A record as one line of JSON."""

    def __init__(self):
        super().__init__(
            ["levelname", "name", "message", "request_id"],
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            # Django hands the request along with its errors; printed, it would bring its query string.
            reserved_attrs=[*RESERVED_ATTRS, "request", "server_time"],
        )

    def formatException(self, ei):  # noqa: N802 - logging's own name
        """Without PostgreSQL's DETAIL, which quotes the row: "Key (username)=(…) already exists."."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.startswith("DETAIL:"))


def logging_config(form):
    """The LOGGING of Django, and of gunicorn: `form` is "json", or "line" for a person at a terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_request": {"()": OfRequest}},
        "formatters": {
            "json": {"()": JsonLine},
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["of_request"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Django's own default stays silent on the console when DEBUG is off.
            "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # Its own handler, and not root's too, or every request would be printed twice.
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # A page that doesn't exist is in the line of its request; here are the errors, with where they came from.
            "django.request": {"level": "ERROR" if form == "json" else "WARNING"},
            "csp_dashboard.requests": {"level": "INFO" if form == "json" else "WARNING"},
            "importers": {"level": "INFO"},
            # What workers take up, and what came of it.
            "django_tasks": {"level": "INFO"},
            "django_tasks_db": {"level": "INFO"},
            "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
