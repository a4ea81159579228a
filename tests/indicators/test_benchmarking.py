"""One authority among others, against what pandas makes of the same values."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.benchmarking import is_ranked, quarter_words, quarters, rank_words, spread, standings
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB

D = Decimal
# Few values, so that many are equal; None is one that the statistic doesn't give.
values = st.lists(st.none() | st.integers(0, 40).map(lambda n: D(n) / 10), max_size=40)
polarities = st.sampled_from([BIB, SIB, NEARER, NEUTRAL])


def by_place(found):
    return dict(enumerate(found))


@given(values)
def test_averages_and_lines_between_quarters_are_those_of_pandas(found):
    series = pd.Series([float(value) for value in found if value is not None], dtype=float)
    worked_out = spread(found)
    if series.empty:
        assert worked_out is None
        return
    assert (worked_out.count, worked_out.left_out) == (len(series), len(found) - len(series))
    for own, theirs in (
        (worked_out.mean, series.mean()),
        (worked_out.median, series.median()),
        (worked_out.lower, series.quantile(0.25)),
        (worked_out.upper, series.quantile(0.75)),
        (worked_out.lowest, series.min()),
        (worked_out.highest, series.max()),
    ):
        assert float(own) == pytest.approx(theirs)


@given(values, polarities)
def test_ranks_are_those_of_pandas(found, polarity):
    series = pd.Series([None if value is None else float(value) for value in found], dtype=float)
    ranks = series.rank(method="min", ascending=polarity == SIB)
    worked_out = standings(by_place(found), polarity)
    assert {key: standing.rank for key, standing in worked_out.items()} == ranks.dropna().astype(int).to_dict()
    assert all(standing.of == series.count() for standing in worked_out.values())
    assert {key: standing.tied for key, standing in worked_out.items()} == {
        key: (series == series[key]).sum() for key in worked_out
    }


@given(values, polarities)
def test_quarters_alone_are_those_of_the_standings(found, polarity):
    ranked = standings(by_place(found), polarity)
    assert quarters(by_place(found), polarity) == {key: standing.quarter for key, standing in ranked.items()}


@given(values.filter(lambda found: any(value is not None for value in found)), polarities)
def test_quarters_are_those_of_pandas(found, polarity):
    """`pd.cut` closes each quarter at its further end: with the best value as the least, that is the better quarter.

    Tenths are counted as whole numbers, so that floats have nothing to round.
    """
    sign = 10 if polarity == SIB else -10
    series = pd.Series([None if value is None else float(sign * value) for value in found], dtype=float).dropna()
    lines = [float("-inf"), *(series.quantile(share) for share in (0.25, 0.5, 0.75)), float("inf")]
    quarters = {key: next(n for n in (1, 2, 3, 4) if value <= lines[n]) for key, value in series.items()}
    assert {key: standing.quarter for key, standing in standings(by_place(found), polarity).items()} == quarters
    if series.is_unique and len(series) > 3:
        assert pd.qcut(series, 4, labels=[1, 2, 3, 4]).astype(int).to_dict() == quarters


def test_equal_values_share_a_rank_and_the_next_one_is_passed_over():
    found = standings({"a": D(90), "b": D(80), "c": D(80), "d": D(70), "e": None}, BIB)
    assert [(key, standing.rank, standing.tied) for key, standing in found.items()] == [
        ("a", 1, 1),
        ("b", 2, 2),
        ("c", 2, 2),
        ("d", 4, 1),
    ]
    assert found["b"].of == 4


def test_the_best_is_the_highest_or_the_lowest_by_polarity():
    shown = {"high": D(90), "low": D(10)}
    assert standings(shown, BIB)["high"].rank == standings(shown, SIB)["low"].rank == 1
    assert standings(shown, NEUTRAL)["high"].rank == 1


def test_nobody_is_best_where_neither_way_is_better():
    (only,) = standings({"a": D(5)}, NEUTRAL).values()
    assert not is_ranked(NEUTRAL)
    assert rank_words(only, NEUTRAL) == "highest of 1"
    assert [quarter_words(n, NEUTRAL) for n in (1, 4)] == ["highest quarter", "lowest quarter"]
    assert [quarter_words(n, SIB) for n in (1, 2, 3, 4)] == [
        "best quarter",
        "second best quarter",
        "second worst quarter",
        "worst quarter",
    ]


@pytest.mark.parametrize(
    ("rank", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (112, "112th")]
)
def test_ranks_in_words(rank, words):
    (worst, *_) = standings({n: D(n) for n in range(rank)}, BIB).values()
    assert rank_words(worst, BIB) == f"{words} of {rank}"


def test_a_shared_rank_is_said():
    found = standings({"a": D(1), "b": D(1)}, BIB)
    assert rank_words(found["a"], BIB) == "joint 1st of 2"
