"""/<authority>/packs/<period>/: the pack of a period as it is known now, as a page and as files."""

from django.http import Http404
from django.shortcuts import render

from reports.exports.pack_page import page_of
from reports.exports.packs import FORMATS
from reports.pack import NothingToReport, build_pack
from reports.views.decorators import authority_page, parse_period
from reports.views.downloads import file_response


@authority_page
def pack(request, authority, period):
    found = _pack(request, authority, period)
    context = {"authority": authority, "active": "board", "shown": page_of(found), "formats": FORMATS}
    return render(request, "reports/pack.html", context)


@authority_page
def pack_file(request, authority, period, form):
    if form not in FORMATS:
        raise Http404("There is no such form.")
    found, made_as = _pack(request, authority, period), FORMATS[form]
    return file_response(made_as.make(found), made_as.content_type, f"{found.file_name}.{form}")


def _pack(request, authority, period):
    try:
        return build_pack(authority, parse_period(period), public="public" in request.GET)
    except NothingToReport as problem:
        raise Http404(str(problem)) from problem
