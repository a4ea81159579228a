"""Pages that are kept are what they would be if they were made anew: after every write, for everybody, at once."""

import gzip
import re

import pytest
import time_machine
from cachetools import LRUCache
from django.core.cache import cache, caches
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from importers import operations
from indicators.models import Membership
from indicators.series import keeping
from reports.keeping.pieces import NAME, NONCE, TOKEN, Marks
from tests.reports.writes import Writes
from tests.samples import EVERYTHING

KEPT = [
    "/",
    "/croydon/scorecard/",
    "/croydon/scorecard/?period=2017-10&variation=1",
    "/croydon/indicators/fd-3/",
    "/croydon/exceptions/",
    "/croydon/findings/",
    "/croydon/health/",
    "/croydon/targets/",
    "/croydon/change/",
    "/croydon/heatmap/",
    "/croydon/sections/front-door/",
    "/croydon/progress/",
    "/croydon/indicators/cp-5/",
    "/croydon/indicators/fd-3/2017-11/",
    "/croydon/actions/",
    "/croydon/actions/?edit=oct-01-2017",
    "/croydon/actions/oct-01-2017/",
    "/croydon/plan/",
    "/croydon/plan/1-1-1/",
    "/croydon/commentary/",
    "/croydon/summary/",
    "/croydon/meetings/",
    "/croydon/meetings/2017-12-14/",
    "/croydon/packs/",
    "/compare/?show=all",
    "/compare/icpc-within-15-days/",
]
FILLINGS = {NAME: "Zoë &amp; Ana".encode(), TOKEN: b"a-token", NONCE: b"a-nonce"}
OWN = re.compile(rb'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"')


@given(st.lists(st.binary(max_size=200) | st.sampled_from([NAME, TOKEN, NONCE]), max_size=8))
def test_gaps_are_filled_where_the_marks_stood(parts):
    marks = Marks()
    html = b"".join(part if isinstance(part, bytes) else marks.of[part].encode() for part in parts)
    whole = b"".join(part if isinstance(part, bytes) else FILLINGS[part] for part in parts)
    pieces = marks.split(html)
    assert pieces.filled(FILLINGS) == whole
    assert gzip.decompress(pieces.gzipped(FILLINGS)) == whole


def test_a_token_is_sent_as_it_is_whatever_the_page_says():
    marks = Marks()
    pieces = marks.split(f"<p>a-token</p>{marks.of[TOKEN]}<p>a-token</p>".encode() * 20)
    assert pieces.gzipped(FILLINGS).count(b"\x00\x07\x00\xf8\xffa-token") == 20


def look(person, page, **headers):
    client = Client(headers=headers)
    client.force_login(person)
    return client.get(page)


def shown(response):
    """What a page shows, without what is another in every answer."""
    return OWN.sub(b"", response.content)


def made_anew(person, page):
    """The page as it is when nothing was kept of it, and without keeping it."""
    with pytest.MonkeyPatch.context() as patch:
        for each in (cache, caches["template_fragments"]):
            patch.setattr(each, "get", lambda key: None)
            patch.setattr(each, "set", lambda key, value, timeout=None: None)
        patch.setattr(keeping, "_kept", LRUCache(keeping.MOST_POINTS, getsizeof=lambda kept: kept.size))
        return shown(look(person, page))


def test_a_page_is_made_once_and_what_is_a_persons_own_is_theirs(writes, mo, ola, django_assert_num_queries):
    mo.first_name, mo.last_name = "Mo <b>", "& Co"
    mo.save()
    twin = type(mo).objects.create_user("twin")
    for membership in mo.memberships.all():
        twin.memberships.create(authority=membership.authority, role=membership.role)
    client = Client()
    client.force_login(twin)
    for page in KEPT:
        first = shown(look(mo, page))
        with django_assert_num_queries(3, info=page):  # the session, the user, and the versions
            theirs = shown(client.get(page))
        assert b"Mo &lt;b&gt; &amp; Co</summary>" in first, page
        assert first.replace(b"Mo &lt;b&gt; &amp; Co", b"twin") == theirs, page
        # Whoever may do more is shown more, by the same address.
        assert shown(look(ola, page)) == made_anew(ola, page), page


def test_the_token_of_a_kept_page_is_taken(batch, mo, ana):
    look(ana, "/croydon/scorecard/")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    page = client.get("/croydon/scorecard/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_compressed_it_is_the_same(batch, mo):
    plain = look(mo, "/croydon/scorecard/")
    packed = look(mo, "/croydon/scorecard/", accept_encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert OWN.sub(b"", gzip.decompress(packed.content)) == shown(plain)
    assert {"Accept-Encoding", "Cookie"} <= set(packed.headers["Vary"].split(", "))


def test_a_browser_that_has_the_page_is_told_so(batch, mo):
    client = Client()
    client.force_login(mo)
    first = client.get("/croydon/scorecard/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/croydon/scorecard/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other_period = client.get("/croydon/scorecard/?period=2017-10", headers={"If-None-Match": first.headers["ETag"]})
    assert other_period.status_code == 200


@pytest.mark.parametrize("what", ["person", "session", "role", "name", "figures"])
def test_a_browser_that_has_another_page_is_not(what, batch, mo, cy):
    client = Client()
    client.force_login(mo)
    etag = client.get("/croydon/scorecard/").headers["ETag"]
    match what:
        case "person":
            client.force_login(cy)
        case "session":
            client.logout()
            client.force_login(mo)
        case "role":
            Membership.objects.filter(user=mo, authority=batch.authority).update(role="analyst")
        case "name":
            type(mo).objects.filter(pk=mo.pk).update(first_name="Maureen")
        case "figures":
            operations.undo(batch=batch, by=None, reason="")
    assert client.get("/croydon/scorecard/", headers={"If-None-Match": etag}).status_code == 200


def test_a_part_of_a_page_is_kept_apart_from_the_whole(batch, mo):
    page = "/croydon/indicators/fd-3/2017-11/"
    for _ in range(2):
        whole, part = look(mo, page), look(mo, page, x_fragment="1")
        assert b"<html" in whole.content
        assert b"<html" not in part.content
        assert "X-Fragment" in part.headers["Vary"]


def test_what_leads_elsewhere_is_not_kept(writes, cy, mo):
    """To whoever has another page in the end as to everybody."""
    for person in (cy, mo, cy):
        assert look(person, "/compare/looked-after-children/").url == "/compare/looked-after-children-rate/"


def test_a_page_is_of_its_day(batch, mo):
    with time_machine.travel("2018-01-31T23:59:00Z", tick=False) as clock:
        client = Client()
        client.force_login(mo)
        etag = client.get("/croydon/scorecard/").headers["ETag"]
        assert client.get("/croydon/scorecard/", headers={"If-None-Match": etag}).status_code == 304
        clock.shift(120)
        assert client.get("/croydon/scorecard/", headers={"If-None-Match": etag}).status_code == 200


def test_a_message_is_shown_once_and_to_one_person(batch, mo, ola):
    form = Client()
    form.force_login(ola)
    form.post("/croydon/indicators/fd-3/rebases/", {"period": "2017-10", "reason": "A new system."})
    said = b"Variation is worked out anew"
    assert said in form.get("/croydon/indicators/fd-3/").content
    assert said not in form.get("/croydon/indicators/fd-3/").content
    assert said not in look(mo, "/croydon/indicators/fd-3/").content


def test_a_nonce_is_of_its_answer(batch, mo):
    first, second = (look(mo, "/croydon/indicators/fd-3/") for _ in range(2))
    nonces = [re.search(rb'nonce="([^"]+)"', page.content).group(1).decode() for page in (first, second)]
    assert nonces[0] != nonces[1]
    for page, nonce in zip((first, second), nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
        # A browser would keep the page with its nonce, and take the policy with another: it has to ask for both.
        assert "ETag" not in page.headers


def test_a_write_that_is_rolled_back_leaves_nothing_behind(batch, ola, mo):
    """What its own transaction saw is not kept for those who see what was before."""
    before = shown(look(mo, "/croydon/scorecard/"))
    with pytest.raises(DatabaseError), transaction.atomic():
        operations.undo(batch=batch, by=ola, reason="")
        assert shown(look(mo, "/croydon/scorecard/")) != before
        raise DatabaseError
    assert shown(look(mo, "/croydon/scorecard/")) == before


KINDS = sorted(name for name in vars(Writes) if name.islower() and not name.startswith("_"))
LOOKS = st.tuples(st.sampled_from(["mo", "cy", "ola", "ada"]), st.sampled_from(KEPT))
STEPS = st.lists(st.one_of(st.sampled_from(KINDS), LOOKS), min_size=4, max_size=10)
# The pages where each kind of write is seen, if not on that of its indicator.
INDICATOR, ACTION = "/croydon/indicators/fd-3/", "/croydon/actions/oct-01-2017/"
SEEN_ON = {
    # Once its only report is undone, the indicator has no page any more.
    "undo": ["/croydon/scorecard/", "/croydon/actions/", "/croydon/commentary/", "/croydon/packs/"],
    "load": [INDICATOR, "/croydon/commentary/", "/croydon/packs/"],
    "end": ["/croydon/indicators/fd-8/"],
    "take_back": ["/croydon/indicators/fd-8/"],
    "change_a_role": ["/croydon/findings/"],
    "accept": ["/croydon/findings/"],
    "withdraw_an_acceptance": ["/croydon/findings/"],
    "rename_a_measure": ["/compare/icpc-within-15-days/", "/croydon/indicators/cp-5/"],
    "rename_a_person": ["/croydon/packs/", ACTION, INDICATOR],
    "draft": ["/croydon/commentary/"],
    "discard": ["/croydon/commentary/"],
    "sum_up": ["/croydon/summary/", "/croydon/commentary/"],
    "begin_to_sum_up": ["/croydon/summary/", "/croydon/commentary/"],
    "load_a_statistic": ["/croydon/indicators/cp-5/", "/compare/?show=all", "/compare/icpc-within-15-days/"],
    "undo_a_statistic": ["/croydon/indicators/cp-5/", "/compare/?show=all", "/compare/icpc-within-15-days/"],
    "add_an_action": ["/croydon/actions/", "/croydon/meetings/2017-12-14/"],
    "edit_the_action": [ACTION, "/croydon/actions/", "/croydon/actions/?edit=oct-01-2017"],
    "close_the_action": [ACTION, "/croydon/actions/", "/croydon/meetings/2017-12-14/"],
    "carry_the_action_over": [ACTION, "/croydon/actions/"],
    "withdraw_the_action": [ACTION, "/croydon/actions/"],
    "add_to_the_plan": ["/croydon/plan/"],
    "edit_the_plan": ["/croydon/plan/", "/croydon/plan/1-1-1/"],
    "withdraw_from_the_plan": ["/croydon/plan/", "/croydon/plan/1-1-1/"],
    "call_a_meeting": ["/croydon/meetings/"],
    "move_the_meeting": ["/croydon/meetings/", "/croydon/meetings/2017-12-14/"],
    "decide": ["/croydon/meetings/", "/croydon/meetings/2017-12-14/"],
    "withdraw_the_decision": ["/croydon/meetings/", "/croydon/meetings/2017-12-14/"],
    "publish_a_pack": ["/croydon/packs/"],
}
# What readers who may not write it don't see.
BEGUN = {"draft", "discard", "begin_to_sum_up"}


@pytest.fixture
def writes(batch, ola, ada):
    return Writes(batch, ola, ada)


@settings(
    max_examples=400 if EVERYTHING else 6,
    # Looking for a shorter walk that fails takes many minutes, and what it would tell is in the message.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, last=LOOKS)
def test_kept_pages_are_as_if_made_anew_whoever_writes_and_looks(writes, mo, cy, ola, ada, steps, last):
    """Writes and looks of several people, in any order; each look is compared."""
    people = {"mo": mo, "cy": cy, "ola": ola, "ada": ada}
    with transaction.atomic():
        # So that what is looked at in the end was kept before it is written to.
        for n, step in enumerate([last, *steps, last]):
            if isinstance(step, str):
                getattr(writes, step)(n)
            else:
                who, page = step
                assert shown(look(people[who], page)) == made_anew(people[who], page), (step, steps[:n])
        transaction.set_rollback(True)


def test_each_kind_of_write_is_seen_at_once(writes, mo, cy, ola):
    for kind in KINDS:
        pages, reader = SEEN_ON.get(kind, [INDICATOR]), ola if kind in BEGUN else cy
        with transaction.atomic():
            for first in Writes.FIRST.get(kind, ()):
                getattr(writes, first)(1)
            before = {page: shown(look(reader, page)) for page in pages}
            getattr(writes, kind)(2)
            for page in pages:
                now = shown(look(reader, page))
                assert now != before[page], (kind, page)
                assert now == made_anew(reader, page), (kind, page)
            transaction.set_rollback(True)
