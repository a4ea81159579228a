"""The pack of an authority made so often, in a process of its own: `python -m tests.bench.packing 5`.

Answers with one line of JSON: the seconds of each. Before the first of them one was made, as in a server that runs.
"""

import json
import sys
import time

import django

django.setup()

from indicators.models import Authority  # noqa: E402 - models can be imported once Django is set up
from indicators.periods import Period  # noqa: E402
from reports.exports.packs import FORMATS  # noqa: E402
from reports.pack import build_pack  # noqa: E402


def main(times):
    authority = Authority.objects.get(slug="council-1")
    make(authority)
    print(json.dumps([make(authority) for _ in range(int(times))]))  # noqa: T201 - the answer


def make(authority):
    """Seconds to build the pack and to make it a PDF."""
    begun = time.perf_counter()
    pack = build_pack(authority, Period.month(2025, 12))
    pdf = FORMATS["pdf"].make(pack)
    seconds = time.perf_counter() - begun
    assert len(pack.card.lines) == 34, len(pack.card.lines)
    assert pdf.startswith(b"%PDF-"), pdf[:20]
    return seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
