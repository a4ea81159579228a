"""Who may do what, in one place. Each rule is a pair: `can_x` answers, `check_x` raises PermissionDenied."""

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Value

from indicators.models import Authority, Membership

_MAY_UPLOAD = (Membership.Role.ANALYST, Membership.Role.ADMIN)
_ADMIN = Membership.Role.ADMIN
_MAY_EDIT_TARGETS = (_ADMIN,)
_MAY_ACCEPT_FINDINGS = (_ADMIN,)
_SUPERUSER = "superuser"


def role_of(user):
    """The user's role in each of the authorities that are `visible_to` them, for a page that asks it of all at once."""
    return Value(_SUPERUSER) if user.is_superuser else F("memberships__role")


def tools_of(role):
    """{name: whether whoever has a `role_of` may use it} of what pages offer: as the `can_…` of the same say."""
    may_all = role == _SUPERUSER
    return {
        "may_upload": may_all or role in _MAY_UPLOAD,
        "may_edit_targets": may_all or role in _MAY_EDIT_TARGETS,
        "may_accept_findings": may_all or role in _MAY_ACCEPT_FINDINGS,
        "may_keep_actions": may_all or role in _MAY_UPLOAD,
    }


def can_upload(user, authority):
    """Analysts and admins of the authority may load figures into it."""
    return user.is_superuser or _has_role(user, authority, _MAY_UPLOAD)


def check_upload(user, authority):
    if not can_upload(user, authority):
        raise PermissionDenied(f"{user} may not load figures for {authority}: that takes an analyst or admin of it.")


def can_load_national(user):
    """Whoever may load figures somewhere may load national statistics: they are everybody's, and of no authority."""
    return user.is_superuser or Membership.objects.filter(user=user, role__in=_MAY_UPLOAD).exists()


def check_load_national(user):
    if not can_load_national(user):
        raise PermissionDenied(f"{user} may not load national statistics: that takes an analyst or admin somewhere.")


def can_edit_targets(user, authority):
    """Admins of the authority may set its targets, thresholds and definitions, and keep its sections and indicators."""
    return user.is_superuser or _has_role(user, authority, _MAY_EDIT_TARGETS)


def check_edit_targets(user, authority):
    if not can_edit_targets(user, authority):
        raise PermissionDenied(f"{user} may not edit what {authority} aims for: that takes an admin of it.")


def can_accept_findings(user, authority):
    """Admins of the authority may accept a finding as it is: not who loads the figures that it is about."""
    return user.is_superuser or _has_role(user, authority, _MAY_ACCEPT_FINDINGS)


def check_accept_findings(user, authority):
    if not can_accept_findings(user, authority):
        raise PermissionDenied(f"{user} may not accept findings of {authority}: that takes an admin of it.")


def administered(user):
    """The keys of the authorities that the user is an admin of: all for a superuser. Django admin shows no others.

    One query for a user as loaded for a request, however often that request asks.
    """
    if not hasattr(user, "_administered"):
        roles = Authority.objects.visible_to(user).annotate(role=role_of(user)).values_list("pk", "role")
        user._administered = frozenset(pk for pk, role in roles if tools_of(role)["may_edit_targets"])
    return user._administered


def can_administer(user):
    """Whoever is an admin of some authority has a place in Django admin."""
    return user.is_superuser or (user.is_authenticated and bool(administered(user)))


def can_rebase(user, authority):
    """Whoever loads the figures knows when what they measure changed."""
    return can_upload(user, authority)


def check_rebase(user, authority):
    if not can_rebase(user, authority):
        raise PermissionDenied(
            f"{user} may not rebase indicators of {authority}: that takes an analyst or admin of it."
        )


def can_comment(user, authority):
    """Analysts and admins of the authority write and publish commentary, and read its drafts."""
    return can_upload(user, authority)


def check_comment(user, authority):
    if not can_comment(user, authority):
        raise PermissionDenied(
            f"{user} may not write commentary for {authority}: that takes an analyst or admin of it."
        )


def can_note(user, authority):
    """Whoever reads the figures may add a signed note."""
    return user.is_superuser or _has_role(user, authority, Membership.Role.values)


def check_note(user, authority):
    if not can_note(user, authority):
        raise PermissionDenied(f"{user} may not add notes for {authority}: that takes a member of it.")


def can_withdraw_note(user, note):
    """A note is its author's. An admin of the authority may take it back for them."""
    if not can_note(user, note.authority):
        return False
    return note.written_by_id == user.pk or user.is_superuser or _has_role(user, note.authority, [_ADMIN])


def check_withdraw_note(user, note):
    if not can_withdraw_note(user, note):
        raise PermissionDenied(f"{user} may not withdraw this note: that takes its author or an admin.")


def withdraws(user):
    """`can_withdraw_note` as a condition on notes of an authority that the user may read."""
    if user.is_superuser:
        return Value(True)
    runs_it = Exists(Membership.objects.filter(authority=OuterRef("authority"), user_id=user.pk, role=_ADMIN))
    return ExpressionWrapper(Q(written_by_id=user.pk) | runs_it, output_field=BooleanField())


def can_prepare(user, authority):
    """Analysts and admins of the authority call its board together, and put down what it decides."""
    return can_upload(user, authority)


def check_prepare(user, authority):
    if not can_prepare(user, authority):
        raise PermissionDenied(f"{user} may not prepare meetings of {authority}: that takes an analyst or admin of it.")


def can_publish(user, authority):
    """Analysts and admins of the authority publish what its board sees. What is published stays for good."""
    return can_upload(user, authority)


def check_publish(user, authority):
    if not can_publish(user, authority):
        raise PermissionDenied(f"{user} may not publish packs of {authority}: that takes an analyst or admin of it.")


def can_keep_actions(user, authority):
    """Analysts and admins of the authority keep its action log and its improvement plan."""
    return can_upload(user, authority)


def check_keep_actions(user, authority):
    if not can_keep_actions(user, authority):
        raise PermissionDenied(f"{user} may not keep the actions of {authority}: that takes an analyst or admin of it.")


def _has_role(user, authority, roles):
    return authority.memberships.filter(user=user, role__in=roles).exists()
