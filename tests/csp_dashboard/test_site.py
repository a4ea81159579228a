"""What holds for every page."""

import pytest

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
@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/sign-in/"])
def test_every_response_carries_the_strict_policy(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.django_db
def test_no_page_is_shown_in_a_frame_even_by_a_browser_that_knows_no_policies(client):
    assert client.get("/sign-in/")["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
