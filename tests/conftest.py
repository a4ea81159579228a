"""People, catalogue and reports that tests share.

People have names: Ada runs it, Ola administers Croydon, Ana uploads, Mo reads, Cy reads Croydon, Rea reads Reading.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from importers import operations
from indicators.models import Authority, ImportBatch, Membership
from indicators.operations import load_catalogue
from tests.loaded import Loaded

# A busy machine is no reason for a failure.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")

FIXTURE = settings.BASE_DIR / "fixtures" / "reports" / "croydon-2017-11.txt"
PASSWORD = "a-long-password"
SHARED = settings.BASE_DIR.parent / "shared" / "reports" / "croydon-2017-11.txt"


def edition(*changes, file=FIXTURE):
    """The bytes of the report with each (old, new) replaced; every old must be there exactly once."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text.encode()


# The real hasher takes half a second by design, and most tests make people.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """Uploaded files go to a folder of the test's own, and pages need no collected static files."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def work_done_at_once(settings):
    """What waits for a worker elsewhere is done where it is asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def passwords_hashed_quickly(settings):
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(scope="session")
def loaded_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """loaded_once(name, load, after=…): a Loaded that lasts as long as the test database."""

    def loaded_once(name, load, **order):
        assert not connection.in_atomic_block, f"{name} is wanted in mid-test: ask for it in the test's signature"
        files = tmp_path_factory.mktemp(name) / "files"
        with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=QUICK_HASHERS):
            return Loaded.once(name, load, **order)

    return loaded_once


@pytest.fixture(scope="session")
def loaded_catalogue(loaded_once):
    return loaded_once("catalogue", load_catalogue)


@pytest.fixture(scope="session")
def loaded_november(loaded_once, loaded_catalogue):
    return loaded_once("november", lambda: _load(Authority.objects.get(slug="croydon")), after=loaded_catalogue)


@pytest.fixture(scope="session")
def loaded_demonstration(loaded_once):
    return loaded_once("demonstration", lambda: call_command("load_demo", "--password", PASSWORD, verbosity=0))


@pytest.fixture
def catalogue(db, loaded_catalogue):
    loaded_catalogue.put_back()


@pytest.fixture
def demonstration(db, loaded_demonstration):
    """All reports and statistics, and people who sign in with `PASSWORD`."""
    loaded_demonstration.put_back()


@pytest.fixture
def croydon(catalogue):
    return Authority.objects.get(slug="croydon")


@pytest.fixture
def load(croydon):
    """Load bytes for Croydon: load(data, name=...) -> the batch, or None where there was nothing to change."""

    def load(data=None, **how):
        return _load(croydon, data, **how)

    return load


def _load(authority, data=None, *, name=FIXTURE.name, by=None, reason=""):
    staged = operations.stage(name=name, data=data or FIXTURE.read_bytes(), authority=authority)
    return operations.commit(staged=staged, by=by, reason=reason)


@pytest.fixture
def batch(croydon, loaded_november):
    """The November report, loaded."""
    loaded_november.put_back()
    return ImportBatch.objects.get(authority=croydon, state=ImportBatch.State.COMMITTED)


def _person(name, **memberships):
    user = get_user_model().objects.create_user(name, password=PASSWORD)
    for slug, role in memberships.items():
        Membership.objects.create(user=user, authority=Authority.objects.get(slug=slug.replace("_", "-")), role=role)
    return user


@pytest.fixture
def ada(db):
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def ola(catalogue):
    """Administers Croydon, and only reads Reading."""
    return _person("ola", croydon="admin", reading="manager")


@pytest.fixture
def ana(catalogue):
    return _person("ana", croydon="analyst", reading="analyst")


@pytest.fixture
def mo(catalogue):
    return _person("mo", croydon="manager", reading="manager")


@pytest.fixture
def cy(catalogue):
    return _person("cy", croydon="manager")


@pytest.fixture
def rea(catalogue):
    """Reads Reading only: nothing of Croydon exists for her."""
    return _person("rea", reading="manager")


@pytest.fixture(params=[FIXTURE, SHARED], ids=["own words", "published"])
def report_file(request) -> Path:
    if not request.param.exists():
        pytest.skip(f"{request.param.name} as published is not beside this checkout")
    return request.param
