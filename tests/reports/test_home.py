"""The first page: the reader's authorities, a few at a time."""

import re

from indicators.models import Authority
from reports.views.home import PER_PAGE

HEADING = re.compile(r'<h2><a href="/([a-z0-9-]+)/scorecard/">')


def test_whoever_may_see_all_of_england_has_it_in_pages(catalogue, ada, client):
    Authority.objects.bulk_create(
        Authority(name=f"Council {n}", slug=f"c-{n}", ons_code=f"X{n}", dfe_code=f"{n}", region="North")
        for n in range(3 * PER_PAGE)
    )
    client.force_login(ada)
    shown = []
    for number in range(1, 2 + Authority.objects.count() // PER_PAGE):
        page = client.get(f"/?page={number}").content.decode()
        assert f"Page {number} of " in page
        found = HEADING.findall(page)
        assert 0 < len(found) <= PER_PAGE
        shown += found
    assert shown == [authority.slug for authority in Authority.objects.order_by("name")]


def test_a_few_have_one_page(catalogue, ola, client):
    client.force_login(ola)
    page = client.get("/").content.decode()
    assert HEADING.findall(page) == ["croydon", "reading"]
    assert 'class="pages"' not in page
