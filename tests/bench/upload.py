"""One upload from its arrival to its commit, and its floor, in a process of their own.

`… upload long 1 SMALL 120 LARGE 100080`: the layout, a number, and two workbooks with the values in each, of which the
small one is uploaded first, unmeasured. The floor reads the same workbook with openpyxl and copies its values into a
plain table. Answers with one line of JSON:
{"floor": seconds, "shown": seconds to the page of the preview, "committed": seconds to the end, "peak": MiB}.
"""

import gc
import io
import json
import resource
import sys
import time
from pathlib import Path

import django

django.setup()

import openpyxl  # noqa: E402 - models can be imported once Django is set up
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from importers import operations, work  # noqa: E402
from importers.kept import kept_preview  # noqa: E402
from importers.models import Reading  # noqa: E402
from indicators.models import Authority, Observation  # noqa: E402


def floor(layout, data):
    """Seconds to read the workbook and to copy its values into a plain table."""
    _tidy()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE plain (ref text, title text, period text, value numeric)")
        started = time.perf_counter()
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        heading, *rows = sheet.iter_rows(values_only=True)
        if layout == "wide":
            rows = (
                (ref, title, *pair) for ref, title, *of_row in rows for pair in zip(heading[2:], of_row, strict=True)
            )
        lines = "".join(f"{ref}\t{title}\t{period}\t{value}\n" for ref, title, period, value in rows)
        cursor.copy_expert("COPY plain FROM STDIN", io.StringIO(lines))
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE plain")
    return seconds


def upload(data, number, values):
    """(seconds to the page of the preview, seconds to the end of the commit) of an authority's first upload."""
    name = f"bench-{number}"
    by, _ = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    authority = Authority.objects.create(name=name, slug=name, ons_code=f"X{number}", dfe_code=str(number))
    client = Client(headers={"host": "localhost"})
    client.force_login(by)
    client.get("/healthz")  # a server that is asked has long started: it has looked at its static files
    _tidy()
    started = time.perf_counter()
    batch = operations.receive(name=f"{name}.xlsx", data=data, authority=authority, by=by)
    work.perform(pk=batch.reading.pk, run=batch.reading.run)
    page = client.get(f"/uploads/{batch.pk}/").content.decode()
    shown = time.perf_counter() - started
    assert "Nothing is written yet" in page, page
    reading = Reading.objects.select_related("batch__authority").get(batch=batch)
    order = {"stamp": kept_preview(reading).stamp, "reason": "", "chosen": {}}
    started = time.perf_counter()
    operations.order_commit(batch=batch, by=by, order=order)
    work.perform(pk=reading.pk, run=Reading.objects.get(batch=batch).run)
    committed = time.perf_counter() - started
    assert Observation.objects.filter(batch=batch, batch__state="committed").count() == values
    return shown, shown + committed


def _tidy():
    """What was there before is neither collected nor looked through at the cost of what is measured next."""
    gc.collect()
    gc.freeze()


def peak():
    """The most memory that this process, or one that it started, ever had, in MiB."""
    (own,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    return max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(layout, number, small, few, large, many):
    number, warm, data = int(number), Path(small).read_bytes(), Path(large).read_bytes()
    floor(layout, warm)
    upload(warm, 2 * number, int(few))
    shown, committed = upload(data, 2 * number + 1, int(many))
    taken = {"shown": shown, "committed": committed, "peak": peak(), "floor": floor(layout, data)}
    print(json.dumps(taken))  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])
