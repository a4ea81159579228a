"""What is put back is what loading writes, and nothing of it is in the way of what a test writes next."""

import pytest
from django.apps import apps
from django.db import transaction

from indicators.models import Authority
from indicators.series import load_figures
from reports.values import build_values
from tests.conftest import edition
from tests.loaded import Loaded


def found():
    """How many rows every table has, and every figure as it is exported."""
    rows = {model._meta.label: model.objects.count() for model in apps.get_models(include_auto_created=True)}
    return rows, build_values(load_figures(Authority.objects.filter(slug="croydon")))


def test_what_is_put_back_is_what_loading_writes(croydon, load, loaded_november):
    with transaction.atomic():
        loaded_november.put_back()
        put_back = found()
        transaction.set_rollback(True)
    load()
    assert found() == put_back


def test_the_next_is_numbered_after_what_was_put_back(batch, load):
    next_batch = load(edition(("\t63.9%\t", "\t64.9%\t")), reason="Corrected.")
    assert (next_batch.pk > batch.pk, next_batch.commit_number) == (True, 2)


def test_what_changes_rows_that_were_there_is_refused(db, loaded_catalogue):
    def rename():
        Authority.objects.filter(slug="croydon").update(name="London Borough of Croydon")

    with pytest.raises(AssertionError, match="indicators_authority was not only added to"):
        Loaded.once("renamed", rename, after=loaded_catalogue)
    assert not Authority.objects.exists()
