"""/<authority>/sources/<batch>/: the lines of a file that was loaded, and the file itself."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render

from importers.documents import read_document
from indicators.models import ImportBatch
from reports.views.decorators import authority_page


@authority_page
def source(request, authority, pk):
    batch = _batch_or_404(authority, pk)
    with batch.file.open() as original:
        document = read_document(batch.file_name, original.read())
    return render(
        request,
        "importers/source.html",
        {"authority": authority, "batch": batch, "lines": list(enumerate(document.lines, 1))},
    )


@authority_page
def original(request, authority, pk):
    """The file as it was loaded, byte for byte. Downloaded, never shown: what is in it is not ours."""
    batch = _batch_or_404(authority, pk)
    return FileResponse(
        batch.file.open(), as_attachment=True, filename=batch.file_name, content_type="application/octet-stream"
    )


def _batch_or_404(authority, pk):
    committed = ImportBatch.objects.exclude(state=ImportBatch.State.STAGED).select_related("created_by", "undone_by")
    return get_object_or_404(committed, authority=authority, pk=pk)
