"""/: the user's authorities."""

from django.shortcuts import redirect, render

from reports.overview import build_overviews
from reports.views.decorators import authority_page, with_authorities
from reports.views.kept import kept


@kept(reads_all=True)
def home(request):
    with_authorities(request)
    return render(request, "reports/home.html", {"overviews": build_overviews(request.authorities)})


@authority_page
def authority_home(request, authority):
    return redirect("scorecard", authority=authority.slug)
