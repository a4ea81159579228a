"""Whose figures are these? What a report states, beside the indicators that an authority has.

Refs decide where there are any (`FD 3` and `FD3` are one), titles where there are none. Nothing is matched
because it looks alike: a wrong match would put one indicator's figures into another's history.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify

from importers.printed import bare_ref
from importers.records import KnownIndicator, ParsedIndicator
from indicators import catalogue
from indicators.models import Indicator
from indicators.polarity import NEUTRAL

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
    by_ref = {bare_ref(indicator.ref): indicator for indicator in known if indicator.ref}
    by_slug = {indicator.slug: indicator for indicator in known}
    entries = catalogue.indicators_of(authority.slug)
    taken = set(by_slug)
    matches = []
    for stated in stated_indicators:
        indicator = by_ref.get(bare_ref(stated.ref)) if stated.ref else by_slug.get(slugify(stated.title))
        slug = indicator.slug if indicator else free_slug(slugify(stated.ref or stated.title), taken)
        taken.add(slug)
        polarity = stated.polarity or entries.get(slug, catalogue.Entry()).polarity or NEUTRAL
        matches.append(Match(stated, indicator, slug, polarity))
    return tuple(matches)


def free_slug(slug, taken):
    """The slug, or the first of slug-2, slug-3 … that isn't taken. Cut to what an address holds."""
    slug = slug[:SLUG_LENGTH].strip("-") or "unnamed"
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def known_from(series, aliases=()):
    """A KnownIndicator for each of an authority's indicators, by its Series, as its newest definition has it.

    `aliases` are KnownAliases of indicators. One that means what isn't there any more is left out.
    """
    means = defaultdict(list)
    for alias in aliases:
        means[bare_ref(alias.means)].append(alias)
    return tuple(
        KnownIndicator(
            key=each.indicator.ref or each.definition.title,
            ref=each.indicator.ref,
            title=each.definition.title,
            unit=each.definition.unit,
            frequency=each.definition.frequency,
            section=each.definition.section.title,
            owner=each.definition.owner,
            polarity=each.definition.polarity,
            basis=each.definition.basis,
            aliases=tuple(means[bare_ref(each.indicator.ref or each.definition.title)]),
            decimals=max((point.observation.decimals for point in each.points), default=None),
        )
        for each in series
    )
