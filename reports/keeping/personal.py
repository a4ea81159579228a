"""What is a person's own on a page: their name, and the tokens of this one answer."""

from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape

from reports.keeping.pieces import NAME, NONCE, TOKEN


def personal(request):
    """A context processor: the person's own, or while a page is made that is kept, the marks that stand for it."""
    marks = getattr(request, "marks", None)
    if marks is None:
        # A page that says that something went wrong may be made before there is a policy.
        nonce = getattr(request, "csp_nonce", "")
        return {"signed_in_as": SimpleLazyObject(lambda: name_of(request.user)), "csp_nonce": nonce}
    return {"signed_in_as": marks.of[NAME], "csp_nonce": marks.of[NONCE], "csrf_token": marks.of[TOKEN]}


def name_of(user):
    return user.get_full_name() or user.get_username()


def secret_of(request):
    """What the tokens of all of a browser's pages are made of."""
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    return request.META["CSRF_COOKIE"]


def fillings(request, gaps):
    """{gap: what fills it for the reader of this answer}, in bytes."""
    own = {NAME: lambda: name_of(request.user), TOKEN: lambda: get_token(request), NONCE: lambda: request.csp_nonce}
    return {gap: escape(str(own[gap]())).encode() for gap in set(gaps)}
