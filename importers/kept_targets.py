"""What the page of a sheet of targets shows of its preview, plain enough to be kept with it (`importers.kept`)."""

from dataclasses import asdict, dataclass
from datetime import date

from importers.target_changes import Setting, TargetChange
from indicators.direction import Direction
from indicators.periods import Period
from indicators.whatif import Tally

_TALLIES = ("latest_before", "latest_after", "before", "after")


@dataclass(frozen=True)
class KeptEffect:
    """One period of an indicator that would be rated, or would have moved, otherwise; `why` it is rated so then."""

    ref: str
    title: str
    slug: str
    period: Period
    rag_before: str
    rag: str
    direction_before: Direction
    direction: Direction
    why: str


@dataclass(frozen=True)
class KeptTargets:
    """The rows of a sheet, and their effects in words and figures. See TargetChanges and `whatif.Effects`."""

    year: Period
    rows: tuple[TargetChange, ...]
    sentence: str
    effects: tuple[KeptEffect, ...]
    latest: Period | None
    latest_before: Tally
    latest_after: Tally
    before: Tally
    after: Tally


def targets_to_keep(changes):
    """The KeptTargets of TargetChanges."""
    told = changes.effects
    return KeptTargets(
        year=changes.year,
        rows=changes.rows,
        sentence=told.sentence,
        effects=tuple(_effect(change) for change in told.changes),
        latest=told.latest,
        **{name: getattr(told, name) for name in _TALLIES},
    )


def targets_to_plain(targets):
    """The KeptTargets as JSON keeps them."""
    return {
        "year": targets.year.key,
        "rows": [asdict(row) | {"starts_on": row.starts_on.isoformat()} for row in targets.rows],
        "sentence": targets.sentence,
        "effects": [asdict(effect) | {"period": effect.period.key} for effect in targets.effects],
        "latest": targets.latest and targets.latest.key,
        **{name: asdict(getattr(targets, name)) for name in _TALLIES},
    }


def targets_from_plain(kept):
    """The KeptTargets that `targets_to_plain` was given."""
    return KeptTargets(
        year=Period.parse(kept["year"]),
        rows=tuple(_row(**row) for row in kept["rows"]),
        sentence=kept["sentence"],
        effects=tuple(_kept_effect(**effect) for effect in kept["effects"]),
        latest=kept["latest"] and Period.parse(kept["latest"]),
        **{name: Tally(**kept[name]) for name in _TALLIES},
    )


def _effect(change):
    series = change.series
    return KeptEffect(
        ref=series.indicator.ref,
        title=series.definition.title,
        slug=series.indicator.slug,
        period=change.period,
        rag_before=change.before.colour,
        rag=change.after.colour,
        direction_before=change.direction_before,
        direction=change.direction_after,
        why=change.after.reason,
    )


def _kept_effect(period, direction_before, direction, **fields):
    return KeptEffect(
        period=Period.parse(period),
        direction_before=Direction(**direction_before),
        direction=Direction(**direction),
        **fields,
    )


def _row(starts_on, target, rule, **fields):
    return TargetChange(starts_on=date.fromisoformat(starts_on), target=_setting(target), rule=_setting(rule), **fields)


def _setting(kept):
    return kept and Setting(**kept | {"defects": tuple(kept["defects"])})
