"""The page of one upload, by what became of it: under way, refused, broken off, a preview, or committed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from importers import operations, tasks
from importers.annotations.annotated import has_cells
from importers.forms import AnswersForm, CommitForm, UndoForm, UploadForm
from importers.kept import kept_preview
from importers.models import Reading
from importers.problems import REVISED, by_place, by_topic, from_plain, reasons, to_look_at
from importers.questions import asked_in
from importers.sources import plan, targets
from importers.tables import ChangeTable
from importers.target_tables import targets_context
from importers.underway import under_way
from importers.uploads import SHOWN, build_upload
from importers.views.access import authority_of, may_decide
from indicators.models import ImportBatch


def upload_page(request, batch, answers=None):
    """The page of a batch as it is now. Where its preview no longer holds it is read again first.

    `answers` is an AnswersForm that was filled in and can't be taken so.
    """
    if batch.state != ImportBatch.State.STAGED:
        return done_page(request, batch)
    match batch.reading.state:
        case Reading.State.REFUSED:
            return refused_page(request, batch, answers)
        case Reading.State.FAILED:
            return failed_page(request, batch)
        case Reading.State.READY if preview := kept_preview(batch.reading):
            return preview_page(request, batch, preview, answers=answers)
        case Reading.State.READY:
            return _read_again(request, batch)
        case _:
            return progress_page(request, batch)


def progress_page(request, batch):
    return _page(request, "progress", batch, {"work": under_way(batch.reading)})


def refused_page(request, batch, answers=None):
    form = UploadForm(authorities=request.uploadable, initial={"authority": batch.authority_id, "replaces": batch.pk})
    problems = _problems(batch.reading)
    refused = by_place(reasons(problems))
    context = {
        "refused": refused,
        "form": form,
        "has_copy": has_cells(refused),
        "questions": answers or AnswersForm(asked=asked_in(problems)),
    }
    return _page(request, "unreadable", batch, context)


def failed_page(request, batch):
    return _page(request, "failed", batch, {"problems": _problems(batch.reading)})


def preview_page(request, batch, preview, form=None, answers=None):
    form = form or CommitForm(preview=preview, order=batch.reading.order)
    context = {
        "preview": preview,
        "has_copy": has_cells(to_look_at(preview)),
        "topics": by_topic(problem for problem in preview.problems if problem.code != REVISED),
        "form": form,
        "moved": batch.reading.order.get("moved") and not form.is_bound,
    }
    if preview.targets:
        return _page(request, "targets_preview", batch, context | targets_context(preview.targets))
    page = build_upload(preview, request.GET.get("show", ""), request.GET.get("page"))
    context |= {
        "upload": page,
        "table": ChangeTable(page.caption, page.rows.object_list, SHOWN[page.show].empty),
        "questions": answers or AnswersForm(asked=asked_in(preview.problems)),
    }
    return _page(request, "preview", batch, context)


def done_page(request, batch, form=None):
    context = {
        "topics": by_topic(from_plain(batch.problems)),
        "form": form or UndoForm(),
        "is_targets": batch.source == targets.NAME,
        "is_plan": batch.source == plan.NAME,
        "may_undo": batch.state == ImportBatch.State.COMMITTED and may_decide(request, batch),
    }
    return _page(request, "upload", batch, context)


def forgotten(request, batch):
    """Forget an upload that turned out to change nothing, and say so. False where there is something to look at."""
    preview = kept_preview(batch.reading)
    if not (preview and preview.offers_nothing):
        return False
    messages.info(request, operations.why_empty(authority=batch.authority, name=batch.file_name, sha256=batch.sha256))
    operations.discard(batch=batch)
    return True


def asked_of(batch):
    """The questions about a batch that can be answered now: none where it is committed, or being worked on."""
    if batch.state != ImportBatch.State.STAGED:
        return ()
    match batch.reading.state:
        case Reading.State.REFUSED:
            return asked_in(_problems(batch.reading))
        case Reading.State.READY if preview := kept_preview(batch.reading):
            return asked_in(preview.problems)
        case _:
            return ()


def settled(request, batch):
    """Somebody was quicker: the page says what became of the upload."""
    if not ImportBatch.objects.filter(pk=batch.pk).exists():
        messages.info(request, f"{batch.file_name} was discarded in the meantime.")
        return redirect("uploads")
    if Reading.objects.filter(batch=batch, state__in=Reading.UNDER_WAY).exists():
        messages.info(request, "This is being done already. Nothing is written twice.")
    else:
        messages.info(request, "This was done in the meantime. Nothing was written twice.")
    return redirect("upload", pk=batch.pk)


def _read_again(request, batch):
    if operations.read_again(batch=batch):
        tasks.begin(batch=batch)
    address = reverse("upload", args=[batch.pk])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


def _page(request, name, batch, context):
    context |= {"authority": authority_of(request, batch), "active": "uploads", "batch": batch}
    return render(request, f"importers/{name}.html", context)


def _problems(reading):
    return from_plain(reading.problems)
