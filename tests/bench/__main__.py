"""`make bench`: take all measures, print them as a table, and write them to build/bench.json.

BENCH=full takes the time that it takes; without it, all sizes are smaller and it takes a few minutes.
"""

import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.compare import compare
from tests.bench.imports import imports
from tests.bench.machine import BUILD, collect_static, database, postgresql, private_folder
from tests.bench.measures import table, to_json
from tests.bench.pack import pack
from tests.bench.pages import pages

BENCHMARKS = {"pages": pages, "imports": imports, "pack": pack, "compare": compare}


@dataclass(frozen=True)
class Run:
    """What the benchmarks are given: a folder, a PostgreSQL server, and how much to do."""

    folder: Path
    server: str
    is_full: bool

    @property
    def times(self):
        """How often each side of a ratio is taken."""
        return 7 if self.is_full else 5

    @property
    def seconds(self):
        """How long a page is asked for at a time."""
        return 3 if self.is_full else 0.7

    @property
    def months(self):
        """Of each national indicator."""
        return 60 if self.is_full else 6


def main(names):
    """Take the benchmarks of those names, or all."""
    is_full = os.environ.get("BENCH") == "full"
    measures = []
    BUILD.mkdir(exist_ok=True)
    with private_folder() as folder, postgresql(folder) as server:
        with database(server, "bench_static") as url:
            collect_static(folder, url)
        run = Run(folder, server, is_full)
        for name in names or BENCHMARKS:
            for measure in BENCHMARKS[name](run):
                print(f"{measure.name}: {measure.value:.3g} {measure.unit} ({measure.detail})", flush=True)  # noqa: T201 - for whoever waits
                measures.append(measure)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "setting": "full" if is_full else "short",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
    }
    print(f"\n{about['at']}, {about['setting']}, {about['machine']}\n\n{table(measures)}")  # noqa: T201 - the answer
    (BUILD / "bench.json").write_text(to_json(measures, about), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
