"""What a preview says of an indicator's figures as plain data to keep, and back.

What the file states of them is kept beside it, as it was read (`importers.stated`), and their states as letters
(`importers.listed`): of a file that is all new, hardly anything is left.
"""

from decimal import Decimal
from functools import cache

from importers import stated
from importers.compared import Compared, Known
from indicators.periods import Period

_NAMES = ("ref", "title", "section", "slug", "unit")


def to_plain(compared):
    """A Compared without the figures that are in the file, and without their states."""
    besides = tuple(figure for figure in compared.figures if not figure.locator)
    said = {
        "besides": stated.to_plain(besides),
        "known": [[period.key, _text(known.value), *known[1:]] for period, known in compared.known.items()],
        "rags": _by_key(compared.rags),
        "units": _by_key(compared.units),
        "earlier": {key: str(value) for key, value in _by_key(compared.earlier).items()},
        "flags": _by_key(compared.flags),
    }
    return {name: getattr(compared, name) for name in _NAMES} | {name: plain for name, plain in said.items() if plain}


def from_plain(plain, row, in_file, states):
    """The Compared that `to_plain` made it of: the row's number, its figures that are in the file, and their states."""
    besides = stated.from_plain(plain.get("besides", []))
    known = {_period(key): Known(_number(value), *rest) for key, value, *rest in plain.get("known", ())}
    earlier = _by_period(plain.get("earlier", {}))
    flags = _by_period(plain.get("flags", {}))
    return Compared(
        row=row,
        **{name: plain[name] for name in _NAMES},
        figures=tuple(sorted((*in_file, *besides), key=lambda figure: figure.period)),
        states=states,
        known=known,
        rags=_by_period(plain.get("rags", {})),
        units=_by_period(plain.get("units", {})),
        earlier={period: Decimal(value) for period, value in earlier.items()},
        flags={period: tuple(sentences) for period, sentences in flags.items()},
    )


def _by_key(values):
    return {period.key: value for period, value in values.items()}


def _by_period(values):
    return {_period(key): value for key, value in values.items()}


def _text(value):
    return None if value is None else str(value)


def _number(text):
    return None if text is None else Decimal(text)


_period = cache(Period.parse)
