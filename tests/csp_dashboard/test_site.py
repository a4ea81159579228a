"""What holds for every page."""

import pytest
from django.db import OperationalError, connection

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
def test_healthz_answers_without_signing_in(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_does_not_say_ok_without_its_database(client, monkeypatch):
    def refuse():
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", refuse)
    client.raise_request_exception = False
    assert client.get("/healthz").status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/sign-in/"])
def test_every_response_carries_the_strict_policy(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
