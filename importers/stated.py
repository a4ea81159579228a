"""A ParsedReport as JSON and back, so that what was read of a file can be kept and needn't be read again.

    {"ParsedReport": ["croydon-board-pack", …, {"Period": "2017-11"}, [{"ParsedIndicator": […]}], …]}

Every record is its class's name and its fields in order. Figures, of which there may be a hundred thousand, are lists
without a name, under `Figures`. Nothing is lost: a Decimal keeps its digits, a tuple comes back as one.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from importers import records
from importers.records import Figure
from indicators.periods import Period
from indicators.profiles import Path, Step

_RECORDS = {kind.__name__: kind for kind in vars(records).values() if is_dataclass(kind)} | {
    kind.__name__: kind for kind in (Path, Step)
}
_PERIOD, _VALUE = Figure._fields.index("period"), Figure._fields.index("value")
_VALUES = {"Period": Period.parse, "Decimal": Decimal, "date": date.fromisoformat}


def to_plain(value):
    """Lists, objects, texts and numbers only, for JSON."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Period):
        return {"Period": value.key}
    if type(value) is tuple:
        if {*map(type, value)} == {Figure}:
            return {"Figures": [_figure_to_plain(each) for each in value]}
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
        return tuple(_figure_from_plain(*each) for each in held)
    if name in _VALUES:
        return _VALUES[name](held)
    return _RECORDS[name](*(from_plain(each) for each in held))


@cache
def _names(kind):
    return tuple(field.name for field in fields(kind))


def _figure_to_plain(figure):
    plain = list(figure)
    plain[_PERIOD] = figure.period.key
    plain[_VALUE] = None if figure.value is None else str(figure.value)
    return plain


def _figure_from_plain(key, value, *rest):
    return Figure(_period(key), None if value is None else Decimal(value), *rest)


_period = cache(Period.parse)
