"""/: the user's authorities."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from reports.overview import build_overviews
from reports.views.decorators import authority_page, with_authorities
from reports.views.kept import kept

# Each is a scorecard of its own: a person who may see every authority of England waits for no more at a time.
PER_PAGE = 12


@kept(reads_all=True)
def home(request):
    with_authorities(request)
    page = Paginator(request.authorities, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/home.html", {"page": page, "overviews": build_overviews(page.object_list)})


@authority_page
def authority_home(request, authority):
    return redirect("scorecard", authority=authority.slug)
