"""What ties the figures of a pack to each other, as equations that any reader may know to hold.

Taken from what the catalogue knows (numerators, denominators, measures, bases), from titles that differ in `year to
date` alone, and where nobody has said anything from what is usual: that a year's total of a count is printed somewhere,
and may be a total of a section's counts.
"""

import re
from collections import defaultdict
from itertools import groupby, pairwise

from indicators.disclosure import Ledger, Share, Sum, withhold
from indicators.models import Definition, Relation, Unit

_BASIS, _ROLE = Definition.Basis, Relation.Role
# Counts of these are never added up over months.
_NEVER_SUMMED = (_BASIS.SNAPSHOT, _BASIS.YEAR_TO_DATE, _BASIS.ROLLING_12_MONTHS, _BASIS.ANNUAL)
_SPAN = re.compile(
    r"\b(year to date|ytd|cumulative|(during|in|for|this|each|the|of) (the )?(month|quarter|week|year))\b"
)
_APART = re.compile(r"[^a-z0-9]+")


def withheld_figures(tables, limits):
    """The (slug, period) of each figure of the Tables that a public pack withholds, by the `suppression.Limits`."""
    return withhold(ledger_of(tables, limits), limits)


def ledger_of(tables, limits):
    """The Ledger of all figures of the Tables. Its keys are (slug, period), those of what isn't printed are longer."""
    return _Linking(tables, limits).ledger()


class _Linking:
    def __init__(self, tables, limits):
        self.limits = limits
        self.lines = [(line, section.slug) for table in tables for section in table.sections for line in section.lines]
        self.figures = {(line.slug, figure.period): figure for line, _ in self.lines for figure in line.figures}
        self.counts = {
            (line.slug, figure.period): int(figure.value)
            for line, _ in self.lines
            for figure in line.figures
            if _is_count(line, figure)
        }
        self.equations, self.tied, self.groups = [], [], []
        self.hidden, self.known = set(), set()

    def ledger(self):
        self._running_totals()
        self._years()
        self._sections()
        self._same_figures()
        for line, _ in self.lines:
            self._parts(line)
        return Ledger(
            self.counts,
            tuple(self.equations),
            frozenset(self.hidden),
            frozenset(self.known),
            tuple(self.tied),
            tuple(self.groups),
        )

    def _running_totals(self):
        """A running total is the one before it and the count of its month, whether that is printed or not."""
        by_stem = {
            (section, _stem(line)): line.slug for line, section in self.lines if line.basis != _BASIS.YEAR_TO_DATE
        }
        for line, section in self.lines:
            if line.basis != _BASIS.YEAR_TO_DATE:
                continue
            month_by_month = by_stem.get((section, _stem(line)))
            for _, keys in groupby(self._keys(line), key=lambda key: key[1].financial_year):
                in_year = list(keys)
                for before, key in pairwise(in_year):
                    self._step(before, key, (month_by_month, key[1]))
                first = in_year[0]
                if first[1].start == first[1].financial_year.start:
                    self._same(first, (month_by_month, first[1]))

    def _step(self, before, key, month):
        grown_by = self.counts[key] - self.counts[before]
        if grown_by < 0:
            return  # cleansed since, so that nothing follows from the two
        step = ("step", *key)
        self.counts[step] = grown_by
        self.hidden.add(step)
        self.equations.append(Sum(key, (before, step)))
        if month in self.figures and before[1].next == key[1]:
            self._same(step, month)

    def _same(self, one, other):
        """The two are one number; where they differ though they ought not, each tells roughly what the other is."""
        if other not in self.counts:
            return
        if self.counts[one] == self.counts[other]:
            self.equations.append(Sum(one, (other,)))
        elif one in self.hidden:
            self.tied.append((one[1:], other))
        else:
            self.tied += [(one, other), (other, one)]

    def _years(self):
        """What a count of each month comes to in a year is printed in the returns of that year."""
        for line, _ in self.lines:
            if line.basis in _NEVER_SUMMED:
                continue
            for year, keys in groupby(self._keys(line), key=lambda key: key[1].financial_year):
                months = tuple(keys)
                total = sum(self.counts[month] for month in months)
                others = sum(self.counts[month] > 0 for month in months) - 1
                # Of one month there is no total, and one that would give its months away even if all of them were
                # withheld has to be withheld itself, wherever it is printed.
                if len(months) > 1 and total > self.limits.largest and total - others >= self.limits.possible:
                    self.counts["year", line.slug, year] = total
                    self.known.add(("year", line.slug, year))
                    self.equations.append(Sum(("year", line.slug, year), months))

    def _sections(self):
        """Whether the counts of a section add up to anything nobody has said."""
        by_section = defaultdict(list)
        for line, section in self.lines:
            for key in self._keys(line):
                by_section[section, line.basis == _BASIS.YEAR_TO_DATE, key[1]].append(key)
        self.groups = [tuple(keys) for keys in by_section.values()]

    def _same_figures(self):
        """Two indicators of one measure, or of one title, have one figure at the end of a week and of its month."""
        for name in ("measure", "title"):
            found = defaultdict(list)
            for line, _ in self.lines:
                for key in self._keys(line):
                    if getattr(line, name):
                        found[getattr(line, name), line.basis, key[1].end].append(key)
            for keys in found.values():
                for one, other in pairwise(keys):
                    self._same(one, other)

    def _parts(self, line):
        """A percentage with its numerator and denominator; a rate and its numerator alone give each other away."""
        parts = dict(line.parts)
        for figure in line.figures:
            key = (line.slug, figure.period)
            numerator = (parts.get(_ROLE.NUMERATOR), figure.period)
            denominator = (parts.get(_ROLE.DENOMINATOR), figure.period)
            if figure.value is None:
                continue
            if line.unit == Unit.PERCENT and denominator in self.counts:
                self._share(key, figure, numerator, denominator)
            elif numerator in self.counts:
                self.tied.append((key, numerator))

    def _share(self, key, figure, numerator, denominator):
        if numerator not in self.counts:
            numerator = ("numerator", *key)
            self.counts[numerator] = int((figure.value * self.counts[denominator] / 100).to_integral_value())
            self.hidden.add(numerator)
        rest = self.counts[denominator] - self.counts[numerator]
        share = Share(key, numerator, denominator, figure.value, figure.decimals)
        if rest < 0 or not share.holds(self.counts, {key}):
            # The two are of other children, or another day, so that nothing exact follows; only roughly what it is.
            self.tied.append((key, numerator))
            return
        # Those who are not counted are children, too.
        self.counts["rest", *key] = rest
        self.hidden.add(("rest", *key))
        self.equations += [share, Sum(denominator, (numerator, ("rest", *key)))]

    def _keys(self, line):
        """The keys of a line's counts, oldest first."""
        return [(line.slug, f.period) for f in line.figures if (line.slug, f.period) in self.counts]


def _is_count(line, figure):
    """A number without a fraction. Averages that happen to have none are taken for counts, to be sure."""
    value = figure.value
    return line.unit == Unit.NUMBER and value is not None and value >= 0 and value == value.to_integral_value()


def _stem(line):
    """What a title says besides the time that it is about."""
    return _APART.sub(" ", _SPAN.sub(" ", _APART.sub(" ", line.title.lower()))).strip()
