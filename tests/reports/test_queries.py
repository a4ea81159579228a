"""How many queries each page takes, whatever the number of indicators, periods and authorities it shows."""

import pytest
from django.core.management import call_command

from indicators.models import Authority, Membership

# Of each, two are the session and the user, and one the user's authorities.
COUNTS = {
    "/": 12,
    "/croydon/scorecard/": 12,
    "/croydon/scorecard/?variation=1": 12,
    "/croydon/scorecard/?benchmark=england": 14,
    "/croydon/scorecard/?benchmark=neighbours": 15,
    "/croydon/indicators/fd-3/": 13,
    "/croydon/indicators/cp-5/": 17,
    "/croydon/indicators/fd-3/2017-11/": 12,
    "/compare/": 8,
    "/compare/?show=all": 8,
    "/compare/icpc-within-15-days/": 16,
    "/croydon/actions/": 12,
    "/croydon/commentary/": 15,
    "/croydon/indicators/fd-3/commentary/": 18,
    "/croydon/sections/front-door/commentary/": 17,
    "/croydon/exceptions/": 14,
    "/croydon/findings/": 12,
    "/croydon/findings.csv": 12,
    "/croydon/health/": 12,
    "/croydon/targets/": 11,
    "/croydon/change/": 11,
    "/croydon/heatmap/": 11,
    "/croydon/sections/front-door/": 11,
    "/west-berkshire/scorecard/": 12,
    "/west-berkshire/heatmap/": 11,
    "/reading/plan/": 6,
    "/windsor-and-maidenhead/progress/": 13,
}


@pytest.fixture
def everything(db, django_user_model):
    """All five reports, and somebody who reads them."""
    call_command("load_demo", "--password", "a-long-password", verbosity=0)
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
