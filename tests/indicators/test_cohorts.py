"""A rule that takes another indicator's figures as its cohort: CP 10 by the number of children with a plan."""

from datetime import date

import pytest

from importers import operations
from indicators.models import Authority, Indicator, RagThreshold
from indicators.operations import record_by_hand, withdraw_by_hand
from indicators.periods import Period
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from indicators.series import load_figures
from indicators.whatif import Proposed, effects
from reports.findings import build_findings

OCTOBER, NOVEMBER = Period.month(2017, 10), Period.month(2017, 11)
WORDS = "10% of cohort or below Green 11-15% Amber 16% and above Red. Cohort: CP 1"


def plans(october, november):
    """A workbook with the number of children who have a plan."""
    return (
        "Ref,Indicator,Section,Unit,Oct-17,Nov-17\n"
        f"CP 1,Plans in force at the end of the month,CHILD PROTECTION,number,{october},{november}\n"
    ).encode()


def points(croydon, slug="cp-10", **kwargs):
    figures = load_figures([croydon], **kwargs)
    (series,) = [s for s in figures.series if s.indicator.slug == slug]
    return {point.period: point for point in series.points}


@pytest.fixture
def cp10(batch, ada):
    indicator = Indicator.objects.get(slug="cp-10")
    record_by_hand(
        model=RagThreshold, indicator=indicator, starts_on=date(2017, 4, 1), by=ada, reason="Says which", words=WORDS
    )
    return indicator


@pytest.fixture
def counted(cp10, load):
    return load(plans(380, 100), name="plans.csv")


def test_a_count_is_rated_by_the_cohort_of_its_own_month(counted, croydon):
    found = points(croydon)
    assert [found[period].rag for period in (OCTOBER, NOVEMBER)] == [GREEN, AMBER]
    assert found[NOVEMBER].rating.reason == (
        "14 is amber: 11 to 15 is amber. 4 above green, which ends at 10. "
        "The bands are shares of CP 1, which is 100 in the same period."
    )
    assert found[Period.month(2017, 9)].rating.reason == (
        "5 is not rated: the bands are shares of a cohort, and CP 1 has no figure for September 2017."
    )


def test_one_indicator_is_read_with_its_cohort_in_two_queries_more(counted, croydon, django_assert_num_queries):
    with django_assert_num_queries(10):  # which are asked for, and which are their cohorts
        figures = load_figures([croydon], slug="cp-10")
        assert [series.indicator.slug for series in figures.series] == ["cp-10"]
    assert figures.series[0].points[-1].rating == points(croydon)[NOVEMBER].rating


def test_some_indicators_are_read_with_their_cohorts_in_two_queries_more(counted, croydon, django_assert_num_queries):
    some = Indicator.objects.filter(slug__in=["cp-10", "fd-3"])
    with django_assert_num_queries(10):  # which are asked for, and which are their cohorts
        figures = load_figures([croydon], among=some)
        assert [series.indicator.slug for series in figures.series] == ["fd-3", "cp-10"]
    assert figures.series[1].points[-1].rating == points(croydon)[NOVEMBER].rating


def test_another_councils_indicator_is_no_cohort(cp10, croydon, catalogue):
    reading = Authority.objects.get(slug="reading")
    staged = operations.stage(name="plans.csv", data=plans(380, 100), authority=reading)
    operations.commit(staged=staged, by=None)
    figures = load_figures([croydon, reading])
    (series,) = [s for s in figures.series if s.indicator.slug == "cp-10"]
    assert series.points[-1].rag == NOT_RATED


def test_a_new_size_of_the_cohort_is_previewed_as_it_is_rated(counted, croydon):
    """The file states the cohort alone; what it does to the figure that is a share of it shows once it is loaded."""
    staged = operations.stage(name="plans.csv", data=plans(380, 50), authority=croydon)
    assert points(croydon)[NOVEMBER].rag == AMBER
    operations.commit(staged=staged, by=None)
    assert points(croydon)[NOVEMBER].rag == RED


def test_a_file_that_states_both_is_previewed_with_its_own_cohort(cp10, croydon):
    title = "Number of current Child Protection Plans lasting 2 years or more"
    both = plans(380, 50) + f"CP 10,{title},CHILD PROTECTION,number,14,13\n".encode()
    staged = operations.stage(name="both.csv", data=both, authority=croydon)
    promised = {(c.slug, c.period): c.rag for c in staged.preview.figures if c.ref == "CP 10"}
    operations.commit(staged=staged, by=None)
    found = points(croydon)
    assert promised == {("cp-10", period): found[period].rag for period in (OCTOBER, NOVEMBER)}
    assert found[NOVEMBER].rag == RED


def test_trying_a_rule_finds_its_cohort(counted, croydon, ada):
    looser = "20% of cohort or below Green 21% of cohort or above Red. Cohort: CP 1"
    proposed = Proposed(RagThreshold, Indicator.objects.get(slug="cp-10"), date(2017, 11, 1), {"words": looser})
    (change,) = effects(load_figures([croydon]), [proposed]).rerated
    assert (change.period, change.before.colour, change.after.colour) == (NOVEMBER, AMBER, GREEN)
    # Of one indicator the cohort is known too.
    assert effects(load_figures([croydon], slug="cp-10"), [proposed]).rerated[0].after == change.after


def test_a_cohort_without_a_size_rates_nothing(cp10, load, croydon):
    load(plans(0, "c"), name="plans.csv")
    reasons = [points(croydon)[period].rating.reason for period in (OCTOBER, NOVEMBER)]
    assert reasons[0].endswith("and CP 1 is 0 for October 2017.")
    assert reasons[1].endswith("and CP 1 has no figure for November 2017.")


def test_not_rated_by_decision_is_no_finding(batch, croydon, ada, cp10):
    def codes():
        return {f.code for f in build_findings(load_figures([croydon])) if f.slug == "cp-10"}

    assert "not-computable" in codes()
    withdraw_by_hand(rows=RagThreshold.objects.filter(indicator=cp10), by=ada)
    record_by_hand(
        model=RagThreshold, indicator=cp10, starts_on=date(2017, 4, 1), by=ada, reason="R", words="Not rated: a volume"
    )
    assert "not-computable" not in codes()
    assert points(croydon)[NOVEMBER].rating.reason == "14 is not rated: by decision: a volume."
