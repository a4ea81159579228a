"""What a file of national statistics is known by, and what its columns mean: data in `fixtures/national/mappings/`.

{
  "name": "cin-conferences",                            as a batch names its format
  "title": "Section 47 enquiries and …",                as people read it
  "layout": "figures",                                  or "neighbours"
  "ends": "03-31",                                      the day on which the year, or the snapshot, ends
  "filters": ["category"],                              the columns that tell rows of one area and year apart
  "measures": [
    {"measure": "icpcs", "span": "year", "where": {…}, "column": "ICPC"},
    {"measure": "icpc-within-15-days", "span": "year", "where": {…}, "parts": ["Duration_0-10_days", …], "whole": …}
  ]
}

A measure is a `column` as published, or a share: the sum of `parts` over the `whole`, in per cent. `where` has the
values that filters must have. `span` is `year` for what happened in the year to `ends`, `day` for what was so on it.
A file may have any other columns, in any order.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importers.records import Problem, Refused

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "national" / "mappings"

FIGURES, NEIGHBOURS = "figures", "neighbours"
YEAR, DAY = "year", "day"

PLACE = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
HOW_MANY_NEIGHBOURS = 10
_NEIGHBOURS = tuple(f"SN_{rank}{suffix}" for rank in range(1, HOW_MANY_NEIGHBOURS + 1) for suffix in ("", "P"))
OF_NEIGHBOURS = ("old_la_code", "la_name", *_NEIGHBOURS)


class MappingError(ValueError):
    """A mapping isn't what it should be. Names it, and what is wrong."""


@dataclass(frozen=True)
class MeasureMapping:
    """How one measure is read: a column as published, or parts over a whole."""

    measure: str
    span: str
    where: dict[str, str]
    column: str = ""
    parts: tuple[str, ...] = ()
    whole: str = ""

    @property
    def columns(self):
        return (self.column,) if self.column else (*self.parts, self.whole)

    def takes(self, filters):
        """Whether a row with these values of the filters is one that the measure is read from."""
        return all(filters[name] == value for name, value in self.where.items())


@dataclass(frozen=True)
class Mapping:
    """One kind of file. `month` and `day` are those on which its years end."""

    name: str
    title: str
    layout: str
    month: int = 0
    day: int = 0
    filters: tuple[str, ...] = ()
    measures: tuple[MeasureMapping, ...] = ()

    @property
    def needs(self):
        """The columns that a file must have, without which it isn't of this kind."""
        if self.layout == NEIGHBOURS:
            return frozenset(OF_NEIGHBOURS)
        return frozenset((*PLACE, *self.own))

    @property
    def own(self):
        """Of these, the ones that tell it from other kinds."""
        if self.layout == NEIGHBOURS:
            return frozenset(_NEIGHBOURS)
        return frozenset((*self.filters, *(column for measure in self.measures for column in measure.columns)))


@cache
def mappings():
    """All kinds of files, by name. Raises MappingError."""
    found = [_mapping(path) for path in sorted(FOLDER.glob("*.json"))]
    return {mapping.name: mapping for mapping in found}


def find(columns, rows):
    """The Mapping of a file by its columns (a set) and, where two kinds have the same, by what its filters say.

    `rows` are mappings of column to text. Raises Refused, naming the columns that are missing from the nearest kind.
    """
    able = [mapping for mapping in mappings().values() if mapping.needs <= columns]
    if len(able) > 1:
        able = [mapping for mapping in able if _has_all(mapping, rows)] or able[:1]
    if able:
        return able[0]
    nearest = max(mappings().values(), key=lambda mapping: len(mapping.own & columns))
    if not nearest.own & columns:
        message = "This is none of the national statistics that are known here: no column of it is one of theirs."
        raise Refused([Problem("statistics-unknown", f"{message} They are: {_titles()}.")])
    missing = ", ".join(sorted(nearest.needs - columns))
    raise Refused([Problem("columns-missing", f"This looks like “{nearest.title}”, but has no column {missing}.")])


def _titles():
    return "; ".join(mapping.title for mapping in mappings().values())


def _has_all(mapping, rows):
    return all(any(measure.takes(row) for row in rows) for measure in mapping.measures)


def _mapping(path):
    entry = json.loads(path.read_text(encoding="utf-8"))
    try:
        if entry["layout"] == NEIGHBOURS:
            return Mapping(entry["name"], entry["title"], NEIGHBOURS)
        month, day = map(int, entry["ends"].split("-"))
        filters = tuple(entry["filters"])
        measures = tuple(_measure(filters, **fields) for fields in entry["measures"])
        return Mapping(entry["name"], entry["title"], FIGURES, month, day, filters, measures)
    except (KeyError, TypeError, ValueError) as problem:
        raise MappingError(f"{path.name}: {problem}") from problem


def _measure(filters, measure, span, where, column="", parts=(), whole=""):
    if bool(column) == bool(parts and whole):
        raise ValueError(f"{measure} takes either a column, or parts and a whole")
    if not where.keys() <= set(filters):
        raise ValueError(f"{measure} is where {', '.join(where)}; the filters are {', '.join(filters)}")
    if span not in (YEAR, DAY):
        raise ValueError(f"{measure} has the span '{span}', which there isn't")
    return MeasureMapping(measure, span, where, column, tuple(parts), whole)
