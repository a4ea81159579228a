"""A scorecard as the Table of a pack: its rows as plain lines, with their charts."""

from collections import defaultdict

from indicators import rating
from indicators.rating import NOT_RATED, RED
from indicators.series import rule_of
from reports.change import build_change
from reports.charts.trend import build_trend
from reports.pack.parts import Change, Changes, Figure, Line, Section, Table, Total
from reports.scorecard import figure_text
from reports.section import without_gaps
from reports.telling import change_in_words, tell_scorecard


def build_table(card, said, parts):
    """The Table of a Scorecard. No queries.

    `said` are the Passages of each section, by its slug; `parts` the (role, slug) of what an indicator is worked out
    from, by its slug.
    """
    change = build_change(card)
    charted = without_gaps(card.periods)
    lines = defaultdict(list)
    for each in change.rows:
        lines[each.row.section_slug].append(_line(each, card, charted, parts.get(each.row.slug, ())))
    sections = tuple(
        Section(slug, heading, tuple(lines[slug]), said.get(slug, ())) for slug, heading in dict(card.sections).items()
    )
    return Table(
        period=card.period,
        periods=card.periods,
        is_rated=card.is_rated,
        sections=sections,
        totals=tuple(Total(total.rag, total.now, total.before) for total in card.totals),
        changes=Changes(
            sentences=tuple(sentence.text for sentence in tell_scorecard(card)),
            turned=tuple(row.slug for row in card.changes),
            moved_most=tuple(row.slug for row in card.biggest_changes),
            red_longest=tuple(each.row.slug for each in change.longest_red),
            furthest=tuple(each.row.slug for each in change.furthest),
        ),
    )


def _line(changed, card, charted, parts):
    row, period = changed.row, card.period
    series, threshold = row.series, row.series.thresholds.on(period.end)
    target = row.point.target if row.point else series.targets.on(period.end)
    rule = rule_of(threshold)
    definition = series.definition_on(period.end)
    points = (series.at(column) for column in card.periods)
    return Line(
        slug=row.slug,
        ref=row.ref,
        title=row.title,
        unit=row.unit,
        basis=definition.basis,
        polarity=row.polarity,
        measure=definition.indicator.measure.title if definition.indicator.measure else "",
        owner=row.owner,
        target=row.target,
        target_since=target.starts_on if target else None,
        rule=rating.describe(rule) if rule else "",
        rule_since=threshold.starts_on if threshold else None,
        methodology=threshold.words if threshold else "",
        figures=tuple(_figure(point) for point in points if point),
        rag=row.rag,
        rag_before=row.rag_before,
        published_differs=row.published_differs,
        has_turned=None if NOT_RATED in (row.rag, row.rag_before) else row.changed,
        reason=row.point.rating.reason if row.point else "",
        direction=row.point.direction.word if row.point else "",
        change=_change(row),
        since=row.since,
        red_since=row.since if row.rag == RED else None,
        red_words=changed.red.words if changed.red else "",
        red_count=changed.by_red,
        distance=changed.distance_text,
        missed_by=changed.by_distance if changed.by_distance.is_finite() else None,
        trend=build_trend(series.points, charted),
        cohort=rating.cohort_of(rule),
        parts=tuple(parts),
    )


def _figure(point):
    stated = point.observation
    return Figure(
        period=point.period,
        value=point.value,
        decimals=stated.decimals,
        text=figure_text(point),
        qualifier=stated.qualifier,
        status=stated.status,
        meaning=stated.get_status_display() if stated.status else "",
        rag=point.rag,
        published_rag=point.published_rag,
        direction=point.direction.word,
        target=point.target_value,
        revised_from=point.revised_from,
        source=point.batch.file_name,
        locator=stated.locator,
    )


def _change(row):
    if row.last is None:
        return None
    return Change(row.moved.word, row.change_by, row.change_since, change_in_words(row), row.relative_change)
