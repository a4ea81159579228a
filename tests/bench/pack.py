"""How long a board waits for its pack."""

import json
from statistics import median

from tests.bench.machine import database, environment, run
from tests.bench.measures import AT_MOST, Measure


def pack(this):
    """The Measure of a pack of 34 indicators over a year, from its figures in the database to the bytes of its PDF."""
    with database(this.server, "bench_pack") as url:
        settings = environment(this.folder, url)
        run(settings, "-m", "django", "migrate", "--verbosity=0")
        run(settings, "-m", "tests.bench.made", "council=1x34x12")
        taken = json.loads(run(settings, "-m", "tests.bench.packing", str(this.times)))
    name = "pack of 34 indicators, built and set as PDF"
    yield Measure(name, median(taken), "seconds", 2, AT_MOST, (min(taken), max(taken)), f"median of {len(taken)}")
