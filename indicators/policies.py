"""Who may do what, in one place. Each rule is a pair: `can_x` answers, `check_x` raises PermissionDenied."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Value

from indicators.models import Membership

_MAY_UPLOAD = (Membership.Role.ANALYST, Membership.Role.ADMIN)


def can_upload(user, authority):
    """Analysts and admins of the authority may load figures into it."""
    return user.is_superuser or _has_role(user, authority, _MAY_UPLOAD)


def uploads(user):
    """`can_upload` as a condition on authorities, for a page that asks it of all of them in its one query."""
    if user.is_superuser:
        return Value(True)
    return Exists(Membership.objects.filter(authority=OuterRef("pk"), user_id=user.pk, role__in=_MAY_UPLOAD))


def check_upload(user, authority):
    if not can_upload(user, authority):
        raise PermissionDenied(f"{user} may not load figures for {authority}: that takes an analyst or admin of it.")


def _has_role(user, authority, roles):
    return authority.memberships.filter(user=user, role__in=roles).exists()
