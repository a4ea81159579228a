"""/metrics, for Prometheus: what requests take, and how imports, their queue and the figures' freshness are.

One histogram and two counters a request, and no more: a page that is kept ready takes less than a millisecond, which
instruments on every query and template would make noticeably longer. Each process of a server counts by itself, in
files of a folder that they share (PROMETHEUS_MULTIPROC_DIR, see `csp_dashboard.server`); whichever of them is asked
adds them up. What is true of the whole site is read from the database when it is asked for, so every server says
the same of it: take the maximum over servers, not the sum.
"""

import os

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from importers.watching import watch

REQUESTS = Histogram(
    "csp_request_seconds",
    "How long requests took.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
QUERIES = Counter("csp_queries", "Queries that requests made.")
QUERY_SECONDS = Counter("csp_query_seconds", "Seconds that requests waited for the database.")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def observe(*, route, method, status, seconds, tally):
    """Count a request that was answered: the route's pattern ("" for none), and the Tally of its queries."""
    REQUESTS.labels(route, method if method in _METHODS else "other", status).observe(seconds)
    QUERIES.inc(tally.queries)
    QUERY_SECONDS.inc(tally.seconds)


@never_cache
@require_safe
def metrics(request):
    """For whoever brings the METRICS_TOKEN; for anybody else, and where there is none, there is no such page."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponseNotFound("There is no such page.\n", content_type="text/plain; charset=utf-8")
    return HttpResponse(_of_processes() + _of_site(), content_type=CONTENT_TYPE_LATEST)


def _of_processes():
    """What the processes of this server counted."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


def _of_site():
    registry = CollectorRegistry()
    registry.register(_Site())
    return generate_latest(registry)


class _Site:
    """What is true of the whole site, as a Prometheus collector."""

    def collect(self):
        try:
            watched = watch()
        except (DatabaseError, InterfaceError):
            yield GaugeMetricFamily("csp_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("csp_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("csp_workers", "Workers that are alive.", watched.workers)
        yield GaugeMetricFamily("csp_queue_length", "Uploads that wait for a worker.", watched.waiting)
        yield GaugeMetricFamily("csp_queue_age_seconds", "How long the first has waited.", watched.oldest_seconds)
        yield _labelled("csp_imports", "Uploads by what became of them.", "state", watched.uploads)
        yield _labelled("csp_readings", "Uploads not committed, by how far they are.", "state", watched.readings)
        yield _labelled(
            "csp_last_commit_timestamp_seconds",
            "When an authority's newest figures were committed.",
            "authority",
            {slug: at.timestamp() for slug, at in watched.committed_at.items()},
        )
        yield _labelled(
            "csp_newest_period_end_timestamp_seconds",
            "The last day of the newest period that an authority has a report for.",
            "authority",
            {slug: at.timestamp() for slug, at in watched.period_end.items()},
        )


def _labelled(name, documentation, label, values):
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
