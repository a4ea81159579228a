"""Row by row, what a sheet of targets would change: what holds now, what would, and which ratings differ then."""

from dataclasses import dataclass
from datetime import date

from importers import rows
from indicators import methodology
from indicators.periods import Period
from indicators.series import Figures
from indicators.whatif import Effects, compare
from reports.scorecard import target_text


@dataclass(frozen=True)
class Setting:
    """A target or a rule from a day on, in words: what holds on that day now, and what would.

    `held` where a person has set one for exactly that day: it stays, and what the sheet says waits behind it.
    `defects` are sentences on what is wrong with a rule's words.
    """

    before: str
    after: str
    held: bool
    defects: tuple[str, ...] = ()

    @property
    def is_change(self):
        return self.before != self.after


@dataclass(frozen=True)
class TargetChange:
    """One row of the sheet. `target` and `rule` are None where it states none.

    `is_past` where there are figures for periods that it would hold in.
    """

    ref: str
    title: str
    slug: str
    starts_on: date
    target: Setting | None
    rule: Setting | None
    reason: str
    locator: str
    is_past: bool


@dataclass(frozen=True)
class TargetChanges:
    """The rows of the sheet in their order, and their Effects together."""

    year: Period
    rows: tuple[TargetChange, ...]
    effects: Effects

    @property
    def needs_reason(self):
        """Whether a row says something new of a period with figures, and doesn't say why."""
        return any(row.is_past and not row.reason for row in self.rows)


def build_target_changes(preview):
    """The TargetChanges of a preview. No queries."""
    batch = rows.batch_of(preview)
    after = dict(preview.series)
    told = []
    for matched in preview.matches:
        series, stated = preview.series[matched.indicator.pk], matched.stated
        target, rule = rows.targets(batch, series.indicator, stated), rows.thresholds(batch, series.indicator, stated)
        after[series.indicator.pk] = series.described_by(
            series.definitions, series.targets.stated(target), series.thresholds.stated(rule)
        )
        told.append(_change(series, stated, target, rule))
    effects = compare(Figures(tuple(preview.series.values()), ()), Figures(tuple(after.values()), ()))
    return TargetChanges(preview.report.period, tuple(told), effects)


def _change(series, stated, target, rule):
    first = next(iter(stated.targets), stated.methodology)
    return TargetChange(
        ref=stated.ref,
        title=stated.title,
        slug=series.indicator.slug,
        starts_on=first.starts.start,
        target=_setting(series.targets, target, lambda row, day: _aim(series, row, day)),
        rule=_setting(series.thresholds, rule, lambda row, day: row.words if row else "", _defects(rule)),
        reason=first.reason,
        locator=stated.locator,
        is_past=any(point.period.end >= first.starts.start for point in series.points),
    )


def _setting(timeline, stated, words, defects=()):
    """The Setting of the one row that is stated, or None for none."""
    if not stated:
        return None
    (row,) = stated
    now = timeline.on(row.starts_on)
    held = now is not None and now.starts_on == row.starts_on and now.batch_id is None
    return Setting(words(now, row.starts_on), words(row, row.starts_on), held, defects)


def _defects(rule):
    return tuple(defect.message for row in rule if row.words for defect in methodology.read(row.words).defects)


def _aim(series, target, day):
    if target is None or target.profile:
        return target.text if target else ""
    return target_text(target, series.definition_on(day).unit, day)
