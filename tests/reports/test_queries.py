"""How many queries each page takes: the same, however many indicators, months, people and authorities there are."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve

from indicators.models import Authority, Membership
from indicators.periods import Period
from indicators.series import keeping
from reports.operations.editions import publish_edition
from reports.operations.meetings import call_meeting
from tests.reports import test_access
from tests.reports.growth import Growing

# Those of one authority are in test_access.
OTHERS = [
    "/",
    "/compare/",
    "/compare/?show=all",
    "/compare/icpc-within-15-days/",
    "/croydon/scorecard/?benchmark=england",
    "/croydon/indicators/cp-5/",
    "/croydon/summary/?period=2017-10",
    "/croydon/actions/new/",
    "/croydon/plan/new/",
    "/croydon/plan/1-1-{plan}/",
    "/croydon/packs/2017-11/publish/",
    "/croydon/findings/accept/?group={group}",
    "/croydon/findings/accepted/{acceptance}/withdraw/",
    "/west-berkshire/scorecard/",
    "/west-berkshire/heatmap/",
    "/reading/plan/",
    "/windsor-and-maidenhead/progress/",
    "/uploads/",
    "/uploads/confirmed/",
    "/uploads/{batch}/",
    "/uploads/targets/croydon/",
    "/uploads/national/",
    "/uploads/national/{national}/",
    "/national/{national}/original/",
    "/admin/",
    "/admin/indicators/indicator/",
    "/admin/indicators/indicator/{indicator}/change/",
    "/admin/indicators/target/",
]
# Nobody reads these, they are posted to.
POSTED = ("rebases/", "rebases/<int:pk>/withdraw/", "answer/", "commit/", "discard/", "undo/", "take-up/", "sign-out/")
# Of what there is more, and how much, when it is counted again.
MORE = {"indicators": 3, "months": 2, "users": 3, "authorities": 2}
# A file of an upload that isn't committed: tests/importers/test_annotated_page.py.
FILES = {"uploads/<int:pk>/annotated/"}

# Of a page that is kept: the session, the user, and what they may see with its versions.
OF_KEPT = 3
# As they are shown for the first time, to an analyst who administers Croydon. Of each two are the session and the user,
# and one the user's authorities; of those that are kept another is what the user may see, with its versions.
COUNTS = {
    "/": 18,
    "/croydon/scorecard/": 18,
    "/croydon/scorecard/?variation=1": 18,
    "/croydon/scorecard/?benchmark=england": 20,
    "/croydon/scorecard/?benchmark=neighbours": 21,
    "/croydon/indicators/fd-3/": 15,
    "/croydon/indicators/cp-5/": 19,
    "/croydon/indicators/fd-3/2017-11/": 14,
    "/compare/": 9,
    "/compare/?show=all": 9,
    "/compare/icpc-within-15-days/": 21,
    "/croydon/actions/": 18,
    "/croydon/actions/oct-01-2017/": 23,
    "/croydon/actions.csv": 16,
    "/croydon/commentary/": 22,
    "/croydon/indicators/fd-3/commentary/": 19,
    "/croydon/sections/front-door/commentary/": 17,
    "/croydon/summary/": 21,
    "/croydon/meetings/": 17,
    "/croydon/meetings/2017-12-14/": 27,
    "/croydon/packs/": 18,
    "/croydon/packs/2017-11/": 30,
    "/croydon/packs/2017-11/pack.csv": 30,
    "/croydon/packs/2017-11/1/": 37,
    "/croydon/exceptions/": 21,
    "/croydon/findings/": 29,
    "/croydon/findings.csv": 28,
    "/croydon/health/": 17,
    "/croydon/targets/": 16,
    "/croydon/change/": 16,
    "/croydon/heatmap/": 16,
    "/croydon/sections/front-door/": 16,
    "/west-berkshire/scorecard/": 14,
    "/west-berkshire/heatmap/": 13,
    "/reading/plan/": 11,
    "/windsor-and-maidenhead/progress/": 15,
    "/croydon/packs/2017-11/publish/": 55,
    "/uploads/": 6,
    "/uploads/national/": 7,
    "/admin/indicators/indicator/": 19,
}


@pytest.fixture
def growing(demonstration, django_user_model):
    """All five reports, a meeting with its pack, a few indicators with all that people may write of them."""
    analyst, croydon = django_user_model.objects.get(username="analyst"), Authority.objects.get(slug="croydon")
    Membership.objects.filter(user=analyst, authority=croydon).update(role="admin")
    november = Period.month(2017, 11)
    board = call_meeting(authority=croydon, held_on=date(2017, 12, 14), period=november, by=analyst)
    growing = Growing(analyst)
    growing.indicators(2)
    growing.months(2)
    growing.users(2)
    growing.authorities(2)
    publish_edition(authority=croydon, period=november, title="November", seen=0, meeting=board, by=analyst)
    # So that today's figures differ from what was published, which a page gives the reasons of.
    growing.indicators(1)
    return growing


def test_every_page_is_counted():
    """All that is read by its address; see OTHERS, and `test_access` for pages of one authority."""
    named = {page.partition("?")[0] for page in pages_of("1")}
    listed = {resolve(page).route for page in named}
    routes = {
        route for route in all_routes(get_resolver()) if not route.endswith(POSTED) and not route.startswith("admin/")
    }
    assert routes - listed - FILES - {"sign-in/"} == set()


def all_routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, route)
        else:
            yield route


def pages_of(default, **keys):
    """The addresses, with the keys of the rows that they name."""
    names = ("batch", "plan", "acceptance", "group", "national", "indicator")
    return [page.format(**(dict.fromkeys(names, default) | keys)) for page in (*test_access.PAGES, *OTHERS)]


def test_counts_stay_whatever_there_is_more_of(growing, client):
    client.force_login(growing.by)
    pages = pages_of("", **growing.keys())
    client.get("/admin/")  # which asks once what kinds of rows there are
    before = {page: counts(client, page) for page in pages}
    assert {page: first for page, (first, _) in before.items() if page in COUNTS} == COUNTS
    assert {again for _, again in before.values()} == {OF_KEPT, None}
    with transaction.atomic():
        for direction, number in MORE.items():
            getattr(growing, direction)(number)
        after = {page: counts(client, page) for page in pages}
        transaction.set_rollback(True)
    grown = {page: (before[page], with_more(growing, client, page)) for page in pages if after[page] > before[page]}
    assert not grown


def with_more(growing, client, page):
    """{direction: the counts of a page with more of that alone}"""
    found = {}
    for direction, number in MORE.items():
        with transaction.atomic():
            getattr(growing, direction)(number)
            found[direction] = counts(client, page)
            transaction.set_rollback(True)
    return found


def counts(client, page):
    """How many queries a page takes when it is shown for the first time, and, if it is kept, when it is shown again."""
    cache.clear()
    keeping.forget()
    first, response = _count(client, page)
    is_kept = response.headers.get("Cache-Control") == "private, no-cache"
    return first, _count(client, page)[0] if is_kept else None


def _count(client, page):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
        assert response.status_code == 200 or page == "/croydon/", (page, response.status_code)
        if response.streaming:
            b"".join(response.streaming_content)
    return len(asked), response
