"""A pack to plain JSON and back, so that an edition holds what its board saw whatever code and data do later.

Values go by the types of the parts: Decimals and periods as text, moments in ISO format, tuples as lists.
"""

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import get_args, get_origin, get_type_hints

from indicators.periods import Period
from reports.pack.parts import Pack

# Raised with every change of a part that an older pack could not be read by.
VERSION = 1


class CannotThaw(ValueError):
    """The rows are of no version that is known, or not whole."""


def freeze(pack):
    """The Pack as a dict that `json.dumps` takes: its version and its parts."""
    return {"version": VERSION, "pack": _plain(pack)}


def thaw(frozen):
    """The Pack that was frozen. Raises CannotThaw."""
    if frozen.get("version") != VERSION:
        raise CannotThaw(f"version {frozen.get('version')} of a pack can't be read, only {VERSION}")
    try:
        return _read(frozen["pack"], Pack)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise CannotThaw(f"the pack isn't whole: {error!r}") from error


def _plain(value):
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case Period():
            return value.key
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a pack holds plain values, no {type(value).__name__}")


def _read(value, kind):
    if isinstance(kind, types.UnionType):
        (kind,) = (each for each in get_args(kind) if each is not types.NoneType)
        return None if value is None else _read(value, kind)
    if get_origin(kind) is tuple:
        return _read_tuple(value, get_args(kind))
    if is_dataclass(kind) and kind is not Period:
        given = ((name, of) for name, of, is_needed in _shape(kind) if is_needed or name in value)
        return kind(**{name: _read(value[name], of) for name, of in given})
    if kind is Period:
        return Period.parse(value)
    if kind is Decimal:
        return Decimal(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _read_tuple(values, kinds):
    if kinds[1:] == (Ellipsis,):
        return tuple(_read(value, kinds[0]) for value in values)
    return tuple(_read(value, kind) for value, kind in zip(values, kinds, strict=True))


@cache
def _shape(kind):
    """(name, type, whether it has no default) of each field."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name], field.default is MISSING) for field in fields(kind))
