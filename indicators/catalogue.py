"""What is known before any report is loaded: `fixtures/`, read and checked. Never a value."""

import json
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from indicators.polarity import WORDS

FOLDER = settings.BASE_DIR / "fixtures"


class CatalogueError(ValueError):
    """A file of the catalogue isn't what it should be. Names the file and the entry."""


@dataclass(frozen=True)
class Entry:
    """What the catalogue adds to an authority's indicator.

    `measure` is a measure's slug or "", `caveat` how the indicator differs from it. `polarity` is used where the
    report prints none: "" says that it is a volume, None that nobody has said which way is better. `parts` are the
    slugs of its numerator and denominator, by these names, where they are indicators too.
    """

    measure: str = ""
    caveat: str = ""
    polarity: str | None = None
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """A measure that is one measure over another, `times` so many: the population is that of some years before.

    `count` and `per` are measures' slugs. What DfE publishes per 10,000 children in the year to 31 March 2025 is over
    the estimate for the middle of 2024.
    """

    measure: str
    count: str
    per: str
    times: int
    years_before: int
    decimals: int


def authorities():
    """The fields of each authority."""
    return _read(FOLDER / "authorities.json", {"slug", "name", "ons_code", "dfe_code", "region"})


def measures():
    """The fields of each measure."""
    optional = {"national_definition", "compared_as"}
    return _read(FOLDER / "measures.json", {"slug", "title", "unit", "polarity"}, optional)


def areas():
    """The fields of each area that national statistics are of; `within` is an ONS code that comes before it."""
    optional = {"dfe_code", "within", "former_codes", "spellings", "note"}
    return _read(FOLDER / "national" / "areas.json", {"ons_code", "name", "level"}, optional)


@cache
def rates():
    """{measure's slug: Rate} for what is published as a number, and compared per head."""
    names = {"measure", "count", "per", "times", "years_before", "decimals"}
    return {fields["measure"]: Rate(**fields) for fields in _read(FOLDER / "national" / "rates.json", names)}


@cache
def indicators_of(authority_slug):
    """{indicator slug: Entry} for an authority; empty where the catalogue says nothing of it. Raises CatalogueError."""
    file = FOLDER / "indicators" / f"{authority_slug}.json"
    if not file.exists():
        return {}
    known = {measure["slug"] for measure in measures()}
    entries = {}
    for fields in _read(file, {"indicator", "measure", "caveat"}, {"polarity", "parts"}):
        slug = fields.pop("indicator")
        if slug in entries:
            raise CatalogueError(f"{file.name}: {slug} is there twice.")
        if fields["measure"] and fields["measure"] not in known:
            raise CatalogueError(f"{file.name}: {slug} is linked to '{fields['measure']}', which is no measure.")
        if fields.get("polarity") not in (None, *WORDS):
            raise CatalogueError(f"{file.name}: {slug} has the polarity '{fields['polarity']}', which there isn't.")
        if not {"numerator", "denominator"} >= set(fields.get("parts", {})) or slug in fields.get("parts", {}).values():
            raise CatalogueError(f"{file.name}: {slug} can have another indicator as its numerator and denominator.")
        entries[slug] = Entry(**fields)
    return entries


def _read(file, names, optional=frozenset()):
    entries = json.loads(file.read_text(encoding="utf-8"))
    for entry in entries:
        if not names <= set(entry) <= names | optional:
            raise CatalogueError(f"{file.name}: {entry} should have {', '.join(sorted(names))}.")
    return entries
