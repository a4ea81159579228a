"""/<authority>/packs/: what was published for the board, and publishing what it is to see next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from indicators.policies import can_publish, check_publish
from indicators.series import kept_figures, load_figures
from reports.board_forms import EditionForm
from reports.board_tables import DifferenceTable, PackTable
from reports.editions.listing import build_packs
from reports.editions.page import build_edition
from reports.editions.publishing import build_publishing
from reports.exports.pack_page import page_of
from reports.exports.packs import FORMATS
from reports.models import Edition
from reports.operations.editions import PublishedAlready, publish_edition
from reports.pack import thaw
from reports.views.decorators import authority_page, parse_period
from reports.views.downloads import file_response
from reports.views.kept import kept


@kept
@authority_page
def packs(request, authority):
    may_publish = can_publish(request.user, authority)
    table = PackTable(build_packs(authority, kept_figures([authority])), may_publish=may_publish)
    context = {"authority": authority, "active": "board", "tab": "packs", "table": table}
    return render(request, "reports/packs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def publish(request, authority, period):
    check_publish(request.user, authority)
    page = build_publishing(authority, load_figures([authority]), parse_period(period))
    if page is None:
        raise Http404("Nothing was reported of this period.")
    form = EditionForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish_edition(authority=authority, period=page.period, by=request.user, **form.cleaned_data)
            messages.success(request, f"Published: {edition}. It stays as it is, whatever is corrected later.")
        except PublishedAlready as already:
            edition = already.edition
            messages.info(request, f"{edition} was published already, and there is nothing to add to it.")
        return redirect("edition", authority.slug, page.period.key, edition.number)
    context = {
        "authority": authority,
        "active": "board",
        "page": page,
        "form": form,
        "differences": _table(page),
    }
    return render(request, "reports/publish.html", context)


@authority_page
def edition(request, authority, period, number):
    found = _edition(authority, period, number)
    page = build_edition(found)
    context = {
        "authority": authority,
        "active": "board",
        "page": page,
        "differences": _table(page),
        "formats": FORMATS,
        "shown": page_of(page.pack),
    }
    return render(request, "reports/edition.html", context)


@authority_page
def edition_file(request, authority, period, number, form):
    """The edition once more, as it was published: made of its stored rows alone."""
    if form not in FORMATS:
        raise Http404("There is no such form.")
    found = _edition(authority, period, number)
    pack, made_as = thaw(found.rows), FORMATS[form]
    return file_response(made_as.make(pack), made_as.content_type, f"{pack.file_name}-edition-{found.number}.{form}")


def _table(page):
    return DifferenceTable(page.differences) if page.differences else None


def _edition(authority, period, number):
    editions = Edition.objects.of_period(authority, parse_period(period))
    return get_object_or_404(editions.select_related("authority", "made_by", "meeting"), number=number)
