"""How a council numbers its actions: `Oct-01` is the first that was raised in October."""

import re

from indicators.refs import bare_ref

_NUMBERED = re.compile(r"(?P<month>[A-Za-z]{3,9})\s*-\s*(?P<number>[0-9]{1,3})")
_APART = re.compile(r"[^a-z0-9]+")


def action_slug(ref, raised_in=None):
    """What names an action at its authority. `oct-01-2017`: a ref comes again the next year, so its year is part of it.

    `raised_in` is a day of the month that it was raised in, or None where that isn't known.
    """
    words = _APART.sub("-", bare_ref(ref)).strip("-")
    return f"{words or 'action'}-{raised_in.year}" if raised_in else words or "action"


def next_ref(refs, month):
    """The ref for the next action raised in a month (a Period), given those it has: `Nov-03` after `Nov-02`."""
    name = month.short_label.split()[0]
    found = (_NUMBERED.fullmatch(ref.strip()) for ref in refs)
    numbers = (int(match["number"]) for match in found if match and match["month"][:3].casefold() == name.casefold())
    return f"{name}-{max(numbers, default=0) + 1:02}"
