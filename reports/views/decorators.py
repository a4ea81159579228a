"""What a view of an authority needs before it starts: the authority, and the period asked for."""

from functools import wraps

from django.db.models import Exists, OuterRef
from django.http import Http404

from indicators.models import Authority
from indicators.periods import NotAPeriod, Period
from indicators.policies import role_of, tools_of
from indicators.prepared import PreparedForUser
from reports.models import PlanAction, ProgressStatement, PublishedTotal

# Far enough from where the calendar ends that a period's neighbours are dates too.
_YEARS = range(1900, 2200)


def authority_page(view):
    """Pass the Authority of the address to the view as `authority`; 404 unless the user may see it.

    `request.authorities` holds all that they may see, for the switcher in the page's head. One query.
    """

    @wraps(view)
    def wrapper(request, authority, **kwargs):
        with_authorities(request)
        found = next((a for a in request.authorities if a.slug == authority), None)
        if found is None:
            # The same answer for one that doesn't exist and one that isn't theirs.
            raise Http404("There is no such page.")
        return view(request, authority=found, **kwargs)

    return wrapper


def with_authorities(request):
    request.authorities = [_with_tools(authority) for authority in _visible(request.user)]
    request.may_upload = any(authority.may_upload for authority in request.authorities)
    request.may_administer = request.user.is_superuser or any(each.may_edit_targets for each in request.authorities)


@PreparedForUser
def _visible(user):
    """The authorities that a user may see, each with the user's role and with what decides which pages are named."""
    has_totals = Exists(PublishedTotal.objects.counting().filter(authority=OuterRef("pk"), name="actions"))
    has_actions = Exists(PlanAction.objects.known().filter(authority=OuterRef("pk")))
    has_progress = Exists(ProgressStatement.objects.counting().filter(authority=OuterRef("pk")))
    return Authority.objects.visible_to(user).annotate(
        role=role_of(user), has_plan=has_totals | has_actions, has_progress=has_progress
    )


def _with_tools(authority):
    for name, may in tools_of(authority.role).items():
        setattr(authority, name, may)
    return authority


def asked_period(request):
    """The Period that `?period=` names, or None without one. 404 for what is no period."""
    return parse_period(request.GET["period"]) if request.GET.get("period") else None


def parse_period(key):
    """The Period of an address. 404 for what is no period."""
    try:
        period = Period.parse(key)
    except NotAPeriod as problem:
        raise Http404(str(problem)) from problem
    if period.start.year not in _YEARS:
        raise Http404(f"'{key}' is too far off.")
    return period
