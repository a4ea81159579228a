"""Whose figures are these? What a report states, beside the indicators that an authority has.

Refs decide where there are any (`FD 3` and `FD3` are one), titles where there are none. What a person has renamed is
found by its former name too, in a file that hasn't the new one. Nothing is matched because it looks alike: a wrong
match would put one indicator's figures into another's history.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify

from importers.aliases import confirmed
from importers.records import KnownAlias, KnownIndicator, ParsedIndicator
from indicators import catalogue
from indicators.life import former_refs
from indicators.models import Definition, Indicator
from indicators.polarity import NEUTRAL
from indicators.refs import bare_ref

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
    """A Match for each stated indicator, in their order. Three queries at most."""
    known = list(authority.indicators.all())
    refs = {bare_ref(stated.ref) for stated in stated_indicators}
    former = former_refs(authority).items()
    by_ref = {bare_ref(ref): indicator for ref, indicator in former if bare_ref(indicator.ref) not in refs}
    by_ref |= {bare_ref(indicator.ref): indicator for indicator in known if indicator.ref}
    by_slug = {indicator.slug: indicator for indicator in known}
    titles = {slugify(stated.title) for stated in stated_indicators if not stated.ref}
    renamed = _titles_by_hand(authority).items() if titles else ()
    by_title = {title: one for title, one in renamed if one.slug not in titles}
    entries = catalogue.indicators_of(authority.slug)
    taken = set(by_slug)
    matches = []
    for stated in stated_indicators:
        title = slugify(stated.title)
        indicator = by_ref.get(bare_ref(stated.ref)) if stated.ref else by_slug.get(title) or by_title.get(title)
        slug = indicator.slug if indicator else free_slug(slugify(stated.ref or stated.title), taken)
        taken.add(slug)
        polarity = stated.polarity or entries.get(slug, catalogue.Entry()).polarity or NEUTRAL
        matches.append(Match(stated, indicator, slug, polarity))
    return tuple(matches)


def _titles_by_hand(authority):
    """{slug of a title that a person gave: indicator} of those without a ref: their addresses kept the first title."""
    rows = Definition.objects.filter(indicator__authority=authority, indicator__ref="", batch=None).standing()
    return {slugify(row.title): row.indicator for row in rows.select_related("indicator")}


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
    taken = {bare_ref(_key(each)) for each in series}
    return tuple(_known(each, means, taken) for each in series)


def _known(series, means, taken):
    key = _key(series)
    aliases = list(means[bare_ref(key)])
    for event in series.renamings:
        aliases.append(KnownAlias(event.former_ref, key, confirmed(event.recorded_by, event.recorded_at)))
        # What was confirmed of the former ref moves on with it, unless another indicator has that ref now.
        if (former := bare_ref(event.former_ref)) not in taken:
            aliases += means[former]
    return KnownIndicator(
        key=key,
        ref=series.indicator.ref,
        title=series.definition.title,
        unit=series.definition.unit,
        frequency=series.definition.frequency,
        section=series.definition.section.title,
        owner=series.definition.owner,
        polarity=series.definition.polarity,
        basis=series.definition.basis,
        aliases=tuple(aliases),
        decimals=max((point.observation.decimals for point in series.points), default=None),
    )


def _key(series):
    return series.indicator.ref or series.definition.title
