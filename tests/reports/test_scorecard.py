"""The scorecard's rows, and how many queries it takes whatever it shows."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from indicators.periods import Period
from indicators.series import load_figures
from reports.actions.log import build_action_log
from reports.scorecard import build_scorecard
from reports.views.scorecard import scorecard as scorecard_view
from tests.conftest import edition

NOVEMBER = Period.month(2017, 11)
# Session, user, what the user may see, the user's authorities with what they have, two for the versions of series,
# batches, definitions, targets, thresholds, rebases, observations, life events, acceptances, actions.
QUERIES = 15


@pytest.fixture
def card(batch, croydon):
    def build(period=NOVEMBER):
        return build_scorecard(croydon, load_figures([croydon]), period)

    return build


def totals(card):
    return {total.rag: (total.now, total.before) for total in card.totals}


def test_totals_and_order(card):
    november = card()
    assert totals(november) == {"red": (15, 16), "amber": (3, 4), "green": (8, 6), "not_rated": (8, 8)}
    assert len(november.rows) == 34
    assert list(dict.fromkeys(row.section for row in november.rows)) == [
        "Workforce", "Front door", "Assessment", "Children in need of help and protection", "Looked after children",
        "Fostering and adoption", "Care leavers", "Quality assurance",
    ]  # fmt: skip
    assert [period.key for period in november.periods] == [f"2017-{month:02}" for month in range(4, 12)]


def test_what_changed(card):
    changed = {row.ref: (row.rag_before, row.rag, row.change) for row in card().changes}
    assert changed == {
        "FD 3": ("amber", "red", "86% → 82%"),
        "W 1": ("green", "amber", "17 → 18"),
        "W1 b": ("amber", "green", "18 → 16"),
        "W1 d": ("red", "green", "20 → 16"),
        "LAC 19 (12m)": ("red", "green", "53% → 70%"),
    }
    assert card().changes[0].ref == "FD 3"  # what turned red comes first


def test_since_when(card):
    rows = {row.ref: row for row in card().rows}
    assert rows["AMT 2"].since == Period.month(2017, 9)
    assert rows["CIN 4"].since == Period.month(2017, 4)
    assert rows["FD 3"].since == NOVEMBER
    assert rows["CP 10"].since is None


def test_a_past_month_is_rated_as_it_was(card):
    october = card(Period.month(2017, 10))
    assert totals(october)["red"][0] == 16
    assert [period.key for period in october.periods][-1] == "2017-10"
    assert (october.earlier, october.later) == (Period.month(2017, 9), NOVEMBER)


def test_published_stands_beside_only_where_it_differs(card):
    assert {row.ref: row.published_differs for row in card().rows if row.published_differs} == {"CP 10": "green"}


def test_actions_as_at_the_end_of_the_month_viewed(batch, croydon):
    november = build_action_log(croydon, NOVEMBER.end)
    assert (len(november.rows), len(november.still_open)) == (13, 9)
    assert [row.ref for row in november.overdue] == ["Nov-01"]
    october = build_action_log(croydon, Period.month(2017, 10).end)
    assert len(october.rows) == 12  # Nov-01 wasn't raised yet
    assert october.overdue == ()
    january = build_action_log(croydon, Period.month(2018, 1).end)
    assert [row.ref for row in january.overdue] == ["Oct-01", "Oct-12", "Nov-01"]


@pytest.mark.parametrize("query", ["", "?period=2017-05", "?rating=red&changed=on"])
def test_queries(batch, client, mo, query, django_assert_num_queries):
    client.force_login(mo)
    with django_assert_num_queries(QUERIES):
        response = client.get(f"/croydon/scorecard/{query}")
    assert response.status_code == 200


def test_the_view_queries_and_rendering_does_not(batch, rf, mo, monkeypatch):
    """The rows are whole before a template sees them. Counted apart: first the view up to its render, then that."""
    held = []
    monkeypatch.setattr("reports.views.scorecard.render", lambda *args: held.append(args))
    request = rf.get("/croydon/scorecard/")
    request.user = mo
    with CaptureQueriesContext(connection) as of_view:
        scorecard_view.__wrapped__(request, authority="croydon")
    with CaptureQueriesContext(connection) as of_render:
        text = render_to_string(held[0][1], held[0][2], request)
    # Without the session and the user, which the middleware asks for, and what keeping the page asks first.
    assert len(of_view) == QUERIES - 3
    assert len(of_render) == 0
    assert "FD 3" in text


def test_queries_do_not_grow_with_the_months(batch, load, client, mo, django_assert_num_queries):
    load(edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    client.force_login(mo)
    with django_assert_num_queries(QUERIES):
        client.get("/croydon/scorecard/")
