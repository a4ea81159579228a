"""How many queries each page takes, whatever the number of indicators, periods and authorities it shows."""

from datetime import date

import pytest

from indicators.models import Authority, Membership
from indicators.periods import Period
from reports.operations.editions import publish_edition
from reports.operations.meetings import call_meeting

# Of each, two are the session and the user, and one the user's authorities; of those that are kept another is what the
# user may see, with its versions.
COUNTS = {
    "/": 14,
    "/croydon/scorecard/": 14,
    "/croydon/scorecard/?variation=1": 14,
    "/croydon/scorecard/?benchmark=england": 16,
    "/croydon/scorecard/?benchmark=neighbours": 17,
    "/croydon/indicators/fd-3/": 15,
    "/croydon/indicators/cp-5/": 19,
    "/croydon/indicators/fd-3/2017-11/": 13,
    "/compare/": 9,
    "/compare/?show=all": 9,
    "/compare/icpc-within-15-days/": 17,
    "/croydon/actions/": 13,
    "/croydon/actions/oct-01-2017/": 15,
    "/croydon/actions.csv": 13,
    "/croydon/commentary/": 15,
    "/croydon/indicators/fd-3/commentary/": 19,
    "/croydon/sections/front-door/commentary/": 17,
    "/croydon/summary/": 17,
    "/croydon/meetings/": 13,
    "/croydon/meetings/2017-12-14/": 23,
    "/croydon/packs/": 13,
    "/croydon/packs/2017-11/": 27,
    "/croydon/packs/2017-11/pack.csv": 27,
    "/croydon/packs/2017-11/1/": 29,
    "/croydon/exceptions/": 17,
    # What was found when the board met is read along.
    "/croydon/findings/": 22,
    "/croydon/findings.csv": 21,
    "/croydon/health/": 13,
    "/croydon/targets/": 12,
    "/croydon/change/": 12,
    "/croydon/heatmap/": 12,
    "/croydon/sections/front-door/": 12,
    "/west-berkshire/scorecard/": 13,
    "/west-berkshire/heatmap/": 12,
    "/reading/plan/": 10,
    "/windsor-and-maidenhead/progress/": 14,
}


@pytest.fixture
def everything(demonstration, django_user_model):
    """All five reports, a meeting with its pack, and somebody who reads them."""
    admin, croydon = django_user_model.objects.get(username="admin"), Authority.objects.get(slug="croydon")
    november = Period.month(2017, 11)
    board = call_meeting(authority=croydon, held_on=date(2017, 12, 14), period=november, by=admin)
    publish_edition(authority=croydon, period=november, title="November", seen=0, meeting=board, by=admin)
    return django_user_model.objects.get(username="manager")


def test_counts(everything, client, django_assert_num_queries):
    client.force_login(everything)
    for page, count in COUNTS.items():
        with django_assert_num_queries(count, info=page):
            assert client.get(page).status_code == 200


def test_home_takes_no_more_for_five_authorities_than_for_one(everything, client, django_assert_num_queries):
    Membership.objects.filter(user=everything).exclude(authority=Authority.objects.get(slug="croydon")).delete()
    client.force_login(everything)
    with django_assert_num_queries(COUNTS["/"]):
        client.get("/")
