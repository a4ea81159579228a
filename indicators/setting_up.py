"""A new authority set up from another's catalogue, in one step: what is measured and aimed for, and never a value."""

from dataclasses import dataclass

from django.db import transaction

from indicators.models import Authority, Definition, Indicator, RagThreshold, Section, Target
from indicators.operations import row_by_hand
from indicators.series import load_figures
from indicators.versions import renew


class NotEmpty(ValueError):
    """The authority has indicators already: whatever it has is left as it is."""


@dataclass(frozen=True)
class SetUp:
    """How many of each were added."""

    sections: int
    indicators: int
    targets: int
    thresholds: int


@transaction.atomic
def set_up_from(*, authority, source, starts_on, by, targets=False, thresholds=False):
    """Copy the sections and indicators of `source`, as they are described on a day, to hold from that day on.

    Targets and thresholds in force then are copied where asked. What has ended is left out, and so are owners, who
    are people of the other council. Returns the SetUp. Raises NotEmpty.
    """
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    if authority.indicators.exists():
        raise NotEmpty(f"{authority} has indicators already.")
    alive = [
        series for series in load_figures([source]).series if series.end is None or series.end.starts_on > starts_on
    ]
    described = [(series, series.definition_on(starts_on)) for series in alive]
    sections = _sections(authority, [definition.section for _, definition in described])
    common = {"starts_on": starts_on, "recorded_by": by, "reason": f"Set up from {source}."}
    definitions, aims, rules = [], [], []
    for series, row in described:
        copy = _indicator(authority, series.indicator)
        stated = row.stated | {"section": sections[row.section.title], "owner": ""}
        stated["direction_rule"] = series.direction_rule_on(starts_on)
        definitions.append(row_by_hand(model=Definition, indicator=copy, **common, **stated))
        if targets and (row := series.targets.on(starts_on)):
            stated = {"value": row.value, "text": row.text, "path": row.path}
            aims.append(row_by_hand(model=Target, indicator=copy, **common, **stated))
        if thresholds and (row := series.thresholds.on(starts_on)):
            rules.append(row_by_hand(model=RagThreshold, indicator=copy, words=row.words, **common))
    Definition.objects.bulk_create(definitions)
    Target.objects.bulk_create(aims)
    RagThreshold.objects.bulk_create(rules)
    renew(authority.pk)
    return SetUp(len(sections), len(definitions), len(aims), len(rules))


def _sections(authority, sections):
    """{title: the authority's own section}, made where it has none of that title."""
    known = {section.title: section for section in authority.sections.all()}
    for section in sections:
        if section.title not in known:
            known[section.title] = Section.objects.create(authority=authority, title=section.title, slug=section.slug)
    return {section.title: known[section.title] for section in sections}


def _indicator(authority, indicator):
    return Indicator.objects.create(
        authority=authority,
        ref=indicator.ref,
        slug=indicator.slug,
        measure=indicator.measure,
        measure_caveat=indicator.measure_caveat,
    )
