"""/<authority>/sources/<batch>/: the lines of a file that was loaded, and the file itself."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render

from importers.documents import read_document
from importers.sheets import column_letters
from indicators.models import ImportBatch
from reports.views.decorators import authority_page


@authority_page
def source(request, authority, pk):
    batch = _batch_or_404(authority, pk)
    with batch.file.open() as original:
        document = read_document(batch.file_name, original.read())
    context = {
        "authority": authority,
        "batch": batch,
        "lines": list(enumerate(document.lines, 1)),
        "sheets": () if document.lines else [_shown(sheet) for sheet in document.sheets],
    }
    return render(request, "importers/source.html", context)


@authority_page
def original(request, authority, pk):
    """The file as it was loaded, byte for byte. Downloaded, never shown: what is in it is not ours."""
    batch = _batch_or_404(authority, pk)
    return FileResponse(
        batch.file.open(), as_attachment=True, filename=batch.file_name, content_type="application/octet-stream"
    )


def _batch_or_404(authority, pk):
    committed = ImportBatch.objects.exclude(state=ImportBatch.State.STAGED).select_related("committed_by", "undone_by")
    return get_object_or_404(committed, authority=authority, pk=pk)


def _shown(sheet):
    """(name, letters of the columns, rows): each row its number and its cells, as (locator, text)."""
    columns = range(len(sheet.rows[0]) if sheet.rows else 0)
    rows = [
        (number + 1, [(sheet.locator(number, column), row[column].text) for column in columns])
        for number, row in enumerate(sheet.rows)
        if any(cell.text for cell in row)
    ]
    return sheet.name, [column_letters(column) for column in columns], rows
