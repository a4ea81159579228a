"""What a preview says of figures: as it is kept, found again by place, and put into words when it is shown."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from importers import kept_figures, stated
from importers.compared import CHANGED, NEW, RERATED, SAME, Compared, Known
from importers.listed import Listed, states_of
from importers.records import Figure
from indicators.periods import Period
from indicators.rating import AMBER, GREEN, NOT_RATED, RED

APRIL = Period.month(2017, 4)

values = st.none() | st.decimals(-1000, 1000, places=2)
ratings = st.sampled_from([RED, AMBER, GREEN, NOT_RATED])
units = st.sampled_from(["percent", "number"])
qualifiers = st.sampled_from(["", "6m+"])
known = st.builds(Known, values, st.text(), st.integers(0, 5), qualifiers, units, ratings, st.just("red"), st.just(""))


@st.composite
def compared(draw, row=0):
    """A Compared of some months, each of its facts there or not."""
    states = draw(st.lists(st.sampled_from([NEW, CHANGED, SAME, RERATED]), max_size=6))
    periods = [APRIL.shifted(n) for n in range(len(states))]
    in_file = [f"Data!C{n + 2}" if state != RERATED or draw(st.booleans()) else "" for n, state in enumerate(states)]
    figures = [Figure(period, draw(values), "82%", place) for period, place in zip(periods, in_file, strict=True)]

    def by_period(facts, some=periods):
        return {period: draw(facts) for period in some if draw(st.booleans())}

    return Compared(
        row,
        draw(st.text()),
        "Title",
        "Front door",
        "fd-3",
        draw(units),
        tuple(figures),
        tuple(states),
        known=by_period(known),
        rags=by_period(ratings),
        units=by_period(units),
        earlier=by_period(st.decimals(0, 100, places=1), [APRIL.previous]),
        flags=by_period(st.lists(st.text(min_size=1), min_size=1).map(tuple)),
    )


@given(compared(row=3))
def test_what_is_kept_comes_back(one):
    in_file = stated.from_line(stated.to_line(tuple(figure for figure in one.figures if figure.locator)))
    (marks,) = Listed.of([one]).marks
    plain = json.loads(json.dumps(kept_figures.to_plain(one)))
    assert repr(kept_figures.from_plain(plain, 3, in_file, states_of(marks))) == repr(one)


@given(st.lists(compared(), max_size=5))
def test_a_place_is_that_of_its_figure(some):
    every = [one.change(place) for one in some for place in range(len(one.figures))]
    listed = Listed.of(some)
    assert list(listed) == every == listed.these(range(len(listed)))
    assert listed.flagged == [change for change in every if change.flags]
    assert listed.places((NEW,)) == [place for place, change in enumerate(every) if change.state == NEW]


def test_differences_are_told_from_what_counts_or_from_the_period_before():
    def change(place, **facts):
        figures = (Figure(APRIL, Decimal(80), "80%", "C2"), Figure(APRIL.next, Decimal(83), "83%", "D2"))
        return Compared(0, "", "", "", "", "percent", figures, (NEW, NEW), **facts).change(place).change

    assert change(1) == "+3 percentage points on Apr 2017"
    assert change(0) == ""
    assert change(0, earlier={APRIL.previous: Decimal(81)}) == "−1 percentage point on Mar 2017"
    before = Known(Decimal(85), "85%", 0, "", "percent", GREEN, "", "")
    assert change(1, known={APRIL.next: before}) == "−2 percentage points"
    assert change(1, known={APRIL.next: before._replace(value=Decimal(83))}) == ""
