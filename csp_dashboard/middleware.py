"""What surrounds every request: probes are answered before anything else looks, and the rest is logged and counted."""

import logging
import re
import time
from uuid import uuid4

from csp_dashboard import metrics
from csp_dashboard.health import healthz, readyz
from csp_dashboard.logs import request_id
from csp_dashboard.queries import tallied

PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics.metrics}

# What may be taken for an id: no more than what proxies make, so that nobody writes their own lines into the log.
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

_log = logging.getLogger("csp_dashboard.requests")


def answer_probes(get_response):
    """Answer those who ask how this process is.

    Here and not among the addresses, because a probe calls a process by its number, not by a name that the site answers
    to, and because no session, user or database may be needed to say "I am alive".
    """

    def middleware(request):
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return middleware


def log_requests(get_response):
    """Log and count each request under an id: the X-Request-ID that the proxy gave it, or else one of its own."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        name = given if _ID.fullmatch(given) else uuid4().hex
        token = request_id.set(name)
        try:
            with tallied() as tally:
                started = time.perf_counter()
                response = get_response(request)
                seconds = time.perf_counter() - started
            _tell(request, response, seconds, tally)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response

    return middleware


def _tell(request, response, seconds, tally):
    found = request.resolver_match
    # What nobody has a page for may be anything that was typed or pasted.
    route, path = (found.route, request.path_info) if found else ("", "")
    # As far as it was asked for: to ask now would be a query more.
    user = getattr(request, "_cached_user", None)
    metrics.observe(route=route, method=request.method, status=response.status_code, seconds=seconds, tally=tally)
    facts = {
        "method": request.method,
        "route": route,
        "path": path,
        "status": response.status_code,
        "user": user and user.pk,
        "authority": found.kwargs.get("authority") if found else None,
        "milliseconds": round(seconds * 1000, 1),
        "queries": tally.queries,
        "query_milliseconds": round(tally.seconds * 1000, 1),
    }
    _log.info("request", extra=facts)
