"""The packs of all five authorities, made once: they are plain values, and outlive the database that they came from."""

import pytest
from django.db import transaction
from django.test import override_settings

from indicators.models import Authority
from indicators.periods import Period
from reports.pack import build_pack

PERIODS = {
    "croydon": "2017-11",
    "reading": "2017-04-30",
    "west-berkshire": "2016-12",
    "windsor-and-maidenhead": "2018-09",
    "wokingham": "2018-Q2",
}


@pytest.fixture(scope="session")
def every_pack(loaded_demonstration, django_db_blocker, tmp_path_factory):
    """{(slug, whether it is public): Pack}"""
    packs = {}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        loaded_demonstration.put_back()
        for slug, key in PERIODS.items():
            authority = Authority.objects.get(slug=slug)
            for public in (False, True):
                packs[slug, public] = build_pack(authority, Period.parse(key), public=public)
        transaction.set_rollback(True)
    return packs


@pytest.fixture(params=PERIODS)
def pack(request, every_pack):
    """What the board of each authority sees."""
    return every_pack[request.param, False]


@pytest.fixture(params=PERIODS)
def public_pack(request, every_pack):
    return every_pack[request.param, True]


@pytest.fixture
def croydon_pack(every_pack):
    return every_pack["croydon", False]
