"""Who may do what with uploads, how writing is guarded, and what a page says that is out of date."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from indicators.models import ImportBatch
from tests.importers.test_uploads import CHANGED_FILE, post_file, text_of

POSTS = ["commit/", "discard/", "undo/", "take-up/", "answer/"]


def test_every_page_is_tested_here():
    includes = [each for each in get_resolver().url_patterns if str(each.pattern) == ""]
    routes = {str(pattern.pattern) for include in includes for pattern in include.url_patterns}
    mine = {"uploads/", "uploads/confirmed/", "uploads/<int:pk>/", *(f"uploads/<int:pk>/{path}" for path in POSTS)}
    mine.add("uploads/<int:pk>/annotated/")  # tests/importers/test_annotated_page.py
    mine.add("uploads/targets/<slug:authority>/")  # tests/importers/test_targets_pages.py
    routes = {route for route in routes if not route.startswith("uploads/national/")}  # test_national_pages.py
    assert {route for route in routes if route.startswith("uploads/")} == mine


def test_nobody_signed_in_is_sent_to_sign_in(client, batch):
    for path in ("/uploads/", "/uploads/confirmed/", f"/uploads/{batch.pk}/"):
        assert client.get(path).url.startswith("/sign-in/")
    for path in ("", f"{batch.pk}/commit/", f"{batch.pk}/undo/", f"{batch.pk}/discard/"):
        assert client.post(f"/uploads/{path}").url.startswith("/sign-in/")


def test_for_a_manager_there_are_no_uploads(client, mo, batch):
    client.force_login(mo)
    for path in ("/uploads/", "/uploads/confirmed/", f"/uploads/{batch.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post("/uploads/confirmed/", {"alias": 1}).status_code == 404
    assert post_file(client).status_code == 404
    for path in POSTS:
        assert client.post(f"/uploads/{batch.pk}/{path}", {"reason": "x"}).status_code == 404
    batch.refresh_from_db()
    assert batch.state == "committed"
    assert b"Uploads" not in client.get("/croydon/scorecard/").content


def test_another_authoritys_uploads_do_not_exist(client, batch, rea):
    rea.memberships.update(role="analyst")
    client.force_login(rea)
    assert b"croydon" not in client.get("/uploads/").content
    assert client.get(f"/uploads/{batch.pk}/").status_code == 404
    for path in POSTS:
        assert client.post(f"/uploads/{batch.pk}/{path}", {"reason": "x"}).status_code == 404
    response = post_file(client)
    assert response.status_code == 200
    assert "Choose an authority from the list." in text_of(response)
    assert ImportBatch.objects.get() == batch


def test_analysts_and_superusers_find_the_page(client, batch, ana, ada):
    for person in (ana, ada):
        client.force_login(person)
        for page in ("/", "/croydon/scorecard/", "/uploads/", f"/uploads/{batch.pk}/"):
            assert b">Uploads</a>" in client.get(page).content


def test_writing_takes_a_post_with_its_token(ana, batch):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert post_file(client).status_code == 403
    for path in POSTS:
        assert client.post(f"/uploads/{batch.pk}/{path}", {"reason": "x"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/uploads/").content.decode())[1]
    file = SimpleUploadedFile("again.txt", CHANGED_FILE)
    data = {"authority": batch.authority_id, "file": file, "csrfmiddlewaretoken": token}
    assert client.post("/uploads/", data).status_code == 302


def test_a_page_that_is_out_of_date_says_what_to_do(ana, batch):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    text = text_of(client.post(f"/uploads/{batch.pk}/undo/", {"reason": "x"}))
    assert "This page was out of date" in text
    assert "nothing was written" in text


@pytest.mark.parametrize("path", POSTS)
def test_who_has_to_sign_in_again_decides_again(client, ana, batch, path):
    address = f"/uploads/{batch.pk}/"
    sign_in = client.post(f"{address}{path}", {"reason": "x"}).url
    assert sign_in == f"/sign-in/?next={address}{path}"
    back = client.post(sign_in, {"username": "ana", "password": "a-long-password"}, follow=True)
    assert [url for url, _ in back.redirect_chain] == [f"{address}{path}", address]
    assert "Nothing was done: decide again" in text_of(back)
    batch.refresh_from_db()
    assert batch.state == "committed"
