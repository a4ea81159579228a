"""What the page before saving shows of the Effects of a change."""

from dataclasses import dataclass

from indicators.periods import Period
from indicators.rating import AMBER, GREEN, NOT_RATED, RED


@dataclass(frozen=True)
class Step:
    """A period before and after; the directions are "" where they stay as they are."""

    period: Period
    before: str
    after: str
    reason: str
    direction_before: object
    direction_after: object
    is_rerated: bool


@dataclass(frozen=True)
class Affected:
    """An indicator with the periods that change, oldest first."""

    name: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Count:
    """How many figures have a colour: in the latest period, and in all."""

    colour: str
    latest_before: int
    latest_after: int
    before: int
    after: int


@dataclass(frozen=True)
class Shown:
    sentence: str
    latest: Period | None
    counts: tuple[Count, ...]
    affected: tuple[Affected, ...]


def build_shown(effects):
    by_series = {}
    for change in effects.changes:
        by_series.setdefault(change.series, []).append(change)
    affected = [
        Affected(str(series.indicator), series.definition.title, tuple(_step(change) for change in changes))
        for series, changes in by_series.items()
    ]
    counts = [
        Count(
            colour,
            getattr(effects.latest_before, colour),
            getattr(effects.latest_after, colour),
            getattr(effects.before, colour),
            getattr(effects.after, colour),
        )
        for colour in (RED, AMBER, GREEN, NOT_RATED)
    ]
    return Shown(effects.sentence, effects.latest, tuple(counts), tuple(affected))


def _step(change):
    return Step(
        period=change.period,
        before=change.before.colour,
        after=change.after.colour,
        reason=change.after.reason,
        direction_before=change.direction_before if change.is_redirected else None,
        direction_after=change.direction_after if change.is_redirected else None,
        is_rerated=change.is_rerated,
    )
