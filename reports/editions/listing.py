"""The periods that a pack can be made of, each with what was published of it."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.periods import Period
from indicators.series import Figures
from reports.models import Edition


@dataclass(frozen=True)
class PeriodPacks:
    """A period with figures, and its editions, the newest first."""

    period: Period
    editions: tuple[Edition, ...]


def build_packs(authority, figures: Figures):
    """The PeriodPacks of an authority, the newest first: of the kind of the latest, and of all that was published.

    An edition stays in the list though nothing is stated for its period any more. One query.
    """
    published = defaultdict(list)
    for edition in Edition.objects.filter(authority=authority).listed():
        published[edition.period].append(edition)
    latest = figures.latest
    reported = {p for p in figures.periods if p.frequency == latest.frequency} if latest else set()
    periods = sorted({*reported, *published}, key=lambda p: (p.end, p.start), reverse=True)
    return tuple(PeriodPacks(period, tuple(published[period])) for period in periods)
