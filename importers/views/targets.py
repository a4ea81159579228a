"""/uploads/targets/<authority>/: last year's targets and rules, changed and then previewed as a sheet is."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from importers import operations
from importers.records import Refused
from importers.sources import targets
from importers.target_forms import CopyTargetsForm
from indicators.series import load_figures
from reports.exports.targets_xlsx import targets_xlsx
from reports.target_sheet import carried_over
from reports.views.decorators import authority_page
from reports.views.targets import asked_year


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def copy_targets(request, authority):
    """For admins of the authority; for anybody else the page doesn't exist."""
    if not authority.may_edit_targets:
        raise Http404("There is no such page.")
    figures = load_figures([authority])
    year = asked_year(request, figures)
    if year is None:
        raise Http404("There are no targets to copy.")
    sheet = carried_over(authority, figures, year)
    form = CopyTargetsForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if form.is_valid():
        batch = _staged(request, form, authority)
        if batch:
            return redirect("upload", pk=batch.pk)
    return render(request, "importers/copy_targets.html", {"authority": authority, "active": "targets", "form": form})


def _staged(request, form, authority):
    """The staged batch of the sheet that was filled in, or None where the form now says why there is none."""
    filled = form.filled
    try:
        staged = operations.stage(
            name=filled.file_name,
            data=targets_xlsx(filled, made_at=timezone.now()),
            authority=authority,
            format_name=targets.NAME,
        )
    except Refused as refusal:
        form.add_problems(refusal.problems)
        return None
    if staged.preview.is_empty:
        messages.info(request, operations.why_empty(staged.preview))
        return None
    return operations.keep_staged(staged=staged, by=request.user)
