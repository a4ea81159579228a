"""How many queries each page takes, whatever the number of indicators, periods and authorities it shows."""

import pytest
from django.core.management import call_command

from indicators.models import Authority, Membership

# Of each, two are the session and the user, and one the user's authorities.
COUNTS = {
    "/": 13,
    "/croydon/scorecard/": 13,
    "/croydon/scorecard/?variation=1": 13,
    "/croydon/indicators/fd-3/": 14,
    "/croydon/indicators/fd-3/2017-11/": 12,
    "/croydon/actions/": 12,
    "/croydon/commentary/": 15,
    "/croydon/indicators/fd-3/commentary/": 18,
    "/croydon/sections/front-door/commentary/": 17,
    "/croydon/exceptions/": 15,
    "/croydon/findings/": 13,
    "/croydon/findings.csv": 12,
    "/croydon/health/": 13,
    "/croydon/targets/": 12,
    "/croydon/change/": 12,
    "/croydon/heatmap/": 12,
    "/croydon/sections/front-door/": 12,
    "/west-berkshire/scorecard/": 13,
    "/west-berkshire/heatmap/": 12,
    "/reading/plan/": 6,
    "/windsor-and-maidenhead/progress/": 14,
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
