"""Figures that stay in the memory of this process from page to page, and of which only what changed is read again.

A series is rated once, and what pages make of it (`Series.once`) is made once, for as long as it is what the data says.
Whether it is follows from the versions of series (`indicators.versions`), which are read in the snapshot of the data:
so what is kept is exactly as old as the versions it is kept under, on any number of servers.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from cachetools import LRUCache
from django.conf import settings

from indicators.models import Definition, RagThreshold, Rebase, Target
from indicators.series import facts
from indicators.series.loading import Figures, cohorts_of, in_report_order, load_figures
from indicators.series.timeline import Timeline
from indicators.snapshot import one_snapshot
from indicators.versions import VersionsOfSeries, versions_of_series

# Points of series, of all authorities together; what was not looked at for longest goes first.
MOST_POINTS = settings.KEPT_POINTS


@dataclass(frozen=True)
class _Kept:
    versions: VersionsOfSeries
    figures: Figures

    @cached_property
    def size(self):
        return 1 + sum(len(series.points) for series in self.figures.series)

    def changed(self, versions):
        """The (key of an indicator, label) of what is another under other versions; None where all may be."""
        if versions.of_all != self.versions.of_all:
            return None
        now, then = versions.own, self.versions.own
        # One that is gone was of a transaction that was rolled back since.
        return {key for key in now.keys() | then.keys() if now.get(key) != then.get(key)}


DEFINITION, TARGET, THRESHOLD, REBASE = (
    model._meta.label_lower for model in (Definition, Target, RagThreshold, Rebase)
)
_QUERIES = {
    DEFINITION: facts.definitions, TARGET: facts.targets, THRESHOLD: facts.thresholds, REBASE: facts.rebases,
}  # fmt: skip

_kept = LRUCache(MOST_POINTS, getsizeof=lambda kept: kept.size)
_lock = Lock()


@one_snapshot()
def kept_figures(authorities):
    """The Figures of some authorities (a list) as they are now: what `load_figures` says, but for the time.

    For pages that read what is committed. Who writes reads what was written before, whose version may not be renewed
    yet, and so has to ask `load_figures`. One query, one more for each kind of thing that a person set since, and
    those of `load_figures` where all may have changed.
    """
    versions = versions_of_series([authority.pk for authority in authorities])
    with _lock:
        known = {authority.pk: _kept.get(authority.pk) for authority in authorities}
    changed = {key: kept.changed(versions[key]) if kept else None for key, kept in known.items()}
    mended = _mended({key: kept.figures for key, kept in known.items() if changed[key] is not None}, changed)
    missing = [authority for authority in authorities if authority.pk not in mended]
    if missing:
        loaded = load_figures(missing)
        mended |= {authority.pk: loaded.of(authority) for authority in missing}
    with _lock:
        for key, figures in mended.items():
            kept = _Kept(versions[key], figures)
            if kept.size <= MOST_POINTS:
                _kept[key] = kept
    return _together([mended[authority.pk] for authority in authorities])


def forget():
    """Keep nothing of what there is."""
    with _lock:
        _kept.clear()


def _mended(known, changed):
    """Those of the known {key of an authority: Figures} where a few series changed at most, with those read anew."""
    asked = defaultdict(set)
    for authority in known:
        for key, what in changed[authority]:
            asked[what].add(key)
    read = {what: facts.by_indicator(facts.of_each(_QUERIES[what], sorted(keys))) for what, keys in asked.items()}
    mended = {}
    for authority, figures in known.items():
        described = {series.indicator.pk for series in figures.series}
        # What is described for the first time, or not any more, changes which series there are.
        if all(key in described and (what != DEFINITION or read[what][key]) for key, what in changed[authority]):
            mended[authority] = _with(figures, changed[authority], read) if changed[authority] else figures
    return mended


def _with(figures, changed, read):
    """The Figures with what was set of some indicators as it was read, and anew those that are rated by their size."""
    keys = {key for key, _ in changed}
    slugs = {series.indicator.slug for series in figures.series if series.indicator.pk in keys}

    def anew(series):
        if series.indicator.pk not in keys and not series.once(_cohorts) & slugs:
            return series

        def rows(what, known):
            return read[what][series.indicator.pk] if (series.indicator.pk, what) in changed else known

        return series.described_by(
            Timeline(rows(DEFINITION, series.definitions.rows)),
            Timeline(rows(TARGET, series.targets.rows)),
            Timeline(rows(THRESHOLD, series.thresholds.rows)),
            rows(REBASE, series.rebases),
        )

    found = in_report_order(map(anew, figures.series))
    peers = {series.indicator.slug: series for series in found}
    for series in found:
        series.peers = peers
    return Figures(found, figures.batches, acceptances=figures.acceptances)


def _cohorts(series):
    return cohorts_of(series.thresholds.rows)


def _together(of_each):
    if len(of_each) == 1:
        return of_each[0]
    return Figures(
        in_report_order(series for figures in of_each for series in figures.series),
        tuple(sorted((b for figures in of_each for b in figures.batches), key=_newest_first)),
        acceptances=tuple(a for figures in of_each for a in figures.acceptances),
    )


def _newest_first(batch):
    return -batch.commit_number, batch.authority_id
