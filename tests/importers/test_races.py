"""Several people at once: one commit of a batch, one commit of a month, and no post that fails.

Each race runs on whatever database the tests do: PostgreSQL with its row locks, SQLite with one writer at a time.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from importers import operations
from indicators.models import Authority, ImportBatch, Membership, Observation
from indicators.operations import load_catalogue
from indicators.periods import Period
from indicators.series import load_figures
from tests.conftest import FIXTURE, edition
from tests.importers.test_loading import FD3_NOVEMBER
from tests.samples import sample

NOVEMBER = Period.month(2017, 11)
POSTS = 10
RACES = len(sample(range(20), 3))


@pytest.fixture
def croydon(transactional_db):
    load_catalogue()
    authority = Authority.objects.get(slug="croydon")
    for name in ("ana", "ben"):
        user = get_user_model().objects.create_user(name)
        Membership.objects.create(user=user, authority=authority, role="analyst")
    return authority


@pytest.fixture
def sign_in(croydon):
    def sign_in(name):
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        return client

    return sign_in


def at_once(calls):
    """What each call returns, all of them started at one moment, each with a connection of its own."""
    ready = threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [each.result() for each in [threads.submit(run, call) for call in calls]]


def report(value):
    return edition((FD3_NOVEMBER, f"89%\t92%\t86%\t{value}%\t90%\tIL"))


def upload(client, authority, value):
    """(address, fields of the commit) of a report with that value for FD 3 in November."""
    file = SimpleUploadedFile(f"{value}.txt", report(value))
    address = client.post("/uploads/", {"authority": authority.pk, "file": file}).url
    stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(address).content.decode())[1]
    return address, {"stamp": stamp, "reason": "Corrected."}


def fd3(croydon):
    (series,) = load_figures([croydon], slug="fd-3").series
    return series.at(NOVEMBER).value


def test_ten_posts_of_one_batch_make_one_commit(croydon, sign_in):
    address, fields = upload(sign_in("ana"), croydon, 83)
    clients = [sign_in("ana") for _ in range(POSTS)]
    responses = at_once([lambda c=client: c.post(f"{address}commit/", fields) for client in clients])
    assert {(response.status_code, response.get("Location")) for response in responses} == {(302, address)}
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.commit_number) == ("committed", 1)
    assert Observation.objects.count() == 243


def test_ten_uploads_of_one_file_make_one_commit(croydon, sign_in):
    clients = [sign_in("ana") for _ in range(POSTS)]
    files = [SimpleUploadedFile("croydon.txt", FIXTURE.read_bytes()) for _ in clients]
    data = [{"authority": croydon.pk, "file": file} for file in files]
    pairs = list(zip(clients, data, strict=True))
    responses = at_once([lambda c=client, d=fields: c.post("/uploads/", d) for client, fields in pairs])
    (address,) = {response.url for response in responses}
    assert ImportBatch.objects.get().state == "staged"
    stamp = re.search(r'name="stamp" value="([^"]+)"', clients[0].get(address).content.decode())[1]
    at_once([lambda c=client: c.post(f"{address}commit/", {"stamp": stamp}) for client in clients])
    assert ImportBatch.objects.get().state == "committed"
    assert Observation.objects.count() == 243


def test_of_two_who_commit_one_month_one_wins_and_the_other_is_told(croydon, sign_in):
    ana, ben = sign_in("ana"), sign_in("ben")
    first = operations.stage(name="first.txt", data=FIXTURE.read_bytes(), authority=croydon)
    operations.commit(staged=first, by=None)
    for race in range(RACES):
        pair = [(ana, 20 + race), (ben, 50 + race)]
        uploads = [(client, value, *upload(client, croydon, value)) for client, value in pair]
        responses = at_once([lambda c=c, a=a, f=f: c.post(f"{a}commit/", f) for c, _, a, f in uploads])
        codes = [response.status_code for response in responses]
        assert sorted(codes) == [200, 302], codes
        loser = responses[codes.index(200)].content.decode()
        assert "Somebody else committed" in loser
        winner = uploads[codes.index(302)]
        assert fd3(croydon) == winner[1]
        assert ImportBatch.objects.counting().count() == race + 2
        staged = ImportBatch.objects.get(state="staged")
        operations.discard(batch=staged)
    numbers = ImportBatch.objects.order_by("commit_number").values_list("commit_number", flat=True)
    assert list(numbers) == list(range(1, RACES + 2))


def test_an_undo_and_a_commit_come_one_after_the_other(croydon, sign_in):
    ana, ben = sign_in("ana"), sign_in("ben")
    first = operations.commit(
        staged=operations.stage(name="first.txt", data=FIXTURE.read_bytes(), authority=croydon), by=None
    )
    address, fields = upload(ana, croydon, 83)
    undone, committed = at_once(
        [
            lambda: ben.post(f"/uploads/{first.pk}/undo/", {"reason": "Wrong month."}),
            lambda: ana.post(f"{address}commit/", fields),
        ]
    )
    assert undone.status_code == 302
    first.refresh_from_db()
    assert first.state == "undone"
    if committed.status_code == 302:
        assert fd3(croydon) == 83
    else:
        assert "Somebody else committed" in committed.content.decode()
        assert load_figures([croydon]).series == ()


def test_two_who_undo_one_batch_undo_it_once(croydon, sign_in):
    batch = operations.commit(
        staged=operations.stage(name="first.txt", data=FIXTURE.read_bytes(), authority=croydon), by=None
    )
    people = [sign_in("ana"), sign_in("ben")]
    at_once(
        [lambda c=c, n=n: c.post(f"/uploads/{batch.pk}/undo/", {"reason": f"By {n}."}) for n, c in enumerate(people)]
    )
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert batch.undo_reason == f"By {['ana', 'ben'].index(batch.undone_by.username)}."
