"""What a person says of a file where it leaves something open, and what is kept of that for later files."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from importers import aliases, operations, questions, tasks
from importers.forms import AnswersForm
from importers.models import Alias
from importers.tables import AliasTable
from importers.views.access import batch_to_decide, decision, uploads_page
from importers.views.pages import asked_of, settled, upload_page


@decision
def answer_upload(request, pk):
    batch = batch_to_decide(request, pk)
    asked = asked_of(batch)
    if not asked:
        return settled(request, batch)
    form = AnswersForm(request.POST, asked=asked)
    if not form.is_valid():
        return upload_page(request, batch, answers=form)
    try:
        questions.answer(batch=batch, said=form.said, by=request.user)
    except operations.Settled:
        return settled(request, batch)
    tasks.begin(batch=batch)
    return redirect("upload", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@uploads_page
def confirmed_names(request):
    """What headings and names were confirmed to mean; one is forgotten by the button in its row."""
    mine = Alias.objects.filter(authority__in=request.uploadable).select_related("authority", "confirmed_by")
    if request.method == "POST":
        alias = get_object_or_404(mine, pk=_number(request.POST.get("alias")))
        aliases.forget(alias=alias)
        messages.info(request, f"“{alias.printed}” is forgotten, and asked about in the next file that has it.")
        return redirect("aliases")
    return render(request, "importers/aliases.html", {"table": AliasTable(mine), "active": "uploads"})


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
