"""Figure by figure, what a commit would do: the old value and the new, by how much, rated as they will be."""

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from importers import flags, rows
from importers.progress import COMPARING, quiet
from indicators.figures import format_difference
from indicators.models import Indicator, RagThreshold, Section, Target
from indicators.periods import Period
from indicators.series import Series, related
from reports.scorecard import figure_text

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
    related([after for _, after in pairs])
    for position, (matched, (before, after)) in enumerate(zip(preview.matches, pairs, strict=True)):
        of_row = _of_indicator(position, matched, before, after)
        changes += of_row
        known.append(_values(before.points))
        stated.append({figure.period: figure.value for figure in matched.stated.figures})
        cells += _cells(of_row, stated[-1], matched.stated)
        tell(COMPARING, position + 1, len(preview.matches))
    repeated = flags.repeats(cells, known, stated)
    return tuple(_with_flag(change, repeated.get((change.row, change.period))) for change in changes)


def _before_and_after(preview, position, by_hand, batch):
    matched = preview.matches[position]
    indicator = matched.indicator or Indicator(authority=preview.authority, ref=matched.stated.ref, slug=matched.slug)
    before = preview.series.get(indicator.pk) or _without_figures(indicator, by_hand)
    after = _as_committed(position, matched, indicator, before, batch)
    after.peers = {series.indicator.slug: series for series in preview.series.values()}
    return before, after


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


def _as_committed(position, matched, indicator, before, batch):
    """The Series that there would be: what stands today, and over it what the file states."""
    stated = matched.stated
    section = Section(authority=batch.authority, title=stated.section)
    known = {point.period: point.observation for point in before.points}
    for new in rows.observations(batch, indicator, stated):
        point = before.at(new.period)
        # What an earlier report printed stays as printed, where this one prints nothing.
        if point and (point.published_rag or point.published_direction):
            new = new._replace(
                published_rag=new.published_rag or point.published_rag,
                published_direction=new.published_direction or point.published_direction,
            )
        known[new.period] = new
    return Series(
        indicator,
        before.definitions.stated([rows.definition(batch, indicator, section, position, matched)]).rows,
        before.targets.stated(rows.targets(batch, indicator, stated)).rows,
        before.thresholds.stated(rows.thresholds(batch, indicator, stated)).rows,
        sorted(known.values(), key=lambda observation: observation.period_start),
        {point.observation.batch_id: point.batch for point in before.points} | {batch.pk: batch},
        surroundings=before.surroundings,
    )


def _of_indicator(position, matched, before, after):
    """The changes of one indicator, in order of time."""
    figures = {figure.period: figure for figure in matched.stated.figures}
    kinds, kinds_after = _by_kind(before.points), _by_kind(after.points)
    section = Section(title=matched.stated.section).heading
    slug = matched.slug if before.definitions.rows else ""
    found = []
    for new in after.points:
        old, figure = before.at(new.period), figures.get(new.period)
        state = _state(figure, old, new)
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
            before=_text(old) if old else "",
            after=_text(new),
            change=_difference(old, new, after),
            rag_before=old.rag if old else "",
            rag=new.rag,
            note=_printed(figure, old),
            locator=figure.locator if figure else "",
            flags=(flag,) if flag else (),
        )
        found.append(change)
    return found


def _state(figure, old, new):
    if old is None:
        return NEW
    if figure and not same_figure(figure, old):
        return CHANGED
    return SAME if new.rag == old.rag else RERATED


def _text(point):
    qualifier = point.observation.qualifier
    return f"{figure_text(point)} ({qualifier})" if qualifier else figure_text(point)


def _difference(old, new, after):
    """`+3 percentage points`; for a new figure against the period before it: `−4 on Oct 2017`."""
    other = old or after.at(new.period.previous)
    if other is None or other.value is None or new.value is None:
        return ""
    on = "" if old else f" on {other.period.short_label}"
    if other.value == new.value:
        return "" if old else f"no change{on}"
    sign = "+" if new.value > other.value else "−"
    return f"{sign}{format_difference(abs(new.value - other.value), new.definition.unit)}{on}"


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
    """`before` and `after` are the figures of the indicator by `_kind`."""
    if new.value is None:
        return ""
    unit, kind = new.definition.unit, _kind(new)
    others = before.get(kind)
    if (others or after[kind]).enclose(new.period, new.value):
        return ""
    history = others.without(new.period) if others else []
    compared = others.values if others else after[kind].without(new.period)
    # What is a hundred times out is beyond its limits too; the first says more.
    return flags.hundredfold(new.value, compared, unit) or flags.beyond_limits(new.value, history, unit)


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


def _by_kind(points):
    """{kind: its _Figures}."""
    kinds = defaultdict(_Figures)
    for point in points:
        if point.value is not None:
            kinds[_kind(point)].add(point.period, point.value)
    return kinds


def _kind(point):
    """A changed qualifier, such as 6m+, means that something else was measured, and so does a break."""
    return point.period.frequency, point.stated.qualifier, point.stretch


def _values(points):
    return {point.period: point.value for point in points}


def _cells(changes, values, stated):
    return [
        flags.Cell(c.row, stated.section, c.period, values[c.period], stated.unit, c.state == NEW)
        for c in changes
        if c.state in (NEW, CHANGED) and values[c.period] is not None
    ]


def _with_flag(change, sentence):
    return change._replace(flags=(*change.flags, sentence)) if sentence else change
