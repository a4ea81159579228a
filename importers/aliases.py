"""What headings and names mean in an authority's files: asked once, confirmed by a person, and theirs to take back."""

from django.db import transaction
from django.utils import timezone

from importers.models import Alias
from importers.records import KnownAlias
from importers.sources.workbook.words import compared
from indicators.periods import long_date
from indicators.refs import bare_ref

# How each kind is compared.
_COMPARED = {Alias.Kind.HEADING: compared, Alias.Kind.INDICATOR: bare_ref}


def known_aliases(authority):
    """(KnownAliases of headings, KnownAliases of indicators) of an authority. One query."""
    headings, indicators = [], []
    for alias in Alias.objects.filter(authority=authority).select_related("confirmed_by"):
        of_kind = headings if alias.kind == Alias.Kind.HEADING else indicators
        of_kind.append(KnownAlias(alias.printed, alias.means, confirmed(alias.confirmed_by, alias.confirmed_at)))
    return tuple(headings), tuple(indicators)


def confirmed(by, at):
    """`Ana on 3 May 2018`."""
    return f"{by or 'the command line'} on {long_date(timezone.localdate(at))}"


@transaction.atomic
def remember(*, authority, kind, printed, means, by):
    """From now on this heading or name means that in the authority's files. Returns the Alias."""
    said = {"printed": printed, "means": means, "confirmed_by": by, "confirmed_at": timezone.now()}
    alias, _ = Alias.objects.update_or_create(
        authority=authority, kind=kind, text=_COMPARED[kind](printed), defaults=said
    )
    return alias


@transaction.atomic
def forget(*, alias):
    """It is asked again in the next file. What was committed stays as it is."""
    alias.delete()
