"""How fast a workbook is read, shown and committed, and how much memory that takes."""

import json

from tests.bench.machine import database, environment, run
from tests.bench.measures import AT_MOST, Measure, ratio

# (layout, indicators, months)
LONG, WIDE = ("long", 834, 120), ("wide", 319, 72)
# What is imported when it is first needed has been, once this much was uploaded.
WARM = (5, 24)


def imports(this):
    """The Measures of the first upload of an authority: 100,080 figures in long form, 22,968 in wide form."""
    with database(this.server, "bench_imports") as url:
        settings = environment(this.folder, url)
        run(settings, "-m", "django", "migrate", "--verbosity=0")
        yield from _long(_taken(this, settings, LONG, range(this.times)))
        wide = _taken(this, settings, WIDE, range(this.times, 2 * this.times))
        floors = [each["floor"] for each in wide]
        name = "22,968 figures wide, preview shown"
        yield ratio(name, [each["shown"] for each in wide], floors, bar=4, sense=AT_MOST, what="seconds")


def _taken(this, settings, shape, numbers):
    """What each upload took, with its floor: each in a process of its own."""
    layout, *size = shape
    return [_uploaded(this, settings, layout, size, number) for number in numbers]


def _uploaded(this, settings, layout, size, number):
    told = []
    for indicators, months in (WARM, size):
        path = this.folder / f"{layout}-{indicators}-{number}.xlsx"
        run(settings, "-m", "tests.bench.workbooks", layout, f"{indicators}", f"{months}", f"{number}", f"{path}")
        told += [f"{path}", f"{indicators * months}"]
    return json.loads(run(settings, "-m", "tests.bench.upload", layout, f"{number}", *told))


def _long(taken):
    floors = [each["floor"] for each in taken]
    name = "100,080 figures in long form, committed"
    yield ratio(name, [each["committed"] for each in taken], floors, bar=3, sense=AT_MOST, what="seconds")
    peaks = [each["peak"] for each in taken]
    yield Measure("the same: peak memory of any process", max(peaks), "MiB", 400, AT_MOST, (min(peaks), max(peaks)))
