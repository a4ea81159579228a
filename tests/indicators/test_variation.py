"""XmR: published examples, each rule alone, what lies on a line, gaps, rebases, and a naive second implementation."""

import random
from decimal import Decimal

import pytest

from indicators.variation import (
    COMMON_CAUSE,
    CONCERN,
    EITHER_WAY,
    HIGH,
    IMPROVEMENT,
    LOW,
    NEAR_A_LIMIT,
    NO_ASSURANCE,
    ONE_SIDE,
    OUTSIDE,
    TREND,
    WILL_FAIL,
    WILL_PASS,
    analyse,
)
from tests.indicators.naive_variation import SCALE, naive

D = Decimal
GENERATED = 10_000


def series(text):
    """Decimals from words; `-` is a gap."""
    return [None if word == "-" else D(word) for word in text.split()]


def marks(found):
    """The rule of each point: its first letter, `.` for common cause, a blank for a gap."""
    letters = {OUTSIDE: "O", TREND: "T", NEAR_A_LIMIT: "N", ONE_SIDE: "S", "": "."}
    return "".join(letters[point.rule] if point else " " for point in found.points)


# --- Published worked examples. Source and year beside each; the figures are theirs.


def test_gaps_after_hart_and_hart():
    """R. F. Hart and M. K. Hart, "The interrupted individual and moving range chart", Statit quality practice tips:
    mean 12.1, mean moving range 4 (none across an interruption), limits 1.5 and 22.7.
    """
    found = analyse(series("4 1 7 - 30 26 25 19 - 3 - 1 5"), "")
    assert found.centre == D("12.1")
    assert found.limits == (D("1.46"), D("22.74"))
    assert found.current.count == 10


def test_an_individuals_chart_after_nist():
    """NIST/SEMATECH e-Handbook of Statistical Methods (2003), 6.3.2.2 "Individuals control charts": mean 50.81, mean
    moving range 1.8778, limits 45.8159 and 55.8041 with 3/1.128 in place of 2.66.
    """
    found = analyse(series("49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"), "")
    assert found.centre == D("50.81")
    assert [round(limit, 2) for limit in found.limits] == [D("45.82"), D("55.80")]
    assert marks(found) == "." * 10


NHSR = (
    "-0.56047565 -0.23017749 1.55870831 0.07050839 0.12928774 1.71506499 0.46091621 -1.26506123 -0.68685285 "
    "-0.44566197 1.22408180 0.35981383 0.40077145 0.11068272 -0.55584113 1.78691314 0.49785048 -1.96661716 "
    "0.70135590 -0.47279141"
)


def test_twenty_points_after_nhsrplotthedots():
    """NHSRplotthedots (NHS-R Community, 2021 onwards), tests/testthat/_snaps/ptd_spc.md: R's `set.seed(123);
    rnorm(20)` has mean 0.142, limits −3.01 and 3.29, twenty points of common cause; target 0.5 is passed now and then.
    """
    found = analyse(series(NHSR), "BIB", target=D("0.5"))
    assert round(found.centre, 3) == D("0.142")
    assert [round(limit, 2) for limit in found.limits] == [D("-3.01"), D("3.29")]
    assert marks(found) == "." * 20
    assert found.assurance == EITHER_WAY
    assert not found.is_provisional


@pytest.mark.parametrize(
    ("first", "last", "centre", "lower", "upper"),
    [(0, 10, "0.0746", "-2.60", "2.75"), (10, 20, "0.209", "-3.28", "3.70")],
)
def test_stretches_after_nhsrplotthedots(first, last, centre, lower, upper):
    """The same snapshot's two facets of ten points: what a rebase after the tenth gives."""
    found = analyse(series(NHSR), "", rebase_at=[10])
    stretch = next(each for each in found.stretches if (each.start, each.stop) == (first, last))
    assert round(stretch.centre, -D(centre).as_tuple().exponent) == D(centre)
    assert (round(stretch.lower, 2), round(stretch.upper, 2)) == (D(lower), D(upper))


def test_neighbours_near_different_limits_after_nhsrplotthedots():
    """The same package's test-ptd_spc_standard.R: 5.5 and −5.5 after fourteen of 1, −1 are both common cause."""
    values = [D(1), D(-1)] * 7 + [D("5.5"), D("-5.5")]
    assert [point.kind for point in analyse(values, "BIB").points[-2:]] == [COMMON_CAUSE, COMMON_CAUSE]


# --- Each rule alone.

ORDINARY = "10 12 9 11 10 12 9 11 10 12 9 11 10"


def test_common_cause():
    found = analyse(series(ORDINARY), "BIB", target=D(10))
    assert marks(found) == "." * 13
    assert (found.variation, found.assurance) == (COMMON_CAUSE, EITHER_WAY)
    assert found.special == ()


@pytest.mark.parametrize(
    ("last", "polarity", "kind"),
    [
        ("30", "BIB", IMPROVEMENT),
        ("30", "SIB", CONCERN),
        ("30", "", HIGH),
        ("30", "TARGET", HIGH),
        ("-10", "BIB", CONCERN),
        ("-10", "SIB", IMPROVEMENT),
        ("-10", "", LOW),
    ],
)
def test_outside_the_limits(last, polarity, kind):
    found = analyse([*series(ORDINARY), D(last)], polarity)
    assert marks(found) == "." * 13 + "O"
    assert found.variation == kind


def test_seven_rising_in_a_row():
    # Swings before and after keep the limits wide and the sides mixed. The last swing before is where the rise starts.
    assert marks(analyse(series("60 20 60 20 60 38 39 40 41 42 43 44 20 60 20"), "BIB")) == ".....TTTTTTT..."
    assert marks(analyse(series("60 20 60 20 60 38 39 40 41 42 43 20 60 20 60"), "BIB")) == "." * 15


def test_a_trend_is_judged_by_where_it_leads():
    falling = series("20 60 20 60 43 42 41 40 39 38 37 60 20 60 20")
    found = analyse(falling, "BIB")
    assert marks(found) == "...TTTTTTTT...."
    assert {point.kind for point in found.special} == {CONCERN}
    assert any(point.value > found.centre for point in found.special)


def test_an_equal_neighbour_breaks_a_trend():
    assert "T" not in marks(analyse(series("60 20 60 20 60 37 38 39 39 40 41 42 20 60 20 60"), "BIB"))


def test_two_of_three_near_the_same_limit():
    # Mean 10, mean moving range 7.5: the limits are 10 ± 19.95, and two thirds of the way to them 10 ± 13.3.
    found = analyse(series("10 16 10 4 10 16 10 4 25 24 10 -4 -5 10 16 10 4 10 16 10 4"), "BIB")
    assert marks(found) == "........NN.NN........"
    assert [point.kind for point in found.special] == [IMPROVEMENT, IMPROVEMENT, CONCERN, CONCERN]


def test_the_third_of_three_is_not_marked_and_a_fourth_is_too_far():
    found = analyse(series("4 16 " * 8 + "38 10 38 " + "4 16 " * 3 + "-18 4 16 -18 " + "4 16 " * 8), "")
    assert marks(found) == "." * 16 + "N.N" + "." * 26
    assert found.points[25].value < found.centre - (found.centre - found.limits[0]) * 2 / 3


def test_seven_on_one_side():
    values = series("12 11 12 11 12 11 12 8 9 8 9 8 9 8")
    found = analyse(values, "SIB")
    assert marks(found) == "S" * 14
    assert [point.kind for point in found.points] == [CONCERN] * 7 + [IMPROVEMENT] * 7


def test_a_point_on_the_mean_breaks_the_run():
    values = series("12 11 12 10 11 12 11 8 9 8 10 9 8 9")
    found = analyse(values, "SIB")
    assert found.centre == 10
    assert marks(found) == "." * 14


def test_the_first_rule_that_fits_names_the_point():
    """The last of seven that rise is outside the limits: that is what it is called, the six before it a trend."""
    found = analyse(series("4 16 4 16 4 16 5 6 7 8 9 10 40 16 4 16 4 16 4 16"), "BIB")
    assert marks(found) == "......TTTTTTO......."


# --- What lies on a line, constant series, gaps, few points, rebases.


def test_a_point_on_the_limit_is_within_it():
    """The mean moving range, 25 / 7, has no end as a decimal, but 2.66 of them are 9.5: the last point is on a line."""
    values = series("8 6 3 0 4 3 5 15")
    found = analyse(values, "")
    assert (found.centre, found.limits) == (D("5.5"), (-4, 15))
    assert found.latest.kind == COMMON_CAUSE
    assert analyse([*values[:-1], D("15.1")], "").latest.rule == OUTSIDE


def test_a_constant_series_has_its_limits_on_the_mean():
    found = analyse([D(100)] * 13, "BIB", target=D(100))
    assert found.limits == (100, 100)
    assert marks(found) == "." * 13
    assert found.assurance == WILL_PASS
    assert found.current.left_out == 0


def test_a_range_far_out_is_left_out_once():
    calm = series(ORDINARY)
    found = analyse([*calm, D(60), *calm], "")
    without = analyse([*calm, None, *calm], "")
    assert found.current.left_out == 2
    assert found.points[13].rule == OUTSIDE
    # The value itself still counts in the mean; only its moving ranges don't in the width.
    assert found.limits[1] - found.limits[0] == without.limits[1] - without.limits[0]
    assert found.centre != without.centre


def test_limits_are_not_cut_off():
    found = analyse(series("99 40 100 35 98 41 100 30 97 45 100 38 99"), "BIB")
    assert found.limits[1] > 100


def test_a_gap_is_no_point_and_no_run_goes_on_behind_it():
    whole = series("12 11 12 11 12 11 12 8 9 8 9 8 9 8")
    gapped = [*whole[:4], None, *whole[4:]]
    found = analyse(gapped, "SIB")
    assert found.points[4] is None
    assert found.current.count == 14
    assert marks(found) == ".... ..." + "S" * 7


def test_fewer_than_thirteen_points_are_provisional_and_say_why():
    twelve = analyse(series(ORDINARY)[:12], "BIB")
    assert twelve.is_provisional
    assert twelve.current.why_provisional == "12 figures of the 13 that limits need"
    thirteen = analyse(series(ORDINARY), "BIB")
    assert not thirteen.is_provisional
    assert thirteen.current.why_provisional == ""


@pytest.mark.parametrize("text", ["5", "5 -", "5 - 7"])
def test_without_neighbours_there_are_no_limits(text):
    found = analyse(series(text), "BIB", target=D(1))
    assert found.limits == (None, None)
    assert found.assurance == NO_ASSURANCE
    assert found.current.why_provisional == "no two figures follow each other, so there are no limits yet"


@pytest.mark.parametrize("values", [[], [None], [None, None]])
def test_nothing_to_analyse(values):
    found = analyse(values, "BIB", target=D(1))
    assert (found.variation, found.assurance, found.centre, found.limits) == ("", "", None, (None, None))
    assert found.is_provisional


def test_each_stretch_is_worked_out_on_its_own():
    before, after = series(ORDINARY), [value + 40 for value in series(ORDINARY)]
    found = analyse(before + after, "BIB", target=D(30), rebase_at=[13])
    assert [(each.start, each.stop, each.count) for each in found.stretches] == [(0, 13, 13), (13, 26, 13)]
    alone = analyse(after, "BIB", target=D(30))
    assert (found.centre, found.limits, found.assurance) == (alone.centre, alone.limits, WILL_PASS)
    assert found.special == ()
    assert found.stretch_of(found.points[12]) == found.stretches[0]
    assert {point.rule for point in analyse(before + after, "BIB").points} == {OUTSIDE}


def test_a_rebase_in_a_gap_starts_with_the_next_point():
    found = analyse(series("1 2 3 - - 7 8 9"), "", rebase_at=[3])
    assert [(each.start, each.count, each.centre) for each in found.stretches] == [(0, 3, 2), (3, 3, 8)]
    assert analyse(series("1 2 3 - -"), "", rebase_at=[3]).current.start == 0


@pytest.mark.parametrize(
    ("target", "polarity", "assurance"),
    [
        ("0", "BIB", WILL_PASS),
        ("20", "BIB", WILL_FAIL),
        ("10", "BIB", EITHER_WAY),
        ("20", "SIB", WILL_PASS),
        ("0", "SIB", WILL_FAIL),
        ("10", "SIB", EITHER_WAY),
        ("10", "", NO_ASSURANCE),
        ("10", "TARGET", NO_ASSURANCE),
        (None, "BIB", NO_ASSURANCE),
    ],
)
def test_assurance(target, polarity, assurance):
    assert analyse(series(ORDINARY), polarity, target and D(target)).assurance == assurance


def test_a_target_on_the_limit_is_met_by_every_value_within():
    found = analyse(series("4 1 7 - 30 26 25 19 - 3 - 1 5"), "BIB", target=D("1.46"))
    assert found.assurance == WILL_PASS
    assert analyse(series("4 1 7 - 30 26 25 19 - 3 - 1 5"), "BIB", target=D("22.74")).assurance == EITHER_WAY


@pytest.mark.parametrize(
    ("values", "polarity", "rebase_at"),
    [([D(1)], "UP", ()), ([D("nan")], "", ()), ([D(1), D(2)], "", [2]), ([D(1), D(2)], "", [-1])],
)
def test_what_can_not_be_analysed_is_refused(values, polarity, rebase_at):
    with pytest.raises(ValueError, match=r"no polarity|no number|lies outside"):
        analyse(values, polarity, rebase_at=rebase_at)


# --- Against the naive implementation.


def generated(rng):
    """A series as councils have them: counts, rates, steps, drifts, flat stretches, outliers, gaps, rebases."""
    length = rng.randint(0, 30)
    level, spread = D(rng.randint(0, 100)), rng.choice([0, 1, 1, 2, 3, 8])
    places = rng.choice([0, 0, 0, 1, 5])
    drift, step_at = D(rng.choice([0, 0, 0, 1, -1])), rng.randint(0, 40)
    values = []
    for n in range(length):
        jump = 3 * spread if n >= step_at else 0
        noise = D(rng.randint(-spread * 10**places, spread * 10**places)).scaleb(-places)
        far_out = rng.choice([-1, 1]) * 9 * spread if rng.random() < 0.04 else 0
        values.append(None if rng.random() < 0.05 else level + drift * n + jump + noise + far_out)
    rebase_at = rng.sample(range(length), rng.choice([0, 0, 1, 2])) if length > 2 else []
    target = rng.choice([None, level, level + spread, level - 4 * spread])
    return values, rng.choice(["BIB", "SIB", "TARGET", ""]), target, rebase_at


def as_decimal(pair):
    return pair and D(pair[0]) / D(pair[1]) / SCALE


def test_agrees_with_a_naive_implementation():
    rng = random.Random(20171130)  # noqa: S311 - made-up figures, not secrets
    seen = set()
    for _ in range(GENERATED):
        case = generated(rng)
        found = analyse(*case)
        classes, lines, assurance = naive(*case)
        assert [point and (point.kind, point.rule) for point in found.points] == classes, case
        assert found.assurance == assurance, case
        assert len(found.stretches) == len(lines)
        for stretch, expected in zip(found.stretches, lines, strict=True):
            drawn = (stretch.centre, stretch.lower, stretch.upper)
            for line, pair in zip(drawn, expected, strict=True):
                assert (line is None) == (pair is None), case
                assert line is None or abs(line - as_decimal(pair)) < D("1e-15"), case
        seen |= {found for found in classes if found} | {assurance}
    # Every kind by every rule, and every assurance, came up.
    assert len(seen) == 4 * 4 + 1 + 4
