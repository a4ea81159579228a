"""/compare/ and /compare/<measure>/: national figures of all authorities, seen from one of the reader's own."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from indicators.models import Measure
from indicators.newest import load_newest, newest_years
from indicators.surroundings import load_among_all, load_around
from reports.compare.local import load_local
from reports.compare.measure import build_measure
from reports.compare.quarters import build_quarters
from reports.compare.ranking import RANKED
from reports.compare_tables import PlacesTable, QuartersTable
from reports.forms import PlacesFilter, ShownFilter
from reports.views.decorators import with_authorities
from reports.views.kept import kept


@kept(reads_all=True)
def compare(request):
    authority = _seen_from(request)
    context = {"authority": authority, "active": "compare"}
    newest = newest_years() if authority else {}
    measures = Measure.objects.compared().filter(slug__in=newest)
    years = {measure.slug: newest[measure.slug] for measure in measures}
    around = load_around(authority, measures=()) if years else None
    if around is None:
        return render(request, "reports/compare_empty.html", context)
    chosen = ShownFilter(request.GET, around=around)
    page = build_quarters(measures, years, load_newest(years, RANKED), around, chosen.choice)
    context |= {"page": page, "filter": chosen, "table": QuartersTable(page, authority)}
    return render(request, "reports/compare.html", context)


@kept(reads_all=True)
def compare_measure(request, measure):
    found = get_object_or_404(Measure.objects.select_related("compared_as"), slug=measure)
    if found.compared_as:
        address = reverse("compare-measure", args=[found.compared_as.slug])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)
    authority = _seen_from(request)
    context = {"authority": authority, "active": "compare", "measure": found}
    around = load_among_all(authority, found) if authority else None
    if around is None or not around.years(found.slug):
        return render(request, "reports/compare_empty.html", context)
    page = build_measure(found, around, _asked_year(request))
    if page is None:
        raise Http404("There are no figures of that year.")
    chosen = PlacesFilter(request.GET, page=page)
    rows = chosen.rows()
    context |= {
        "page": page,
        "filter": chosen,
        "shown": len(rows),
        "table": PlacesTable(page, rows, request),
        "local": load_local(found, authority, request.authorities),
    }
    return render(request, "reports/compare_measure.html", context)


def _seen_from(request):
    """The reader's authority that `?authority=` names, else their first; None for who has none. 404 for another's."""
    with_authorities(request)
    slug = request.GET.get("authority")
    if not slug:
        return next(iter(request.authorities), None)
    found = next((each for each in request.authorities if each.slug == slug), None)
    if found is None:
        raise Http404("There is no such page.")
    return found


def _asked_year(request):
    """The year that `?year=` names, or None without one. 404 for what is no year."""
    asked = request.GET.get("year")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
        raise Http404(f"'{asked}' is no year.")
    return int(asked)
