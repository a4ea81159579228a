"""Why today's figures say something else than an edition: which file, target or rule came or went since."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from indicators.models import Definition, ImportBatch, LifeEvent, RagThreshold, Target
from indicators.periods import long_date
from reports.editions.facts import DESCRIPTION, FIGURE, RATING, RULE, TARGET, About

_DATED = {TARGET: Target, RULE: RagThreshold, DESCRIPTION: Definition}


@dataclass(frozen=True)
class Event:
    """Something that happened since: when, and in words. `is_end`: it took a row away, putting nothing in its place."""

    at: datetime
    words: str
    is_end: bool = False


@dataclass(frozen=True)
class Reasons:
    """`loaded` and `undone` are the last Event of each file, by its name; `set_by` those of (kind, slug), in order."""

    loaded: dict
    undone: dict
    set_by: dict

    def why(self, change, changes, cohorts):
        """Why a Change is, in words; "" where nothing that is on record explains it.

        `changes` are all of them by what they are about, `cohorts` {slug: the slug of what a rule takes shares of}.
        """
        about = change.about
        if about.kind == RATING:
            return self._why_rated(about, changes, cohorts)
        if about.kind in _DATED:
            return self._last(about.key, about.kind)
        if change.now is None:
            return self._gone(change.then)
        return self._stated(change)

    def _why_rated(self, about, changes, cohorts):
        if About(FIGURE, about.key, about.name, about.period) in changes:
            return "Its figure changed"
        cohort = cohorts.get(about.key)
        if cohort and About(FIGURE, cohort, cohort, about.period) in changes:
            return "The figure that it is a share of changed"
        return self._last(about.key, TARGET, RULE) or self._last(about.key, DESCRIPTION)

    def _last(self, slug, *kinds):
        events = [event for kind in kinds for event in self.set_by.get((kind, slug), ())]
        # A row that takes the place of another is set at the moment at which that one is taken back.
        return max(events, key=lambda event: (event.at, not event.is_end)).words if events else ""

    def _stated(self, change):
        """Of what a file or a person states: which, and since when."""
        source = change.now.source
        if loaded := self.loaded.get(source):
            return f"{_place(change.now)}: {loaded.words}"
        if change.then and change.then.source != source and change.then.source in self.undone:
            return self._gone(change.then)
        is_same_file = change.now.locator and change.then and change.then.source == source
        return _place(change.now) if source and not is_same_file else "Changed by hand since"

    def _gone(self, then):
        undone = self.undone.get(then.source)
        return f"{then.source}: {undone.words}" if undone else "Taken back since"


def load_reasons(authority, since):
    """The Reasons that there are for what an authority's figures say, of all that was recorded after a moment.

    Five queries.
    """
    loaded, undone = {}, {}
    batches = ImportBatch.objects.filter(authority=authority).filter(_came_or_went(since, ""))
    for batch in batches.select_related("committed_by", "undone_by").order_by("commit_number"):
        if batch.undone_at:
            undone[batch.file_name] = _undone(batch)
        else:
            loaded[batch.file_name] = _loaded(batch)
    set_by = defaultdict(list)
    for kind, model in _DATED.items():
        rows = model.objects.filter(indicator__authority=authority).filter(
            Q(batch=None, recorded_at__gt=since) | Q(superseded_at__gt=since) | _came_or_went(since, "batch__")
        )
        related = ("indicator", "batch__committed_by", "batch__undone_by", "recorded_by", "superseded_by")
        for row in rows.select_related(*related):
            set_by[kind, row.indicator.slug] += _of_row(row, since)
    events = LifeEvent.objects.filter(indicator__authority=authority)
    events = events.filter(Q(recorded_at__gt=since) | Q(superseded_at__gt=since))
    for event in events.select_related("indicator", "recorded_by", "superseded_by"):
        set_by[DESCRIPTION, event.indicator.slug] += _by_hand(event, since, f"{event.get_kind_display()} by")
    return Reasons(loaded, undone, dict(set_by))


def _came_or_went(since, prefix):
    return Q(**{f"{prefix}committed_at__gt": since}) | Q(**{f"{prefix}undone_at__gt": since})


def _of_row(row, since):
    if row.batch is None:
        return _by_hand(row, since, "Set by")
    event = _undone(row.batch) if row.batch.undone_at else _loaded(row.batch)
    return [Event(event.at, f"{row.batch.file_name}: {event.words}")]


def _by_hand(row, since, verb):
    """What a person set since, and what of theirs was taken back."""
    events = []
    if row.superseded_at and row.superseded_at > since:
        end = _event("Taken back by", row.superseded_by, row.superseded_at, row.superseded_reason)
        events.append(replace(end, is_end=True))
    if row.recorded_at > since:
        events.append(_event(verb, row.recorded_by, row.recorded_at, row.reason))
    return events


def _loaded(batch):
    return _event("loaded by", batch.loaded_by, batch.committed_at, batch.reason)


def _undone(batch):
    return _event("undone by", batch.undone_by or "the command line", batch.undone_at, batch.undo_reason)


def _event(verb, who, at, reason):
    words = f"{verb} {who} on {long_date(timezone.localtime(at))}"
    return Event(at, f"{words}: {reason}" if reason else words)


def _place(fact):
    return f"{fact.source}, {fact.locator.replace('line:', 'line ')}" if fact.locator else fact.source
