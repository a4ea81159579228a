"""Whatever a sentence claims is true of the figures: the text is read back, and held against them naively."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.periods import MONTHLY, QUARTERLY, WEEKLY, YEARLY, Period
from indicators.variation import COMMON_CAUSE, CONCERN, HIGH, IMPROVEMENT, LOW
from reports.sentences import Told, ToldRow, ToldVariation, about_indicator, about_scorecard, joined

D = Decimal
NOVEMBER = Period.month(2017, 11)
FD_3 = "86 86 87 86 89 92 86 82"
WORDS = {
    word: n
    for n, word in enumerate(["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
CAUSAL = re.compile(r"because|due to|thanks|caused|led to|result|why|drove|driven|so that", re.IGNORECASE)


def told(values, target="90", colour="not_rated", last=NOVEMBER):
    values = values.split()
    return tuple(
        Told(last.shifted(n + 1 - len(values)), D(value), target=target and D(target), colour=colour)
        for n, value in enumerate(values)
        if value != "-"
    )


def number(word):
    return WORDS[word] if word in WORDS else D(word.replace(",", ""))


# --- As they read.


def test_an_indicator():
    found = about_indicator("FD 3", "percent", "BIB", told(FD_3), NOVEMBER, ToldVariation(COMMON_CAUSE, figures=8))
    assert joined(found) == (
        "FD 3 fell by four percentage points to 82% in November 2017, its lowest of the eight months. "
        "It was below its target of 90% in seven of the eight months. "
        "On provisional limits, from eight figures, the change is within ordinary variation."
    )


@pytest.mark.parametrize(
    ("values", "unit", "polarity", "target", "text"),
    [
        ("17 18", "number", "SIB", "17",
         "W 1 rose by one to 18 in November 2017. "
         "It was above its target of 17 in one of the two months."),
        ("18 17", "number", "SIB", "17",
         "W 1 fell by one to 17 in November 2017. "
         "It was at or below its target of 17 in one of the two months."),
        ("8 17", "number", "", "17",
         "W 1 rose by nine to 17 in November 2017. "
         "It was at its target of 17 in one of the two months."),
        ("413 460", "days", "SIB", None, "W 1 rose by 47 days to 460 in November 2017."),
        ("64 64", "percent", "BIB", "60",
         "W 1 stayed at 64% in November 2017. "
         "It was at or above its target of 60% in both months."),
        ("5 - 4", "number", "", None, "W 1 fell by one to 4 in November 2017, from 5 in September 2017."),
        ("5 - 5", "number", "", None, "W 1 stayed at 5 in November 2017, as in September 2017."),
        ("2 1 - 3", "number", "", None,
         "W 1 rose by two to 3 in November 2017, from 1 in September 2017, its highest of the three "
         "months with a figure."),
        ("5", "number", "", "4",
         "W 1 was 5 in November 2017; there is no earlier figure to compare it with. "
         "It was above its target of 4."),
        ("5 -", "number", "", "4", "There is no figure for November 2017; the last was 5 in October 2017."),
        ("", "number", "", "4", ""),
    ],
)  # fmt: skip
def test_wording(values, unit, polarity, target, text):
    assert joined(about_indicator("W 1", unit, polarity, told(values, target), NOVEMBER)) == text


def test_a_target_that_changed_and_one_that_was_not_there():
    figures = (*told("80 80", None, last=Period.month(2017, 9)), *told("85", "90", last=Period.month(2017, 10)))
    figures += told("91", "92")
    assert "It was below the target of its time in both months that had a target." in joined(
        about_indicator("A", "percent", "BIB", figures, NOVEMBER)
    )


def test_without_a_target_the_rating_is_told():
    assert joined(about_indicator("A", "percent", "", told("1 1 1", None, "red"), NOVEMBER)).endswith(
        "It was rated red in all three months."
    )


@pytest.mark.parametrize(
    ("frequency", "step"), [(WEEKLY, "weeks"), (QUARTERLY, "quarters"), (YEARLY, "years"), (MONTHLY, "months")]
)
def test_periods_have_their_name(frequency, step):
    last = {
        WEEKLY: Period.parse("2017-04-30"),
        MONTHLY: NOVEMBER,
        QUARTERLY: Period.parse("2018-Q2"),
        YEARLY: Period.parse("2018-FY"),
    }[frequency]
    assert f"its highest of the three {step}." in joined(
        about_indicator("A", "number", "", told("1 2 3", None, last=last), last)
    )


@pytest.mark.parametrize(
    ("variation", "text"),
    [
        (ToldVariation(COMMON_CAUSE), "The change is within ordinary variation."),
        (ToldVariation(CONCERN, "below the lower limit of 70%"),
         "The figure is a concern beyond ordinary variation: it is below the lower limit of "
         "70%."),
        (ToldVariation(IMPROVEMENT, "above x"),
         "The figure is an improvement beyond ordinary variation: it is above "
         "x."),
        (ToldVariation(HIGH, "above x"), "The figure is high beyond ordinary variation: it is above x."),
        (ToldVariation(LOW, "below x", 9),
         "On provisional limits, from nine figures, the figure is low beyond ordinary variation: it "
         "is below x."),
    ],
)  # fmt: skip
def test_variation_is_told(variation, text):
    assert about_indicator("A", "number", "", told("1 2", None), NOVEMBER, variation)[-1].text == text


def test_a_scorecard():
    rows = (
        ToldRow("FD 3", "red", True, D("0.05"), "from 86% to 82%", NOVEMBER),
        ToldRow("W 2", "red", False, D("0.2"), "from 23 to 19", Period.month(2017, 4)),
        ToldRow("CP 5", "red", False, None, "", Period.month(2017, 4)),
        ToldRow("W 1", "amber", True),
        ToldRow("QA 2", "not_rated"),
    )
    assert joined(about_scorecard(rows, NOVEMBER)) == (
        "Of 5 indicators 3 are red, 1 amber and 1 not rated; since October 2017 one turned red (FD 3) and one turned "
        "amber (W 1). Small counts and running totals aside, W 2 moved most as a share of its figure: from 23 to 19. "
        "W 2 and CP 5 have been red longest, since April 2017."
    )


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([ToldRow("A", "not_rated"), ToldRow("B", "not_rated")], "None of the 2 indicators is rated."),
        ([ToldRow("A", "green", False)], "The one indicator is green; none changed colour since October 2017."),
        ([ToldRow("A", "green"), ToldRow("B", "green")], "All 2 indicators are green."),
        ([], ""),
    ],
)
def test_a_scorecard_with_little_to_tell(rows, text):
    assert joined(about_scorecard(rows, NOVEMBER)) == text


def test_two_that_moved_as_much_are_not_the_biggest_mover():
    rows = (ToldRow("A", "red", share=D(1), change="x"), ToldRow("B", "red", share=D(1), change="y"))
    assert "moved most" not in joined(about_scorecard(rows, NOVEMBER))


# --- By property.

figures_of = st.lists(
    st.tuples(
        # Few values, so that ties, targets just met and repeated lows come up.
        st.sampled_from([None, D(1), D(2), D("2.5"), D(3), D(40)]),
        st.sampled_from([None, D(2), D(2), D(3)]),
        st.sampled_from(["red", "amber", "green", "not_rated"]),
    ),
    max_size=18,
)


@settings(max_examples=600)
@given(
    figures=figures_of,
    polarity=st.sampled_from(["BIB", "SIB", "TARGET", ""]),
    unit=st.sampled_from(["percent", "number", "days"]),
)
def test_what_is_told_of_an_indicator_is_true(figures, polarity, unit):
    stated = tuple(
        Told(NOVEMBER.shifted(n + 1 - len(figures)), D(value), 1, target, colour)
        for n, (value, target, colour) in enumerate(figures)
        if value is not None
    )
    text = joined(about_indicator("X", unit, polarity, stated, NOVEMBER))
    assert not CAUSAL.search(text)
    assert not re.search(r"better|worse|good|bad|improv", text)
    if not stated:
        assert text == ""
        return
    value = r"(-?[\d.,]*\d)%?"
    latest = stated[-1]
    if latest.period != NOVEMBER:
        assert (
            D(re.fullmatch(rf"There is no figure for November 2017; the last was {value} in .*\.", text)[1])
            == latest.value
        )
        return
    window = [t for t in stated if (NOVEMBER.start - t.period.start).days < 360]
    by = r"([\w.,]+)(?: percentage points?| days?)?"
    if moved := re.search(rf"X (rose|fell) by {by} to {value} in November 2017", text):
        signed = number(moved[2]) * (1 if moved[1] == "rose" else -1)
        assert signed == latest.value - stated[-2].value != 0
        assert D(moved[3]) == latest.value
    elif len(stated) > 1:
        assert latest.value == stated[-2].value
        assert f"stayed at {latest.value:.1f}" in text
    if from_ := re.search(rf", from {value} in ([A-Z]\w+ \d+)", text):
        assert (D(from_[1]), from_[2]) == (stated[-2].value, stated[-2].period.label)
    extreme = re.search(r"its (lowest|highest) of the (\w+) months", text)
    others = [t.value for t in window[:-1]]
    if extreme:
        assert number(extreme[2]) == len(window)
        assert all(latest.value < o if extreme[1] == "lowest" else latest.value > o for o in others)
    aim = rf"(?:its target of {value}|the target of its time)"
    if aimed := re.search(rf"It was (below|above|at|at or below|at or above) {aim}(?: in (.*?))?\.(?: |$)", text):
        side, aim, share = aimed.groups()
        with_target = [t for t in window if t.target is not None]
        if aim:
            assert {t.target for t in with_target} == {D(aim)}
        holds = {
            "below": lambda t: t.value < t.target,
            "above": lambda t: t.value > t.target,
            "at": lambda t: t.value == t.target,
            "at or below": lambda t: t.value <= t.target,
            "at or above": lambda t: t.value >= t.target,
        }[side]
        assert holds(latest)
        if share:
            assert_share(share, [holds(t) for t in with_target])
    if rated := re.search(r"It was rated (\w+)(?: in (.*?))?\.", text):
        assert rated[1] == latest.colour
        assert latest.target is None
        if rated[2]:
            assert_share(rated[2], [t.colour == latest.colour for t in window])


def assert_share(words, held):
    if m := re.match(r"both |all (\w+) ", words):
        assert all(held)
        assert len(held) == (number(m[1]) if m[1] else 2)
    else:
        m = re.match(r"(\w+) of the (\w+) ", words)
        assert (number(m[1]), number(m[2])) == (sum(held), len(held))


rows_of = st.lists(
    st.builds(
        lambda colour, turned, share, back: (colour, turned if colour != "not_rated" else None, share, back),
        st.sampled_from(["red", "amber", "green", "not_rated"]),
        st.booleans(),
        st.none() | st.decimals(0, 2, places=1),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(made=rows_of)
def test_what_is_told_of_a_scorecard_is_true(made):
    rows = [
        ToldRow(f"R{n}", colour, turned, share, f"moved {share}", NOVEMBER.shifted(-back) if colour == "red" else None)
        for n, (colour, turned, share, back) in enumerate(made)
    ]
    text = joined(about_scorecard(rows, NOVEMBER))
    assert not CAUSAL.search(text)
    colours = {row.colour for row in rows}
    for colour in ("red", "amber", "green"):
        if len(colours) > 1:
            stated = re.search(rf"(\d+)(?: is| are)? {colour}\b", text.partition(";")[0].partition(".")[0])
            assert int(stated[1] if stated else 0) == sum(row.colour == colour for row in rows)
        turned = re.search(rf"(\w+) turned {colour} \((.*?)\)", text)
        expected = [row.name for row in rows if row.turned and row.colour == colour]
        assert (number(turned[1]) if turned else 0) == len(expected)
        if turned:
            assert set(re.findall(r"R\d+", turned[2])) <= set(expected)
            more = re.search(r"and (\d+) others", turned[2])
            assert len(re.findall(r"R\d+", turned[2])) + (int(more[1]) if more else 0) == len(expected)
    if "none changed colour" in text:
        assert not any(row.turned for row in rows)
    if mover := re.search(r"(R\d+) moved most", text):
        share = {row.name: row.share for row in rows}
        assert all(s is None or s < share[mover[1]] for name, s in share.items() if name != mover[1])
    if longest := re.search(r"\. ([^.]*) (?:has|have) been red longest, since (.*?)\.", text):
        since = {row.name: row.red_since for row in rows if row.colour == "red"}
        for name in re.findall(r"R\d+", longest[1]):
            assert since[name].label == longest[2]
            assert since[name] == min(since.values())
