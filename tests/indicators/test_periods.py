from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    FREQUENCIES,
    MONTHLY,
    QUARTERLY,
    WEEKLY,
    YEARLY,
    NotAPeriod,
    Period,
    long_date,
)

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def periods(draw):
    """A period of any frequency; quarters and years start where financial ones do."""
    day, frequency = draw(days), draw(st.sampled_from(FREQUENCIES))
    if frequency == WEEKLY:
        return Period.week_ending(day)
    month = {MONTHLY: day.month, QUARTERLY: (day.month - 1) // 3 * 3 + 1, YEARLY: 4}[frequency]
    return Period(date(day.year, month, 1), frequency)


@given(periods())
def test_a_key_parses_to_its_period(period):
    assert Period.parse(period.key) == period


@given(periods())
def test_periods_follow_one_another_without_a_gap(period):
    assert period.next.start == period.end + timedelta(days=1)
    assert period.previous.next == period
    assert period.start <= period.end


@given(periods(), st.integers(-30, 30))
def test_shifting_back_and_forth(period, steps):
    assert period.shifted(steps).shifted(-steps) == period


@given(periods())
def test_the_financial_year_holds_the_last_day(period):
    year = period.financial_year
    assert year.start <= period.end <= year.end
    assert (year.start.month, year.start.day, year.end.month, year.end.day) == (4, 1, 3, 31)


@given(periods().filter(lambda period: period.frequency != WEEKLY))
def test_a_year_before_is_the_same_part_of_the_year(period):
    before = period.year_before
    assert (before.start.year, before.start.month) == (period.start.year - 1, period.start.month)


@pytest.mark.parametrize(
    ("key", "start", "end", "label", "short_label"),
    [
        ("2017-11", date(2017, 11, 1), date(2017, 11, 30), "November 2017", "Nov 2017"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "February 2016", "Feb 2016"),
        ("2018-Q1", date(2018, 4, 1), date(2018, 6, 30), "Q1 2018/19", "Q1 2018/19"),
        ("2018-Q2", date(2018, 7, 1), date(2018, 9, 30), "Q2 2018/19", "Q2 2018/19"),
        ("2018-Q4", date(2019, 1, 1), date(2019, 3, 31), "Q4 2018/19", "Q4 2018/19"),
        ("2018-FY", date(2018, 4, 1), date(2019, 3, 31), "2018/19", "2018/19"),
        ("1999-FY", date(1999, 4, 1), date(2000, 3, 31), "1999/00", "1999/00"),
        ("2017-04-30", date(2017, 4, 24), date(2017, 4, 30), "week ending 30 April 2017", "30 Apr 2017"),
    ],
)
def test_keys_and_labels(key, start, end, label, short_label):
    period = Period.parse(key)
    assert (period.start, period.end) == (start, end)
    assert (period.label, period.short_label, str(period)) == (label, short_label, label)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "2017",
        "2017-13",
        "2017-00",
        "2017-1",
        "2018-Q5",
        "2018-Q0",
        "2018-q2",
        "2018-fy",
        "2017-02-30",
        "0000-11",
        "0000-FY",
        "9999-12-31-1",
        "٢٠١٧-11",
        "Nov-17",
    ],
)
def test_other_keys_are_refused(key):
    with pytest.raises(NotAPeriod, match="is no period"):
        Period.parse(key)


def test_spaces_around_a_key_do_not_matter():
    assert Period.parse(" 2017-11 ") == Period.month(2017, 11)


@pytest.mark.parametrize("heading", ["Apr-17", "April 2017", "apr 17", " APR-2017 "])
def test_apr_17_is_april_2017(heading):
    assert Period.from_month_heading(heading) == Period.month(2017, 4)


def test_september_is_cut_short_in_two_ways():
    assert Period.from_month_heading("Sept-17") == Period.from_month_heading("Sep-17")


@pytest.mark.parametrize("heading", ["", "Apr", "17-Apr", "Avr-17", "TBC", "Data - In progress", "Apr-177"])
def test_other_words_are_no_month(heading):
    with pytest.raises(NotAPeriod):
        Period.from_month_heading(heading)


@pytest.mark.parametrize("heading", ["2017-18", "2017/18", "2017/2018", " 2017-18 "])
def test_a_target_heading_is_a_financial_year(heading):
    assert Period.from_year_heading(heading) == Period(date(2017, 4, 1), YEARLY)


def test_the_turn_of_the_century():
    assert Period.from_year_heading("1999-00").key == "1999-FY"


@pytest.mark.parametrize("heading", ["2017", "2018-17", "2017-19", "2017-18 Target", "17-18"])
def test_other_words_are_no_year(heading):
    with pytest.raises(NotAPeriod):
        Period.from_year_heading(heading)


@pytest.mark.parametrize(
    ("key", "year"),
    [("2018-03", "2017-FY"), ("2018-04", "2018-FY"), ("2018-Q4", "2018-FY"), ("2018-04-01", "2018-FY")],
)
def test_financial_years(key, year):
    assert Period.parse(key).financial_year.key == year


def test_periods_sort_by_their_first_day():
    keys = ["2017-11", "2016-FY", "2017-04-30", "2017-Q1"]
    assert [period.key for period in sorted(map(Period.parse, keys))] == [
        "2016-FY",
        "2017-Q1",
        "2017-04-30",
        "2017-11",
    ]


def test_a_date_as_councils_write_it():
    assert long_date(date(2017, 4, 1)) == "1 April 2017"
