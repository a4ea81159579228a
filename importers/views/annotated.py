"""/uploads/<pk>/annotated/: the uploaded workbook, given back with what is wrong at its cells."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from importers import originals
from importers.annotations.annotated import annotate, annotated_name, has_cells
from importers.kept import kept_preview
from importers.models import Reading
from importers.problems import by_place, from_plain, to_look_at
from importers.records import Refused
from importers.views.access import batch_or_404, uploads_page
from indicators.models import ImportBatch
from reports.views.downloads import workbook_response


@require_safe
@uploads_page
def annotated(request, pk):
    batch = batch_or_404(request, pk)
    if batch.state != ImportBatch.State.STAGED:
        raise Http404("Only an upload that isn't committed has an annotated copy.")
    if batch.reading.state == Reading.State.REFUSED:
        groups = by_place(from_plain(batch.reading.problems))
    elif preview := kept_preview(batch.reading):
        groups = to_look_at(preview)
    else:
        return redirect("upload", pk=pk)  # which says how far its reading is, or has it read again
    if not has_cells(groups):
        raise Http404("Nothing is wrong at a cell of this file.")
    try:
        data = originals.read(batch)
    except Refused:
        return redirect("upload", pk=pk)
    return workbook_response(annotate(batch.file_name, data, groups), annotated_name(batch.file_name))
