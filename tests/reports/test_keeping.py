"""Pages that are kept are what they would be if they were made anew: after every write, for everybody, at once."""

import gzip
import re
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from cachetools import LRUCache
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from importers import operations
from indicators import life
from indicators.commentary import Subject, standing_words
from indicators.models import Definition, FindingAcceptance, ImportBatch, Indicator, Measure, Membership, Rebase, Target
from indicators.operations import (
    accept_findings,
    add_note,
    discard_drafts,
    rebase_by_hand,
    record_by_hand,
    withdraw_acceptance,
    withdraw_by_hand,
    withdraw_note,
    withdraw_rebase,
    write_commentary,
)
from indicators.periods import Period
from indicators.series import keeping, load_figures
from reports.findings import build_findings, to_settle
from reports.keeping.pieces import NAME, NONCE, TOKEN, Marks
from tests.conftest import FIXTURE, edition
from tests.importers.later_editions import a_month_later
from tests.samples import EVERYTHING

NOVEMBER = Period.month(2017, 11)
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
        patch.setattr(cache, "get", lambda key: None)
        patch.setattr(keeping, "_kept", LRUCache(keeping.MOST_POINTS, getsizeof=lambda kept: kept.size))
        patch.setattr(cache, "set", lambda key, value: None)
        return shown(look(person, page))


def test_a_page_is_made_once_and_what_is_a_persons_own_is_theirs(batch, mo, ola, django_assert_num_queries):
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


class Writes:
    """Every kind of write that pages show, each a method; `n` makes it another one every time."""

    def __init__(self, batch, ola, ada):
        self.by, self.admin, self.authority = ola, ada, batch.authority
        self.fd3 = Indicator.objects.get(slug="fd-3")
        self.subject = Subject(NOVEMBER, self.fd3.definitions.get().section, self.fd3)

    # What has to be there before it can be taken back.
    FIRST = {
        "withdraw_targets": "set_a_target",
        "withdraw_a_rebase": "rebase",
        "discard": "draft",
        "withdraw_the_note": "note",
        "withdraw_an_acceptance": "accept",
        "take_back": "end",
    }

    def set_a_target(self, n):
        facts = {"value": 60 + n, "text": f"{60 + n}%"}
        record_by_hand(model=Target, indicator=self.fd3, starts_on=date(2017, 11, 1), by=self.by, **facts)

    def withdraw_targets(self, n):
        withdraw_by_hand(rows=Target.objects.filter(indicator=self.fd3), by=self.by)

    def describe(self, n):
        facts = self.fd3.definitions.filter(batch__isnull=False).first().stated | {
            "title": f"Contacts {n}",
            "owner": f"O{n}",
        }
        record_by_hand(model=Definition, indicator=self.fd3, starts_on=date(2017, 11, 1), by=self.by, **facts)

    def rebase(self, n):
        rebase_by_hand(indicator=self.fd3, period=Period.month(2017, 7 + n % 3), reason=f"System {n}.", by=self.by)

    def withdraw_a_rebase(self, n):
        for rebase in Rebase.objects.standing()[:1]:
            withdraw_rebase(rebase=rebase, by=self.by)

    def publish(self, n):
        self._write(True, next_steps=f"Steps {n}.")

    def draft(self, n):
        self._write(False, analysis=f"Thought {n}.")

    def discard(self, n):
        discard_drafts(subject=self.subject, seen=self._seen(), by=self.by)

    def note(self, n):
        self.noted = add_note(subject=self.subject, text=f"Note {n}.", by=self.by)

    def withdraw_the_note(self, n):
        if hasattr(self, "noted"):
            withdraw_note(note=self.noted, by=self.by)

    def accept(self, n):
        findings = to_settle(build_findings(load_figures([self.authority])))
        accept_findings(authority=self.authority, findings=findings[:1], by=self.by, reason=f"Right {n}.")

    def withdraw_an_acceptance(self, n):
        for acceptance in FindingAcceptance.objects.standing()[:1]:
            withdraw_acceptance(acceptance=acceptance, by=self.by, reason="Wrong.")

    def rename(self, n):
        # What nothing describes any more, because its reports were undone, can't be renamed.
        with suppress(life.NotPossible):
            starts_on = date(2017, 11, 1)
            life.rename(indicator=self.fd3, starts_on=starts_on, by=self.by, reason="Tidy.", ref=f"FD {300 + n}")

    def end(self, n):
        eight = Indicator.objects.get(slug="fd-8")
        if not eight.life_events.standing().exists():
            life.end(indicator=eight, starts_on=date(2017, 10 + n % 2, 1), by=self.by, reason="Gone.")

    def take_back(self, n):
        for event in Indicator.objects.get(slug="fd-8").life_events.standing():
            life.take_back(event=event, by=self.by, reason="Not gone.")

    def load(self, n):
        data = edition() if n % 2 else a_month_later(edition().decode()).encode()
        staged = operations.stage(name=FIXTURE.name, data=data, authority=self.authority)
        operations.commit(staged=staged, by=self.by)

    def undo(self, n):
        for batch in ImportBatch.objects.counting().order_by("-commit_number")[:1]:
            operations.undo(batch=batch, by=self.by, reason="Wrong.")

    def change_a_role(self, n):
        # Those who may settle a finding are named to those who may not.
        membership = Membership.objects.get(user__username="mo", authority=self.authority)
        facts = {"user": membership.user_id, "authority": membership.authority_id}
        self._in_admin(membership, facts | {"role": ("manager", "analyst", "admin")[n % 3]})

    def rename_a_measure(self, n):
        measure = self.fd3.measure or Measure.objects.first()
        facts = {"slug": measure.slug, "unit": measure.unit, "polarity": measure.polarity, "title": f"Measure {n}"}
        self._in_admin(measure, facts)

    def rename_the_authority(self, n):
        facts = {name: getattr(self.authority, name) for name in ("slug", "ons_code", "dfe_code", "region")}
        self._in_admin(self.authority, facts | {"name": f"Croydon {n}"})

    def _in_admin(self, row, facts):
        client = Client()
        client.force_login(self.admin)
        address = reverse(f"admin:indicators_{row._meta.model_name}_change", args=[row.pk])
        assert client.post(address, facts).status_code == 302

    def _write(self, publish, **texts):
        texts = {kind: words.text for kind, words in standing_words(self.subject).items()} | texts
        write_commentary(subject=self.subject, texts=texts, seen=self._seen(), publish=publish, by=self.by)

    def _seen(self):
        return {kind: words.latest and words.latest.pk for kind, words in standing_words(self.subject).items()}


KINDS = sorted(name for name in vars(Writes) if name.islower() and not name.startswith("_"))
LOOKS = st.tuples(st.sampled_from(["mo", "cy", "ola", "ada"]), st.sampled_from(KEPT))
STEPS = st.lists(st.one_of(st.sampled_from(KINDS), LOOKS), min_size=4, max_size=10)


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


def test_each_kind_of_write_is_seen_at_once(writes, mo, cy):
    for kind in KINDS:
        # Once its only report is undone, the indicator has no page any more.
        page = {"undo": "/croydon/scorecard/", "change_a_role": "/croydon/findings/"}.get(
            kind, "/croydon/indicators/fd-3/"
        )
        with transaction.atomic():
            if kind in Writes.FIRST:
                getattr(writes, Writes.FIRST[kind])(1)
            assert look(cy, page).status_code == 200
            getattr(writes, kind)(2)
            assert shown(look(cy, page)) == made_anew(cy, page), kind
            transaction.set_rollback(True)
