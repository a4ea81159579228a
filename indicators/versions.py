"""Which state of the data a page was made of: a value for each authority, and one for what all of them share.

Every write renews the version of what it writes, in its own transaction, as the last thing it does: the row stays
locked until the commit, and so whoever writes locks what is written first and its version last. Whoever reads takes the
versions first and the data after them, so that what is kept under a version is never older than it. Values are random:
none comes back, neither after a rollback nor with a backup that was restored.

The series of an authority have a version too: a comment leaves all of them as they are, and a target all but one, so
that a page that is made anew need not load and rate them again (`series.keeping`). A write says so itself: after one
that doesn't, every series counts as another.
"""

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from uuid import uuid4

from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, F, Value, When
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError

from indicators.models import Authority, DataVersion, SeriesVersion
from indicators.policies import role_of
from indicators.prepared import PreparedForOne

# What no authority owns: the list of authorities, measures, people's names.
SHARED = 0

# Every page that is kept asks for these, and to put the same together as expressions took longer than to ask.
_VALUE = "SELECT value FROM indicators_dataversion WHERE scope = "
_OF_AUTHORITY = RawSQL(f"{_VALUE} indicators_authority.id", (), CharField())  # noqa: S611 - nothing comes from outside
_OF_ALL = RawSQL(f"{_VALUE} {SHARED}", (), CharField())  # noqa: S611


@dataclass(frozen=True)
class VersionsOfSeries:
    """Of an authority: the version that all of its series have, and what some have besides.

    `own` are of the key of an indicator and the label of the dated model that somebody set a row of.
    """

    of_all: tuple
    own: dict[tuple[int, str], str]


def renew(*authorities):
    """Say that pages with data of these authorities (their keys) are out of date once this transaction is committed."""
    _renew(sorted(set(authorities)))


def renew_all():
    """Say the same of every page."""
    _renew([SHARED])


def renew_beside(*authorities):
    """Say that of pages, where what was written stands beside the figures and no series is another."""
    _renew_narrowly(sorted(set(authorities)))


def renew_series(indicators, model):
    """Say that of pages, where the series of these Indicators are others, and those alone.

    For what a person sets for an indicator: a row of the dated `model`.
    """
    changed = sorted(indicators, key=attrgetter("pk"))
    what, value = model._meta.label_lower, uuid4().hex
    SeriesVersion.objects.bulk_create(
        [SeriesVersion(indicator_key=i.pk, authority_key=i.authority_id, what=what, value=value) for i in changed],
        update_conflicts=True,
        unique_fields=["indicator_key", "what"],
        update_fields=["value"],
    )
    _renew_narrowly(sorted({indicator.authority_id for indicator in changed}))


def visible_versions(user):
    """Of each authority that the user may see: `pk`, `slug`, the user's `role`, its `version`, and the `shared` one.

    A version is None until it is renewed for the first time.
    """
    return (
        Authority.objects.visible_to(user)
        .order_by("pk")
        .annotate(
            role=role_of(user),
            version=_OF_AUTHORITY,
            shared=_OF_ALL,
        )
        .values_list("pk", "slug", "role", "version", "shared", named=True)
    )


def versions_of_series(authorities):
    """{authority: VersionsOfSeries} of these authorities (their keys). One query."""
    of_all, own = {}, defaultdict(dict)
    for scope, what, indicator, value in _versions_of_series(authorities):
        if what:
            own[scope][indicator, what] = value
        else:
            of_all[scope] = value
    return {key: VersionsOfSeries((of_all.get(SHARED), of_all.get(key)), own[key]) for key in authorities}


@PreparedForOne
def _versions_of_series(authorities):
    """(scope, "", 0, version of all series), and (authority, what was set, indicator, version) of some besides."""
    of_all = DataVersion.objects.filter(scope__in=[SHARED, *authorities]).values_list(
        "scope", Value("", CharField()), Value(0, BigIntegerField()),
        Case(When(value=F("narrow"), then=F("series")), default=F("value")),
    )  # fmt: skip
    own = SeriesVersion.objects.filter(authority_key__in=authorities)
    return of_all.union(own.values_list("authority_key", "what", "indicator_key", "value"), all=True)


def _renew(scopes):
    _check_transaction()
    DataVersion.objects.bulk_create(
        [DataVersion(scope=scope, value=uuid4().hex) for scope in scopes],
        update_conflicts=True,
        unique_fields=["scope"],
        update_fields=["value"],
    )


def _renew_narrowly(scopes):
    _check_transaction()
    value = uuid4().hex
    # The first version of all is one of all series.
    DataVersion.objects.bulk_create([DataVersion(scope=scope, value=value) for scope in scopes], ignore_conflicts=True)
    series = Case(When(value=F("narrow"), then=F("series")), default=F("value"))
    DataVersion.objects.filter(scope__in=scopes).update(value=value, narrow=value, series=series)


def _check_transaction():
    if not connection.in_atomic_block:
        raise TransactionManagementError("A version is renewed in the transaction that writes.")
