"""/uploads/targets/<authority>/: last year's targets and rules, changed and then previewed as a sheet is."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from importers import operations, tasks
from importers.models import Reading
from importers.problems import from_plain
from importers.target_forms import CopyTargetsForm
from importers.views.pages import forgotten
from indicators.models import ImportBatch
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
    """The staged batch of the sheet that was filled in, or None where the page now says why there is none."""
    filled = form.filled
    data = targets_xlsx(filled, made_at=timezone.now())
    batch = operations.receive(name=filled.file_name, data=data, authority=authority, by=request.user)
    tasks.begin(batch=batch)
    batch = ImportBatch.objects.select_related("authority", "reading").get(pk=batch.pk)
    if batch.reading.state == Reading.State.REFUSED:
        form.add_problems(from_plain(batch.reading.problems))
        operations.discard(batch=batch)
        return None
    return None if forgotten(request, batch) else batch
