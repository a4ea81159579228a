"""/uploads/: an analyst's files, and /uploads/<pk>/: one of them, what it would change, or what it did."""

from contextlib import suppress

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from importers import operations, tasks
from importers.documents import MAX_BYTES
from importers.forms import UploadForm
from importers.models import Reading
from importers.tables import BatchTable
from importers.views.access import batch_or_404, batches_of, capped_upload, uploads_page
from importers.views.pages import forgotten, upload_page
from indicators.models import ImportBatch

PER_PAGE = 50
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1024**2} MiB, which is the most that can be read."


@capped_upload
@require_http_methods(["GET", "HEAD", "POST"])
@uploads_page
def uploads(request):
    chosen = _authority(request)
    if request.method != "POST":
        return _list(request, UploadForm(authorities=request.uploadable, initial={"authority": chosen}), chosen)
    form = UploadForm(request.POST, request.FILES, authorities=request.uploadable)
    if request.too_large:
        # The file was dropped, so that the form takes it for one that wasn't chosen.
        form.fields["file"].error_messages["required"] = TOO_LARGE
    if not form.is_valid():
        return _list(request, form, chosen)
    file = form.cleaned_data["file"]
    batch = operations.receive(
        name=file.name, data=file.read(), authority=form.cleaned_data["authority"], by=request.user
    )
    _replace(request, form.cleaned_data["replaces"], batch)
    tasks.begin(batch=batch)
    return _arrived(request, batch_or_404(request, batch.pk))


@require_safe
@uploads_page
def upload(request, pk):
    batch = batch_or_404(request, pk)
    if batch.state == ImportBatch.State.STAGED and batch.reading.is_under_way:
        tasks.reap(batch=batch)
        batch = batch_or_404(request, pk)
    return upload_page(request, batch)


def _arrived(request, batch):
    """On to the page of what was uploaded; a file that turns out to change nothing leaves nothing behind."""
    if forgotten(request, batch):
        return redirect("uploads")
    return redirect("upload", pk=batch.pk)


def _replace(request, pk, batch):
    """The mended file takes the place of the one that was refused, unless somebody settled that in the meantime."""
    refused = batches_of(request).filter(state=ImportBatch.State.STAGED, reading__state=Reading.State.REFUSED)
    for old in refused.filter(pk=pk, authority=batch.authority_id).exclude(pk=batch.pk):
        with suppress(operations.Settled):
            operations.take_place(batch=batch, of=old)


def _authority(request):
    """The authority that the address asks for, or None. It is chosen in the form, and named in the page's head."""
    return next((each for each in request.uploadable if each.slug == request.GET.get("authority")), None)


def _list(request, form, authority):
    page = Paginator(batches_of(request).order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "authority": authority, "page": page, "table": BatchTable(page.object_list)}
    return render(request, "importers/uploads.html", context | {"active": "uploads"})
