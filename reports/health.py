"""The health of an authority's catalogue at a glance: which indicators lack what it takes to judge them."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.periods import Period, long_date
from indicators.series import Figures, Series
from reports.findings import build_findings, to_settle
from reports.findings.kinds import DEFINITION, LIFE, TARGET, THRESHOLD
from reports.findings.settling import Settlers, Way

# A rule that says two things at once, or nothing for some value, or other than the target or the polarity do.
CONTRADICTIONS = ("target-contradicts-bands", "polarity-contradicts-bands", "band-overlap", "band-gap")
# Further back than this a missing period is counted no more.
PERIODS_COUNTED = 60


@dataclass(frozen=True)
class Ailing:
    """An indicator that a check is about: `note` says more, `way` leads to the form for a reader who may use it."""

    slug: str
    ref: str
    title: str
    note: str
    way: Way | None


@dataclass(frozen=True)
class Check:
    """One question asked of every indicator. `why` says what follows for those that it finds."""

    key: str
    title: str
    why: str
    found: tuple[Ailing, ...]


@dataclass(frozen=True)
class HealthPage:
    """`count` indicators were asked; `sound` of them need nothing."""

    checks: tuple[Check, ...]
    count: int
    sound: int


def build_health(figures: Figures, settlers: Settlers, today):
    """The HealthPage of one authority's Figures, by what is in force today. No queries."""
    latest = _latest_by_kind(figures)
    alive = [series for series in figures.series if not _has_ended(series, today)]
    contradicted = defaultdict(list)
    for finding in to_settle(build_findings(figures)):
        if finding.code in CONTRADICTIONS:
            contradicted[finding.slug].append(finding.message)

    def check(key, title, why, way, note, asked=alive):
        found = [(series, told) for series in asked if (told := note(series)) is not None]
        return Check(key, title, why, tuple(_ailing(series, told, way, settlers) for series, told in found))

    checks = (
        check("target", "Without a target", "Nothing says how good is good enough.", (TARGET, "Set a target"),
              lambda series: None if _has_target(series, today) else ""),
        check("rule", "Without a rule", "Their figures are not rated.", (THRESHOLD, "Set a rule"),
              lambda series: None if _has_rule(series, today) else ""),
        check("contradictions", "With contradictions", "Their ratings can be argued with.",
              (THRESHOLD, "Correct the rule"),
              lambda series: " ".join(contradicted[series.indicator.slug]) or None),
        check("owner", "Without an owner", "Nobody is named who answers for them.", (DEFINITION, "Name an owner"),
              lambda series: None if series.definition.owner else ""),
        check("silent", "Not reported", "Their last figure is older than the others'.", (LIFE, "Say that it ended"),
              lambda series: _silence(series, latest.get(series.definition.frequency))),
    )  # fmt: skip
    ailing = {one.slug for each in checks for one in each.found}
    ended = check("ended", "Ended", "No figure is expected; their history stays.", None, _end, figures.series)
    return HealthPage((*checks, ended), len(alive), sum(series.indicator.slug not in ailing for series in alive))


def _ailing(series, note, way, settlers):
    """`way` is the kind of form and the words for it, or None."""
    form = settlers.form(way[0], series.indicator.pk, way[1]) if way and settlers.may_edit else None
    return Ailing(series.indicator.slug, series.indicator.ref, series.definition.title, note, form)


def _has_ended(series, today):
    return series.end is not None and series.end.starts_on <= today


def _has_target(series, today):
    target = series.targets.on(today)
    return target is not None and bool(target.text or target.value is not None)


def _has_rule(series, today):
    threshold = series.thresholds.on(today)
    return threshold is not None and bool(threshold.words)


def _end(series):
    if series.end is None:
        return None
    return f"{str(series.end).capitalize()} from {long_date(series.end.starts_on)}: {series.end.reason}"


def _latest_by_kind(figures):
    """{frequency: the newest period that is reported on in earnest}"""
    by_kind: dict[str, list[Series]] = defaultdict(list)
    for series in figures.series:
        by_kind[series.definition.frequency].append(series)
    return {kind: Figures(tuple(members), ()).latest for kind, members in by_kind.items()}


def _silence(series, latest: Period | None):
    """`3 periods: the last figure is for August 2017`, or None where it is reported."""
    with_values = [point.period for point in series.points if point.value is not None]
    if not with_values:
        return "No figure has ever been reported."
    last = with_values[-1]
    if latest is None or last.frequency != latest.frequency or last >= latest:
        return None
    missed, period = 1, last.next
    while period < latest and missed < PERIODS_COUNTED:
        missed, period = missed + 1, period.next
    return f"{missed} period{'s' * (missed != 1)}: the last figure is for {last.label}."
