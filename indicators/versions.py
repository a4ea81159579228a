"""Which state of the data a page was made of: a value for each authority, and one for what all of them share.

Every write renews the version of what it writes, in its own transaction, as the last thing it does: the row stays
locked until the commit, and so whoever writes locks what is written first and its version last. Whoever reads takes the
versions first and the data after them, so that what is kept under a version is never older than it. Values are random:
none comes back, neither after a rollback nor with a backup that was restored.
"""

from uuid import uuid4

from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError

from indicators.models import Authority, DataVersion

# What no authority owns: the list of authorities, measures, people's names.
SHARED = 0

# Every page that is kept asks for these, and to put the same together as expressions took longer than to ask.
_VALUE = "SELECT value FROM indicators_dataversion WHERE scope = "
_OF_AUTHORITY = RawSQL(f"{_VALUE} indicators_authority.id", (), CharField())  # noqa: S611 - nothing comes from outside
_OF_ALL = RawSQL(f"{_VALUE} {SHARED}", (), CharField())  # noqa: S611


def renew(*authorities):
    """Say that pages with data of these authorities (their keys) are out of date once this transaction is committed."""
    _renew(sorted(set(authorities)))


def renew_all():
    """Say the same of every page."""
    _renew([SHARED])


def visible_versions(user):
    """Of each authority that the user may see: `pk`, `slug`, the user's `role`, its `version`, and the `shared` one.

    A version is None until it is renewed for the first time.
    """
    return (
        Authority.objects.visible_to(user)
        .order_by("pk")
        .annotate(
            role=Value("superuser") if user.is_superuser else F("memberships__role"),
            version=_OF_AUTHORITY,
            shared=_OF_ALL,
        )
        .values_list("pk", "slug", "role", "version", "shared", named=True)
    )


def _renew(scopes):
    if not connection.in_atomic_block:
        raise TransactionManagementError("A version is renewed in the transaction that writes.")
    DataVersion.objects.bulk_create(
        [DataVersion(scope=scope, value=uuid4().hex) for scope in scopes],
        update_conflicts=True,
        unique_fields=["scope"],
        update_fields=["value"],
    )
