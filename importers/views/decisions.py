"""What a person decides of an upload: commit it, discard it, take it back, or have it read here and now."""

from django.contrib import messages
from django.shortcuts import redirect

from importers import operations, tasks
from importers.forms import CommitForm, UndoForm, order_in
from importers.kept import kept_preview
from importers.models import Reading
from importers.views.access import batch_or_404, batch_to_decide, decision
from importers.views.pages import done_page, preview_page, settled, upload_page
from indicators.models import ImportBatch


@decision
def commit_upload(request, pk):
    batch = batch_to_decide(request, pk)
    if batch.state != ImportBatch.State.STAGED or batch.reading.is_under_way:
        return settled(request, batch)
    preview = kept_preview(batch.reading)
    if preview is None or request.POST.get("stamp") != preview.stamp:
        return _look_again(request, batch)
    form = CommitForm(request.POST, preview=preview)
    if not form.is_valid():
        return preview_page(request, batch, preview, form=form)
    try:
        operations.order_commit(batch=batch, by=request.user, order=order_in(form.data))
    except operations.Settled:
        return settled(request, batch)
    tasks.begin(batch=batch)
    return _what_came_of_it(request, batch)


@decision
def discard_upload(request, pk):
    batch = batch_to_decide(request, pk)
    try:
        operations.discard(batch=batch)
    except operations.Settled:
        return settled(request, batch)
    messages.info(request, f"{batch.file_name} was discarded. Nothing of it was written.")
    return redirect("uploads")


@decision
def undo_upload(request, pk):
    batch = batch_to_decide(request, pk)
    form = UndoForm(request.POST)
    if batch.state != ImportBatch.State.COMMITTED:
        return settled(request, batch)
    if not form.is_valid():
        return done_page(request, batch, form=form)
    try:
        operations.undo(batch=batch, by=request.user, reason=form.cleaned_data["reason"])
    except operations.Settled:
        return settled(request, batch)
    return redirect("upload", pk=pk)


@decision
def work_on_upload(request, pk):
    """Where no worker takes it up the work is done here, while the person waits; what was broken off is begun anew."""
    batch = batch_or_404(request, pk)
    if batch.state == ImportBatch.State.STAGED:
        if batch.reading.state == Reading.State.FAILED:
            operations.read_again(batch=batch)
            tasks.begin(batch=batch)
        else:
            tasks.work_here(batch=batch)
    return redirect("upload", pk=pk)


def _look_again(request, batch):
    """The figures moved since the person looked: a new preview, and what they had filled in stays."""
    if not operations.read_again(batch=batch, order=order_in(request.POST)):
        return settled(request, batch)
    tasks.begin(batch=batch)
    return _what_came_of_it(request, batch)


def _what_came_of_it(request, batch):
    """The page of the upload, here where there is something to say to what was sent."""
    batch = batch_or_404(request, batch.pk)
    if batch.state != ImportBatch.State.STAGED or batch.reading.is_under_way:
        return redirect("upload", pk=batch.pk)
    return upload_page(request, batch)
