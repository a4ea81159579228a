"""An edition on its page: what its stored rows say, and where today's figures differ."""

from dataclasses import dataclass

from reports.editions.differences import differences
from reports.editions.facts import About
from reports.editions.reasons import load_reasons
from reports.models import Edition
from reports.pack import NothingToReport, Pack, build_pack, thaw

UNEXPLAINED = "Nothing on record explains it: the way it is worked out has changed"


@dataclass(frozen=True)
class Difference:
    """One thing that today's pack doesn't say as the edition did. `then` or `now` is "" where it isn't said at all."""

    about: About
    then: str
    now: str
    why: str


@dataclass(frozen=True)
class EditionPage:
    """`pack` is made of the edition's rows alone. `newer` is the next edition of its period, or None."""

    edition: Edition
    pack: Pack
    differences: tuple[Difference, ...]
    newer: Edition | None


def build_edition(edition):
    """The EditionPage of an edition. Six queries, besides those of a pack. Raises pack.CannotThaw."""
    pack = thaw(edition.rows)
    later = Edition.objects.of_period(edition.authority, edition.period).filter(number__gt=edition.number)
    return EditionPage(
        edition=edition,
        pack=pack,
        differences=differences_today(edition, pack),
        newer=later.listed().last(),
    )


def differences_today(edition, pack):
    """The Differences of today's figures from an edition, whose rows make the pack."""
    now = _today(edition)
    changes = differences(pack, now)
    if not changes:
        return ()
    reasons = load_reasons(edition.authority, edition.made_at)
    changed = {change.about for change in changes}
    cohorts = {line.slug: line.cohort for table in (now or pack).tables for line in table.lines}
    return tuple(
        Difference(
            about=change.about,
            then=change.then.text if change.then else "",
            now=change.now.text if change.now else "",
            why=reasons.why(change, changed, cohorts) or UNEXPLAINED,
        )
        for change in changes
    )


def _today(edition):
    try:
        return build_pack(edition.authority, edition.period, meeting=edition.meeting)
    except NothingToReport:
        return None
