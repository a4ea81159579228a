"""The demonstration: who may sign in, and that it never runs where that would matter."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from indicators.models import ImportBatch, Membership, Observation


def load_demo(*args):
    out = StringIO()
    call_command("load_demo", *args, stdout=out)
    return out.getvalue()


def test_it_refuses_outside_demo_mode(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        load_demo()
    assert not get_user_model().objects.exists()


def test_people_and_reports(db, client):
    said = load_demo("--password", "correct horse battery")
    assert "correct horse battery" in said
    for name in ("admin", "analyst", "manager", "croydon"):
        assert client.login(username=name, password="correct horse battery"), name
    assert get_user_model().objects.get(username="admin").is_superuser
    roles = {
        name: set(Membership.objects.filter(user__username=name).values_list("authority__slug", "role"))
        for name in ("analyst", "manager", "croydon")
    }
    assert roles["croydon"] == {("croydon", "manager")}
    for name in ("analyst", "manager"):
        assert len(roles[name]) == 5
        assert {role for _, role in roles[name]} == {name}
    assert Observation.objects.filter(indicator__authority__slug="croydon").count() == 243


def test_again_changes_nothing(db, client):
    load_demo()
    before = ImportBatch.objects.count(), Observation.objects.count()
    assert "was loaded already" in load_demo()
    assert (ImportBatch.objects.count(), Observation.objects.count()) == before
    assert client.login(username="manager", password="look-after-me")
