"""What is withheld so that no small count can be worked out: examples, and an attacker who reckons with intervals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators.disclosure import Ledger, Share, Sum, withhold
from indicators.suppression import Limits

LIMITS = Limits(smallest=1, largest=5, possible=5)


def test_with_nothing_small_nothing_is_withheld():
    assert withhold(Ledger({"a": 6, "b": 0, "total": 6}, (Sum("total", ("a", "b")),)), LIMITS) == frozenset()


def test_a_small_count_alone_is_withheld_alone():
    assert withhold(Ledger({"a": 3, "b": 60}), LIMITS) == {"a"}


def test_a_total_takes_the_next_smallest_with_it():
    ledger = Ledger({"a": 3, "b": 40, "c": 12, "total": 55}, (Sum("total", ("a", "b", "c")),))
    assert withhold(ledger, LIMITS) == {"a", "c"}


def test_a_zero_is_never_withheld():
    ledger = Ledger({"a": 3, "b": 0, "total": 3}, (Sum("total", ("a", "b")),))
    assert withhold(ledger, LIMITS) == {"a", "total"}


def test_small_counts_whose_sum_leaves_few_values_take_another():
    """1 and 2 of a total of 12: whoever sees 9 beside them has two values left for each."""
    ledger = Ledger({"a": 1, "b": 2, "c": 9, "total": 12}, (Sum("total", ("a", "b", "c")),))
    assert withhold(ledger, LIMITS) == {"a", "b", "c"}


def test_two_running_totals_give_their_month_away():
    ledger = Ledger({"may": 20, "june": 22, "step": 2}, (Sum("june", ("may", "step")),), hidden=frozenset({"step"}))
    assert withhold(ledger, LIMITS) == {"may"}


def test_a_percentage_with_a_known_denominator_is_withheld_with_its_numerator():
    ledger = Ledger(
        {"few": 3, "all": 40}, (Share("share", "few", "all", Decimal("7.5"), 1),)
    )  # fmt: skip
    assert withhold(ledger, LIMITS) == {"few", "share"}


def test_a_rounded_percentage_of_many_may_stay():
    """37% of 1,000 may be anything from 365 to 374, but 0% says that there are few."""
    ledger = Ledger({"few": 4, "all": 3000}, (Share("share", "few", "all", Decimal(0), 0),))
    assert withhold(ledger, LIMITS) == {"few"}


def test_what_is_tied_goes_along():
    ledger = Ledger({"count": 2}, tied=(("other", "rate"), ("rate", "count")))
    assert withhold(ledger, LIMITS) == {"count", "rate", "other"}


def test_of_a_group_never_one_alone():
    ledger = Ledger({"a": 2, "b": 0, "c": 30, "d": 20}, groups=(("a", "b", "c", "d"),))
    assert withhold(ledger, LIMITS) == {"a", "d"}


@st.composite
def ledgers(draw):
    """A table of small numbers with totals of its rows and columns, running totals of one row, shares of another."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    counts = {(r, c): draw(st.integers(0, 14)) for r in range(rows) for c in range(columns)}
    equations, hidden, known = [], set(), set()
    for r in range(rows):
        cells = tuple((r, c) for c in range(columns))
        counts["row", r] = sum(counts[cell] for cell in cells)
        equations.append(Sum(("row", r), cells))
        if counts["row", r] > LIMITS.largest and draw(st.booleans()):
            known.add(("row", r))
    for c in range(columns):
        cells = tuple((r, c) for r in range(rows))
        counts["column", c] = sum(counts[cell] for cell in cells)
        equations.append(Sum(("column", c), cells))
    if draw(st.booleans()):
        counts["run", 0] = counts[0, 0]
        equations.append(Sum(("run", 0), ((0, 0),)))
        for before, c in pairwise(range(columns)):
            counts["run", c] = counts["run", before] + counts[0, c]
            equations.append(Sum(("run", c), (("run", before), (0, c))))
    if draw(st.booleans()):
        hidden = {(0, c) for c in range(columns)}
    for c in range(columns):
        if counts["column", c] and draw(st.booleans()):
            decimals = draw(st.integers(0, 1))
            exact = Decimal(100 * counts[0, c]) / counts["column", c]
            printed = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            equations.append(Share(("share", c), (0, c), ("column", c), printed, decimals))
    return Ledger(counts, tuple(equations), frozenset(hidden), frozenset(known))


@given(ledgers())
@hypothesis_settings(max_examples=150)
def test_an_attacker_narrows_no_small_count_to_fewer_values_than_allowed(ledger):
    withheld = withhold(ledger, LIMITS)
    assert all(
        key in withheld or not LIMITS.is_small(ledger.counts[key]) for key in ledger.counts if key in ledger.printed
    )
    assert not any(ledger.counts.get(key) == 0 for key in withheld)
    unknown = withheld | ledger.hidden
    if _all_but_known_is_withheld(ledger, withheld):
        return
    spans = attack(ledger, unknown)
    pinned = determined(ledger, unknown)
    for key, count in ledger.counts.items():
        if LIMITS.is_small(count) and key in unknown:
            low, high = spans[key]
            assert low <= count <= (count if high is None else high)
            assert high is None or high - low + 1 >= LIMITS.possible, key
            assert key not in pinned


def _all_but_known_is_withheld(ledger, withheld):
    """Against a total that is printed elsewhere there is no more to withhold than everything but zeros."""
    return all(key in withheld or not ledger.counts.get(key, 1) for key in ledger.printed)


def attack(ledger, unknown):
    """The interval that each unknown count must lie in, narrowed by every equation until nothing moves."""
    spans = {
        key: (0 if key in ledger.hidden else 1, None) if key in unknown else (count, count)
        for key, count in ledger.counts.items()
    }
    for _ in range(60):
        before = dict(spans)
        for equation in ledger.equations:
            if isinstance(equation, Sum):
                _narrow_sum(equation, spans)
            elif equation.share not in unknown:
                _narrow_share(equation, spans)
        if spans == before:
            break
    return spans


def _narrow_sum(equation, spans):
    def add(highs):
        return None if None in highs else sum(highs)

    parts = equation.parts
    _within(spans, equation.total, sum(spans[p][0] for p in parts), add([spans[p][1] for p in parts]))
    for part in parts:
        others = [p for p in parts if p != part]
        most = spans[equation.total][1]
        highest = None if most is None else most - sum(spans[p][0] for p in others)
        rest = add([spans[p][1] for p in others])
        lowest = 0 if rest is None else spans[equation.total][0] - rest
        _within(spans, part, lowest, highest)


def _narrow_share(equation, spans):
    half = Fraction(1, 2 * 10**equation.decimals)
    low, high = (Fraction(equation.printed) - half) / 100, (Fraction(equation.printed) + half) / 100
    n, d = equation.numerator, equation.denominator
    _within(spans, n, _up(low * spans[d][0]), None if spans[d][1] is None else _down(high * spans[d][1]))
    if low > 0:
        _within(spans, d, _up(spans[n][0] / high), None if spans[n][1] is None else _down(spans[n][1] / low))


def _within(spans, key, low, high):
    was_low, was_high = spans[key]
    highs = [each for each in (was_high, high) if each is not None]
    spans[key] = (max(was_low, low), min(highs) if highs else None)


def _up(value):
    return -((-value.numerator) // value.denominator)


def _down(value):
    return value.numerator // value.denominator


def determined(ledger, unknown):
    """The unknown counts that the sums have one solution for, by elimination."""
    names = sorted(unknown & ledger.counts.keys(), key=str)
    rows = []
    for equation in ledger.equations:
        if isinstance(equation, Sum):
            signs = {equation.total: Fraction(1)}
            for part in equation.parts:
                signs[part] = signs.get(part, Fraction(0)) - 1
            rows.append([signs.get(name, Fraction(0)) for name in names])
    pivot = 0
    for column in range(len(names)):
        found = next((n for n in range(pivot, len(rows)) if rows[n][column]), None)
        if found is None:
            continue
        rows[pivot], rows[found] = rows[found], rows[pivot]
        rows[pivot] = [each / rows[pivot][column] for each in rows[pivot]]
        for n, row in enumerate(rows):
            if n != pivot and row[column]:
                rows[n] = [one - row[column] * other for one, other in zip(row, rows[pivot], strict=True)]
        pivot += 1
    return {names[row.index(1)] for row in rows if sum(map(bool, row)) == 1}
