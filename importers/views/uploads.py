"""/uploads/: an analyst's file, what it would change, committing it, and taking it back."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from importers import operations
from importers.documents import MAX_BYTES
from importers.forms import CommitForm, UndoForm, UploadForm
from importers.problems import REVISED, by_place, by_topic
from importers.receiving import CappedUpload
from importers.records import Problem, Refused
from importers.sources import targets
from importers.tables import BatchTable, ChangeTable
from importers.target_tables import targets_context
from importers.uploads import SHOWN, build_upload
from indicators.models import ImportBatch
from indicators.policies import can_edit_targets, check_edit_targets
from reports.views.decorators import with_authorities

PER_PAGE = 50
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1024**2} MiB, which is the most that can be read."


def uploads_page(view):
    """For those who may upload somewhere; for anybody else the page doesn't exist. `request.uploadable` says where."""

    @wraps(view)
    def wrapper(request, **kwargs):
        with_authorities(request)
        request.uploadable = [authority for authority in request.authorities if authority.may_upload]
        if not request.uploadable:
            raise Http404("There is no such page.")
        return view(request, **kwargs)

    return wrapper


def capped_upload(view):
    """A file that is too large is dropped while it arrives, and `request.too_large` is true.

    That has to be settled before anything reads the form, the check of its token included; so the check is made here.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def wrapper(request, **kwargs):
        request.too_large = False
        request.upload_handlers.insert(0, CappedUpload(request))
        return checked(request, **kwargs)

    return wrapper


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
    file, authority = form.cleaned_data["file"], form.cleaned_data["authority"]
    try:
        staged = operations.stage(name=file.name, data=file.read(), authority=authority)
    except Refused as refusal:
        return _list(request, form, authority, refused=by_place(refusal.problems), file_name=file.name)
    if not (staged.preview.report.describes or can_edit_targets(request.user, authority)):
        form.add_error("file", f"This sheet sets targets for {authority.name}, which takes an admin of it.")
        return _list(request, form, authority)
    if staged.preview.is_empty:
        messages.info(request, operations.why_empty(staged.preview))
        return redirect("uploads")
    batch = operations.keep_staged(staged=staged, by=request.user)
    return redirect("upload", pk=batch.pk)


@require_safe
@uploads_page
def upload(request, pk):
    batch = _batch_or_404(request, pk)
    if batch.state != ImportBatch.State.STAGED:
        return _done(request, batch)
    try:
        staged = operations.stage_again(batch=batch)
    except Refused as refusal:
        return _unreadable(request, batch, refusal)
    return _preview(request, batch, staged.preview)


@require_POST
@uploads_page
def commit_upload(request, pk):
    batch = _batch_or_404(request, pk)
    if batch.state != ImportBatch.State.STAGED:
        return _settled(request, batch)
    try:
        staged = operations.stage_again(batch=batch)
    except Refused as refusal:
        return _unreadable(request, batch, refusal)
    form = CommitForm(request.POST, preview=staged.preview)
    if request.POST.get("stamp") != staged.preview.stamp:
        # It may have been this very upload that was committed since: by a second click, or by somebody else.
        batch = _batch_or_404(request, pk)
        if batch.state != ImportBatch.State.STAGED:
            return _settled(request, batch)
        return _moved(request, batch, staged.preview)
    if not form.is_valid():
        return _preview(request, batch, staged.preview, form=form)
    try:
        operations.commit(staged=staged, by=request.user, reason=form.cleaned_data["reason"], batch=batch)
    except operations.Moved:
        return _moved(request, batch, operations.stage_again(batch=batch).preview)
    except operations.Settled:
        return _settled(request, batch)
    return redirect("upload", pk=batch.pk)


@require_POST
@uploads_page
def discard_upload(request, pk):
    batch = _batch_or_404(request, pk)
    try:
        operations.discard(batch=batch)
    except operations.Settled:
        return _settled(request, batch)
    messages.info(request, f"{batch.file_name} was discarded. Nothing of it was written.")
    return redirect("uploads")


@require_POST
@uploads_page
def undo_upload(request, pk):
    batch = _batch_or_404(request, pk)
    form = UndoForm(request.POST)
    if batch.state != ImportBatch.State.COMMITTED:
        return _settled(request, batch)
    if not form.is_valid():
        return _done(request, batch, form=form)
    try:
        operations.undo(batch=batch, by=request.user, reason=form.cleaned_data["reason"])
    except operations.Settled:
        return _settled(request, batch)
    return redirect("upload", pk=pk)


def _authority(request):
    """The authority that the address asks for, or None. It is chosen in the form, and named in the page's head."""
    return next((each for each in request.uploadable if each.slug == request.GET.get("authority")), None)


def _batch_or_404(request, pk):
    mine = ImportBatch.objects.filter(authority__in=request.uploadable)
    batch = get_object_or_404(mine.select_related("authority", "created_by", "undone_by"), pk=pk)
    if request.method == "POST" and batch.source == targets.NAME:
        check_edit_targets(request.user, batch.authority)
    return batch


def _list(request, form, authority=None, **context):
    batches = ImportBatch.objects.filter(authority__in=request.uploadable)
    batches = batches.select_related("authority", "created_by", "undone_by").order_by("-created_at", "-pk")
    page = Paginator(batches, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"form": form, "authority": authority, "page": page, "table": BatchTable(page.object_list)}
    return render(request, "importers/uploads.html", context | {"active": "uploads"})


def _preview(request, batch, preview, form=None, moved=False):
    context = {
        "authority": _known(request, batch),
        "active": "uploads",
        "batch": batch,
        "preview": preview,
        "topics": by_topic(problem for problem in preview.problems if problem.code != REVISED),
        "form": form or CommitForm(preview=preview),
        "moved": moved,
    }
    if not preview.report.describes:
        return render(request, "importers/targets_preview.html", context | targets_context(preview))
    page = build_upload(preview, request.GET.get("show", ""), request.GET.get("page"))
    table = ChangeTable(page.caption, page.rows.object_list, SHOWN[page.show].empty)
    return render(request, "importers/preview.html", context | {"upload": page, "table": table})


def _done(request, batch, form=None):
    context = {
        "authority": _known(request, batch),
        "active": "uploads",
        "batch": batch,
        "topics": by_topic(Problem(**problem) for problem in batch.problems),
        "form": form or UndoForm(),
        "is_targets": batch.source == targets.NAME,
    }
    return render(request, "importers/upload.html", context)


def _unreadable(request, batch, refusal):
    """It could be read when it was uploaded, and can't be now."""
    context = {"authority": _known(request, batch), "active": "uploads", "batch": batch}
    return render(request, "importers/unreadable.html", context | {"refused": by_place(refusal.problems)})


def _known(request, batch):
    """The batch's authority as the page's head knows it."""
    return next(each for each in request.uploadable if each.pk == batch.authority_id)


def _moved(request, batch, preview):
    form = CommitForm(preview=preview)
    form.initial["reason"] = request.POST.get("reason", "")
    return _preview(request, batch, preview, form=form, moved=True)


def _settled(request, batch):
    """Somebody was quicker: the page says what became of the upload."""
    if not ImportBatch.objects.filter(pk=batch.pk).exists():
        messages.info(request, f"{batch.file_name} was discarded in the meantime.")
        return redirect("uploads")
    messages.info(request, "This was done in the meantime. Nothing was written twice.")
    return redirect("upload", pk=batch.pk)
