"""Whose figures are these? What a report states, beside the indicators that an authority has.

Refs decide where there are any (`FD 3` and `FD3` are one), titles where there are none. Nothing is matched
because it looks alike: a wrong match would put one indicator's figures into another's history.
"""

import re
from dataclasses import dataclass

from django.utils.text import slugify

from importers.records import KnownIndicator, ParsedIndicator
from indicators import catalogue
from indicators.models import Indicator
from indicators.polarity import NEUTRAL
from indicators.series import load_figures

# Room is left in the field for a number.
SLUG_LENGTH = 190


@dataclass(frozen=True)
class Match:
    """A stated indicator, and the authority's own (None: it would be new, under `slug`).

    `polarity` is the printed one, or the catalogue's where none is printed.
    """

    stated: ParsedIndicator
    indicator: Indicator | None
    slug: str
    polarity: str


def match(stated_indicators, authority):
    """A Match for each stated indicator, in their order. One query."""
    known = list(authority.indicators.all())
    by_ref = {ref_key(indicator.ref): indicator for indicator in known if indicator.ref}
    by_slug = {indicator.slug: indicator for indicator in known}
    entries = catalogue.indicators_of(authority.slug)
    taken = set(by_slug)
    matches = []
    for stated in stated_indicators:
        indicator = by_ref.get(ref_key(stated.ref)) if stated.ref else by_slug.get(slugify(stated.title))
        slug = indicator.slug if indicator else free_slug(slugify(stated.ref or stated.title), taken)
        taken.add(slug)
        polarity = stated.polarity or entries.get(slug, catalogue.Entry()).polarity or NEUTRAL
        matches.append(Match(stated, indicator, slug, polarity))
    return tuple(matches)


def ref_key(ref):
    """What makes two refs the same: `LAC 19 (12m)` and `LAC19(12M)` are."""
    return re.sub(r"\s", "", ref).casefold()


def free_slug(slug, taken):
    """The slug, or the first of slug-2, slug-3 … that isn't taken. Cut to what an address holds."""
    slug = slug[:SLUG_LENGTH].strip("-") or "unnamed"
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def known_to(authority):
    """A KnownIndicator for each of the authority's indicators, as its newest definition has it."""
    return tuple(
        KnownIndicator(
            key=series.indicator.ref or series.definition.title,
            ref=series.indicator.ref,
            title=series.definition.title,
            unit=series.definition.unit,
            frequency=series.definition.frequency,
            section=series.definition.section.title,
            owner=series.definition.owner,
            polarity=series.definition.polarity,
            basis=series.definition.basis,
        )
        for series in load_figures([authority]).series
    )
