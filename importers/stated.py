"""A ParsedReport as JSON and back, so that what was read of a file can be kept and needn't be read again.

    {"ParsedReport": ["croydon-board-pack", …, {"Period": "2017-11"}, [{"ParsedIndicator": […]}], …]}

Every record is its class's name and its fields in order. Figures, of which there may be a hundred thousand, are their
columns under `Figures`, of which one that is all alike is its value. Nothing is lost: a Decimal keeps its digits, a
tuple comes back as one.

    {"Figures": [["2017-10", "2017-11"], ["86", "82"], ["86%", "82%"], ["line:135", "line:135"], "", 0, "", "", ""]}

A whole report is kept as lines, the figures of each indicator on one of their own: a page needs but a few of them.
"""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import starmap

from importers import records
from importers.records import Figure
from indicators.periods import Period
from indicators.profiles import Path, Step

_RECORDS = {kind.__name__: kind for kind in vars(records).values() if is_dataclass(kind)} | {
    kind.__name__: kind for kind in (Path, Step)
}
_VALUES = {"Period": Period.parse, "Decimal": Decimal, "date": date.fromisoformat}


def to_plain(value):
    """Lists, objects, texts and numbers only, for JSON."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Period):
        return {"Period": value.key}
    if type(value) is tuple:
        if {*map(type, value)} == {Figure}:
            return {"Figures": _columns(value)}
        return [to_plain(each) for each in value]
    if isinstance(value, Decimal):
        return {"Decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    name = type(value).__name__
    if _RECORDS.get(name) is not type(value):
        raise TypeError(f"a report holds no {name}")
    return {name: [to_plain(getattr(value, field)) for field in _names(type(value))]}


def from_plain(plain):
    """What `to_plain` made it of. Raises KeyError, TypeError or ValueError for anything else."""
    if isinstance(plain, list):
        return tuple(from_plain(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, held),) = plain.items()
    if name == "Figures":
        return _figures(*held)
    if name in _VALUES:
        return _VALUES[name](held)
    return _RECORDS[name](*(from_plain(each) for each in held))


def to_lines(report, notes):
    """Lines of JSON: the report without its figures and the notes on its document, then each indicator's figures."""
    bare = replace(report, indicators=tuple(replace(each, figures=()) for each in report.indicators))
    return [to_line((bare, notes)), *(to_line(each.figures) for each in report.indicators)]


def from_lines(lines):
    """(report, notes) of such lines. Raises as `from_plain`."""
    first, *lines = lines
    report, notes = from_line(first)
    indicators = zip(report.indicators, lines, strict=True)
    return replace(report, indicators=tuple(replace(each, figures=from_line(line)) for each, line in indicators)), notes


def to_line(value):
    """A line of JSON, as bytes."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_line(line):
    """What `to_line` made it of."""
    return from_plain(json.loads(line))


@cache
def _names(kind):
    return tuple(field.name for field in fields(kind))


def _columns(figures):
    """The columns of some Figures, at least one."""
    periods, values, *others = zip(*figures, strict=True)
    return [
        [period.key for period in periods],
        [None if value is None else str(value) for value in values],
        *(column[0] if len(set(column)) == 1 else column for column in others),
    ]


def _figures(periods, values, *others):
    """The Figures in their columns."""
    columns = [column if isinstance(column, list) else [column] * len(periods) for column in others]
    numbers = [None if value is None else Decimal(value) for value in values]
    return tuple(starmap(Figure, zip(map(_period, periods), numbers, *columns, strict=True)))


_period = cache(Period.parse)
