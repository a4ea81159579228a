"""What changed since the figure before: colours, the biggest changes where nothing is rated, and lone points."""

import pytest
from django.conf import settings

from importers import operations
from indicators.models import Authority
from indicators.periods import Period
from indicators.series import load_figures
from reports.exceptions import build_exceptions
from reports.plan.published import build_published_plan
from reports.progress import build_progress
from reports.scorecard import build_scorecard

FILES = {
    "reading": "reading-2017-06.txt",
    "west-berkshire": "west-berkshire-2017-04.txt",
    "windsor-and-maidenhead": "windsor-and-maidenhead-2018-09.txt",
    "wokingham": "wokingham-2018-19-q2.txt",
}


@pytest.fixture
def loaded(catalogue):
    """loaded(slug) -> the authority and the Figures of its report."""

    def loaded(slug):
        authority = Authority.objects.get(slug=slug)
        data = (settings.BASE_DIR / "fixtures" / "reports" / FILES[slug]).read_bytes()
        operations.commit(staged=operations.stage(name=FILES[slug], data=data, authority=authority), by=None)
        return authority, load_figures([authority])

    return loaded


@pytest.fixture
def card(loaded):
    def card(slug, key=""):
        authority, figures = loaded(slug)
        return build_scorecard(authority, figures, Period.parse(key) if key else figures.latest)

    return card


def moved(card):
    return [(row.title, row.point.direction.word, row.change_since) for row in card.biggest_changes]


def test_a_colour_across_a_change_of_definition_is_no_change(batch, croydon):
    """LAC 19 (12m) was green at 71% (6m+) in September, and red at 53% without the mark in October."""
    october = build_scorecard(croydon, load_figures([croydon]), Period.month(2017, 10))
    (row,) = [row for row in october.rows if row.ref == "LAC 19 (12m)"]
    assert (row.rag_before, row.rag) == ("green", "red")
    assert not row.changed
    assert not row.has_turned_red
    assert row.last is None
    assert row.change_by == ""


def test_the_biggest_changes_of_west_berkshire(card):
    """Worked out by hand. Starters (1 to 0) are too few to say anything, and running totals only ever grow."""
    december = card("west-berkshire")
    assert not december.is_rated
    assert moved(december) == [
        ("Agency Worker Rate (snapshot)", "improving", "15% → 12%"),
        ("Numbers of missing children", "down", "67 → 42"),
        ("Number of LADO referrals in the month", "down", "16 → 11"),
        ("Enquiry Numbers - total in the month", "down", "541 → 387"),
        ("Section 47 Numbers initiated in the month", "up", "36 → 45"),
    ]


def test_the_biggest_changes_of_reading_begin_with_what_got_worse(card):
    weeks = card("reading")
    assert moved(weeks)[0] == ("No. of cases closed in the week", "worsening", "45 → 7")
    assert {title for title, _, _ in moved(weeks)} == {
        "No. of cases closed in the week",
        "No. of unallocated cases",
        "No. of Child Protection Visits outstanding",
        "No. of Referrals received",
        "No. of Contacts received",
    }


def test_a_change_over_a_gap_says_since_when(card):
    september = card("windsor-and-maidenhead")
    changes = {row.title: row.change_since for row in september.biggest_changes}
    assert changes["Young people subject to child protection plans"] == "134 → 77 since Oct 2017"


def test_another_kind_of_period_leads_to_one_reported_in_earnest(card):
    (years,) = card("windsor-and-maidenhead").other_kinds
    assert years.period.key == "2017-FY"  # two indicators alone have a figure for 2018/19


def test_a_point_that_stands_alone_is_a_dot(card):
    row = next(row for row in card("windsor-and-maidenhead").rows if row.title == "Care leavers being supported")
    assert row.spark.lines == ()
    assert len(row.spark.dots) == 2
    assert row.spark.dots[-1] == row.spark.last[:2]


def test_what_is_said_of_two_indicators_is_read_once(loaded):
    page = build_exceptions(*loaded("wokingham"), Period.parse("2018-Q2"))
    assert page.by_rule == ()
    assert [(red.row.ref, red.as_under and red.as_under.ref) for red in page.published] == [
        ("EA1i", None), ("EA2", "EA1i"), ("EA11", None), ("VP4", None), ("VP7", None), ("VP8", None),
    ]  # fmt: skip
    assert [red.change for red in page.published] == [
        "−3.93 points", "−4.3 points", "+4 points", "+4.1 points", "−37 points", "−7.4 points",
    ]  # fmt: skip
    assert (page.stated, page.stated_in_all, page.listed) == ({"green": 6, "amber": 2, "red": 6}, 14, 6)
    assert (page.reported, page.not_rated) == (6, 6)


def test_a_sentence_that_states_two_totals_is_read_once(loaded):
    authority, _ = loaded("reading")
    page = build_published_plan(authority)
    assert [sentence.counts for sentence in page.stated] == [
        ((3, "priorities"),),
        ((18, "outcomes"), (60, "actions")),
        ((12, "actions complete"), (6, "months under watch")),
    ]
    assert page.watched_until.key == "2017-10"
    assert page.bar.bars[0][1] == "32.0"  # a fifth of 160


def test_progress_counts_what_got_better_and_worse(loaded):
    page = build_progress(*loaded("windsor-and-maidenhead"), "worse")
    assert (page.statements, page.with_figures, page.better, page.worse, page.shown) == (33, 16, 10, 3, 3)
    assert [row.anchor for area in page.areas for row in area.rows] == ["c-2", "c-4", "c-8"]
    (measure,) = page.areas[0].rows[1].measures
    assert (measure.before_text, measure.after_text, measure.change) == ("57%", "46%", "−11 points")
