"""Figure by figure, what a commit would do: what counts beside what would, rated as it will be."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from importers import flags, rows
from importers.compared import CHANGED, NEW, RERATED, SAME, Compared, Known
from importers.listed import Listed
from importers.progress import COMPARING, quiet
from importers.records import Figure
from indicators.models import Indicator, RagThreshold, Section, Target
from indicators.qualifiers import measured_as
from indicators.rating import NOT_RATED
from indicators.series import Series


def same_figure(figure, point):
    """Whether the file says of a period what counts already."""
    known = point.observation
    same_value = (figure.value, figure.status) == (known.value, known.status)
    same_print = (figure.decimals, figure.qualifier) == (known.decimals, known.qualifier)
    # A later report prints no rating and no arrow for the periods before its own, which takes nothing back.
    same_rating = figure.published_rag in ("", point.published_rag)
    same_arrow = figure.published_direction in ("", point.published_direction)
    return same_value and same_print and same_rating and same_arrow


def build_changes(preview, tell=quiet):
    """The Listed Changes of each figure of the file, and of each that would be rated otherwise, in the report's order.

    `tell` hears how many of the indicators are compared (see `importers.progress`).
    """
    batch = rows.batch_of(preview)
    by_hand = _by_hand(preview)
    titles = {matched.stated.section for matched in preview.matches}
    sections = {title: Section(authority=preview.authority, title=title) for title in titles}
    pairs = [
        _before_and_after(preview, position, by_hand, batch, sections[matched.stated.section])
        for position, matched in enumerate(preview.matches)
    ]
    # A rule may take another row of the file as its cohort, so all are told of each other before any is rated.
    peers = {series.indicator.slug: series for series in preview.series.values()}
    peers |= {after.indicator.slug: after for _, after in pairs}
    compared = []
    for position, (matched, (before, after)) in enumerate(zip(preview.matches, pairs, strict=True)):
        after.peers = peers
        section = sections[matched.stated.section].heading
        compared.append(_of_indicator(position, matched, section, before, after))
        tell(COMPARING, position + 1, len(preview.matches))
    # Series that know each other, and all figures with them, would be kept until somebody collects garbage.
    peers.clear()
    return Listed.of(_with_repeats(compared, preview.matches, [before for before, _ in pairs]))


def _before_and_after(preview, position, by_hand, batch, section):
    """(the Series that counts, the one that there would be)."""
    matched = preview.matches[position]
    indicator = matched.indicator or Indicator(authority=preview.authority, ref=matched.stated.ref, slug=matched.slug)
    before = preview.series.get(indicator.pk) or _without_figures(indicator, by_hand)
    return before, _as_committed(position, matched, indicator, section, before, batch)


def _without_figures(indicator, by_hand):
    """Nothing that counts describes it, but a person may have set a target or a rule for it."""
    return Series(indicator, [], by_hand[Target, indicator.pk], by_hand[RagThreshold, indicator.pk], [], {})


def _by_hand(preview):
    """Standing targets and thresholds of indicators that no series was loaded for, by model and indicator."""
    found = defaultdict(list)
    bare = [m.indicator.pk for m in preview.matches if m.indicator and m.indicator.pk not in preview.series]
    if bare:
        for model in (Target, RagThreshold):
            for row in model.objects.filter(indicator__in=bare).standing():
                found[model, row.indicator_id].append(row)
    return found


def _as_committed(position, matched, indicator, section, before, batch):
    """The Series that there would be."""
    stated = matched.stated
    return Series(
        indicator,
        before.definitions.stated([rows.definition(batch, indicator, section, position, matched)]).rows,
        before.targets.stated(rows.targets(batch, indicator, stated)).rows,
        before.thresholds.stated(rows.thresholds(batch, indicator, stated)).rows,
        _Observations(matched, indicator, before, batch),
        {point.observation.batch_id: point.batch for point in before.points} | {batch.pk: batch},
        surroundings=before.surroundings,
    )


class _Observations:
    """The rows of a Series that there would be: only one with a rule, or that is somebody's cohort, asks for them."""

    def __init__(self, matched, indicator, before, batch):
        self._matched, self._indicator, self._before, self._batch = matched, indicator, before, batch

    def __iter__(self):
        return iter(self._in_order)

    @cached_property
    def _in_order(self):
        """What stands today, and over it what the file states, in order of time."""
        known = {point.period: point.observation for point in self._before.points}
        for new in rows.observations(self._batch, self._indicator, self._matched.stated):
            point = self._before.by_period.get(new.period)
            # What an earlier report printed stays as printed, where this one prints nothing.
            if point and (point.published_rag or point.published_direction):
                new = new._replace(
                    published_rag=new.published_rag or point.published_rag,
                    published_direction=new.published_direction or point.published_direction,
                )
            known[new.period] = new
        return [known[period] for period in sorted(known)]


def _of_indicator(position, matched, section, before, after):
    """The Compared of one indicator, without what the others say of it."""
    stated, points = matched.stated, before.by_period
    figures = {figure.period: figure for figure in stated.figures}
    periods = sorted([*points, *(period for period in figures if period not in points)])
    # Without a rule there is nothing to rate, and of a series that is loaded for the first time no more to ask.
    rags = {point.period: point.rag for point in after.points} if after.thresholds.rows else {}
    states = {
        period: _state(figures.get(period), points[period], rags.get(period, NOT_RATED)) if period in points else NEW
        for period in periods
    }
    listed = [period for period in periods if period in figures or states[period] == RERATED]
    counted = [period for period in listed if period in points]
    units = _units(after, listed)
    return Compared(
        row=position,
        ref=stated.ref,
        title=stated.title,
        section=section,
        slug=matched.slug if before.definitions.rows else "",
        unit=after.definition.unit,
        figures=tuple([figures.get(period) or _not_in_file(points[period]) for period in listed]),
        states=tuple([states[period] for period in listed]),
        known={period: _known(points[period]) for period in counted},
        rags={period: rags[period] for period in listed if period in rags} if rags else {},
        units=units,
        earlier=_earlier(points, listed) if points else {},
        flags=_out_of_proportion(before, after, figures, periods, states, units),
    )


def _state(figure, old, rag):
    if figure and not same_figure(figure, old):
        return CHANGED
    return SAME if rag == old.rag else RERATED


def _units(series, periods):
    """{period: unit} of those that are measured in another unit than the newest."""
    if len(series.definitions.rows) == 1:
        return {}
    units = {period: series.definition_on(period.end).unit for period in periods}
    return {period: unit for period, unit in units.items() if unit != series.definition.unit}


def _not_in_file(point):
    """A figure that counts, as the Figure of a file that leaves it as it is."""
    row = point.observation
    return Figure(point.period, row.value, row.text, "", row.status, row.decimals, row.qualifier)


def _known(point):
    row = point.observation
    return Known(
        value=row.value,
        text=row.text,
        decimals=row.decimals,
        qualifier=row.qualifier,
        unit=point.definition.unit,
        rag=point.rag,
        published_rag=point.published_rag,
        published_direction=point.published_direction,
    )


def _earlier(points, listed):
    """{period: value} of those that count, aren't listed, and stand right before one that is new."""
    before = {period.previous for period in listed if period not in points}.intersection(points).difference(listed)
    return {period: value for period in before if (value := points[period].value) is not None}


def _out_of_proportion(before, after, figures, periods, states, units):
    """{period: (sentence,)} for new and changed figures that are out of all proportion to those of their kind."""
    points = before.points
    held = [figures.get(period) or before.by_period[period].observation for period in periods]
    counting = _by_kind([p.period for p in points], [p.value for p in points], [_kind(point) for point in points])
    alike = _by_kind(periods, [row.value for row in held], _kinds(periods, held, after.breaks))
    found = {}
    for kind, own in alike.items():
        known = counting.get(kind)
        for period, value in (known or own).not_enclosing(own.values):
            if states[period] not in (NEW, CHANGED) or (not known and own.is_like_the_others(period)):
                continue
            history = known.without(period) if known else []
            compared = list(known.values.values()) if known else own.without(period)
            unit = units.get(period, after.definition.unit)
            # What is a hundred times out is beyond its limits too; the first says more.
            sentence = flags.hundredfold(value, compared, unit) or flags.beyond_limits(value, history, unit)
            if sentence:
                found[period] = (sentence,)
    return found


def _kind(point):
    """What a figure can be compared with: those of the same kind."""
    return point.period.frequency, point.stated.qualifier, point.stretch


def _kinds(periods, rows, breaks):
    """The same of rows: another qualifier, such as 6m+, or a break says that something else was measured."""
    measured = [row.qualifier and measured_as(row.qualifier) for row in rows]
    stretches = [bisect_right(breaks, period.end) for period in periods] if breaks else [0] * len(periods)
    return zip([period.frequency for period in periods], measured, stretches, strict=True)


def _by_kind(periods, values, kinds):
    """{kind: its _Figures} of the periods that have a value."""
    found = defaultdict(dict)
    for period, value, kind in zip(periods, values, kinds, strict=True):
        if value is not None:
            found[kind][period] = value
    return {kind: _Figures(of_kind) for kind, of_kind in found.items()}


class _Figures:
    """The `values` of an indicator that can be compared with each other, by period, in order of time."""

    def __init__(self, values):
        self.values = values
        ordered = sorted(values.values())
        # The two lowest and the two highest, the outermost first; one where there is only one.
        self._lowest, self._highest = ordered[:2], ordered[:-3:-1]

    def not_enclosing(self, values):
        """(period, value) of those values that don't lie between those of other periods: of a hundred it is a few.

        The others are not out of proportion to them.
        """
        if len(self.values) < 3:
            return list(values.items())
        low, high = self._lowest[1], self._highest[1]
        outer = [(period, value) for period, value in values.items() if not low <= value <= high]
        return [(period, value) for period, value in outer if not self._encloses(period, value)]

    def is_like_the_others(self, period):
        """Whether the value of a period is of the size of the others, which is all that can be said of new figures."""
        return flags.is_of_their_size(self.values[period], *self._others(period))

    def _encloses(self, period, value):
        lowest, highest = self._others(period)
        return lowest <= value <= highest

    def _others(self, period):
        """The lowest and the highest value of other periods than that; its own where there are none."""
        own, lowest, highest = self.values.get(period), self._lowest, self._highest
        return lowest[-1 if own == lowest[0] else 0], highest[-1 if own == highest[0] else 0]

    def without(self, period):
        """All values but that of a period."""
        return [value for each, value in self.values.items() if each != period]


def _with_repeats(compared, matches, before):
    """The same, with what is to be said of figures that repeat a neighbour's."""
    told = [
        flags.Row(
            section=matched.stated.section,
            unit=matched.stated.unit,
            known={point.period: point.value for point in series.points},
            stated={figure.period: figure.value for figure in matched.stated.figures},
            new=_of_state(NEW, one),
            restated=_of_state(CHANGED, one),
        )
        for one, matched, series in zip(compared, matches, before, strict=True)
    ]
    more = defaultdict(dict)
    for (row, period), sentence in flags.repeats(told).items():
        more[row][period] = (*compared[row].flags.get(period, ()), sentence)
    return [replace(one, flags=one.flags | more[one.row]) if one.row in more else one for one in compared]


def _of_state(wanted, compared):
    """The periods of the figures of that state."""
    if wanted not in compared.states:
        return []
    return [figure.period for figure, state in zip(compared.figures, compared.states, strict=True) if state == wanted]
