"""/uploads/national/: national statistics, which belong to no authority: what was loaded, previewed and taken back."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from importers.forms import NationalCommitForm, NationalForm, NationalUndoForm
from importers.national import operations
from importers.national.page import build_page, ratings_that_change
from importers.national_tables import NationalBatchTable, NationalChangeTable, RatingTable, TallyTable
from importers.operations import Moved, Settled
from importers.problems import by_place, by_topic, from_plain
from importers.records import Refused
from importers.views.access import capped_upload, national_page
from importers.views.uploads import PER_PAGE, TOO_LARGE
from indicators.models import BenchmarkBatch, NeighbourSet


@capped_upload
@require_http_methods(["GET", "HEAD", "POST"])
@national_page
def national_uploads(request):
    if request.method != "POST":
        return _list(request, NationalForm())
    form = NationalForm(request.POST, request.FILES)
    if request.too_large:
        # The file was dropped, so that the form takes it for one that wasn't chosen.
        form.fields["file"].error_messages["required"] = TOO_LARGE
    if not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["file"]
    try:
        staged = operations.stage(name=file.name, data=file.read())
    except Refused as refusal:
        return _list(request, NationalForm(), refused=refusal.problems, file_name=file.name)
    if staged.preview.is_empty:
        messages.info(request, f"Everything that {file.name} states is so already. Nothing changes.")
        return redirect("national")
    return redirect("national-upload", pk=operations.keep(staged=staged, by=request.user).pk)


@require_safe
@national_page
def national_upload(request, pk):
    return _page(request, _batch_or_404(pk))


@require_safe
def national_original(request, pk):
    """The file of a batch that counts or did, byte for byte, for anybody who is signed in: what is in it is public."""
    batch = get_object_or_404(BenchmarkBatch.objects.exclude(state=BenchmarkBatch.State.STAGED), pk=pk)
    return FileResponse(
        batch.file.open(), as_attachment=True, filename=batch.file_name, content_type="application/octet-stream"
    )


def national_decision(view):
    """What is decided by a button. Whoever comes to its address otherwise is shown the upload."""

    @wraps(view)
    def wrapper(request, pk):
        batch = _batch_or_404(pk)
        if request.method != "POST":
            messages.info(request, "Nothing was done: decide again what becomes of this upload.")
            return redirect("national-upload", pk=pk)
        try:
            return view(request, batch)
        except Settled as settled:
            messages.info(request, str(settled))
            is_there = BenchmarkBatch.objects.filter(pk=pk).exists()
            return redirect("national-upload", pk=pk) if is_there else redirect("national")

    return national_page(wrapper)


@national_decision
def commit_national(request, batch):
    form = NationalCommitForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form)
    said = form.cleaned_data
    try:
        operations.commit(batch=batch, by=request.user, seen=said["seen"], reason=said["reason"])
    except Moved:
        return _page(request, batch, moved=True)
    return redirect("national-upload", pk=batch.pk)


@national_decision
def discard_national(request, batch):
    operations.discard(batch=batch)
    messages.info(request, f"{batch.file_name} was discarded. Nothing of it counts.")
    return redirect("national")


@national_decision
def undo_national(request, batch):
    form = NationalUndoForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form)
    said = form.cleaned_data
    try:
        operations.undo(batch=batch, by=request.user, seen=said["seen"], reason=said["reason"])
    except Moved:
        return _page(request, batch, moved=True)
    return redirect("national-upload", pk=batch.pk)


def _batch_or_404(pk):
    return get_object_or_404(BenchmarkBatch.objects.select_related("created_by", "committed_by", "undone_by"), pk=pk)


def _list(request, form, refused=(), file_name=""):
    batches = BenchmarkBatch.objects.select_related("created_by", "committed_by", "undone_by").order_by("-pk")
    page = Paginator(batches, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "active": "uploads",
        "form": form,
        "refused": by_place(refused),
        "file_name": file_name,
        "neighbours": NeighbourSet.objects.current(),
        "page": page,
        "table": NationalBatchTable(page.object_list),
    }
    return render(request, "importers/national.html", context)


def _page(request, batch, form=None, moved=False):
    context = {"active": "uploads", "batch": batch, "moved": moved, "topics": by_topic(from_plain(batch.problems))}
    # Before what would change is worked out: what is committed meanwhile is then seen as having moved.
    seen = {"seen": operations.version()}
    if batch.state != BenchmarkBatch.State.UNDONE:
        ratings = ratings_that_change(batch, request.authorities)
        context |= {"ratings": RatingTable(ratings) if ratings else None, "how_many_ratings": len(ratings)}
    if batch.state != BenchmarkBatch.State.STAGED:
        context["form"] = form or NationalUndoForm(initial=seen)
        return render(request, "importers/national_upload.html", context)
    page = build_page(operations.preview_of(batch))
    context |= {
        "form": form or NationalCommitForm(initial=seen),
        "preview": page,
        "tallies": TallyTable(page.tallies),
        "changes": NationalChangeTable(page.changes) if page.changes else None,
    }
    return render(request, "importers/national_preview.html", context)
