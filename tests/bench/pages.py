"""How fast pages are, and how heavy."""

import gzip
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from tests.bench.browser import chromium, milliseconds_to_paint
from tests.bench.load import get, requests_a_second
from tests.bench.machine import database, hand, memory, served, site, size, values
from tests.bench.measures import AT_MOST, Measure, alternating, ratio
from tests.bench.weight import bytes_before_reading

SCORECARD, TREND = "/council-1/scorecard/", "/council-1/indicators/i-1/"
FLOOR = "/floor/scorecard-gz/"
MANAGER = "council-1"
STATIC = "bench-scorecard.html"
# Authorities in a round of first looks, and those that are changed in each: as many as a process keeps the series of.
FRESH = 16
CHANGED = range(2, 42)


def pages(run):
    """The Measures of pages, on a database of councils and on one of the size of all of England."""
    with ExitStack() as stack:
        enter = stack.enter_context
        councils = f"council={CHANGED.stop + FRESH * run.times}x34x12"
        council = enter(site(run.folder, enter(database(run.server, "bench_council")), councils))
        _keep_floor(council)
        yield from _weights(council)
        yield from _known(run, council)
        yield from _first_looks(run, council, enter(hand(council)))
        yield from _in_a_browser(run, council)
        of_england = f"national=153x110x{run.months}"
        national = enter(site(run.folder, enter(database(run.server, "bench_national")), councils, of_england))
        yield from _national(run, council, national)


def _keep_floor(council):
    """Keep the bytes of the scorecard, for the floors to answer with."""
    page = get(council.port, SCORECARD, council.headers(MANAGER))
    assert page.headers["content-encoding"] == "gzip", page.headers
    (Path(council.environment["BENCH_FLOORS"]) / "scorecard-gz").write_bytes(page.body)
    static = Path(council.environment["BENCH_STATIC"])
    (static / STATIC).write_bytes(gzip.decompress(page.body))
    (static / f"{STATIC}.gz").write_bytes(page.body)


def _weights(council):
    headers = council.headers(MANAGER)
    for name, path, bar in (("scorecard of 34 × 12", SCORECARD, 60), ("trend page", TREND, 40)):
        size, files = bytes_before_reading(council, path, headers)
        yield Measure(f"{name}: weight before it can be read", size / 1000, "KB", bar, AT_MOST, None, f"{files} files")


def _known(run, council):
    """Of a page that was looked at before, and where nothing has changed since."""
    headers = council.headers(MANAGER)
    etag = get(council.port, SCORECARD, headers).headers["etag"]
    warm = _rate(run, council, SCORECARD)
    floor = _rate(run, council, FLOOR)
    unchanged = _rate(run, council, SCORECARD, expects=304, **{"If-None-Match": etag})
    for action in (warm, floor, unchanged):
        action()
    warms, unchangeds, floors = alternating(warm, unchanged, floor, times=run.times)
    yield ratio("scorecard, nothing changed since the last look", warms, floors, bar=0.6)
    yield ratio("scorecard, 304", unchangeds, floors, bar=0.9)


def _first_looks(run, council, write):
    rounds = count()

    def after_a_change():
        write("set_targets", *(f"council-{n}" for n in CHANGED))
        return _look_once(council, CHANGED)

    def never_looked_at():
        first = CHANGED.stop + FRESH * next(rounds)
        return _look_once(council, range(first, first + FRESH))

    floor = _rate(run, council, FLOOR)
    # So often that both processes of the server have looked at every one of them.
    for _ in range(6):
        after_a_change()
    after, floors = alternating(after_a_change, floor, times=2 * run.times)
    yield ratio("scorecard, first look after a change", after, floors, bar=0.2)
    never, floors = alternating(never_looked_at, floor, times=run.times)
    yield ratio("scorecard, never looked at before", never, floors)


def _in_a_browser(run, council):
    with chromium() as browser, served(council.environment) as (static, _):
        if browser is None:
            return
        session = council.people[MANAGER]

        def seen(port, path):
            return lambda: milliseconds_to_paint(browser, port, path, session)

        dashboard, file = seen(council.port, SCORECARD), seen(static, f"/static/{STATIC}")
        dashboard(), file()
        ours, floors = alternating(dashboard, file, times=run.times)
    yield ratio(
        "time to the readable scorecard, nothing cached", ours, floors,
        bar=1.5, sense=AT_MOST, unit="of the same bytes as a file", what="ms",
    )  # fmt: skip


def _national(run, council, national):
    """The same authority, among those of a council's own database and among all the values of England."""
    of_councils, of_england = _rate(run, council, SCORECARD), _rate(run, national, SCORECARD)
    of_england()
    ones, floors = alternating(of_england, of_councils, times=run.times)
    yield ratio("scorecard at national scale, nothing changed", ones, floors, bar=0.8, unit="of council scale")

    def first_looks(of_site):
        months = (f"?period=2025-{month:02}" for month in count(2))
        return lambda: _look_once(of_site, range(2, 2 + FRESH), next(months))

    # What is compared is their size, and not which of them was looked at before.
    for _ in range(5):
        _look_once(national, range(2, 2 + FRESH)), _look_once(council, range(2, 2 + FRESH))
    ones, floors = alternating(first_looks(national), first_looks(council), times=run.times)
    yield ratio("scorecard at national scale, first look", ones, floors, bar=0.8, unit="of council scale")
    for name, of_site in (("council", council), ("national", national)):
        stated = f"{values(of_site.database):,} values"
        yield Measure(f"database at {name} scale", size(of_site.database) / 1e6, "MB", detail=stated)
        held = memory(of_site.pid)
        yield Measure(f"a process of the server at {name} scale", max(held), "MiB", spread=(min(held), max(held)))


def _rate(run, of_site, path, *, expects=200, **headers):
    """A function that says how many requests a second are answered."""
    asked = [(path, of_site.headers(MANAGER, **headers))]
    return lambda: requests_a_second(of_site.port, asked, seconds=run.seconds, expects=expects)


def _look_once(of_site, numbers, query=""):
    """How many a second, when the scorecard of each of these councils is looked at once, each by its own manager."""
    asked = [(f"/council-{n}/scorecard/{query}", of_site.headers(f"council-{n}")) for n in numbers]
    return requests_a_second(of_site.port, asked)
