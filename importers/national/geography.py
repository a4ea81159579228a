"""Which area a row is of: by its ONS code, and only where the DfE code and the name that it has agree.

    Gazetteer([Place("E12000007", "London", "region"), …]).find(row) -> Place

An area is known under every ONS code that it has had. A name may be spelt otherwise as far as letters and digits go,
or as the area's spellings say; any other one is refused, because it may be another place.
"""

from dataclasses import dataclass

from importers.printed import bare_title

ENGLAND, REGION, PART, AUTHORITY, COMBINED = "england", "region", "part", "authority", "combined"

# What the files call the levels, and which column has the code there, and which the name.
NATIONAL, REGIONAL, LOCAL = "National", "Regional", "Local authority"
_COLUMNS = {
    NATIONAL: ("country_code", "country_name", (ENGLAND,)),
    REGIONAL: ("region_code", "region_name", (REGION, PART)),
    LOCAL: ("new_la_code", "la_name", (AUTHORITY, COMBINED)),
}


class UnknownPlace(ValueError):
    """The row names no area that is known, or says two things of it. Has the reason, as a sentence."""


@dataclass(frozen=True)
class Place:
    """An area as the importer knows it: its newest ONS code, its name, and what else it is known by."""

    code: str
    name: str
    level: str
    dfe_code: str = ""
    former_codes: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def names(self):
        return {bare_title(name) for name in (self.name, *self.spellings)}


class Gazetteer:
    """The areas that are known."""

    def __init__(self, places):
        self._by_code = {code: place for place in places for code in (place.code, *place.former_codes)}
        self._by_dfe_code = {place.dfe_code: place for place in places if place.dfe_code}
        self._names = {place.code: place.names for place in places}

    def find(self, row):
        """(Place, its code as the row has it) of a row of figures, a mapping of column to text. Raises UnknownPlace."""
        level = row["geographic_level"]
        if level not in _COLUMNS:
            raise UnknownPlace(f"The geographic level “{level}” is none of {', '.join(_COLUMNS)}.")
        code_column, name_column, levels = _COLUMNS[level]
        code, name = row[code_column], row[name_column]
        place = self._by_code.get(code)
        if place is None or place.level not in levels:
            raise UnknownPlace(f"“{code}” ({name or 'no name'}) is no area that is known at the level {level}.")
        if level == LOCAL:
            self._check_dfe_code(place, row["old_la_code"])
        self._check_name(place, name)
        return place, code

    def by_dfe_code(self, code, name=None):
        """The authority's Place by its DfE code and, where it is given, its name. Raises UnknownPlace."""
        place = self._by_dfe_code.get(code)
        if place is None or place.level != AUTHORITY:
            raise UnknownPlace(f"“{code}” is the DfE code of no authority that is known.")
        if name is not None:
            self._check_name(place, name)
        return place

    def _check_dfe_code(self, place, dfe_code):
        if dfe_code != place.dfe_code:
            raise UnknownPlace(f"{place.name} has the DfE code {place.dfe_code}, and not “{dfe_code}”.")

    def _check_name(self, place, name):
        if bare_title(name) not in self._names[place.code]:
            raise UnknownPlace(f"By its codes this is {place.name}, but the row says “{name}”.")
