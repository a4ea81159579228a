"""Writes with the product's own operations on what it reads from its input: `python -m tests.bench.hand`.

A line is a JSON list, the name of a deed and its arguments; an empty answer says that it is done.
"""

import json
import sys
from datetime import date
from itertools import count

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - models can be imported once Django is set up

from indicators.models import Indicator, Target  # noqa: E402
from indicators.operations import record_by_hand  # noqa: E402

NUMBERS = count(60)


def set_targets(*slugs):
    """Set another target for one indicator of each authority."""
    by = get_user_model().objects.get(username="admin")
    value = next(NUMBERS)
    for indicator in Indicator.objects.filter(authority__slug__in=slugs, slug="i-1"):
        record_by_hand(
            model=Target, indicator=indicator, starts_on=date(2025, 12, 1), by=by, value=value, text=f"{value}%"
        )


DEEDS = {"set_targets": set_targets}


def main():
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        DEEDS[name](*arguments)
        print("{}", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
