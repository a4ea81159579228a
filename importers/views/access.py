"""Who reaches the pages of uploads, and which upload an address means."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from importers.receiving import CappedUpload
from importers.sources import targets
from indicators.models import ImportBatch
from indicators.policies import can_load_national, check_edit_targets
from reports.views.decorators import with_authorities


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


def national_page(view):
    """For those who may load national statistics; for anybody else the page doesn't exist."""

    @wraps(view)
    def wrapper(request, **kwargs):
        with_authorities(request)
        if not can_load_national(request.user):
            raise Http404("There is no such page.")
        return view(request, **kwargs)

    return wrapper


def decision(view):
    """What is decided by a button on an upload's page.

    Whoever comes to its address otherwise, as after signing in anew or by loading a page again, is shown the upload.
    """

    @wraps(view)
    def wrapper(request, pk):
        if request.method == "POST":
            return view(request, pk)
        batch = batch_or_404(request, pk)
        messages.info(request, "Nothing was done: decide again what becomes of this upload.")
        return redirect("upload", pk=batch.pk)

    return uploads_page(wrapper)


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


def batches_of(request):
    """The uploads that the user may see, with all that is said of them. One query."""
    mine = ImportBatch.objects.filter(authority__in=request.uploadable)
    return mine.select_related("authority", "reading", "created_by", "committed_by", "undone_by")


def batch_or_404(request, pk):
    return get_object_or_404(batches_of(request), pk=pk)


def batch_to_decide(request, pk):
    """The upload that the user is about to commit, discard, undo or answer for, which takes an admin for targets."""
    batch = batch_or_404(request, pk)
    if batch.source == targets.NAME:
        check_edit_targets(request.user, batch.authority)
    return batch


def may_decide(request, batch):
    """`batch_to_decide` without a query, for what a page offers."""
    return batch.source != targets.NAME or authority_of(request, batch).may_edit_targets


def authority_of(request, batch):
    """The batch's authority as the page's head knows it."""
    return next(each for each in request.uploadable if each.pk == batch.authority_id)
