"""How fast the heat map of all of England is, against the database alone."""

import time
from contextlib import closing
from itertools import count

import psycopg2

from tests.bench.load import get
from tests.bench.machine import database, site
from tests.bench.measures import AT_MOST, alternating, ratio

AUTHORITIES, MEASURES, YEARS = 153, 30, 6
MANAGER, PAGE = "council-1", "/compare/?show=all"
# Of each measure's newest year what the newest batch states of each authority, for whoever wants nothing but that.
BARE = """
    WITH counting AS (
        SELECT f.*, b.commit_number FROM indicators_benchmark f
        JOIN indicators_benchmarkbatch b ON b.id = f.batch_id AND b.state = 'committed'
    ), newest AS (SELECT measure_id, max(year) AS year FROM counting GROUP BY measure_id)
    SELECT DISTINCT ON (measure_id, area_id) measure_id, a.name, year, value, status, decimals
    FROM counting JOIN newest USING (measure_id, year)
    JOIN indicators_area a ON a.id = area_id AND a.level = 'authority'
    ORDER BY measure_id, area_id, commit_number DESC
"""


def compare(run):
    """The Measures of every authority's quarter in every measure, made for the first time and looked at again."""
    made = ("council=1x34x12", f"statistics={AUTHORITIES}x{MEASURES}x{YEARS}")
    with (
        database(run.server, "bench_compare") as url,
        site(run.folder, url, *made) as of_england,
        closing(psycopg2.connect(url)) as connection,
        connection.cursor() as cursor,
    ):
        # Sent as it is, so that its cells can be counted.
        headers = of_england.headers(MANAGER, **{"Accept-Encoding": "identity"})
        looks = count()

        def seen(path):
            begun = time.perf_counter()
            answer = get(of_england.port, path, headers)
            seconds = time.perf_counter() - begun
            assert answer.body.count(b'<td class="measure">') == AUTHORITIES * MEASURES, answer.status
            return seconds

        def first():
            # Nothing was kept of an address that nobody asked for before.
            return seen(f"{PAGE}&look={next(looks)}")

        def again():
            return seen(PAGE)

        def bare():
            begun = time.perf_counter()
            cursor.execute(BARE)
            rows = cursor.fetchall()
            seconds = time.perf_counter() - begun
            assert len(rows) == AUTHORITIES * MEASURES, len(rows)
            return seconds

        # So often that every process of the server has answered.
        for _ in range(6):
            first(), again(), bare()
        firsts, agains, floors = alternating(first, again, bare, times=3 * run.times)
    name, unit = f"heat map of {AUTHORITIES} authorities × {MEASURES} measures", "of bare SQL for the same figures"
    yield ratio(f"{name}, first look", firsts, floors, bar=4, sense=AT_MOST, unit=unit, what="seconds")
    yield ratio(f"{name}, nothing changed", agains, floors, bar=4, sense=AT_MOST, unit=unit, what="seconds")
