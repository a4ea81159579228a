"""Who sees what: every page needs a sign-in, and another authority's pages don't exist."""

import re
from datetime import date

import pytest
from django.urls import get_resolver

from indicators.models import ImportBatch
from indicators.periods import Period
from reports.operations.editions import publish_edition
from reports.operations.meetings import call_meeting

PAGES = [
    "/croydon/",
    "/croydon/scorecard/",
    "/croydon/scorecard/?period=2017-10",
    "/croydon/scorecard/?variation=1",
    "/croydon/scorecard/?benchmark=neighbours",
    "/croydon/values.csv",
    "/croydon/template.xlsx",
    "/croydon/targets/",
    "/croydon/targets/sheet.xlsx",
    "/croydon/indicators/fd-3/",
    "/croydon/indicators/fd-3/?limits=1",
    "/croydon/indicators/fd-3/2017-11/",
    "/croydon/change/",
    "/croydon/heatmap/",
    "/croydon/sections/front-door/",
    "/croydon/indicators/fd-3/commentary/",
    "/croydon/indicators/fd-3/commentary/?period=2017-10",
    "/croydon/sections/front-door/commentary/",
    "/croydon/actions/",
    "/croydon/actions/?edit=oct-01-2017",
    "/croydon/actions.csv",
    "/croydon/actions/oct-01-2017/",
    "/croydon/exceptions/",
    "/croydon/exceptions/?period=2017-10",
    "/croydon/plan/",
    "/croydon/plan/sheet.xlsx",
    "/croydon/progress/",
    "/croydon/commentary/",
    "/croydon/summary/",
    "/croydon/meetings/",
    "/croydon/meetings/2017-12-14/",
    "/croydon/packs/",
    "/croydon/packs/2017-11/",
    "/croydon/packs/2017-11/?public=1",
    "/croydon/packs/2017-11/pack.csv",
    "/croydon/packs/2017-11/1/",
    "/croydon/packs/2017-11/1/pack.csv",
    "/croydon/findings/",
    "/croydon/findings/?since=2017-12-01&new=on",
    "/croydon/findings.csv",
    "/croydon/health/",
    "/croydon/sources/{batch}/",
    "/croydon/sources/{batch}/original/",
]


@pytest.fixture(params=PAGES)
def page(request, batch):
    if request.param.startswith(("/croydon/meetings/2", "/croydon/packs/2017-11/1/")):
        request.getfixturevalue("published")
    return request.param.format(batch=batch.pk)


@pytest.fixture
def published(croydon, batch, ana):
    """A meeting, and the pack that it was given."""
    november = Period.month(2017, 11)
    board = call_meeting(authority=croydon, held_on=date(2017, 12, 14), period=november, by=ana)
    return publish_edition(authority=croydon, period=november, title="November", seen=0, meeting=board, by=ana)


def get(client, page, person=None):
    if person:
        client.force_login(person)
    response = client.get(page)
    # A streamed file is read, so that it is closed too.
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, body


def test_every_page_is_in_the_list():
    """A page that is added is tested here too."""
    includes = [each for each in get_resolver().url_patterns if str(each.pattern) == ""]
    routes = {str(pattern.pattern) for include in includes for pattern in include.url_patterns}
    # Those are of no one authority, and have tests of their own in tests/importers: test_uploads_access.py and
    # test_national_pages.py.
    routes = {route for route in routes if not route.startswith(("uploads/", "national/"))}
    # National figures are for everybody: see tests/reports/test_compare.py.
    routes = {route for route in routes if not route.startswith("compare/")}
    # For admins alone: see tests/reports/test_acceptances.py.
    routes = {route for route in routes if "/findings/accept" not in route}
    # For those who publish: tests/reports/test_editions.py.
    routes = {route for route in routes if not route.endswith("/publish/")}
    # Nobody reads those, they are posted to: tests/reports/test_variation.py.
    routes = {route for route in routes if "/rebases/" not in route}
    # For those who keep the actions: tests/reports/test_action_pages.py and test_plan.py.
    routes = {route for route in routes if not route.endswith(("/actions/new/", "/plan/new/"))}
    # Croydon reports no plan; those of one that was made are in tests/reports/test_plan.py.
    routes -= {"<slug:authority>/plan/<slug:slug>/"}
    listed = {
        page.removeprefix("/")
        .partition("?")[0]
        .replace("croydon", "<slug:authority>", 1)
        .replace("fd-3", "<slug:slug>")
        .replace("oct-01-2017", "<slug:slug>")
        .replace("front-door", "<slug:slug>")
        .replace("2017-11", "<str:period>")
        .replace("2017-12-14", "<day:held_on>")
        .replace("/1/", "/<int:number>/")
        .replace("pack.csv", "pack.<slug:form>")
        .replace("{batch}", "<int:pk>")
        for page in PAGES
    }
    assert routes - {""} == listed


def test_nobody_signed_in_is_sent_to_sign_in(client, page):
    response, _ = get(client, page)
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/?next=/croydon/")


def test_a_member_reads(client, page, cy):
    response, body = get(client, page, cy)
    assert response.status_code == (302 if page == "/croydon/" else 200)
    assert body or response.status_code == 302


def test_a_superuser_reads(client, page, ada):
    assert get(client, page, ada)[0].status_code in (200, 302)


def test_for_anybody_else_it_does_not_exist(client, page, rea):
    response, body = get(client, page, rea)
    assert response.status_code == 404
    assert b"Croydon" not in body


def test_an_authority_that_there_is_not_gives_the_same_answer(client, rea):
    foreign, unknown = get(client, "/croydon/scorecard/", rea), get(client, "/atlantis/scorecard/", rea)
    assert foreign[0].status_code == unknown[0].status_code == 404
    assert _without_token(foreign[1]) == _without_token(unknown[1])


def _without_token(body):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)


def test_home_shows_only_ones_own(client, batch, rea, cy):
    assert b"Croydon" not in get(client, "/", rea)[1]
    body = get(client, "/", cy)[1]
    assert b"Croydon" in body
    assert b"Reading" not in body


def test_a_source_of_another_authority_does_not_open_under_ones_own(client, batch, rea):
    assert get(client, f"/reading/sources/{batch.pk}/", rea)[0].status_code == 404
    assert get(client, f"/reading/sources/{batch.pk}/original/", rea)[0].status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/croydon/scorecard/?period=yesterday",
        "/croydon/scorecard/?period=2017-13",
        "/croydon/scorecard/?period=9999-12",
        "/croydon/template.xlsx?period=0001-01",
        "/croydon/template.xlsx?period=2018-Q2",
        "/croydon/indicators/fd-33/",
        "/croydon/indicators/fd-3/2017-03/",
        "/croydon/indicators/fd-3/2017-99/",
        "/croydon/indicators/qa-2/2017-11/",
        "/croydon/indicators/fd-33/commentary/",
        "/croydon/indicators/fd-3/commentary/?period=2017-12",
        "/croydon/indicators/fd-3/commentary/?period=2017-03",
        "/croydon/indicators/fd-3/commentary/?period=2018-Q2",
        "/croydon/sections/back-door/commentary/",
        "/croydon/sources/999999/",
    ],
)
def test_what_there_is_not_is_not_found(client, batch, mo, page):
    assert get(client, page, mo)[0].status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "scorecard",
        "exceptions",
        "change",
        "heatmap",
        "actions",
        "plan",
        "progress",
        "commentary",
        "summary",
        "meetings",
        "packs",
        "findings",
        "health",
    ],
)
def test_an_authority_without_figures_says_what_to_do(client, catalogue, mo, page):
    response, body = get(client, f"/reading/{page}/", mo)
    assert response.status_code == 200
    assert ImportBatch.objects.count() == 0
    assert b"Reading" in body


@pytest.mark.parametrize("page", ["plan", "progress"])
def test_what_was_never_reported_says_what_to_do(client, batch, mo, page):
    response, body = get(client, f"/croydon/{page}/", mo)
    assert response.status_code == 200
    assert b"What to do next" in body
    assert b"import_report" in body
    # The navigation doesn't lead to where there is nothing.
    assert f'href="/croydon/{page}/"'.encode() not in body


def test_a_period_without_figures_says_so(client, batch, mo):
    response, body = get(client, "/croydon/scorecard/?period=2030-01", mo)
    assert response.status_code == 200
    assert b"January 2030" in body


def test_the_original_is_downloaded_as_it_was(client, batch, mo):
    response, body = get(client, f"/croydon/sources/{batch.pk}/original/", mo)
    with batch.file.open() as original:
        assert body == original.read()
    assert response["Content-Disposition"] == 'attachment; filename="croydon-2017-11.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_content_security_policy_is_strict(client, batch, mo):
    response, _ = get(client, "/croydon/scorecard/", mo)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
