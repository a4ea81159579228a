"""What a figure is compared with for its direction of travel: the rules that an indicator's definition names.

A rule looks at earlier figures of the same kind of period. Where one that it needs is missing, or was measured in
another way, there is no comparison, and a sentence says why.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.periods import Period, long_date

PREVIOUS, YEAR_BEFORE, YEAR_START, LAST_FOUR = "previous", "year_before", "year_start", "last_four"
WORDS = {
    PREVIOUS: "against the figure before",
    YEAR_BEFORE: "against the same period a year before",
    YEAR_START: "against the first figure of the financial year",
    LAST_FOUR: "against the average of the four figures before",
}
AVERAGED = 4


@dataclass(frozen=True)
class Stated:
    """A figure as far as comparing goes: `qualifier`, `unit` and `basis` are how it was measured.

    `value` is a Decimal in the unit, or None for a symbol. `since` is the day from which the indicator has measured
    what the figure is of, as a person recorded it: None where it never measured anything else before.
    """

    period: Period
    value: Decimal | None
    qualifier: str = ""
    unit: str = ""
    basis: str = ""
    since: date | None = None

    def is_alike(self, other):
        """Whether both measure the same. A basis that nobody has stated contradicts none."""
        same_basis = self.basis == other.basis or not (self.basis and other.basis)
        measured = (self.qualifier, self.unit, self.since)
        return measured == (other.qualifier, other.unit, other.since) and same_basis


@dataclass(frozen=True)
class Base:
    """What to compare with: `value`, which `against` names for a sentence; or None, and `why_not`, a sentence."""

    value: Decimal | None
    against: str = ""
    why_not: str = ""


def base_of(figure, earlier, rule):
    """The Base of a Stated figure by a rule. `earlier`: those before it, with values, of its frequency, oldest first.

    Raises ValueError for a rule that there isn't.
    """
    if rule not in WORDS:
        raise ValueError(f"there is no direction rule '{rule}'")
    chosen, words = _CHOOSE[rule](figure, earlier)
    if not chosen:
        return Base(None, why_not=words)
    changed = [other for other in chosen if not other.is_alike(figure)]
    if changed:
        return Base(None, why_not=_what_changed(figure, changed[-1]))
    return Base(sum(other.value for other in chosen) / len(chosen), against=words)


def _what_changed(figure, before):
    if figure.since != before.since:
        return f"What it measures changed on {long_date(figure.since)}: no comparison across that."
    return f"What is measured changed after {before.period.label}: no comparison across it."


def _previous(_, earlier):
    if not earlier:
        return (), "There is no figure for an earlier period to compare with."
    return earlier[-1:], f"{earlier[-1].period.label}, the figure before"


def _year_before(figure, earlier):
    sought = figure.period.year_before
    found = tuple(other for other in earlier if other.period == sought)
    if not found:
        return (), f"There is no figure for {sought.label}, a year before, to compare with."
    return found, f"{sought.label}, a year before"


def _year_start(figure, earlier):
    year = figure.period.financial_year
    found = tuple(other for other in earlier if other.period.financial_year == year)[:1]
    if not found:
        return (), f"It is the first figure of {year.label}, so there is none to compare with."
    return found, f"{found[0].period.label}, the first figure of {year.label}"


def _last_four(_, earlier):
    found = earlier[-AVERAGED:]
    if len(found) < AVERAGED:
        return (), "There are fewer than four earlier figures to take the average of."
    return found, f"the average of the four figures from {found[0].period.label} to {found[-1].period.label}"


_CHOOSE = {PREVIOUS: _previous, YEAR_BEFORE: _year_before, YEAR_START: _year_start, LAST_FOUR: _last_four}
