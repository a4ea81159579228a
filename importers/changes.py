"""Figure by figure, what a commit would do: the old value and the new, by how much, rated as they will be."""

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from importers import flags, rows
from importers.progress import COMPARING, quiet
from indicators.figures import format_difference, format_value
from indicators.models import Indicator, RagThreshold, Section, Target
from indicators.periods import Period
from indicators.qualifiers import measured_as
from indicators.rating import NOT_RATED
from indicators.series import Series, related

# What happens to a figure. Rerated: the value stays, and a changed rule or target rates it otherwise.
NEW, CHANGED, SAME, RERATED = "new", "changed", "same", "rerated"


class Change(NamedTuple):
    """One figure of a preview. `before` and `rag_before` are "" where nothing counts yet.

    `change` is the difference in words, for a new figure the one to the period before it. `note` says what else
    differs in how it was printed, `flags` why a person should look at it. Without a `locator` it isn't in the file.
    """

    state: str
    row: int
    ref: str
    title: str
    section: str
    slug: str
    period: Period
    before: str
    after: str
    change: str
    rag_before: str
    rag: str
    note: str
    locator: str
    flags: tuple[str, ...] = ()


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
    """A Change for each figure of the file, and for each that would be rated otherwise, in the report's order.

    `tell` hears how many of the indicators are compared (see `importers.progress`).
    """
    batch = rows.batch_of(preview)
    by_hand = _by_hand(preview)
    changes, cells, known, stated = [], [], [], []
    pairs = [_before_and_after(preview, position, by_hand, batch) for position in range(len(preview.matches))]
    # A rule may take another row of the file as its cohort, so all are told of each other before any is rated.
    related([after for _, after, _ in pairs])
    for position, (matched, (before, after, observations)) in enumerate(zip(preview.matches, pairs, strict=True)):
        of_row = _of_indicator(position, matched, before, after, observations)
        changes += of_row
        known.append(_values(before.points))
        stated.append({figure.period: figure.value for figure in matched.stated.figures})
        cells += _cells(of_row, stated[-1], matched.stated)
        tell(COMPARING, position + 1, len(preview.matches))
    repeated = flags.repeats(cells, known, stated)
    return tuple(_with_flag(change, repeated.get((change.row, change.period))) for change in changes)


def _before_and_after(preview, position, by_hand, batch):
    """(the Series that counts, the one that there would be, the latter's rows by period in order of time)."""
    matched = preview.matches[position]
    indicator = matched.indicator or Indicator(authority=preview.authority, ref=matched.stated.ref, slug=matched.slug)
    before = preview.series.get(indicator.pk) or _without_figures(indicator, by_hand)
    observations = _observations(matched, indicator, before, batch)
    after = _as_committed(position, matched, indicator, before, batch, observations)
    after.peers = {series.indicator.slug: series for series in preview.series.values()}
    return before, after, observations


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


def _observations(matched, indicator, before, batch):
    """What stands today, and over it what the file states."""
    known = {point.period: point.observation for point in before.points}
    stated, points = matched.stated, before.by_period
    for figure, new in zip(stated.figures, rows.observations(batch, indicator, stated), strict=True):
        point = points.get(figure.period)
        # What an earlier report printed stays as printed, where this one prints nothing.
        if point and (point.published_rag or point.published_direction):
            new = new._replace(
                published_rag=new.published_rag or point.published_rag,
                published_direction=new.published_direction or point.published_direction,
            )
        known[figure.period] = new
    return {period: known[period] for period in sorted(known)}


def _as_committed(position, matched, indicator, before, batch, observations):
    """The Series that there would be, of such rows."""
    stated = matched.stated
    section = Section(authority=batch.authority, title=stated.section)
    return Series(
        indicator,
        before.definitions.stated([rows.definition(batch, indicator, section, position, matched)]).rows,
        before.targets.stated(rows.targets(batch, indicator, stated)).rows,
        before.thresholds.stated(rows.thresholds(batch, indicator, stated)).rows,
        list(observations.values()),
        {point.observation.batch_id: point.batch for point in before.points} | {batch.pk: batch},
        surroundings=before.surroundings,
    )


def _of_indicator(position, matched, before, after, observations):
    """The changes of one indicator, in order of time."""
    figures = {figure.period: figure for figure in matched.stated.figures}
    held = _held(after, observations)
    values = {each.period: each.value for each in held}
    kinds, kinds_after = _by_kind(map(_held_before, before.points)), _by_kind(held)
    # Without a rule there is nothing to rate, and of a series that is loaded for the first time no more to ask.
    rags = {point.period: point.rag for point in after.points} if after.thresholds.rows else {}
    section = Section(title=matched.stated.section).heading
    slug = matched.slug if before.definitions.rows else ""
    old_points = before.by_period
    found = []
    for new in held:
        old, figure, rag = old_points.get(new.period), figures.get(new.period), rags.get(new.period, NOT_RATED)
        state = _state(figure, old, rag)
        if figure is None and state == SAME:
            continue
        flag = _out_of_proportion(new, kinds, kinds_after) if state in (NEW, CHANGED) else ""
        change = Change(
            state=state,
            row=position,
            ref=matched.stated.ref,
            title=matched.stated.title,
            section=section,
            slug=slug,
            period=new.period,
            before=_text(_held_before(old)) if old else "",
            after=_text(new),
            change=_difference(old, new, values),
            rag_before=old.rag if old else "",
            rag=rag,
            note=_printed(figure, old),
            locator=figure.locator if figure else "",
            flags=(flag,) if flag else (),
        )
        found.append(change)
    return found


class _Held(NamedTuple):
    """A figure that counts, or will: its row, as it stands among the others of its indicator.

    `kind` is of those that it can be compared with: a changed qualifier, such as 6m+, means that something else was
    measured, and so does a break.
    """

    period: Period
    value: Decimal | None
    row: object
    unit: str
    kind: tuple[str, str, int]


def _held(series, observations):
    """The _Held of each row of a Series, in order of time."""
    breaks, is_described_once = series.breaks, len(series.definitions.rows) == 1
    unit, found = series.definition.unit, []
    for period, row in observations.items():
        if not is_described_once:
            unit = series.definition_on(period.end).unit
        measured = measured_as(row.qualifier) if row.qualifier else ""
        stretch = bisect_right(breaks, period.end) if breaks else 0
        found.append(_Held(period, row.value, row, unit, (period.frequency, measured, stretch)))
    return found


def _held_before(point):
    kind = point.period.frequency, point.stated.qualifier, point.stretch
    return _Held(point.period, point.value, point.observation, point.definition.unit, kind)


def _state(figure, old, rag):
    if old is None:
        return NEW
    if figure and not same_figure(figure, old):
        return CHANGED
    return SAME if rag == old.rag else RERATED


def _text(held):
    row = held.row
    text = row.text if held.value is None else format_value(held.value, held.unit, row.decimals)
    return f"{text} ({row.qualifier})" if row.qualifier else text


def _difference(old, new, values):
    """`+3 percentage points`; for a new figure against the period before it: `−4 on Oct 2017`."""
    period = new.period if old else new.period.previous
    other = old.value if old else values.get(period)
    if other is None or new.value is None:
        return ""
    on = "" if old else f" on {period.short_label}"
    if other == new.value:
        return "" if old else f"no change{on}"
    sign = "+" if new.value > other else "−"
    return f"{sign}{format_difference(abs(new.value - other), new.unit)}{on}"


def _printed(figure, old):
    """What differs besides the value, in words."""
    if figure is None or old is None:
        return ""
    pairs = (
        ("rating", figure.published_rag, old.published_rag),
        ("direction", figure.published_direction, old.published_direction),
    )
    told = [f"printed {name} was {was or 'none'}, now {now}" for name, now, was in pairs if now not in ("", was)]
    return "; ".join(told).replace("_", " ").capitalize()


def _out_of_proportion(new, before, after):
    """`before` and `after` are the figures of the indicator by their kinds."""
    if new.value is None:
        return ""
    others, alike = before.get(new.kind), after[new.kind]
    if (others or alike).enclose(new.period, new.value):
        return ""
    history = others.without(new.period) if others else []
    compared = others.values if others else alike.without(new.period)
    # What is a hundred times out is beyond its limits too; the first says more.
    return flags.hundredfold(new.value, compared, new.unit) or flags.beyond_limits(new.value, history, new.unit)


class _Figures:
    """The values of an indicator that can be compared with each other, in order of time."""

    def __init__(self):
        self.values = []
        self._places = {}

    def add(self, period, value):
        self._places[period] = len(self.values)
        self.values.append(value)

    def enclose(self, period, value):
        """Whether the value lies between those of other periods: then it is not out of proportion to them."""
        place = self._places.get(period)
        own = None if place is None else self.values[place]
        lowest, highest = self._extremes
        low, high = lowest[-1 if own == lowest[0] else 0], highest[-1 if own == highest[0] else 0]
        return len(self.values) > 2 and low <= value <= high

    @cached_property
    def _extremes(self):
        """The two lowest values, and the two highest, the outermost first; one where there is only one."""
        ordered = sorted(self.values)
        return ordered[:2], ordered[:-3:-1]

    def without(self, period):
        """All of them but that of a period."""
        place = self._places.get(period)
        return self.values if place is None else self.values[:place] + self.values[place + 1 :]


def _by_kind(held):
    """{kind: its _Figures}."""
    kinds = defaultdict(_Figures)
    for each in held:
        if each.value is not None:
            kinds[each.kind].add(each.period, each.value)
    return kinds


def _values(points):
    return {point.period: point.value for point in points}


def _cells(changes, values, stated):
    section, unit = stated.section, stated.unit
    return [
        flags.Cell(change.row, section, change.period, value, unit, change.state == NEW)
        for change in changes
        if change.state in (NEW, CHANGED) and (value := values[change.period]) is not None
    ]


def _with_flag(change, sentence):
    return change._replace(flags=(*change.flags, sentence)) if sentence else change
