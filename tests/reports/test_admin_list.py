"""The list of indicators in Django admin: how each stands today, found by what it lacks, in as few queries for many."""

import pytest
from django.contrib.admin.sites import site
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from indicators.models import Authority, Indicator, Membership, Target
from indicators.operations import record_by_hand
from indicators.series import load_figures
from reports.findings import build_findings, to_settle

LIST = "/admin/indicators/indicator/"
# The session and the user; what they administer; the list, its count and its filter; the authorities of
# the head; those whose figures are loaded, and the eight queries of the figures.
QUERIES = 16
# The same as for the list's figures, the indicator, the measures to choose from, two for each kind of dated row, and of
# its parts the rows and what each of three forms (two, and the empty one) chooses from.
QUERIES_OF_ONE = 26


@pytest.fixture
def as_ola(client, ola):
    client.force_login(ola)
    return client


def listed(client, **query):
    return {indicator.slug: indicator for indicator in client.get(LIST, query).context["cl"].result_list}


def columns(client, slug):
    (indicator,) = (found for name, found in listed(client).items() if name == slug)
    admin = site.get_model_admin(Indicator)
    return {name: getattr(admin, name)(indicator) for name in admin.list_display}


def test_columns(as_ola, batch):
    shown = columns(as_ola, "fd-3")
    assert shown["name"] == "FD 3"
    assert shown["section"] == "Front door"
    assert shown["target"] == "90%"
    assert shown["rule"] == "Green 90% or above, amber 85% to 89%, red 84% or below"
    assert "■" in shown["latest"]
    assert "Red" in shown["latest"]
    assert "Nov 2017" in shown["latest"]
    assert shown["owner"] == "IL"


def test_findings_are_those_of_the_site(as_ola, batch, croydon):
    found = to_settle(build_findings(load_figures([croydon])))
    for slug, indicator in listed(as_ola).items():
        assert len(indicator.findings) == sum(finding.slug == slug for finding in found), slug


def test_filters_agree_with_the_columns(as_ola, batch):
    everything = listed(as_ola)
    assert len(everything) == 34
    for rating in ("red", "amber", "green", "not_rated"):
        expected = {slug for slug, indicator in everything.items() if indicator.row.rag == rating}
        assert expected
        assert set(listed(as_ola, rating=rating)) == expected
    for missing, has in (("target", "target"), ("rule", "rule"), ("figure", "latest")):
        expected = {slug for slug, indicator in everything.items() if not getattr(indicator.row, has)}
        assert expected
        assert set(listed(as_ola, without=missing)) == expected
    section = everything["fd-3"].row.series.definition.section
    assert set(listed(as_ola, section=section.pk)) == {"fd-3", "fd-8"}
    assert set(listed(as_ola, rating="mauve")) == set()


def test_search_finds_refs_and_titles(as_ola, batch):
    assert set(listed(as_ola, q="fd 3")) == {"fd-3"}
    assert "p1" in listed(as_ola, q="vacancy")


def test_an_indicator_that_nothing_describes_is_listed(as_ola, batch, croydon, ola):
    bare = Indicator.objects.create(authority=croydon, ref="N 1", slug="n-1")
    record_by_hand(model=Target, indicator=bare, starts_on="2018-04-01", by=ola, value=None, text="Soon")
    shown = columns(as_ola, "n-1")
    assert shown == {
        "name": "N 1", "title": "Not described yet", "section": "", "target": "None", "rule": "None",
        "latest": "No figures", "owner": "Not stated", "findings": "None",
    }  # fmt: skip
    assert as_ola.get(reverse("admin:indicators_indicator_change", args=[bare.pk])).status_code == 200


@pytest.fixture
def everything(demonstration, django_user_model):
    """All five reports, and somebody who administers Croydon and West Berkshire."""
    person = django_user_model.objects.get(username="analyst")
    Membership.objects.filter(user=person, authority__slug__in=["croydon", "west-berkshire"]).update(role="admin")
    return person


def test_queries(everything, client, django_assert_num_queries):
    client.force_login(everything)
    croydon = Authority.objects.get(slug="croydon")
    # A filter by rating asks whose figures to load; the list of one authority offers its sections.
    for page, more in ((LIST, 0), (f"{LIST}?rating=red", 1), (f"{LIST}?authority__id__exact={croydon.pk}", 1)):
        with django_assert_num_queries(QUERIES + more, info=page):
            assert client.get(page).status_code == 200
    ContentType.objects.get_for_model(Indicator)  # kept by Django from the first time on
    for slug in ("fd-3", "cp-10"):
        page = reverse("admin:indicators_indicator_change", args=[Indicator.objects.get(slug=slug).pk])
        with django_assert_num_queries(QUERIES_OF_ONE, info=page):
            assert client.get(page).status_code == 200
